package dev.lockstep.worker.resync;

import java.util.List;

/** The source does not write what can be followed. */
public final class UnfitSourceException extends RuntimeException {

    UnfitSourceException(List<String> problems) {
        super("the MySQL server cannot be followed:%n  - %s"
                .formatted(String.join(System.lineSeparator() + "  - ", problems)));
    }
}
