package dev.lockstep.testbed.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OriginsTest {

    @TempDir
    private Path folder;

    private Path binary;

    @BeforeEach
    void nameABinary() throws Exception {
        binary = Files.createFile(folder.resolve("redis-server"));
        Archive.makeExecutable(binary);
        System.setProperty(ServerKind.REDIS.binaryProperty(), binary.toString());
    }

    @AfterEach
    void nameNothing() {
        System.clearProperty(ServerKind.REDIS.addressProperty());
        System.clearProperty(ServerKind.REDIS.binaryProperty());
    }

    @Test
    void anAddressGoesFirst() {
        System.setProperty(ServerKind.REDIS.addressProperty(), "redis://127.0.0.1:7");
        assertThat(Origins.find(ServerKind.REDIS, false))
                .isEqualTo(new Origin.Address(URI.create("redis://127.0.0.1:7")));
    }

    @Test
    void anAddressIsNoProcess() {
        System.setProperty(ServerKind.REDIS.addressProperty(), "redis://127.0.0.1:7");
        assertThat(Origins.find(ServerKind.REDIS, true)).isEqualTo(new Origin.Binary(binary));
    }

    @Test
    void anEmptyPropertyIsNone() {
        System.setProperty(ServerKind.REDIS.addressProperty(), "");
        assertThat(Origins.find(ServerKind.REDIS, false)).isEqualTo(new Origin.Binary(binary));
    }

    @Test
    void anAddressOfAnotherServerIsRefusedAndNotShown() {
        System.setProperty(ServerKind.REDIS.addressProperty(), "mysql://root:hunter2@127.0.0.1");
        assertThatThrownBy(() -> Origins.find(ServerKind.REDIS, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lockstep.redis.url")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void aBinaryThatIsNotThereIsRefused() {
        System.setProperty(ServerKind.REDIS.binaryProperty(), "/no/such/redis-server");
        assertThatThrownBy(() -> Origins.find(ServerKind.REDIS, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lockstep.redis-server: '/no/such/redis-server'");
    }
}
