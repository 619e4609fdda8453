package dev.lockstep.doctor;

import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.cache.table.TableSelection;
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
    private final TableSelection selection;
    private final Findings findings;

    SourceTables(SourceServer server, TableSelection selection, Findings findings) {
        this.server = server;
        this.selection = selection;
        this.findings = findings;
    }

    /** Returns what the tables look like that can be kept. */
    List<TableSchema> look(Collection<TableName> tables) throws SQLException {
        List<TableSchema> fit = new ArrayList<>();
        for (TableName table : tables) {
            try {
                fit.add(selection.load(server.connection(), table));
            } catch (UnfitTableException e) {
                e.problems().forEach(each -> unfit(each, selection.names(table)));
            }
        }
        selection.strayRules().forEach(each -> unfit(each, true));
        if (!fit.isEmpty()) {
            findings.ok(
                    Check.SOURCE_TABLES,
                    "can be kept: "
                            + String.join(
                                    ", ", fit.stream().map(SourceTables::shown).toList()));
        }
        return fit;
    }

    /** What foreign keys do to a table below the binlog clears all of it. */
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
        findings.info(
                Check.SOURCE_CASCADES,
                "%s: foreign key %s to %s.%s (ON UPDATE %s, ON DELETE %s) changes rows that the binlog does not show before MySQL 9.6; each time, the table is loaded anew"
                        .formatted(
                                table,
                                row.get("constraint_name"),
                                row.get("unique_constraint_schema"),
                                row.get("referenced_table_name"),
                                row.get("update_rule"),
                                row.get("delete_rule")),
                "nothing, unless it comes often: then change the rows of the child before those of the parent, or upgrade");
    }

    /** What is named must fit; what matches a pattern is left out. */
    private void unfit(String problem, boolean named) {
        int at = problem.indexOf(EXPECTED);
        String found = at < 0 ? problem : problem.substring(0, at);
        String fix = at < 0 ? "" : "expected: " + problem.substring(at + EXPECTED.length(), problem.length() - 1);
        if (named) {
            findings.error(Check.SOURCE_TABLES, found, fix);
        } else {
            findings.warn(Check.SOURCE_TABLES, found + "; it matches a pattern and is left out", fix);
        }
    }

    private static String shown(TableSchema schema) {
        return "%s (%d columns)".formatted(schema.name(), schema.columns().size());
    }
}
