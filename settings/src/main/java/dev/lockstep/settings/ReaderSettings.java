package dev.lockstep.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The settings of the reader, besides those that it shares with the worker. */
public final class ReaderSettings {

    public static final Setting<Integer> HTTP_PORT = SharedSettings.httpPort(8080);
    public static final Setting<Integer> READER_DB_POOL = Setting.integer(
                    "READER_DB_POOL",
                    1,
                    200,
                    "How many connections to MySQL one reader holds at most, and so how many rows it loads at once.")
            .defaultsTo("8");
    public static final Setting<Duration> READER_DB_TIMEOUT = Setting.duration(
                    "READER_DB_TIMEOUT",
                    Duration.ofMillis(250),
                    Duration.ofSeconds(60),
                    "How long a request waits for a connection to MySQL, and how long one statement may take.")
            .defaultsTo("2s");
    public static final Setting<Duration> READER_LEASE = Setting.duration(
                    "READER_LEASE",
                    Duration.ofMillis(100),
                    Duration.ofSeconds(60),
                    "How long the right to fill a row stands when the reader that has it comes to nothing.")
            .defaultsTo("2s");
    public static final Setting<Duration> READER_LEASE_WAIT = Setting.duration(
                    "READER_LEASE_WAIT",
                    Duration.ZERO,
                    Duration.ofSeconds(10),
                    "How long to wait for a row that somebody else is filling before asking the database too.")
            .defaultsTo("100ms");
    public static final Setting<Duration> READER_FILL_MAX_LAG = Setting.duration(
                    "READER_FILL_MAX_LAG",
                    Duration.ofMillis(500),
                    Duration.ofHours(1),
                    "How far the worker may be behind for rows to be filled; beyond it they are only answered.")
            .defaultsTo("5s");

    public static final Setting<List<String>> READER_MAX_STALENESS = Setting.list(
                    "READER_MAX_STALENESS",
                    "none, or times such as 250ms or 2s, separated by commas: one for all tables, others as table:time",
                    Pattern.compile(
                            "none|" + SharedSettings.TIME + "|" + SharedSettings.TABLE + ":" + SharedSettings.TIME),
                    "How old answers may be where the request does not say; older ones come from the database.")
            .defaultsTo("none");
    public static final Setting<Duration> READER_WORKER_WAIT = Setting.duration(
                    "READER_WORKER_WAIT",
                    Duration.ZERO,
                    Duration.ofSeconds(10),
                    "How long to wait for the worker where Redis is not as fresh as asked for, before asking the database.")
            .defaultsTo("250ms");
    public static final Setting<Integer> READER_DB_ROWS = Setting.integer(
                    "READER_DB_ROWS",
                    1,
                    1_000_000,
                    "How many rows a second one reader reads from MySQL at most; who comes beyond that is told to come again.")
            .defaultsTo("2000");

    public static final Setting<Integer> READER_STREAMS = Setting.integer(
                    "READER_STREAMS",
                    1,
                    10_000,
                    "How many clients may follow changes at one reader at once; who comes beyond that is told to come again.")
            .defaultsTo("200");
    public static final Setting<Duration> READER_HEARTBEAT = Setting.duration(
                    "READER_HEARTBEAT",
                    Duration.ofMillis(100),
                    Duration.ofSeconds(50),
                    "How often a client that follows changes is told where it is, when there is nothing else to tell.")
            .defaultsTo("10s");
    public static final Setting<Duration> READER_STALL = Setting.duration(
                    "READER_STALL",
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(50),
                    "A client that follows changes and takes nothing for so long is cut off; it can come again and go on.")
            .defaultsTo("30s");

    private ReaderSettings() {}

    /** Every setting of the reader, in the order of the documentation. */
    public static List<Setting<?>> all() {
        List<Setting<?>> all = new ArrayList<>(SharedSettings.all());
        all.addAll(List.of(
                HTTP_PORT,
                READER_DB_POOL,
                READER_DB_TIMEOUT,
                READER_DB_ROWS,
                READER_LEASE,
                READER_LEASE_WAIT,
                READER_FILL_MAX_LAG,
                READER_MAX_STALENESS,
                READER_WORKER_WAIT,
                READER_STREAMS,
                READER_HEARTBEAT,
                READER_STALL));
        return List.copyOf(all);
    }
}
