package dev.lockstep.testbed.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

final class ScreenTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void elsewhereThanOnATerminalEveryLineStaysAndIsPlain() throws Exception {
        Screen screen = screen(false);
        screen.draw("Stopping ...");
        screen.live("1s");
        screen.live("2s");
        screen.keep();
        screen.step("Redis", () -> 6379, port -> "port " + port);
        assertThat(shown()).startsWith("1s\n2s\n  Redis        port 6379").doesNotContain("\u001b", "\r", "...");
    }

    @Test
    void onATerminalALiveLineReplacesTheOneBefore() {
        Screen screen = screen(true);
        screen.live("1s");
        screen.live("2s");
        screen.keep();
        screen.line("done");
        assertThat(shown()).isEqualTo("\r\u001b[K1s\r\u001b[K2s\ndone\n");
    }

    @Test
    void onATerminalAStepIsShownWhileItTakesItsTime() throws Exception {
        Screen screen = screen(true);
        screen.step(
                "Redis",
                () -> {
                    assertThat(shown()).endsWith("Redis        ...");
                    return 6379;
                },
                port -> "port " + port);
        assertThat(shown()).matches("(?s).*\\.\\.\\.\r\u001b\\[K  Redis        port 6379 +\\d\\.\\d s\n");
    }

    private Screen screen(boolean terminal) {
        return new Screen(new PrintStream(bytes, true, UTF_8), terminal);
    }

    private String shown() {
        return bytes.toString(UTF_8).replace(System.lineSeparator(), "\n");
    }
}
