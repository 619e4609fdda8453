@NullMarked
package dev.lockstep.reader;

import org.jspecify.annotations.NullMarked;
