package dev.lockstep.reader.http;

/** A header asks for something that cannot be understood. The message names the header and what was expected. */
final class BadDemandException extends RuntimeException {

    BadDemandException(String header, String expected) {
        super("%s (expected: %s)".formatted(header, expected));
    }
}
