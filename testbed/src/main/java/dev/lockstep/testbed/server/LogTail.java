package dev.lockstep.testbed.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.io.input.ReversedLinesFileReader;

/** The last lines of a log. */
public final class LogTail {

    private LogTail() {}

    /** At most {@code most} lines; none where the file cannot be read. */
    public static List<String> of(Path log, int most) {
        try (ReversedLinesFileReader lines =
                ReversedLinesFileReader.builder().setPath(log).setCharset(UTF_8).get()) {
            return lines.readLines(most).reversed();
        } catch (IOException e) {
            return List.of();
        }
    }
}
