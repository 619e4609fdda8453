package dev.lockstep.settings;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The settings of the worker, besides those that it shares with the reader. */
public final class WorkerSettings {

    public static final Setting<Integer> HTTP_PORT = SharedSettings.httpPort(8081);
    public static final Setting<Integer> SERVER_ID = Setting.integer(
                    "WORKER_SERVER_ID",
                    0,
                    Integer.MAX_VALUE,
                    "How the worker is called among the source's replicas; must be nobody else's. 0 takes a random one.")
            .defaultsTo("0");
    public static final Setting<Integer> BATCH_ROWS = Setting.integer(
                    "WORKER_BATCH_ROWS", 1, 2048, "Rows in one call to Redis, which serves nobody else meanwhile.")
            .defaultsTo("512");
    public static final Setting<Integer> BATCH_BYTES = Setting.integer(
                    "WORKER_BATCH_BYTES", 1024, 64 * 1024 * 1024, "Bytes in one call to Redis, about.")
            .defaultsTo("1048576");
    public static final Setting<Integer> QUEUE_ROWS = Setting.integer(
                    "WORKER_QUEUE_ROWS", 16, 1_000_000, "Changes that wait to be applied before the binlog is read on.")
            .defaultsTo("4096");
    public static final Setting<Integer> QUEUE_BYTES = Setting.integer(
                    "WORKER_QUEUE_BYTES",
                    65_536,
                    1024 * 1024 * 1024,
                    "Bytes of rows that wait to be applied before the binlog is read on, about.")
            .defaultsTo("16777216");
    public static final Setting<Integer> IN_FLIGHT = Setting.integer(
                    "WORKER_IN_FLIGHT", 1, 256, "Calls to Redis that are not answered yet.")
            .defaultsTo("2");
    public static final Setting<Duration> KEEP_ALIVE = Setting.duration(
                    "WORKER_KEEP_ALIVE",
                    Duration.ofMillis(250),
                    Duration.ofMinutes(1),
                    "How often the source gives a sign of life when nothing else happens.")
            .defaultsTo("1s");
    public static final Setting<Duration> SILENCE = Setting.duration(
                    "WORKER_SILENCE",
                    Duration.ofSeconds(2),
                    Duration.ofMinutes(10),
                    "Without a sign of life from the source for so long, the capture is started anew.")
            .defaultsTo("5s");
    public static final Setting<Duration> TAKEOVER = Setting.duration(
                    "WORKER_TAKEOVER",
                    Duration.ofMillis(500),
                    Duration.ofMinutes(1),
                    "Of several workers one is active; when it has not said so for so long, another one takes its place.")
            .defaultsTo("2s");
    public static final Setting<Duration> FRESHNESS = Setting.duration(
                    "WORKER_FRESHNESS",
                    Duration.ofMillis(10),
                    Duration.ofSeconds(30),
                    "How often it is proved that Redis is fresh; staleness is never proved to be less.")
            .defaultsTo("100ms");
    public static final Setting<Duration> IN_STEP = Setting.duration(
                    "WORKER_IN_STEP",
                    Duration.ofMillis(100),
                    Duration.ofMinutes(10),
                    "Without a proof of freshness for so long, the worker is not ready.")
            .defaultsTo("5s");

    public static final Setting<Integer> SWEEP = Setting.integer(
                    "WORKER_SWEEP",
                    0,
                    1_000_000,
                    "How many keys a second are looked at for entries to remove, after tables were cleared; 0: they stay until CACHE_TTL is over.")
            .defaultsTo("2000");

    private WorkerSettings() {}

    /** Every setting of the worker, in the order of the documentation. */
    public static List<Setting<?>> all() {
        return Stream.concat(
                        SharedSettings.all().stream(),
                        Stream.of(
                                HTTP_PORT,
                                SERVER_ID,
                                BATCH_ROWS,
                                BATCH_BYTES,
                                QUEUE_ROWS,
                                QUEUE_BYTES,
                                IN_FLIGHT,
                                KEEP_ALIVE,
                                SILENCE,
                                TAKEOVER,
                                FRESHNESS,
                                IN_STEP,
                                SWEEP))
                .toList();
    }
}
