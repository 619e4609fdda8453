@NullMarked
package dev.lockstep.reader.startup;

import org.jspecify.annotations.NullMarked;
