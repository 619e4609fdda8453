package dev.lockstep.doctor;

import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.settings.SharedSettings;
import dev.lockstep.settings.WorkerSettings;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Everything that MySQL alone can be asked. */
final class SourceChecks {

    /** What follows the server in a GTID is a number or, from MySQL 8.3 on, a tag. */
    private static final Pattern TAG = Pattern.compile(":[a-z_]");

    /** The server's codes for a login that it refuses: schema, password, host, method. */
    private static final List<Integer> REFUSED = List.of(1044, 1045, 1130, 1251, 1698, 3118);

    private static final String SESSIONS = """
            SELECT COUNT(*) FROM performance_schema.variables_by_thread
             WHERE variable_name = 'binlog_format' AND variable_value <> 'ROW'""";

    private final Target target;
    private final Findings findings;

    SourceChecks(Target target, Findings findings) {
        this.target = target;
        this.findings = findings;
    }

    /** A connection; without one it is said why. */
    Optional<SourceServer> connect(Patience patience) {
        try {
            SourceServer server = SourceServer.connect(target, patience);
            findings.ok(Check.SOURCE_REACHABLE, "MySQL answers at " + target.source());
            findings.ok(Check.SOURCE_LOGIN, "logged in as " + target.get(SharedSettings.DB_USER));
            return Optional.of(server);
        } catch (SQLException e) {
            if (REFUSED.contains(e.getErrorCode())) {
                findings.ok(Check.SOURCE_REACHABLE, "MySQL answers at " + target.source());
                findings.error(
                        Check.SOURCE_LOGIN,
                        Reasons.of(e),
                        "mend DB_USER and DB_PASS, or: CREATE USER %s IDENTIFIED BY '...';"
                                .formatted(new Account(target.get(SharedSettings.DB_USER), "%")));
            } else {
                findings.error(
                        Check.SOURCE_REACHABLE,
                        "no MySQL answers at %s: %s (waited at most %s)"
                                .formatted(
                                        target.source(),
                                        Reasons.of(e),
                                        Spans.text(patience.connect().plus(patience.answer()))),
                        "start it, mend DB_HOST and DB_PORT, or let this host through; DB_TLS must be what the server can");
            }
            return Optional.empty();
        }
    }

    /** Returns what the tables look like that can be kept. */
    List<TableSchema> look(SourceServer server) throws SQLException {
        ServerVariables variables = new ServerVariables(server.variables(), findings);
        version(server, variables);
        variables.writer();
        variables.look();
        variables.packet(target.get(SharedSettings.CACHE_DOCUMENT_BYTES));
        tags(server);
        sessions(server, variables);
        List<TableName> readable = new SourcePrivileges(server, target.role(), findings)
                .look(target.tables().candidates(server.connection()));
        serverId(server, variables.value("server_id"));
        SourceTables tables = new SourceTables(server, target.tables(), findings);
        List<TableSchema> schemas = tables.look(readable);
        tables.cascades(readable, variables.logsCascades(server.version()));
        return schemas;
    }

    static boolean hasTags(String gtids) {
        return TAG.matcher(gtids).find();
    }

    private void version(SourceServer server, ServerVariables variables) {
        String version = variables.value("version");
        String found = "MySQL %s, %s".formatted(version, variables.value("version_comment"));
        if (found.contains("MariaDB")) {
            findings.error(
                    Check.SOURCE_VERSION, found, "MySQL 8.0 to 9.7 or Aurora MySQL 3; MariaDB is another stream");
        } else if (!server.version().isAtLeast(8, 0, 0)) {
            findings.error(Check.SOURCE_VERSION, found, "upgrade to MySQL 8.0 to 9.7 or Aurora MySQL 3");
        } else if (server.version().isAtLeast(9, 8, 0)) {
            findings.warn(
                    Check.SOURCE_VERSION, found, "Lockstep is tested up to MySQL 9.7; try it before you rely on it");
        } else {
            findings.ok(Check.SOURCE_VERSION, found);
        }
    }

    private void tags(SourceServer server) throws SQLException {
        boolean tagged = hasTags(server.text("SELECT @@global.gtid_executed"));
        findings.require(
                Check.SOURCE_TAGGED_GTIDS,
                !tagged,
                tagged ? "gtid_executed has GTIDs with tags" : "no GTID has a tag",
                "let nobody set gtid_next = 'AUTOMATIC:tag'; the tags go only with the binlog's history, so follow a server that has none");
    }

    /** Whoever connected before the default was changed, or may set it, writes in a format of their own. */
    private void sessions(SourceServer server, ServerVariables variables) throws SQLException {
        if (variables.value("performance_schema").equals("OFF")) {
            findings.notChecked(Check.SOURCE_SESSIONS, "performance_schema is OFF, so nobody can see them");
            return;
        }
        try {
            String others = server.text(SESSIONS);
            if (others.equals("0")) {
                findings.ok(Check.SOURCE_SESSIONS, "every connection writes rows");
            } else {
                findings.warn(
                        Check.SOURCE_SESSIONS,
                        "%s connections have a binlog_format other than ROW: what they write clears every table"
                                .formatted(others),
                        "SELECT t.processlist_id, t.processlist_user FROM performance_schema.variables_by_thread v"
                                + " JOIN performance_schema.threads t USING (thread_id)"
                                + " WHERE v.variable_name = 'binlog_format' AND v.variable_value <> 'ROW';  -- and end them");
            }
        } catch (SQLException e) {
            if (!SourceServer.isNotAllowed(e)) {
                throw e;
            }
            findings.notChecked(
                    Check.SOURCE_SESSIONS,
                    "the user may not look into performance_schema, and need not; as an administrator: "
                            + SESSIONS.replaceAll("\\s+", " ") + ";");
        }
    }

    private void serverId(SourceServer server, String own) throws SQLException {
        int chosen = target.get(WorkerSettings.SERVER_ID);
        if (chosen == 0) {
            findings.ok(Check.SOURCE_SERVER_ID, "WORKER_SERVER_ID is 0: a random one is taken");
        } else if (own.equals(Integer.toString(chosen))) {
            clash(chosen, "the source itself");
        } else {
            try {
                replicas(server, chosen);
            } catch (SQLException e) {
                if (!SourceServer.isNotAllowed(e)) {
                    throw e;
                }
                findings.notChecked(Check.SOURCE_SERVER_ID, "listing the replicas needs REPLICATION SLAVE");
            }
        }
    }

    /** The worker does not register as a replica, so whoever is listed is somebody else. */
    private void replicas(SourceServer server, int chosen) throws SQLException {
        for (Map<String, String> replica : server.rows(SourcePrivileges.replicas(server.version()))) {
            if (Integer.toString(chosen).equals(replica.get("server_id"))) {
                clash(chosen, "the replica " + replica.getOrDefault("host", "") + ":" + replica.get("port"));
                return;
            }
        }
        findings.ok(Check.SOURCE_SERVER_ID, "WORKER_SERVER_ID %d is nobody else's".formatted(chosen));
    }

    private void clash(int chosen, String who) {
        findings.error(
                Check.SOURCE_SERVER_ID,
                "WORKER_SERVER_ID %d is the number of %s: the two would end each other's connections"
                        .formatted(chosen, who),
                "WORKER_SERVER_ID=0 takes a random one; or choose one that nobody has");
    }
}
