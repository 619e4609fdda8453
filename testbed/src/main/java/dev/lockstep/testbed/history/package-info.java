/**
 * What a Lockstep was seen to do: every write, every answer and when, and a checker that reads the record and knows nothing of
 * how Lockstep works.
 */
@NullMarked
package dev.lockstep.testbed.history;

import org.jspecify.annotations.NullMarked;
