package dev.lockstep.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The settings of the reader, besides those that it shares with the worker. */
public final class ReaderSettings {

    /** Where a setting names something that need not be there. */
    public static final String NONE = "none";

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
    public static final Setting<Duration> READER_STREAM_LIFE = Setting.duration(
                    "READER_STREAM_LIFE",
                    Duration.ofSeconds(1),
                    Duration.ofHours(24),
                    "How long a client may follow changes until it has to come again, and what it may read is looked at anew.")
            .defaultsTo("15m");
    public static final Setting<Duration> READER_STALL = Setting.duration(
                    "READER_STALL",
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(50),
                    "A client that follows changes and takes nothing for so long is cut off; it can come again and go on.")
            .defaultsTo("30s");
    public static final Setting<Integer> READER_NEAR_BYTES = Setting.integer(
                    "READER_NEAR_BYTES",
                    0,
                    1_000_000_000,
                    "How many bytes of answers one reader keeps in its own memory, for rows that are asked for very often; 0 for none.")
            .defaultsTo("0");
    public static final Setting<Duration> READER_NEAR_AGE = Setting.duration(
                    "READER_NEAR_AGE",
                    Duration.ofMillis(1),
                    Duration.ofSeconds(60),
                    "How long it keeps them; this counts into the staleness that they are given with.")
            .defaultsTo("100ms");
    public static final Setting<String> READER_AUTH = Setting.oneOf(
                    "READER_AUTH",
                    List.of("auto", "none", "required"),
                    "Whether callers must say who they are; auto: where others than this machine reach HTTP_HOST, or callers are set.")
            .defaultsTo("auto");
    public static final Setting<String> READER_CALLERS = Setting.text(
                    "READER_CALLERS",
                    "none, or the path of a JSON file",
                    "Who may read what, with an API key; read anew when it changes.")
            .defaultsTo(NONE);
    public static final Setting<String> READER_JWT = new Setting<>(
            "READER_JWT",
            "none, the path of a JWKS file, or its https URL",
            "The keys with which the tokens (JWT) of callers are signed; read anew every minute.",
            NONE,
            false,
            ReaderSettings::keys);
    public static final Setting<String> READER_JWT_AUDIENCE = Setting.text(
                    "READER_JWT_AUDIENCE", "none, or a name", "Who the tokens must be meant for (aud).")
            .defaultsTo(NONE);
    public static final Setting<String> READER_TLS_KEYSTORE = Setting.text(
                    "READER_TLS_KEYSTORE",
                    "none, or the path of a PKCS12 file",
                    "The key and certificate with which HTTPS is served; without, it is HTTP.")
            .defaultsTo(NONE);
    public static final Setting<String> READER_TLS_PASSWORD =
            Setting.secret("READER_TLS_PASSWORD", "The password of that file.").defaultsTo("");
    public static final Setting<List<String>> READER_CORS = Setting.list(
                    "READER_CORS",
                    "none, or origins such as https://app.example, in lower case, separated by commas",
                    Pattern.compile("none|https?://[a-z0-9.:\\[\\]-]{1,255}"),
                    "The pages of which sites may read answers in a browser.")
            .defaultsTo(NONE);
    public static final Setting<Integer> READER_REQUESTS = Setting.integer(
                    "READER_REQUESTS",
                    1,
                    1_000_000,
                    "How many requests for rows are in work at once at most; who comes beyond that is told to come again.")
            .defaultsTo("10000");

    private static final Pattern HTTPS = Pattern.compile("https://[^/\\s]+(/\\S*)?");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?::1]?");

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
                READER_STREAM_LIFE,
                READER_STALL,
                READER_NEAR_BYTES,
                READER_NEAR_AGE,
                READER_REQUESTS,
                READER_AUTH,
                READER_CALLERS,
                READER_JWT,
                READER_JWT_AUDIENCE,
                READER_TLS_KEYSTORE,
                READER_TLS_PASSWORD,
                READER_CORS));
        return List.copyOf(all);
    }

    /** What they have to be to each other. */
    public static List<Rule> rules() {
        return List.of(
                new Rule(
                        List.of(SharedSettings.HTTP_HOST, READER_AUTH, READER_CALLERS, READER_JWT),
                        ReaderSettings::problemsOfAuth),
                new Rule(List.of(READER_JWT, READER_JWT_AUDIENCE), ReaderSettings::problemsOfAudience));
    }

    /** Whether callers must say who they are. */
    public static boolean authenticates(Settings settings) {
        return switch (settings.get(READER_AUTH)) {
            case "none" -> false;
            case "required" -> true;
            default ->
                knowsCallers(settings)
                        || !LOOPBACK.matcher(settings.get(SharedSettings.HTTP_HOST))
                                .matches();
        };
    }

    /** The sites that READER_CORS lists. */
    public static List<String> origins(Settings settings) {
        return settings.get(READER_CORS).stream()
                .filter(each -> !each.equals(NONE))
                .toList();
    }

    /** The keys decide who is let in, so they do not come over a line that anybody could have been at. */
    private static String keys(String text) {
        if (text.isBlank() || (text.contains("://") && !HTTPS.matcher(text).matches())) {
            throw new IllegalArgumentException();
        }
        return text;
    }

    private static boolean knowsCallers(Settings settings) {
        return !settings.get(READER_CALLERS).equals(NONE)
                || !settings.get(READER_JWT).equals(NONE);
    }

    private static List<String> problemsOfAuth(Settings settings) {
        String auth = settings.get(READER_AUTH);
        if (authenticates(settings) && !knowsCallers(settings)) {
            return List.of(
                    "READER_AUTH: '%s' with HTTP_HOST '%s' lets only callers in that say who they are, and none can (expected: READER_CALLERS or READER_JWT; or READER_AUTH=none, where the network lets only those in who may read everything)"
                            .formatted(auth, settings.get(SharedSettings.HTTP_HOST)));
        }
        if (!authenticates(settings) && knowsCallers(settings)) {
            return List.of(
                    "READER_AUTH: '%s' lets everybody read everything (expected: neither READER_CALLERS nor READER_JWT with it, or another value)"
                            .formatted(auth));
        }
        return List.of();
    }

    private static List<String> problemsOfAudience(Settings settings) {
        String audience = settings.get(READER_JWT_AUDIENCE);
        if (audience.equals(NONE) || !settings.get(READER_JWT).equals(NONE)) {
            return List.of();
        }
        return List.of("READER_JWT_AUDIENCE: '%s' without READER_JWT (expected: both, or neither)".formatted(audience));
    }
}
