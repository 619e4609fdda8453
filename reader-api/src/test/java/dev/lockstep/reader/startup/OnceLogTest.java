package dev.lockstep.reader.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OnceLogTest {

    private final List<String> lines = new ArrayList<>();
    private final OnceLog log = new OnceLog(lines::add);

    @Test
    void eachThingIsSaidOnce() {
        log.warn("a");
        log.warn("b");
        log.warn("a");

        assertThat(lines).containsExactly("a", "b");
    }

    @Test
    void whenItIsTooMuchThatIsTheLastThing() {
        for (int i = 0; i < 2 * OnceLog.MOST; i++) {
            log.warn("thing " + i);
        }

        assertThat(lines).hasSize(OnceLog.MOST + 1).endsWith("nothing more of this kind is said");
    }
}
