package dev.lockstep.worker.resync;

/** Another server answers at the source's address: its binlog has other coordinates. */
public final class OtherServerException extends RuntimeException {

    public OtherServerException(String expected, String found) {
        super("server %s answers (expected: %s)".formatted(found, expected));
    }
}
