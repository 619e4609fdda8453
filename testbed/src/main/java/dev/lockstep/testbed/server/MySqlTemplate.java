package dev.lockstep.testbed.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.io.FileUtils;

/** The data folder of a new server. To make one takes seconds, so it is made once per binary and copied. */
final class MySqlTemplate {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration GRACE = Duration.ofSeconds(20);

    /** Root may come by TCP as well, and has a password. */
    private static final String SCRIPT = """
            ALTER USER root@localhost IDENTIFIED BY '%s';
            RENAME USER root@localhost TO root@'%%';
            """.formatted(MySqlServer.PASSWORD);

    private final Path binary;

    MySqlTemplate(Path binary) {
        this.binary = binary;
    }

    /** A new server's files, not to be changed; made where they are not there yet. */
    Path files() throws IOException {
        return CacheFolder.make(name(), this::make).resolve("data");
    }

    /** Copies {@link #files()} into a folder that does not exist yet. */
    static void copy(Path files, Path data) throws IOException {
        FileUtils.copyDirectory(files.toFile(), data.toFile());
        // The server's identity, which it gives itself anew.
        Files.deleteIfExists(data.resolve("auto.cnf"));
    }

    private void make(Path folder) throws IOException {
        Path data = folder.resolve("data");
        initialise(folder, data);
        Path script = Files.writeString(folder.resolve("prepare.sql"), SCRIPT);
        int port = FreePort.find();
        Launch launch = launch(folder, MySqlCommand.prepare(binary, data, port, script));
        String url = MySqlServer.jdbcUrl("127.0.0.1", port, "");
        ManagedProcess server = ManagedProcess.start(
                launch,
                () -> DriverManager.getConnection(url, MySqlServer.USER, MySqlServer.PASSWORD)
                        .close());
        server.close();
    }

    private void initialise(Path folder, Path data) {
        Launch launch = launch(folder, MySqlCommand.initialise(binary, data));
        try (GuardedProcess process = GuardedProcess.start(launch)) {
            boolean ended = process.awaitEnd(PATIENCE);
            if (!ended || process.exitCode().orElse(1) != 0) {
                throw ServerStartException.of(launch, "it could not make a data folder", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ServerStartException.of(launch, "interrupted", e);
        }
    }

    private static Launch launch(Path folder, List<String> command) {
        return new Launch("MySQL", command, Map.of(), folder.resolve("mysqld.log"), Optional.empty(), PATIENCE, GRACE);
    }

    private String name() throws IOException {
        String identity = String.join(
                "\n",
                binary.toRealPath().toString(),
                Long.toString(Files.size(binary)),
                Files.getLastModifiedTime(binary).toString(),
                MySqlCommand.initialise(binary, Path.of("data")).toString(),
                SCRIPT);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(identity.getBytes(UTF_8));
            return "mysql-template-" + HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
