package dev.lockstep.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.Reading;
import dev.lockstep.cache.redis.Watermark.Progress;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.testbed.app.ReadCounts;
import dev.lockstep.testbed.server.MySqlServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One transaction that changes more rows than the worker could hold in its memory. Rows and watermark move together all
 * the way through it, and whoever reads other rows meanwhile is served.
 */
@Tag("any-server")
final class LargeTransactionFaultIT {

    private static final TableName CROWD = new TableName("crowds", "crowd");
    private static final int DOUBLINGS = 20;
    private static final int ROWS = 1 << DOUBLINGS;
    private static final int HEAP_MEGABYTES = 256;
    private static final int AT_ONCE = 4_096;

    /** Looks into a transaction that is half applied, and answers while it is, at the least. */
    private static final int LOOKS = 20;

    @Test
    void aMillionRowsInOneTransaction(@TempDir Path folder) throws SQLException, IOException, InterruptedException {
        try (MySqlServer mysql = MySqlServer.start()) {
            createCrowd(mysql);
            StackOptions options = StackOptions.DEFAULT
                    .withMysql(mysql)
                    .withHeap(HEAP_MEGABYTES)
                    .with("DB_TABLE", "hero,crowds.crowd");
            try (Stack stack = Stack.start(folder, options);
                    Ordeal ordeal = Ordeal.begin(stack, "one transaction of %,d rows".formatted(ROWS))) {
                String before = stack.get(stack.worker.http(), "/v1/status").body();
                long failed = ordeal.reads().failed();
                stack.sql("UPDATE crowds.crowd SET n = n + 1");
                ordeal.over();
                long answered = answered(ordeal);
                int looks = lookWhileItIsApplied(stack);
                answered = answered(ordeal) - answered;
                ordeal.survived();

                assertThat(looks).as("looks into the half-applied transaction").isGreaterThan(LOOKS);
                assertThat(answered).as("reads that were answered meanwhile").isGreaterThan(LOOKS);
                assertThat(ordeal.reads().failed())
                        .as("readers were served; %s", ordeal.reads())
                        .isEqualTo(failed);
                assertThat(runs(stack.get(stack.worker.http(), "/v1/status").body()))
                        .as("the run went on")
                        .isEqualTo(runs(before));
                assertThat(stack.worker.log()).doesNotContain("OutOfMemory");
                everyRowIsNew(stack);
            }
        }
    }

    private static long answered(Ordeal ordeal) {
        ReadCounts counts = ordeal.reads();
        return counts.reads() - counts.failed();
    }

    private static void createCrowd(MySqlServer mysql) throws SQLException {
        BinlogConsole console = new BinlogConsole(mysql);
        console.run(
                "DROP DATABASE IF EXISTS crowds",
                "CREATE DATABASE crowds",
                "CREATE TABLE crowds.crowd (id INT NOT NULL PRIMARY KEY, n INT NOT NULL)",
                "INSERT INTO crowds.crowd VALUES (1, 0)");
        for (int i = 0; i < DOUBLINGS; i++) {
            console.run("INSERT INTO crowds.crowd SELECT id + %d, 0 FROM crowds.crowd".formatted(1 << i));
        }
    }

    /**
     * The rows are changed in the order of their keys, so the ordinal in the watermark is the key of the last row that may
     * be in Redis.
     */
    private static int lookWhileItIsApplied(Stack stack) {
        int looks = 0;
        boolean seen = false;
        while (true) {
            Progress progress = Seen.watermark(stack).progress();
            Position position = progress.position();
            boolean inside = position.ordinal() != Position.BEFORE
                    && position.ordinal() != Position.AFTER
                    && position.ordinal() > AT_ONCE;
            if (inside) {
                seen = true;
                looks++;
                long reached = position.ordinal();
                assertThat(isNew(stack, reached))
                        .as("row %d is in Redis", reached)
                        .isTrue();
                boolean next = isNew(stack, Math.min(ROWS, reached + AT_ONCE));
                Position after = Seen.watermark(stack).progress().position();
                boolean further = !after.transaction().equals(position.transaction())
                        || after.ordinal() >= Math.min(ROWS, reached + AT_ONCE);
                assertThat(next && !further)
                        .as("a row beyond the watermark %s is in Redis", after)
                        .isFalse();
            } else if (seen || isNew(stack, ROWS)) {
                return looks;
            }
        }
    }

    private static void everyRowIsNew(Stack stack) {
        for (int from = 1; from <= ROWS; from += AT_ONCE) {
            List<CompletableFuture<Reading>> readings = IntStream.range(from, from + AT_ONCE)
                    .mapToObj(id -> stack.cache.read(key(id)).toCompletableFuture())
                    .toList();
            for (int i = 0; i < AT_ONCE; i++) {
                assertThat(text(readings.get(i).join())).isEqualTo(document(from + i));
            }
        }
    }

    private static boolean isNew(Stack stack, long id) {
        return text(stack.cache.read(key(id)).toCompletableFuture().join()).equals(document(id));
    }

    private static String text(Reading reading) {
        return reading.kind() == Reading.Kind.PRESENT
                ? StandardCharsets.UTF_8.decode(reading.document().duplicate()).toString()
                : reading.kind().toString();
    }

    private static String document(long id) {
        return "{\"id\":%d,\"n\":1}".formatted(id);
    }

    private static RowKey key(long id) {
        return new RowKey(CROWD, Long.toString(id));
    }

    private static String runs(String status) {
        return status.replaceFirst(".*\"runs\":(\\d+).*", "$1");
    }
}
