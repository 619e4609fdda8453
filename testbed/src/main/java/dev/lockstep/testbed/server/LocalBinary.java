package dev.lockstep.testbed.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A binary on this machine, named by a system property. One that merely lies on the PATH is not taken, so that results are
 * the same on every machine.
 */
final class LocalBinary {

    private LocalBinary() {}

    /** Empty where the property is not set; IllegalArgumentException where it does not name an executable. */
    static Optional<Origin> of(ServerKind kind) {
        String text = System.getProperty(kind.binaryProperty(), "");
        return text.isBlank() ? Optional.empty() : Optional.of(check(kind.binaryProperty(), Path.of(text)));
    }

    private static Origin check(String name, Path path) {
        if (!Files.isRegularFile(path) || !Files.isExecutable(path)) {
            throw new IllegalArgumentException(
                    "%s: '%s' (expected: the path of an executable file)".formatted(name, path));
        }
        return new Origin.Binary(path.toAbsolutePath());
    }
}
