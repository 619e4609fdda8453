/** Who may read what, how often, and the log of those who were denied. */
@NullMarked
package dev.lockstep.reader.access;

import org.jspecify.annotations.NullMarked;
