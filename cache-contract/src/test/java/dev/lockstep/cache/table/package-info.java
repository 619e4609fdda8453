@NullMarked
package dev.lockstep.cache.table;

import org.jspecify.annotations.NullMarked;
