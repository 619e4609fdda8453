/**
 * {@code ./lockstep doctor}: looks at MySQL, Redis and what stands between them, and says what to do. It asks only: nothing
 * is written to either, and nothing is waited for without a bound.
 */
@NullMarked
package dev.lockstep.doctor;

import org.jspecify.annotations.NullMarked;
