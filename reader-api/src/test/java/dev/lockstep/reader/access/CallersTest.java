package dev.lockstep.reader.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testbed.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CallersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @Test
    void theFileIsReadAnewWhenItChangesAndAWrongOneIsNotTaken() throws Exception {
        Path file = folder.resolve("callers.json");
        Files.writeString(file, callers("one", "first"));
        try (Callers callers = Callers.in(file, "heroes", new Paces())) {
            assertThat(callers.of("first").map(Caller::name)).hasValue("one");
            assertThat(callers.of("second")).isEmpty();
            assertThat(callers.of("")).isEmpty();

            Files.writeString(file, callers("two", "second"));
            Eventually.holds(
                    PATIENCE,
                    () -> assertThat(callers.of("second").map(Caller::name)).hasValue("two"));
            assertThat(callers.of("first")).isEmpty();

            Files.writeString(file, "[{\"name\": \"three\"}]");
            Files.delete(file);
            Files.writeString(file, callers("four", "fourth"));
            Eventually.holds(
                    PATIENCE,
                    () -> assertThat(callers.of("fourth").map(Caller::name)).hasValue("four"));
        }
    }

    @Test
    void aWrongFileLeavesThoseWhoWereKnown() throws Exception {
        Path file = folder.resolve("callers.json");
        Files.writeString(file, callers("one", "first"));
        try (Callers callers = Callers.in(file, "heroes", new Paces())) {
            Files.writeString(file, "[");
            Thread.sleep(2_500);
            assertThat(callers.of("first").map(Caller::name)).hasValue("one");

            Files.delete(file);
            Thread.sleep(2_500);
            assertThat(callers.of("first").map(Caller::name)).hasValue("one");
        }
    }

    @Test
    void aFileThatIsNotThereIsAProblem() {
        assertThat(Callers.problems(folder.resolve("nowhere.json"), "heroes"))
                .singleElement()
                .asString()
                .startsWith("cannot be read: ");
    }

    @Test
    void aFileThatIsTooLargeIsAProblem() throws IOException {
        Path file = folder.resolve("callers.json");
        Files.writeString(file, " ".repeat(4 * 1024 * 1024 + 1));

        assertThat(Callers.problems(file, "heroes")).singleElement().asString().contains("more than 4194304 bytes");
    }

    private static String callers(String name, String key) throws NoSuchAlgorithmException {
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8)));
        return "[{\"name\": \"%s\", \"sha256\": \"%s\", \"tables\": [\"*\"]}]".formatted(name, hash);
    }
}
