package dev.lockstep.testbed.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CacheFolderTest {

    private final String name = "test-" + ProcessHandle.current().pid() + "-" + System.nanoTime();

    @AfterEach
    void deleteIt() throws IOException {
        FileUtils.deleteDirectory(CacheFolder.root().resolve(name).toFile());
    }

    @Test
    void isMadeOnce() throws IOException {
        AtomicInteger made = new AtomicInteger();
        CacheFolder.Maker maker = folder -> {
            made.incrementAndGet();
            Files.writeString(folder.resolve("a"), "b");
        };
        Path first = CacheFolder.make(name, maker);
        Path second = CacheFolder.make(name, maker);
        assertThat(second).isEqualTo(first);
        assertThat(first.resolve("a")).hasContent("b");
        assertThat(made).hasValue(1);
    }

    @Test
    void whoeverIsSecondTakesWhatTheFirstHasMade() throws IOException {
        Path folder = CacheFolder.make(name, outer -> {
            CacheFolder.make(name, inner -> Files.writeString(inner.resolve("by"), "the other"));
            Files.writeString(outer.resolve("by"), "us");
        });
        assertThat(folder.resolve("by")).hasContent("the other");
        assertThatNothingElseIsLeft();
    }

    @Test
    void aFailureLeavesNothing() throws IOException {
        assertThatThrownBy(() -> CacheFolder.make(name, folder -> {
                    Files.writeString(folder.resolve("half"), "");
                    throw new IOException("no space");
                }))
                .hasMessage("no space");
        assertThat(CacheFolder.root().resolve(name)).doesNotExist();
        assertThatNothingElseIsLeft();
    }

    private void assertThatNothingElseIsLeft() {
        assertThat(CacheFolder.root())
                .isDirectoryNotContaining(path -> path.getFileName().toString().startsWith(name + "-"));
    }
}
