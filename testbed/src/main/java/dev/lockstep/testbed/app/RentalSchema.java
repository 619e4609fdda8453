package dev.lockstep.testbed.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableSelection;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * A schema as grown-up applications have them, beside the heroes: seventeen tables with foreign keys that cascade, views,
 * composite keys and columns of many types, and some 100,000 rows, the same ones each time.
 */
public final class RentalSchema {

    public static final String SCHEMA = "rental";

    private static final String SCRIPT = "rental.sql";
    private static final Pattern COMMENT = Pattern.compile("(?m)^--.*$");
    private static final Pattern END_OF_STATEMENT = Pattern.compile("(?m);$");

    private RentalSchema() {}

    /** Creates it, by a connection of a user who may, which has it as its schema afterwards. */
    public static void create(Connection connection) throws SQLException {
        String script = COMMENT.matcher(script()).replaceAll("");
        try (Statement statement = connection.createStatement()) {
            for (String each : END_OF_STATEMENT
                    .splitAsStream(script)
                    .filter(text -> !text.isBlank())
                    .toList()) {
                statement.execute(each.strip());
            }
        }
    }

    /** Its tables, without the views. */
    public static List<TableName> tables(Connection connection) throws SQLException {
        return TableSelection.of(List.of(SCHEMA + ".*"), SCHEMA).matching(connection);
    }

    /** A table and a key, as they stand in the path of a request; there need not be such a row. */
    static String anyPath(RandomGenerator random) {
        return switch (random.nextInt(8)) {
            case 0 -> "film/" + upTo(1000, random);
            case 1 -> "customer/" + upTo(1000, random);
            case 2 -> "employee/" + upTo(4000, random);
            case 3 -> "rental/" + upTo(16_000, random);
            case 4 -> "payment/" + (4_000_000_000L + upTo(16_000, random));
            case 5 -> "plays_in/%d,%d".formatted(upTo(200, random), upTo(1000, random));
            case 6 -> "works_in/%d,d00%d".formatted(upTo(4000, random), upTo(9, random));
            default -> "address/" + upTo(2000, random);
        };
    }

    private static int upTo(int largest, RandomGenerator random) {
        return 1 + random.nextInt(largest);
    }

    private static String script() {
        try (InputStream script = RentalSchema.class.getResourceAsStream(SCRIPT)) {
            if (script == null) {
                throw new IllegalStateException("%s is not beside its class".formatted(SCRIPT));
            }
            return new String(script.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
