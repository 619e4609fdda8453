package dev.lockstep.testbed.history;

import static dev.lockstep.testbed.history.Operation.ABSENT;
import static dev.lockstep.testbed.history.Operation.UNBOUNDED;
import static dev.lockstep.testbed.history.Told.rowOne;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.testbed.history.Operation.Demand;
import dev.lockstep.testbed.history.Operation.Loss;
import dev.lockstep.testbed.history.Operation.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written down can be read again. */
final class RecorderTest {

    @TempDir
    private Path folder;

    @Test
    void aRecordThatWasWrittenDownIsTheSameWhenItIsReadAgain() throws IOException {
        List<Operation> record = rowOne().write(2, true, 0, 10, Outcome.UNKNOWN)
                .hit(1, 40, 41, UNBOUNDED)
                .negative(42, 43, 5)
                .hit(new Demand(20, "a:1-5", true), 1, 44, 5, "a:1-6")
                .error(1, 2)
                .loss(3, 4)
                .row(ABSENT, 50)
                .record();
        Path file = folder.resolve("history.jsonl");
        try (Recorder recorder = Recorder.to(file)) {
            record.forEach(recorder::add);
            assertThat(recorder.read()).isEqualTo(record);
        }
        assertThat(Recorder.read(file)).isEqualTo(record);
        assertThat(Files.readAllLines(file)).hasSameSizeAs(record);
    }

    @Test
    void whatComesAfterTheEndIsNotWritten() throws IOException {
        Path file = folder.resolve("history.jsonl");
        Recorder recorder = Recorder.to(file);
        recorder.add(new Loss("one", 1, 2));
        recorder.close();
        recorder.add(new Loss("two", 3, 4));

        assertThat(Recorder.read(file)).containsExactly(new Loss("one", 1, 2));
    }

    @Test
    void aLineThatIsNoOperationIsNamed() throws IOException {
        Path file = folder.resolve("history.jsonl");
        Files.writeString(file, """
                {"what":"loss","why":"one","from":1,"to":2}
                {"what":"gain"}
                """);

        assertThatThrownBy(() -> Recorder.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("history.jsonl, line 2: not an operation");
    }
}
