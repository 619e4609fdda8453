package dev.lockstep.endtoend.roads;

import java.util.function.Supplier;

/**
 * A column as it was drawn.
 *
 * @param type as CREATE TABLE has it
 * @param value draws an SQL expression, never NULL
 * @param fitsKey whether it may be part of a primary key
 */
record Kind(String type, Supplier<String> value, boolean fitsKey) {}
