package dev.lockstep.cache.table;

import java.util.List;

/** A table that was asked for cannot be kept in Redis, or is not there. */
public final class UnfitTableException extends RuntimeException {

    private final List<String> problems;

    UnfitTableException(List<String> problems) {
        super("these tables cannot be kept in step:%n  - %s"
                .formatted(String.join(System.lineSeparator() + "  - ", problems)));
        this.problems = List.copyOf(problems);
    }

    /** One sentence each: the table, what is wrong, what to do. */
    public List<String> problems() {
        return problems;
    }
}
