@NullMarked
package dev.lockstep.reader.access;

import org.jspecify.annotations.NullMarked;
