package dev.lockstep.doctor;

import dev.lockstep.cache.table.TableName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Whether the user may do what the service does. Each is tried and not read from the grants, so that roles, partial revokes
 * and anonymous accounts are what they are; nothing that is tried returns a row of a table.
 */
final class SourcePrivileges {

    /** The server's codes for a schema and for a table that is not there. */
    private static final List<Integer> NO_SUCH = List.of(1049, 1146);

    private final SourceServer server;
    private final Role role;
    private final Findings findings;
    private final List<String> held = new ArrayList<>();

    SourcePrivileges(SourceServer server, Role role, Findings findings) {
        this.server = server;
        this.role = role;
        this.findings = findings;
    }

    /** Returns the tables that may be read. */
    List<TableName> look(Collection<TableName> tables) throws SQLException {
        Account account = Account.parse(server.text("SELECT CURRENT_USER()"));
        onServer(account, "REPLICATION CLIENT", binlogStatus(), "ask where the binlog ends");
        if (role == Role.WORKER) {
            onServer(account, "REPLICATION SLAVE", replicas(server.version()), "follow the binlog");
        }
        List<TableName> readable = new ArrayList<>();
        for (TableName table : tables) {
            if (select(account, table)) {
                readable.add(table);
            }
        }
        if (!findings.has(Check.SOURCE_PRIVILEGES, Severity.ERROR)) {
            findings.ok(
                    Check.SOURCE_PRIVILEGES,
                    "%s has all that the %s needs: %s".formatted(account, role.word(), String.join(", ", held)));
        }
        return readable;
    }

    /** What lists those who follow; MySQL 8.0.22 has the new name, 8.4 no longer has the old one. */
    static String replicas(Version version) {
        return version.isAtLeast(8, 0, 22) ? "SHOW REPLICAS" : "SHOW SLAVE HOSTS";
    }

    private String binlogStatus() {
        return server.version().isAtLeast(8, 2, 0) ? "SHOW BINARY LOG STATUS" : "SHOW MASTER STATUS";
    }

    private void onServer(Account account, String privilege, String trial, String purpose) throws SQLException {
        if (isAllowed(trial)) {
            held.add(privilege);
        } else {
            findings.error(
                    Check.SOURCE_PRIVILEGES,
                    "%s may not %s: %s is missing".formatted(account, purpose, privilege),
                    account.grantOnServer(privilege));
        }
    }

    private boolean select(Account account, TableName table) throws SQLException {
        if (isAllowed("SELECT * FROM %s LIMIT 0".formatted(Account.quoted(table)))) {
            held.add("SELECT on " + table);
            return true;
        }
        findings.error(
                Check.SOURCE_PRIVILEGES,
                "%s may not read %s (if it exists): SELECT is missing".formatted(account, table),
                account.grantSelect(table));
        return false;
    }

    /** A table that is not there is no question of privileges. */
    private boolean isAllowed(String trial) throws SQLException {
        try {
            server.ask(trial);
            return true;
        } catch (SQLException e) {
            if (SourceServer.isNotAllowed(e)) {
                return false;
            }
            if (NO_SUCH.contains(e.getErrorCode())) {
                return true;
            }
            throw e;
        }
    }
}
