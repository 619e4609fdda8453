/**
 * Changes as they are told to clients that follow them: each client is a place in the streams that the worker keeps in Redis, and
 * nothing is kept for it here. Plain Java.
 */
@NullMarked
package dev.lockstep.reader.changes;

import org.jspecify.annotations.NullMarked;
