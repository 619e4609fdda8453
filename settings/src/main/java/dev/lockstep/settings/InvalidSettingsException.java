package dev.lockstep.settings;

import java.util.List;

/** Why a service does not start: every problem with its settings, for the person who has to mend them. */
public final class InvalidSettingsException extends RuntimeException {

    private final List<String> problems;

    public InvalidSettingsException(List<String> problems) {
        super("cannot start, %d problem%s with the settings:%n  - %s"
                .formatted(
                        problems.size(),
                        problems.size() == 1 ? "" : "s",
                        String.join(System.lineSeparator() + "  - ", problems)));
        this.problems = List.copyOf(problems);
    }

    /** One sentence each, without secrets. */
    public List<String> problems() {
        return problems;
    }
}
