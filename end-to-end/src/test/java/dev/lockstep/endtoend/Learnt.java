package dev.lockstep.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * What the JVM has learnt of each service at an earlier start, as it is kept in the images: the next start takes half the
 * time. Kept from one run of the tests to the next, as long as the services are not built anew.
 */
final class Learnt {

    private static final Path FOLDER = Path.of("target");

    private Learnt() {}

    /** Starts services that learn. */
    @FunctionalInterface
    interface Training {
        void run() throws SQLException;
    }

    /**
     * Does the training, unless that was done since the services were built; other processes wait for it. Where nothing is
     * kept, starts are slower.
     */
    static synchronized void ensure(List<String> services, Training training) throws SQLException {
        try (FileChannel file = FileChannel.open(
                        FOLDER.resolve("learnt.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock alone = file.lock()) {
            assertThat(alone.isValid()).isTrue();
            if (!services.stream().allMatch(Learnt::isFresh)) {
                training.run();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For a service that is to learn. */
    static String learning(String service) {
        return "-XX:AOTCacheOutput=" + file(service).toAbsolutePath();
    }

    /** For a service that has learnt, if it has. */
    static Optional<String> learnt(String service) {
        return Files.isRegularFile(file(service))
                ? Optional.of("-XX:AOTCache=" + file(service).toAbsolutePath())
                : Optional.empty();
    }

    private static boolean isFresh(String service) {
        try {
            return Files.isRegularFile(file(service))
                    && Files.getLastModifiedTime(file(service)).compareTo(Files.getLastModifiedTime(Stack.jar(service)))
                            > 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static Path file(String service) {
        return FOLDER.resolve(service + ".aot");
    }
}
