package dev.lockstep.testbed.server;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A server or service did not get ready. The message ends with the last lines of its log. */
public final class ServerStartException extends RuntimeException {

    private static final int LINES = 20;

    private final String name;
    private final List<String> logTail;

    ServerStartException(String name, String why, List<String> logTail, @Nullable Throwable cause) {
        this(name, why, "its log", logTail, cause);
    }

    private ServerStartException(String name, String why, String log, List<String> logTail, @Nullable Throwable cause) {
        super(message(name, why, log, logTail), cause);
        this.name = name;
        this.logTail = List.copyOf(logTail);
    }

    static ServerStartException of(Launch launch, String why, @Nullable Throwable cause) {
        // Where the folder is deleted, the log is gone with it.
        String log = launch.folder().isPresent() ? "its log" : "its log, " + launch.log();
        return new ServerStartException(launch.name(), why, log, LogTail.of(launch.log(), LINES), cause);
    }

    /** What did not start. */
    public String name() {
        return name;
    }

    /** The last lines of its log, the newest last. */
    public List<String> logTail() {
        return logTail;
    }

    private static String message(String name, String why, String log, List<String> logTail) {
        String tail = logTail.isEmpty()
                ? ""
                : "; the end of %s:%n  | %s".formatted(log, String.join(System.lineSeparator() + "  | ", logTail));
        return "%s did not start: %s%s".formatted(name, why, tail);
    }
}
