/** Changes into Redis: batches bounded in rows and bytes, pipelined, each expecting where the one before it ended. */
@NullMarked
package dev.lockstep.worker.apply;

import org.jspecify.annotations.NullMarked;
