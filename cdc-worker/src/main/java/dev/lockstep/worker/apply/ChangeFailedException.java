package dev.lockstep.worker.apply;

/** What has come from the source cannot be made a call to Redis; it will not be possible the next time either. */
public final class ChangeFailedException extends RuntimeException {

    ChangeFailedException(Throwable cause) {
        super("a change cannot be applied: " + cause, cause);
    }
}
