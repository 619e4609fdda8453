package dev.lockstep.reader;

/** What to do when something that the reader cannot do without turns out not to be had. */
@FunctionalInterface
public interface StartFailure {

    /** Called on any thread, at most once for each part. */
    void report(Throwable problem);
}
