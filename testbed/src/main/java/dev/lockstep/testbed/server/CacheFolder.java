package dev.lockstep.testbed.server;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;

/**
 * What is made once per machine and used by every run. Several processes may make the same thing at once: each works in a
 * folder of its own, the first to finish gives it its name, and the others take that.
 */
final class CacheFolder {

    private static final String PARTIAL = ".partial";

    /** After this time nobody is still working on a folder; whoever did was killed. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    private CacheFolder() {}

    /** Fills a new, empty folder. */
    @FunctionalInterface
    interface Maker {
        /** What it throws leaves nothing behind. */
        void fill(Path folder) throws IOException;
    }

    /** Where all of it is. */
    static Path root() {
        String own = System.getenv().getOrDefault("LOCKSTEP_CACHE", "");
        if (!own.isBlank()) {
            return Path.of(own).toAbsolutePath();
        }
        String general = System.getenv().getOrDefault("XDG_CACHE_HOME", "");
        Path caches = general.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(general);
        return caches.resolve("lockstep").toAbsolutePath();
    }

    /** The folder of that name, made if it is not there. */
    static Path make(String name, Maker maker) throws IOException {
        Path folder = root().resolve(name);
        if (Files.isDirectory(folder)) {
            return folder;
        }
        Files.createDirectories(root());
        deleteAbandoned(name);
        Path partial = Files.createTempDirectory(root(), name + "-").resolve(PARTIAL);
        try {
            Files.createDirectory(partial);
            maker.fill(partial);
            nameIt(partial, folder);
        } finally {
            PathUtils.deleteDirectory(partial.getParent());
        }
        return folder;
    }

    private static void nameIt(Path partial, Path folder) throws IOException {
        try {
            Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    private static void deleteAbandoned(String name) throws IOException {
        Instant limit = Instant.now().minus(ABANDONED);
        for (Path each : siblings(name)) {
            if (Files.exists(each.resolve(PARTIAL))
                    && Files.getLastModifiedTime(each).toInstant().isBefore(limit)) {
                PathUtils.deleteDirectory(each);
            }
        }
    }

    private static List<Path> siblings(String name) throws IOException {
        try (Stream<Path> folders = Files.list(root())) {
            return folders.filter(each -> each.getFileName().toString().startsWith(name + "-"))
                    .toList();
        }
    }
}
