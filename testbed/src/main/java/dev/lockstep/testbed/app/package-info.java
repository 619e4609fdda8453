/** The applications around a Lockstep: one that writes to MySQL as applications do, and one that reads through HTTP. */
@NullMarked
package dev.lockstep.testbed.app;

import org.jspecify.annotations.NullMarked;
