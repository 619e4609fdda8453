/**
 * Where a row comes from: Redis, or the database with or without leaving it in Redis. Plain Java; {@link
 * dev.lockstep.reader.lookup.LookupRule} decides, {@link dev.lockstep.reader.lookup.Lookup} does.
 */
@NullMarked
package dev.lockstep.reader.lookup;

import org.jspecify.annotations.NullMarked;
