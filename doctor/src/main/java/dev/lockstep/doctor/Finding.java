package dev.lockstep.doctor;

/**
 * What came of a check. Never holds a secret.
 *
 * @param found what is, in words
 * @param fix what to do, ready to be pasted where it is a statement; empty where there is nothing to do
 */
record Finding(Check check, Severity severity, String found, String fix) {

    String link() {
        return "docs/operations.md#" + check.anchor();
    }
}
