package dev.lockstep.doctor;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Why something failed, in one line. Drivers do not put passwords into their messages. */
final class Reasons {

    private Reasons() {}

    /** The message of the innermost cause that has one. */
    static String of(Throwable problem) {
        String reason = problem.getClass().getSimpleName();
        for (Throwable each = problem; each != null; each = each.getCause()) {
            String message = each.getMessage();
            boolean wraps = each instanceof CompletionException || each instanceof ExecutionException;
            if (message != null && !message.isBlank() && !wraps) {
                reason = message;
            }
        }
        return reason.lines().map(String::strip).findFirst().orElse("");
    }
}
