package dev.lockstep.doctor;

import java.time.Duration;
import java.util.Map;

/** What the source's variables must be, and what they mean for Lockstep. */
final class ServerVariables {

    /** A weekend: what a worker may be away without anybody looking. */
    private static final Duration SHORT = Duration.ofDays(3);

    private static final Duration ADVISED = Duration.ofDays(7);

    private static final String MANAGED = "  -- on RDS and Aurora in the parameter group";

    private final Map<String, String> values;
    private final Findings findings;

    ServerVariables(Map<String, String> values, Findings findings) {
        this.values = values;
        this.findings = findings;
    }

    void look() {
        binlog();
        expect(
                Check.SOURCE_BINLOG_FORMAT,
                "binlog_format",
                "ROW",
                "SET PERSIST binlog_format = ROW;" + MANAGED + "; connections that are open keep the old one");
        expect(
                Check.SOURCE_ROW_IMAGE,
                "binlog_row_image",
                "FULL",
                "SET PERSIST binlog_row_image = FULL;" + MANAGED + "; connections that are open keep the old one");
        expect(
                Check.SOURCE_ROW_VALUES,
                "binlog_row_value_options",
                "",
                "SET PERSIST binlog_row_value_options = '';" + MANAGED
                        + "; connections that are open keep the old one");
        expect(Check.SOURCE_GTID_MODE, "gtid_mode", "ON", gtidSteps());
        expect(Check.SOURCE_COMMIT_ORDER, "binlog_order_commits", "ON", "SET PERSIST binlog_order_commits = ON;");
        retention();
        compression();
        encryption();
    }

    /** Whether a row of the largest document that is cached can be read at all. */
    void packet(int documentBytes) {
        long packet = Long.parseLong(value("max_allowed_packet"));
        if (packet >= documentBytes) {
            findings.ok(Check.SOURCE_PACKET, "max_allowed_packet: %d".formatted(packet));
        } else {
            findings.warn(
                    Check.SOURCE_PACKET,
                    "max_allowed_packet: %d, less than CACHE_DOCUMENT_BYTES: %d, so a reader may not get a row that may be cached"
                            .formatted(packet, documentBytes),
                    "SET PERSIST max_allowed_packet = %d;  -- or a smaller CACHE_DOCUMENT_BYTES"
                            .formatted(roundedUp(documentBytes)));
        }
    }

    /** Only the writer of an Aurora cluster has a binlog, and a replica is not what applications write to. */
    void writer() {
        if (isOn("innodb_read_only")) {
            findings.error(
                    Check.SOURCE_WRITER,
                    "innodb_read_only is ON: an Aurora reader, or a server that cannot be written to",
                    "let DB_HOST be the cluster (writer) endpoint");
        } else if (isOn("read_only") || isOn("super_read_only")) {
            findings.warn(
                    Check.SOURCE_WRITER,
                    "read_only is ON: most likely a replica",
                    "let DB_HOST be the server that applications write to; if it is: SET GLOBAL read_only = OFF;");
        } else {
            findings.ok(Check.SOURCE_WRITER, "it takes writes");
        }
    }

    /** Whether foreign keys act where the binlog sees it. */
    boolean logsCascades(Version version) {
        return version.isAtLeast(9, 6, 0) && !isOn("innodb_native_foreign_keys");
    }

    boolean isManaged() {
        return values.containsKey("aurora_version") || value("basedir").startsWith("/rdsdbbin");
    }

    String value(String name) {
        return values.getOrDefault(name, "");
    }

    private void binlog() {
        findings.require(
                Check.SOURCE_LOG_BIN,
                isOn("log_bin") && !value("server_id").equals("0"),
                "log_bin: '%s', server_id: %s (expected: ON, not 0)".formatted(value("log_bin"), value("server_id")),
                "start mysqld with --log-bin and --server-id=1 (or another number)"
                        + "  -- on Aurora binlog_format = ROW in the cluster parameter group does it, on RDS automated backups");
    }

    private void expect(Check check, String name, String expected, String fix) {
        String shown = expected.isEmpty() ? "nothing" : expected;
        String value = value(name);
        findings.require(
                check, value.equalsIgnoreCase(expected), "%s: '%s' (expected: %s)".formatted(name, value, shown), fix);
    }

    /** One step at a time from where the server is; each is refused where the one before it is missing. */
    private String gtidSteps() {
        String steps = switch (value("gtid_mode")) {
            case "ON_PERMISSIVE" -> "";
            case "OFF_PERMISSIVE" -> "SET PERSIST gtid_mode = ON_PERMISSIVE; ";
            default -> "SET PERSIST gtid_mode = OFF_PERMISSIVE; SET PERSIST gtid_mode = ON_PERMISSIVE; ";
        };
        return "SET PERSIST enforce_gtid_consistency = ON; " + steps + "SET PERSIST gtid_mode = ON;" + MANAGED;
    }

    private void retention() {
        if (isManaged()) {
            findings.info(
                    Check.SOURCE_RETENTION,
                    "RDS and Aurora have a setting of their own that no variable shows, by default next to nothing",
                    "CALL mysql.rds_show_configuration; CALL mysql.rds_set_configuration('binlog retention hours', 168);");
            return;
        }
        long seconds = Long.parseLong("0" + value("binlog_expire_logs_seconds"));
        boolean forever = seconds == 0 || value("binlog_expire_logs_auto_purge").equals("OFF");
        Duration kept = Duration.ofSeconds(seconds);
        String found = forever
                ? "binlogs are kept for ever (watch the disk)"
                : "binlog_expire_logs_seconds: %d, about %s".formatted(seconds, Spans.text(kept));
        if (forever || kept.compareTo(SHORT) >= 0) {
            findings.ok(Check.SOURCE_RETENTION, found);
        } else {
            findings.warn(
                    Check.SOURCE_RETENTION,
                    found + ": a worker that is away for longer makes everything be read anew",
                    "SET PERSIST binlog_expire_logs_seconds = %d;".formatted(ADVISED.toSeconds()));
        }
    }

    private void compression() {
        if (isOn("binlog_transaction_compression")) {
            findings.ok(
                    Check.SOURCE_COMPRESSION,
                    "binlog_transaction_compression is ON: the worker unpacks what it is sent");
        } else {
            findings.ok(Check.SOURCE_COMPRESSION, "transactions are not compressed");
        }
    }

    private void encryption() {
        findings.ok(
                Check.SOURCE_ENCRYPTION,
                isOn("binlog_encryption")
                        ? "binlog_encryption is ON: fine, what is sent is decrypted before"
                        : "binlogs are not encrypted");
    }

    private boolean isOn(String name) {
        return value(name).equalsIgnoreCase("ON") || value(name).equals("1");
    }

    /** The server counts in 1024 bytes. */
    private static long roundedUp(long bytes) {
        return (bytes + 1023) / 1024 * 1024;
    }
}
