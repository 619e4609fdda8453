/** The reader: its settings, its start, and how its parts are put together. */
@NullMarked
package dev.lockstep.reader;

import org.jspecify.annotations.NullMarked;
