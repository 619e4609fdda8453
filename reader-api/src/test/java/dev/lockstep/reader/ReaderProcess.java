package dev.lockstep.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.reader.stage.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The reader as it is shipped, the jar with its libraries beside it, in a process of its own. */
final class ReaderProcess implements AutoCloseable {

    static final long PATIENCE_SECONDS = 180;

    private static final Path JAR = Path.of("target", "reader-api.jar");
    private static final Pattern ADDRESS = Pattern.compile("answering at (https?:\\S+:\\d+)");

    private final Process process;
    private final Path log;

    private ReaderProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts one, with nothing else in its environment, that writes its log into a folder. */
    static ReaderProcess start(Path folder, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                JAR.toAbsolutePath().toString());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Path log = folder.resolve("log");
        return new ReaderProcess(
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start(), log);
    }

    /** What it needs. */
    static Map<String, String> environment(Stage stage, String schema, String tables) {
        Map<String, String> environment = new HashMap<>();
        environment.put("DB_HOST", stage.mysql().host());
        environment.put("DB_PORT", Integer.toString(stage.mysql().port()));
        environment.put("DB_USER", stage.mysql().user());
        environment.put("DB_PASS", stage.mysql().password());
        environment.put("DB_NAME", schema);
        environment.put("DB_TABLE", tables);
        environment.put("REDIS_URL", stage.redis().uri().toString());
        environment.put("CACHE_NAMESPACE", schema);
        environment.put("HTTP_PORT", "0");
        return environment;
    }

    /** Waits until it ends. */
    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /** SIGTERM. */
    void stop() {
        process.destroy();
    }

    /** Fails as long as it has not said where it answers. */
    URI address() {
        Matcher matcher = ADDRESS.matcher(log().replace("\\/", "/"));
        assertThat(matcher.find()).isTrue();
        return URI.create(matcher.group(1));
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
