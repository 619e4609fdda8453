package dev.lockstep.worker.capture;

import dev.lockstep.cache.table.Column;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableSchema;
import io.debezium.relational.history.MemorySchemaHistory;
import java.time.Duration;
import java.util.Collection;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Every setting of the engine that differs from its default, with the reason. */
final class EngineProperties {

    static final String ENGINE = "lockstep";

    /** Records read ahead of the applier. */
    static final int QUEUE = 8192;

    /** Bytes of the binlog read ahead of the applier, about; in the heap they may be a few times as many. */
    static final int QUEUE_BYTES = 16 << 20;

    /** An empty list would be all tables. */
    private static final String NO_TABLE = "[^\\s\\S]";

    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z0-9_$]+\\\\\\.[A-Za-z0-9_$]+:[A-Za-z0-9_$,]+");

    private EngineProperties() {}

    static Properties of(
            Source source,
            Collection<TableSchema> tables,
            int serverId,
            Duration keepAlive,
            String startOffset,
            String connection) {
        Properties properties = new Properties();
        set(properties, "name", ENGINE);
        set(properties, "connector.class", PromptConnector.class.getName());
        set(properties, "topic.prefix", ENGINE);
        set(properties, BinlogConnection.KEY, connection);

        set(properties, "database.hostname", source.host());
        set(properties, "database.port", source.port());
        set(properties, "database.user", source.user());
        set(properties, "database.password", source.password());
        set(properties, "database.ssl.mode", source.tls());
        set(properties, "database.server.id", serverId);
        set(properties, "connect.timeout.ms", 5_000);
        set(properties, "driver.allowPublicKeyRetrieval", true);
        // Without it the engine waits twice ten seconds at its end for a connection that leads nowhere.
        set(properties, "driver.socketTimeout", 3_000);
        set(
                properties,
                "table.include.list",
                tables.isEmpty()
                        ? NO_TABLE
                        : tables.stream().map(each -> exactly(each.name())).collect(Collectors.joining(",")));
        // Without a primary key, the engine might take another unique key than we do. It has no words for names with a
        // blank or a colon; of such a table without a primary key, every change clears all of it.
        String keys = tables.stream()
                .map(EngineProperties::key)
                .filter(each -> PLAIN_KEY.matcher(each).matches())
                .collect(Collectors.joining(";"));
        if (!keys.isEmpty()) {
            set(properties, "message.key.columns", keys);
        }

        // Where to begin is ours to say; the engine's own bookkeeping is not used.
        set(properties, "offset.storage", RedisKeepsOffsets.class.getName());
        set(properties, RedisKeepsOffsets.KEY, "[\"%s\",{\"server\":\"%s\"}]".formatted(ENGINE, ENGINE));
        set(properties, RedisKeepsOffsets.START, startOffset);
        set(properties, "offset.flush.interval.ms", 60_000);

        // With an offset and no schema history: read the tables' shape now, no rows, and go on from the offset.
        set(properties, "snapshot.mode", "recovery");
        set(properties, "snapshot.locking.mode", "none");
        set(properties, "schema.history.internal", MemorySchemaHistory.class.getName());
        set(properties, "schema.history.internal.store.only.captured.tables.ddl", true);

        // Statements are for BinlogWatch, before the engine sees them.
        set(properties, "include.schema.changes", false);
        // Otherwise a value that it cannot convert is null, and nobody is told.
        set(properties, "event.converting.failure.handling.mode", "fail");
        set(properties, "tombstones.on.delete", false);
        // Marks the end of a transaction, without which an idle source looks like an unfinished one.
        set(properties, "provide.transaction.metadata", true);

        // What the engine says with each row and nobody reads costs it a fourth of its thread.
        set(properties, "transaction.metadata.factory", PlainTransactions.class.getName());
        set(properties, "sourceinfo.struct.maker", EventSource.class.getName());
        set(properties, "topic.naming.strategy", TableTopics.class.getName());

        // A record is handed over at once, see PromptTask. The interval is how often an idle poll returns.
        set(properties, "max.batch.size", 1);
        set(properties, "max.queue.size", QUEUE);
        set(properties, "queue.provider.type", PromptQueue.NAME);
        set(properties, "poll.interval.ms", 500);
        set(properties, "record.processing.threads", 1);
        set(properties, "record.processing.shutdown.timeout.ms", 1_000);

        // The end of the connection is the end of the run, see BinlogConnection. The client's keep-alive would connect
        // anew, and
        // takes it for the end if a large transaction has to wait for Redis. The interval is still what signs of life
        // follow.
        set(properties, "connect.keep.alive", false);
        set(properties, "connect.keep.alive.interval.ms", keepAlive.toMillis());
        set(properties, "heartbeat.interval.ms", keepAlive.toMillis() / 2);
        // While the applier waits for Redis the socket is not read; the server must not take that for a dead client.
        set(properties, "binlog.net.write.timeout", 600);

        // The engine's retries would lose a batch (it polls the next one); the supervisor begins anew instead.
        set(properties, "errors.max.retries", 0);

        // Exact values: unsigned beyond 2^63, decimals with their scale.
        set(properties, "bigint.unsigned.handling.mode", "precise");
        set(properties, "decimal.handling.mode", "precise");
        set(properties, "binary.handling.mode", "bytes");
        set(properties, "time.precision.mode", "adaptive_time_microseconds");
        set(properties, "converters", "raw");
        set(properties, "raw.type", RawValues.class.getName());

        // Names of its JMX beans that the engine before this one does not have, which may still be ending.
        set(properties, "custom.metric.tags", "run=" + connection);
        // Quantiles of the engine's own that nobody reads.
        set(properties, "statistics.metrics.enabled", false);
        // Four headers a record that nobody reads.
        set(properties, "extended.headers.enabled", false);
        return properties;
    }

    private static String key(TableSchema table) {
        return table.name().toString().replace(".", "\\.")
                + ":"
                + table.key().stream().map(Column::name).collect(Collectors.joining(","));
    }

    /** A regular expression that means this table and no other. */
    private static String exactly(TableName table) {
        return literal(table.schema()) + "\\." + literal(table.table());
    }

    /** The list is split at commas, which no table name of ours has. */
    private static String literal(String name) {
        return Pattern.compile("[^A-Za-z0-9_]").matcher(name).replaceAll("\\\\$0");
    }

    private static void set(Properties properties, String name, Object value) {
        properties.setProperty(name, value.toString());
    }
}
