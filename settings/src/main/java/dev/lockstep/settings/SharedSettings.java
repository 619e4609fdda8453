package dev.lockstep.settings;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** The settings that mean the same to the worker and to the reader. */
public final class SharedSettings {

    static final String TIME = "\\d{1,9}(ms|s|m|h|d)";
    static final String TABLE = "[^.,:\\s/]{1,64}(\\.[^.,:\\s/]{1,64})?";
    private static final String COLUMN_RULE = "(omit|only|redact|hash|last[1-9][0-9]?|as:[^,+]{1,64})";
    private static final String FORM = "(json|hash|key=[^,+]{1,256}|ttl=\\d{1,6}[smh]|bytes=[1-9]\\d{1,7})";
    private static final String CONDITION = "[^,:&=!<>/]{1,64}(!=|<=|>=|=|<|>)[^,&=!<>]{0,9216}";

    public static final Setting<String> DB_HOST =
            Setting.text("DB_HOST", "a host name or address", "The writer of the MySQL server or Aurora cluster.");
    public static final Setting<Integer> DB_PORT = Setting.integer(
                    "DB_PORT", 1, 65_535, "The port of the MySQL server.")
            .defaultsTo("3306");
    public static final Setting<String> DB_USER =
            Setting.text("DB_USER", "a user name", "The MySQL user; docs/operations.md lists what it must be allowed.");
    public static final Setting<String> DB_PASS = Setting.secret("DB_PASS", "The password of the MySQL user.");
    public static final Setting<String> DB_NAME =
            Setting.text("DB_NAME", "a schema name", "The schema of the tables that are named without one.");
    public static final Setting<List<String>> DB_TABLE = Setting.list(
            "DB_TABLE",
            "one or several tables, separated by commas, each as table or schema.table; a star stands for any characters, as in shop.*",
            Pattern.compile("[^.,\\s/]{1,64}(\\.[^.,\\s/]{1,64})?"),
            "The tables that are kept in Redis. What matches a pattern and cannot be kept is left out with a warning.");
    public static final Setting<List<String>> DB_LOOKUPS = Setting.list(
                    "DB_LOOKUPS",
                    "none, or one or several unique keys, separated by commas, each as table:column or schema.table:column+column",
                    Pattern.compile("none|" + TABLE + ":[^,:+/=]{1,64}(\\+[^,:+/=]{1,64}){0,15}"),
                    "The unique keys by which rows are found besides the primary one; each keeps the rows once more.")
            .defaultsTo("none");
    public static final Setting<List<String>> DB_COLUMNS = Setting.list(
                    "DB_COLUMNS",
                    "none, or table:column=rule, separated by commas; rules are omit, only, redact, hash, last4 and the like, as:name, several of them joined by +",
                    Pattern.compile(
                            "none|" + TABLE + ":[^,:+/=]{1,64}=" + COLUMN_RULE + "(\\+" + COLUMN_RULE + "){0,3}"),
                    "How columns stand in the documents: left out, the only ones, hidden, hashed, their last characters, under another name.")
            .defaultsTo("none");
    public static final Setting<String> DB_SALT = Setting.secret(
                    "DB_SALT",
                    "What values are hashed with, where DB_COLUMNS says hash: long, random, the same for all.")
            .defaultsTo("");
    public static final Setting<List<String>> DB_ROWS = Setting.list(
                    "DB_ROWS",
                    "none, or table:column=value, separated by commas; also with !=, <, <=, > or >=, several of them joined by &; null for NULL",
                    Pattern.compile("none|" + TABLE + ":" + CONDITION + "(&" + CONDITION + "){0,15}"),
                    "Which rows of a table are kept; others are always read from the database. Values are written as in a key.")
            .defaultsTo("none");
    public static final Setting<List<String>> DB_FORMS = Setting.list(
                    "DB_FORMS",
                    "none, or table:form, separated by commas; a form is one or several of json, hash, key=..., ttl=..., bytes=..., joined by +",
                    Pattern.compile("none|" + TABLE + ":" + FORM + "(\\+" + FORM + "){0,3}"),
                    "As what, under which keys, how long and how large rows of a table are kept, as in hero:hash+key=heroes/{id}+ttl=1h+bytes=4096.")
            .defaultsTo("none");
    public static final Setting<String> DB_TLS = Setting.oneOf(
                    "DB_TLS",
                    List.of("disabled", "preferred", "required", "verify_ca", "verify_identity"),
                    "How the connections to MySQL are encrypted.")
            .defaultsTo("preferred");
    public static final Setting<List<URI>> REDIS_URL = Setting.addresses(
            "REDIS_URL",
            List.of("redis", "rediss"),
            "redis://host:port or rediss://user:password@host:port; several, separated by commas, for a cluster",
            "Where Redis is.");
    public static final Setting<Duration> REDIS_TIMEOUT = Setting.duration(
                    "REDIS_TIMEOUT",
                    Duration.ofMillis(10),
                    Duration.ofSeconds(60),
                    "How long one command may take before it counts as failed.")
            .defaultsTo("2s");
    public static final Setting<String> CACHE_NAMESPACE = new Setting<>(
            "CACHE_NAMESPACE",
            "1 to 32 letters, digits, dots, dashes or underscores",
            "What every key in Redis starts with; two Lockstep installations on one Redis need two of them.",
            "lockstep",
            false,
            SharedSettings::namespace);
    public static final Setting<Integer> CACHE_PARTITIONS = Setting.integer(
                    "CACHE_PARTITIONS",
                    1,
                    1024,
                    "In how many slots of a Redis Cluster the keys are spread; worker and readers must agree.")
            .defaultsTo("1");
    public static final Setting<Duration> CACHE_TTL = Setting.duration(
                    "CACHE_TTL",
                    Duration.ZERO,
                    Duration.ofDays(3650),
                    "How long an entry stays in Redis after it was last written, up to a tenth less at random; 0s: until Redis evicts it.")
            .defaultsTo("24h");
    public static final Setting<Integer> CACHE_DOCUMENT_BYTES = Setting.integer(
                    "CACHE_DOCUMENT_BYTES",
                    64,
                    64 * 1024 * 1024,
                    "The largest document that is cached; a row with a larger one is always read from the database.")
            .defaultsTo("1048576");
    public static final Setting<Integer> CACHE_CHANGES = Setting.integer(
                    "CACHE_CHANGES",
                    0,
                    100_000_000,
                    "About how many changes each partition keeps for those who follow them; 0: none, and nobody can.")
            .defaultsTo("0");
    public static final Setting<String> HTTP_HOST = Setting.text(
                    "HTTP_HOST", "a host name or address", "Where HTTP is served; 0.0.0.0 for every interface.")
            .defaultsTo("127.0.0.1");
    public static final Setting<String> LOG_FORMAT = Setting.oneOf(
                    "LOG_FORMAT", List.of("json", "plain"), "One JSON object a line, or text.")
            .defaultsTo("json");
    public static final Setting<String> LOG_LEVEL = Setting.oneOf(
                    "LOG_LEVEL", List.of("error", "warn", "info", "debug"), "The least level that is logged.")
            .defaultsTo("info");

    private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9._-]{1,32}");

    private SharedSettings() {}

    /** All of the above, in the order of the documentation. */
    public static List<Setting<?>> all() {
        return List.of(
                DB_HOST,
                DB_PORT,
                DB_USER,
                DB_PASS,
                DB_NAME,
                DB_TABLE,
                DB_LOOKUPS,
                DB_COLUMNS,
                DB_SALT,
                DB_ROWS,
                DB_FORMS,
                DB_TLS,
                REDIS_URL,
                REDIS_TIMEOUT,
                CACHE_NAMESPACE,
                CACHE_PARTITIONS,
                CACHE_TTL,
                CACHE_DOCUMENT_BYTES,
                CACHE_CHANGES,
                HTTP_HOST,
                LOG_FORMAT,
                LOG_LEVEL);
    }

    /** The port of a service's HTTP server; 0 takes a free one. */
    public static Setting<Integer> httpPort(int usual) {
        return Setting.integer("HTTP_PORT", 0, 65_535, "The port of the service's HTTP server; 0 takes a free one.")
                .defaultsTo(Integer.toString(usual));
    }

    private static String namespace(String text) {
        if (!NAMESPACE.matcher(text).matches()) {
            throw new IllegalArgumentException();
        }
        return text;
    }
}
