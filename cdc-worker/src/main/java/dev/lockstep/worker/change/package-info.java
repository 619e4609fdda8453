/** What happened in the source, in plain Java: no type of the capture engine goes further than this. */
@NullMarked
package dev.lockstep.worker.change;

import org.jspecify.annotations.NullMarked;
