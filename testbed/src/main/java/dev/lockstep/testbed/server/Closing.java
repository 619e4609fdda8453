package dev.lockstep.testbed.server;

/** Closes what may say that it throws anything. */
final class Closing {

    private Closing() {}

    /** What it throws comes out unchecked. */
    static void quietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("cannot close", e);
        }
    }
}
