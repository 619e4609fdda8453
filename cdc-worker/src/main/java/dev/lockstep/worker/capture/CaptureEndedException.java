package dev.lockstep.worker.capture;

import org.jspecify.annotations.Nullable;

/** The engine has ended by an error; nothing is known to be lost, as the next run begins from what Redis says. */
public final class CaptureEndedException extends RuntimeException {
    CaptureEndedException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
