@NullMarked
package dev.lockstep.testbed.history;

import org.jspecify.annotations.NullMarked;
