/** Micro-benchmarks of the hot path, and runs of the whole. */
@NullMarked
package dev.lockstep.benchmarks;

import org.jspecify.annotations.NullMarked;
