package dev.lockstep.reader.source;

import java.util.List;

/** The database server is not set up as the reader needs it. */
public final class UnfitServerException extends RuntimeException {

    private final List<String> problems;

    UnfitServerException(List<String> problems) {
        super("this database server cannot be read from:%n  - %s"
                .formatted(String.join(System.lineSeparator() + "  - ", problems)));
        this.problems = List.copyOf(problems);
    }

    /** One sentence each: the setting, what it is, what was expected. */
    public List<String> problems() {
        return problems;
    }
}
