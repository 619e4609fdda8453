package dev.lockstep.testbed.app;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The MySQL users of the two services, who may do what they must and nothing more. */
public enum ServiceUser {
    WORKER("lockstep_worker", "REPLICATION SLAVE, REPLICATION CLIENT"),
    READER("lockstep_reader", "REPLICATION CLIENT");

    private static final String PASSWORD = "lockstep";

    private final String login;
    private final String onServer;

    ServiceUser(String login, String onServer) {
        this.login = login;
        this.onServer = onServer;
    }

    public String login() {
        return login;
    }

    public String password() {
        return PASSWORD;
    }

    /** Creates both, by a connection of a user who may. */
    public static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (ServiceUser user : values()) {
                String account = "'%s'@'%%'".formatted(user.login);
                statement.execute("CREATE USER %s IDENTIFIED BY '%s'".formatted(account, PASSWORD));
                statement.execute("GRANT %s ON *.* TO %s".formatted(user.onServer, account));
                for (String schema : List.of(HeroTable.SCHEMA, RentalSchema.SCHEMA)) {
                    statement.execute("GRANT SELECT ON %s.* TO %s".formatted(schema, account));
                }
            }
        }
    }
}
