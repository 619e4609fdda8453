package dev.lockstep.worker.capture;

/** The connection to the source's binlog has ended; what it brought is applied, what was on its way comes again. */
public final class ConnectionLostException extends RuntimeException {

    private final boolean refused;

    ConnectionLostException(String message, boolean refused) {
        super(message);
        this.refused = refused;
    }

    /** Whether the source itself has said that it cannot go on from there, now or ever. */
    public boolean isRefused() {
        return refused;
    }
}
