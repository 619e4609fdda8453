package dev.lockstep.client;

import static com.mysql.cj.protocol.ServerSessionStateController.SESSION_TRACK_GTIDS;

import com.mysql.cj.jdbc.JdbcConnection;
import com.mysql.cj.protocol.ServerSessionStateController.ServerSessionStateChanges;
import com.mysql.cj.protocol.ServerSessionStateController.SessionStateChange;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Which transactions a connection has committed, so far as it can be told. */
final class CommitGtid {

    private static final String CONNECTOR_J = "MySQL Connector/J";
    private static final String EXECUTED = "SELECT @@global.gtid_executed";

    private CommitGtid() {}

    /**
     * The last commit's own, where the driver has been told by the server; otherwise all that are executed by now, of which
     * it is one.
     */
    static Gtids of(Connection connection) throws SQLException {
        Gtids told = CONNECTOR_J.equals(connection.getMetaData().getDriverName()) ? Told.to(connection) : Gtids.NONE;
        return told.isEmpty() ? executed(connection) : told;
    }

    private static Gtids executed(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(EXECUTED)) {
            row.next();
            Gtids executed = Gtids.parse(row.getString(1));
            if (executed.isEmpty()) {
                throw new SQLException("@@global.gtid_executed is empty (expected: a server with gtid_mode=ON)");
            }
            return executed;
        }
    }

    /** Apart, so that who has another driver need not have the classes of this one. */
    private static final class Told {

        static Gtids to(Connection connection) throws SQLException {
            ServerSessionStateChanges changes = connection
                    .unwrap(JdbcConnection.class)
                    .getServerSessionStateController()
                    .getSessionStateChanges();
            List<SessionStateChange> list = changes == null ? List.of() : changes.getSessionStateChangesList();
            return list.stream()
                    .filter(change -> change.getType() == SESSION_TRACK_GTIDS)
                    .flatMap(change -> change.getValues().stream())
                    .map(Gtids::parse)
                    .reduce(Gtids.NONE, Gtids::plus);
        }
    }
}
