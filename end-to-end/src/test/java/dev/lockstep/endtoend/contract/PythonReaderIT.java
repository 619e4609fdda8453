package dev.lockstep.endtoend.contract;

import static dev.lockstep.endtoend.contract.Heroes.key;
import static dev.lockstep.endtoend.contract.Heroes.put;
import static dev.lockstep.endtoend.contract.Heroes.remove;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.table.RowKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The reader in docs/cache-format.md reads what stands in Redis. Where there is no python3 this says so and holds: it is the
 * page that is tested, not the machine.
 */
@ExtendWith(OnRedis.class)
final class PythonReaderIT {

    private static final String BEGIN = "```python\n";

    @Test
    void readsWhatCountsAndLeavesTheRestToTheDatabase(Scratch scratch) throws IOException, InterruptedException {
        if (!hasPython()) {
            System.out.println("PythonReaderIT: there is no python3, the reader in docs/cache-format.md was not run");
            return;
        }
        scratch.openAt(1);
        scratch.apply(2, put(key("ann é,"), 2, "ann"), remove(key("bob"), 2));
        assertThat(read(scratch, key("ann é,"))).isEqualTo("{'name': 'ann'}");
        assertThat(read(scratch, key("bob"))).isEqualTo("no such row");
        assertThat(read(scratch, key("cat"))).isEqualTo("ask the database");
        scratch.apply(Moments.change(2), 3, Map.of(Heroes.TABLE, Moments.change(3)));
        assertThat(read(scratch, key("ann é,"))).isEqualTo("ask the database");
    }

    private static String read(Scratch scratch, RowKey key) throws IOException, InterruptedException {
        Process python = new ProcessBuilder(
                        "python3",
                        "-c",
                        program(),
                        scratch.address().getHost(),
                        Integer.toString(scratch.address().getPort()),
                        "scratch",
                        key.table().toString(),
                        key.text())
                .redirectErrorStream(true)
                .start();
        String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(python.waitFor()).as(said).isZero();
        return said.strip();
    }

    private static String program() throws IOException {
        String page = Files.readString(Path.of(System.getProperty("lockstep.home"), "docs", "cache-format.md"));
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        return page.substring(begin, page.indexOf("```", begin));
    }

    private static boolean hasPython() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
