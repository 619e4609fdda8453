package dev.lockstep.doctor;

/** How bad a finding is; the later, the worse. */
enum Severity {
    /** As it should be. */
    OK,
    /** Worth knowing, or not to be seen from here. */
    INFO,
    /** It works, but not well, not for long, or not as its owner may think. */
    WARN,
    /** Lockstep refuses to start, stands still, or answers wrongly. */
    ERROR;

    /** What the command exits with where this is the worst: 0, 1 or 2. */
    int exitCode() {
        return switch (this) {
            case OK, INFO -> 0;
            case WARN -> 1;
            case ERROR -> 2;
        };
    }
}
