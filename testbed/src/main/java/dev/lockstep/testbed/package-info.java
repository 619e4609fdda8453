/** Everything that tests, demo and benchmarks need of the outside world, for real. */
@NullMarked
package dev.lockstep.testbed;

import org.jspecify.annotations.NullMarked;
