/** Tables as both services see them: their columns, their primary keys, and how a key is written. */
@NullMarked
package dev.lockstep.cache.table;

import org.jspecify.annotations.NullMarked;
