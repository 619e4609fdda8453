package dev.lockstep.worker.capture;

/**
 * A transaction without a GTID. Nobody can tell whether a read shows it, nor whether a later start has it; so the run ends,
 * and the next one begins anew, if the source is fit at all.
 */
public final class AnonymousTransactionException extends RuntimeException {
    AnonymousTransactionException(Object what) {
        super("a transaction without a GTID has changed %s (expected: gtid_mode=ON)".formatted(what));
    }
}
