package dev.lockstep.reader.access;

/** How many requests somebody may make in a second. Thread safe. */
@FunctionalInterface
interface Pace {

    Pace FREE = () -> true;

    /** Whether one more may be made now; then it has been. Does not block. */
    boolean take();
}
