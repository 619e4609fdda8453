@NullMarked
package dev.lockstep.cache;

import org.jspecify.annotations.NullMarked;
