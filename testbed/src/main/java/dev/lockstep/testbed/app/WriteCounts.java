package dev.lockstep.testbed.app;

/**
 * What the writing app has done so far.
 *
 * @param rows changed by committed transactions
 * @param transactions committed, single statements included
 * @param rolledBack transactions that were rolled back, on purpose or by a deadlock
 */
public record WriteCounts(long rows, long transactions, long rolledBack) {}
