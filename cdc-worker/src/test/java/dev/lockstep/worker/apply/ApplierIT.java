package dev.lockstep.worker.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.position.Coordinate;
import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.KeyLayout;
import dev.lockstep.cache.redis.RedisAddress;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.cache.redis.Watermark.Progress;
import dev.lockstep.cache.table.Column;
import dev.lockstep.cache.table.ColumnType;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.testbed.server.RedisServer;
import dev.lockstep.worker.change.Change;
import dev.lockstep.worker.change.Transaction;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ApplierIT {

    private static final ApplySettings SETTINGS =
            new ApplySettings(8, 1_000, 8, 10_000, 2, 1_000, Duration.ZERO, Duration.ofMillis(50), 0);
    private static final Position BEGIN = new Position(1, new Coordinate(1, 4), Position.BEFORE);
    private static final Position ROW = new Position(1, new Coordinate(1, 4), 1);

    private final Column id = new Column("id", ColumnType.INTEGER, 0, 0);
    private final TableSchema hero = new TableSchema(new TableName("heroes", "hero"), List.of(id), List.of(id));

    /** Otherwise nothing would be applied any more, and nobody would begin anew. */
    @Test
    void alsoAnErrorEndsIt() throws InterruptedException {
        try (RedisServer redis = RedisServer.start();
                RedisCache cache = RedisCache.connect(
                        new RedisAddress(List.of(redis.uri()), Duration.ofSeconds(5)), new KeyLayout("applier", 1));
                Applier applier = Applier.start(
                        cache,
                        "owner",
                        List.of(new Progress(BEGIN, "", "")),
                        SETTINGS,
                        new ApplyMetrics(new SimpleMeterRegistry()))) {
            applier.accept(new Change.RowWritten(
                    ROW,
                    new Transaction(0, ApplierIT::overflow, () -> ""),
                    List.of(new RowKey(hero.name(), "1")),
                    List.of(),
                    hero,
                    List.of(1L)));

            assertThat(applier.ended())
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(ChangeFailedException.class)
                    .withCauseInstanceOf(StackOverflowError.class);
        }
    }

    private static String overflow() {
        throw new StackOverflowError("of this test");
    }
}
