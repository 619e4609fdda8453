package dev.lockstep.worker.capture;

/**
 * The database to capture from.
 *
 * @param tls as Connector/J names its modes, in lower case
 */
public record Source(String host, int port, String user, String password, String tls) {

    /** Without the password. */
    @Override
    public String toString() {
        return "%s@%s:%d".formatted(user, host, port);
    }
}
