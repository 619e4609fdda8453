package dev.lockstep.testbed.server;

import java.net.URI;
import java.util.Optional;

/** A server that somebody else runs, named by a system property such as {@code mysql://root:secret@127.0.0.1:3306}. */
final class GivenAddress {

    private GivenAddress() {}

    /** Empty where the property is not set; IllegalArgumentException where it is not an address. */
    static Optional<Origin> of(ServerKind kind) {
        String text = System.getProperty(kind.addressProperty(), "");
        return text.isBlank() ? Optional.empty() : Optional.of(new Origin.Address(parse(kind, text)));
    }

    private static URI parse(ServerKind kind, String text) {
        URI uri = URI.create(text);
        if (!kind.scheme().equals(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalArgumentException("%s: not shown, it may hold a password (expected: %s://host:port)"
                    .formatted(kind.addressProperty(), kind.scheme()));
        }
        return uri;
    }
}
