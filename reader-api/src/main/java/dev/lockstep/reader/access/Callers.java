package dev.lockstep.reader.access;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who have API keys, from a file that is read anew within {@value #SECONDS} s when it has changed. One that is wrong is not
 * taken: those who were known stay. Thread safe.
 */
public final class Callers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Callers.class);

    private static final int SECONDS = 1;

    private final Path file;
    private final String usualSchema;
    private final Paces paces;
    private final Thread watcher;
    private volatile Map<KeyHash, Caller> byKey = Map.of();

    /** What was last looked at; null before, and where it could not be read. */
    private byte @Nullable [] seen;

    /** Said once, as long as it is the same. */
    private String unreadable = "";

    private Callers(Path file, String usualSchema, Paces paces) {
        this.file = file;
        this.usualSchema = usualSchema;
        this.paces = paces;
        this.watcher = Thread.ofVirtual().name("callers").unstarted(this::watch);
    }

    /** Reads the file, and reads it again when it changes until it is closed. */
    public static Callers in(Path file, String usualSchema, Paces paces) {
        Callers callers = new Callers(file, usualSchema, paces);
        callers.look();
        callers.watcher.start();
        return callers;
    }

    /** Nobody. */
    public static Callers nobody() {
        return new Callers(Path.of(""), "", new Paces());
    }

    /** What is wrong with a file, one sentence each. */
    public static List<String> problems(Path file, String usualSchema) {
        try {
            return CallersFile.parse(CallersFile.load(file), usualSchema, new Paces())
                    .problems();
        } catch (IOException e) {
            return List.of("cannot be read: %s (expected: a list of callers in JSON)".formatted(e));
        }
    }

    /** Whose key this is. Costs one hash. */
    public Optional<Caller> of(String key) {
        return Optional.ofNullable(byKey.get(KeyHash.of(key)));
    }

    @Override
    public void close() {
        watcher.interrupt();
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(Duration.ofSeconds(SECONDS));
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Times and sizes of files can be the same though they were changed; bytes cannot. */
    private void look() {
        try {
            byte[] now = CallersFile.load(file);
            unreadable = "";
            if (!Arrays.equals(now, seen)) {
                seen = now;
                take(CallersFile.parse(now, usualSchema, paces));
            }
        } catch (IOException e) {
            if (!unreadable.equals(e.toString())) {
                unreadable = e.toString();
                LOG.warn("{} cannot be read, {} callers stay as they were: {}", file, byKey.size(), unreadable);
            }
        }
    }

    private void take(CallersFile.Contents contents) {
        if (contents.problems().isEmpty()) {
            byKey = contents.callers();
            LOG.info("{} has {} callers", file, byKey.size());
        } else {
            LOG.warn(
                    "{} is not taken, {} callers stay as they were: {}",
                    file,
                    byKey.size(),
                    String.join("; ", contents.problems()));
        }
    }
}
