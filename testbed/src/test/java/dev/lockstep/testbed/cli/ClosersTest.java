package dev.lockstep.testbed.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ClosersTest {

    private final List<String> closed = new ArrayList<>();
    private final Closers closers = new Closers();

    @Test
    void whatWasStartedLastIsEndedFirst() throws Exception {
        closers.add(() -> closed.add("MySQL"));
        closers.add(() -> closed.add("worker"));
        closers.close();
        assertThat(closed).containsExactly("worker", "MySQL");
    }

    @Test
    void aFailureDoesNotKeepTheOthers() {
        closers.add(() -> closed.add("MySQL"));
        closers.add(() -> {
            throw new IllegalStateException("Redis hangs");
        });
        closers.add(() -> {
            throw new IllegalStateException("worker hangs");
        });
        assertThatThrownBy(closers::close)
                .hasRootCauseMessage("worker hangs")
                .satisfies(failure ->
                        assertThat(failure.getSuppressed()).singleElement().isInstanceOf(IllegalStateException.class));
        assertThat(closed).containsExactly("MySQL");
    }
}
