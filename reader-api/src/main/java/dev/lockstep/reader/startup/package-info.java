/** Servers that may be there later than we are. */
@NullMarked
package dev.lockstep.reader.startup;

import org.jspecify.annotations.NullMarked;
