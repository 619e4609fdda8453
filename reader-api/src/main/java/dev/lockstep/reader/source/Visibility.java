package dev.lockstep.reader.source;

import dev.lockstep.cache.position.GtidSet;
import dev.lockstep.reader.source.RowSource.Required;
import dev.lockstep.reader.source.RowSource.Shown;
import dev.lockstep.reader.source.Sighting.Shortfall;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * Whether a connection shows everything up to some transactions.
 *
 * <p>MySQL adds a transaction to {@code gtid_executed} only after its rows can be seen, while the binlog and those who
 * follow it have it before. So the set, asked before a read, is a safe lower bound of what the read sees.
 */
final class Visibility {

    private static final String CHECK = "SELECT @@server_uuid, GTID_SUBSET(?, @@global.gtid_executed)";

    private static final String SHOWS = "SELECT GTID_SUBSET(?, @@global.gtid_executed)";

    /** A commit is on its way for some milliseconds. Longer would keep a connection for those who make their positions up. */
    private static final String COMES = "SELECT WAIT_FOR_EXECUTED_GTID_SET(?, 0.25) = 0";

    /** The server's code for a set that it cannot read, such as one with the tags of a later version. */
    private static final int MALFORMED_SET = 1772;

    private Visibility() {}

    /** What is missing, or empty where nothing is. */
    static Optional<Shortfall> shortfall(Connection connection, Required required) throws SQLException {
        try {
            return ask(connection, required);
        } catch (SQLException e) {
            if (e.getErrorCode() == MALFORMED_SET) {
                return Optional.of(Shortfall.NOT_VISIBLE);
            }
            throw e;
        }
    }

    /**
     * Returns when something can be seen, on whichever server this is.
     *
     * <p>Of the binlog, what is not executed is owned: a transaction owns its number before it is in the binlog and until it can be
     * seen. That others own a number for long, as where this server replicates another, is taken for the same.
     *
     * @throws NotSeenException where it cannot be seen in a moment
     */
    static void await(Connection connection, Shown shown) throws SQLException {
        GtidSet wanted = shown.binlog() ? shown.transactions().plus(owned(connection)) : shown.transactions();
        if (!wanted.isEmpty() && !isTrue(connection, SHOWS, wanted) && !isTrue(connection, COMES, wanted)) {
            throw new NotSeenException(wanted.toString());
        }
    }

    private static GtidSet owned(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return GtidSet.parse(BinlogEnd.owned(statement));
        }
    }

    private static boolean isTrue(Connection connection, String question, GtidSet transactions) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(question)) {
            statement.setString(1, transactions.toString());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    private static Optional<Shortfall> ask(Connection connection, Required required) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CHECK)) {
            statement.setString(1, required.gtids());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                if (!required.server().equals(row.getString(1))) {
                    return Optional.of(Shortfall.OTHER_SERVER);
                }
                return row.getBoolean(2) ? Optional.empty() : Optional.of(Shortfall.NOT_VISIBLE);
            }
        }
    }
}
