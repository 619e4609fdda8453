package dev.lockstep.worker.capture;

/** The connection to the source's binlog has ended; what it brought is applied, what was on its way comes again. */
public final class ConnectionLostException extends RuntimeException {

    /** Why it has ended. */
    enum Why {
        /** It was cut, or led nowhere. */
        CUT,
        /** The source cannot go on from there. */
        REFUSED,
        /** It was ended here, at an event that cannot be understood. */
        UNREADABLE
    }

    private final Why why;

    ConnectionLostException(String message, Why why) {
        super(message);
        this.why = why;
    }

    /** Whether the source itself has said that it cannot go on from there, now or ever. */
    public boolean isRefused() {
        return why == Why.REFUSED;
    }

    /** Whether the same will come of it when the same is sent again. */
    public boolean isUnreadable() {
        return why == Why.UNREADABLE;
    }
}
