package dev.lockstep.testbed.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The folder of one server. */
final class ServerFolder {

    private ServerFolder() {}

    /** A new one: the wanted, which must not exist yet, or a temporary one. */
    static Path make(String name, Optional<Path> wanted) throws IOException {
        if (wanted.isEmpty()) {
            return Files.createTempDirectory("lockstep-" + name + "-");
        }
        Path folder = wanted.get().toAbsolutePath();
        Files.createDirectories(folder.getParent());
        return Files.createDirectory(folder);
    }
}
