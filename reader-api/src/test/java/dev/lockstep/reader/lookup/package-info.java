@NullMarked
package dev.lockstep.reader.lookup;

import org.jspecify.annotations.NullMarked;
