@NullMarked
package dev.lockstep.cache.redis;

import org.jspecify.annotations.NullMarked;
