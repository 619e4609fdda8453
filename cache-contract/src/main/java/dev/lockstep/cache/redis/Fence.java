package dev.lockstep.cache.redis;

import dev.lockstep.cache.position.Position;

/**
 * From where on entries of a table count.
 *
 * @param from entries with an older position do not
 * @param reshaped whether the table may look different from here on; nobody fills it then until it is opened anew
 */
public record Fence(Position from, boolean reshaped) {}
