@NullMarked
package dev.lockstep.reader.source;

import org.jspecify.annotations.NullMarked;
