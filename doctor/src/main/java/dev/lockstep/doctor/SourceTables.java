package dev.lockstep.doctor;

import dev.lockstep.cache.table.TableCatalog;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.cache.table.UnfitTableException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Whether the tables can be kept in Redis, and whether all that changes them is in the binlog. */
final class SourceTables {

    private static final String CASCADES = """
            SELECT constraint_name, unique_constraint_schema, referenced_table_name, update_rule, delete_rule
              FROM information_schema.referential_constraints
             WHERE constraint_schema = ? AND table_name = ?
               AND (update_rule NOT IN ('NO ACTION', 'RESTRICT') OR delete_rule NOT IN ('NO ACTION', 'RESTRICT'))
             ORDER BY constraint_name""";

    /** Between what is wrong with a table and what would be right. */
    private static final String EXPECTED = " (expected: ";

    private final SourceServer server;
    private final Findings findings;

    SourceTables(SourceServer server, Findings findings) {
        this.server = server;
        this.findings = findings;
    }

    /** Returns what the tables look like that can be kept. */
    List<TableSchema> look(Collection<TableName> tables) throws SQLException {
        List<TableSchema> fit = new ArrayList<>();
        for (TableName table : tables) {
            try {
                fit.addAll(TableCatalog.load(server.connection(), List.of(table)));
            } catch (UnfitTableException e) {
                e.problems().forEach(this::unfit);
            }
        }
        if (!fit.isEmpty()) {
            findings.ok(
                    Check.SOURCE_TABLES,
                    "can be kept: "
                            + String.join(
                                    ", ", fit.stream().map(SourceTables::shown).toList()));
        }
        return fit;
    }

    /** What foreign keys do to a table below the binlog is never heard of. */
    void cascades(Collection<TableName> tables, boolean logged) throws SQLException {
        if (logged) {
            findings.ok(Check.SOURCE_CASCADES, "this server writes what foreign keys change into the binlog");
            return;
        }
        int before = findings.all().size();
        for (TableName table : tables) {
            for (Map<String, String> row : server.rows(CASCADES, table.schema(), table.table())) {
                cascade(table, row);
            }
        }
        if (findings.all().size() == before) {
            findings.ok(Check.SOURCE_CASCADES, "no foreign key changes a table that is followed");
        }
    }

    private void cascade(TableName table, Map<String, String> row) {
        findings.error(
                Check.SOURCE_CASCADES,
                "%s: foreign key %s to %s.%s (ON UPDATE %s, ON DELETE %s) changes rows that the binlog does not show before MySQL 9.6"
                        .formatted(
                                table,
                                row.get("constraint_name"),
                                row.get("unique_constraint_schema"),
                                row.get("referenced_table_name"),
                                row.get("update_rule"),
                                row.get("delete_rule")),
                "ALTER TABLE %s DROP FOREIGN KEY `%s`;  -- make it anew with ON UPDATE RESTRICT ON DELETE RESTRICT, or leave the table out of DB_TABLE"
                        .formatted(Account.quoted(table), row.get("constraint_name")));
    }

    private void unfit(String problem) {
        int at = problem.indexOf(EXPECTED);
        findings.error(
                Check.SOURCE_TABLES,
                at < 0 ? problem : problem.substring(0, at),
                at < 0 ? "" : "expected: " + problem.substring(at + EXPECTED.length(), problem.length() - 1));
    }

    private static String shown(TableSchema schema) {
        return "%s (%d columns)".formatted(schema.name(), schema.columns().size());
    }
}
