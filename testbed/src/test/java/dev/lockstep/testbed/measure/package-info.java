@NullMarked
package dev.lockstep.testbed.measure;

import org.jspecify.annotations.NullMarked;
