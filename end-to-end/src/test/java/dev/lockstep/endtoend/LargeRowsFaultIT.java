package dev.lockstep.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.redis.Reading;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.testbed.server.MySqlServer;
import dev.lockstep.testbed.server.RedisOptions;
import dev.lockstep.testbed.server.RedisServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Few but large rows while Redis does not answer: the worker could not hold them all in its memory. */
@Tag("any-server")
final class LargeRowsFaultIT {

    private static final TableName BOOK = new TableName("books", "book");
    private static final int ROWS = 256;
    private static final int LENGTH = 1_000_000;
    private static final List<String> TEXTS = List.of("a", "b");

    /** With it a text takes two bytes for each character. */
    private static final String WIDE = "\u0142";

    private static final int HEAP_MEGABYTES = 256;

    /** Time to read ahead more than the heap could hold. */
    private static final Duration AWAY = Duration.ofSeconds(5);

    @Test
    void moreThanTheHeapIsWrittenWhileRedisIsAway(@TempDir Path folder)
            throws SQLException, IOException, InterruptedException {
        try (MySqlServer mysql = MySqlServer.start();
                RedisServer redis = RedisServer.start(RedisOptions.DEFAULT.asProcess())) {
            BinlogConsole console = new BinlogConsole(mysql);
            console.run(
                    "DROP DATABASE IF EXISTS books",
                    "CREATE DATABASE books",
                    "CREATE TABLE books.book (id INT NOT NULL PRIMARY KEY, text LONGTEXT NOT NULL)",
                    "INSERT INTO books.book VALUES (1, '')");
            for (int rows = 1; rows < ROWS; rows *= 2) {
                console.run("INSERT INTO books.book SELECT id + %d, '' FROM books.book".formatted(rows));
            }
            StackOptions options = StackOptions.DEFAULT
                    .withMysql(mysql)
                    .withRedis(redis)
                    .withHeap(HEAP_MEGABYTES)
                    .with("DB_TLS", "disabled")
                    .with("REDIS_TIMEOUT", "1m")
                    .with("DB_TABLE", "hero,books.book");
            try (Stack stack = Stack.start(folder, options)) {
                redis.pause();
                for (String each : TEXTS) {
                    stack.sql("UPDATE books.book SET text = CONCAT(REPEAT('%s', %d), '%s')"
                            .formatted(each, LENGTH, WIDE));
                }
                LockSupport.parkNanos(AWAY.toNanos());
                redis.resume();
                stack.awaitPhase(stack.worker, "IN_STEP");

                assertThat(stack.get(stack.worker.http(), "/v1/status").body())
                        .as("the first run is still going on: %s", stack.worker.log())
                        .contains("\"runs\":1}");
                assertThat(stack.worker.log()).doesNotContain("OutOfMemory");
                for (int id = 1; id <= ROWS; id++) {
                    assertThat(document(stack, id))
                            .isEqualTo(
                                    "{\"id\":%d,\"text\":\"%s\"}",
                                    id, TEXTS.getLast().repeat(LENGTH) + WIDE);
                }
            }
        }
    }

    private static String document(Stack stack, int id) {
        Reading reading = stack.cache
                .read(new RowKey(BOOK, Integer.toString(id)))
                .toCompletableFuture()
                .join();
        assertThat(reading.kind()).as("row %d", id).isEqualTo(Reading.Kind.PRESENT);
        return StandardCharsets.UTF_8.decode(reading.document().duplicate()).toString();
    }
}
