@NullMarked
package dev.lockstep.testbed.app;

import org.jspecify.annotations.NullMarked;
