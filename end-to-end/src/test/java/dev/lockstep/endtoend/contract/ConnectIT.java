package dev.lockstep.endtoend.contract;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lockstep.cache.redis.CacheUnreachableException;
import dev.lockstep.cache.redis.KeyLayout;
import dev.lockstep.cache.redis.RedisAddress;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.testbed.server.FreePort;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody sees who has named the wrong Redis. */
final class ConnectIT {

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void whereNobodyAnswersIsSaidWithoutThePassword(int nodes) {
        URI nobody = URI.create("redis://user:hunter2@127.0.0.1:" + FreePort.find());
        RedisAddress address = new RedisAddress(List.of(nobody, nobody).subList(0, nodes), Duration.ofSeconds(2));
        assertThatExceptionOfType(CacheUnreachableException.class)
                .isThrownBy(() -> RedisCache.connect(address, new KeyLayout("scratch", 1)))
                .withMessageStartingWith("no Redis answers at ")
                .withMessageContaining("(expected: what REDIS_URL names)")
                .withMessageNotContaining("hunter2");
    }
}
