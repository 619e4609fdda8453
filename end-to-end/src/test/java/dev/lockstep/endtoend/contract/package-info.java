/** The rule of the three writers, pinned down on a real Redis: what an entry becomes when apply, fill and lease meet. */
@NullMarked
package dev.lockstep.endtoend.contract;

import org.jspecify.annotations.NullMarked;
