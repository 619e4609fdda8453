package dev.lockstep.testbed.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;

/**
 * {@code target/lockstep}: the servers' data while they run, the services' logs, the addresses. One run at a time has it. The
 * logs stay until the next run.
 */
final class RunFolder implements AutoCloseable {

    private static final String ENDPOINTS = "endpoints.env";
    private static final List<String> SERVERS = List.of("mysql", "redis");

    private final Path path;
    private final FileChannel lock;

    /** Another run has the folder. */
    static final class TakenException extends Exception {
        private TakenException(Path path) {
            super("another ./lockstep runs here already (its addresses: %s); stop it first, or use another clone"
                    .formatted(path.resolve(ENDPOINTS)));
        }
    }

    private RunFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Takes the folder and deletes what an earlier run has left. */
    static RunFolder open(Path home) throws IOException, TakenException {
        Path path = home.resolve("target").resolve("lockstep");
        Files.createDirectories(path);
        FileChannel channel =
                FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw new TakenException(path);
        }
        RunFolder folder = new RunFolder(path, channel);
        folder.clear();
        return folder;
    }

    /** Where a server keeps its data; no earlier run had the same, the guards of a killed one may still delete theirs. */
    Path server(String name) {
        return path.resolve(name + "-" + ProcessHandle.current().pid());
    }

    /** The folder itself. */
    Path path() {
        return path;
    }

    /** Where a service logs. */
    Path log(String service) {
        return path.resolve(service + ".log");
    }

    Path endpoints() {
        return path.resolve(ENDPOINTS);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(endpoints());
        lock.close();
    }

    private void clear() throws IOException {
        Files.deleteIfExists(endpoints());
        for (Path each : content()) {
            String name = each.getFileName().toString();
            if (name.endsWith(".log")) {
                Files.delete(each);
            } else if (SERVERS.stream().anyMatch(server -> name.startsWith(server + "-"))) {
                FileUtils.deleteQuietly(each.toFile());
            }
        }
    }

    private List<Path> content() throws IOException {
        try (Stream<Path> content = Files.list(path)) {
            return content.toList();
        }
    }
}
