package dev.lockstep.testbed.torture;

import dev.lockstep.testbed.server.MySqlServer;
import dev.lockstep.testbed.server.ServiceProcess;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What can happen to MySQL and to its binlog. */
final class MySqlFaults {

    private static final int SHORT = 200;
    private static final int LONG = 4_000;

    private static final String DUMPS =
            "SELECT ID FROM information_schema.PROCESSLIST WHERE COMMAND LIKE 'Binlog Dump%'";

    private MySqlFaults() {}

    static List<Fault> all() {
        return List.of(
                Fault.of("MySQL killed", MySqlFaults::kill),
                Fault.of("MySQL paused", MySqlFaults::pause),
                Fault.momentary("binlog rotated", battle -> sql(battle, "FLUSH BINARY LOGS")),
                Fault.of("binlog purged", MySqlFaults::purge),
                Fault.momentary("binlog connection killed", MySqlFaults::killDumps));
    }

    private static Fault.Cure kill(Battle battle) throws InterruptedException {
        MySqlServer mysql = battle.arena().mysql();
        mysql.kill();
        battle.hold(1, SHORT * 10);
        return mysql::restart;
    }

    private static Fault.Cure pause(Battle battle) throws InterruptedException {
        MySqlServer mysql = battle.arena().mysql();
        mysql.pause();
        battle.hold(SHORT, LONG);
        return mysql::resume;
    }

    /** While no worker runs, what they have not read yet is deleted. */
    private static Fault.Cure purge(Battle battle) throws Exception {
        List<ServiceProcess> workers =
                battle.arena().workers().stream().map(Post::service).toList();
        workers.forEach(ServiceProcess::kill);
        battle.hold(SHORT, SHORT * 5);
        sql(battle, "FLUSH BINARY LOGS");
        battle.hold(1, SHORT);
        sql(
                battle,
                "PURGE BINARY LOGS TO '%s'"
                        .formatted(column(battle, "SHOW BINARY LOGS").getLast()));
        return () -> workers.forEach(ServiceProcess::restart);
    }

    private static void killDumps(Battle battle) throws SQLException {
        for (String id : column(battle, DUMPS)) {
            battle.arena().mysql().endConnection(Long.parseLong(id));
        }
    }

    private static void sql(Battle battle, String statement) throws SQLException {
        try (Connection connection = battle.arena().mysql().connect();
                Statement one = connection.createStatement()) {
            one.execute(statement);
        }
    }

    private static List<String> column(Battle battle, String query) throws SQLException {
        try (Connection connection = battle.arena().mysql().connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }
}
