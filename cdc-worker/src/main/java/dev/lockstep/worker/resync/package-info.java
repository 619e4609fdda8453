/** Before every start: is the place where we stopped still there, and does what stands in Redis still count? */
@NullMarked
package dev.lockstep.worker.resync;

import org.jspecify.annotations.NullMarked;
