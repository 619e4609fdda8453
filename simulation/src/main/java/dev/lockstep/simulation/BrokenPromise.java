package dev.lockstep.simulation;

/** A schedule was found that breaks what is promised. */
final class BrokenPromise extends RuntimeException {

    BrokenPromise(String what) {
        super(what, null, false, false);
    }
}
