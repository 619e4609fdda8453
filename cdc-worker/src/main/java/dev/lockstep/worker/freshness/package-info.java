/** The proof of freshness: a moment, the end of the binlog at that moment, and whether it has been applied. */
@NullMarked
package dev.lockstep.worker.freshness;

import org.jspecify.annotations.NullMarked;
