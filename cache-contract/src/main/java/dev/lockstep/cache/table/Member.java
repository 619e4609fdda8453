package dev.lockstep.cache.table;

/**
 * A column in the documents of its table.
 *
 * @param column its place among the table's columns, from 0
 * @param name what it is called there
 * @param mask what is seen of it
 */
public record Member(int column, String name, Mask mask) {}
