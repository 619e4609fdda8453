@NullMarked
package dev.lockstep.testbed.cli;

import org.jspecify.annotations.NullMarked;
