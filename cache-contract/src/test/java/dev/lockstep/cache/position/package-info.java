@NullMarked
package dev.lockstep.cache.position;

import org.jspecify.annotations.NullMarked;
