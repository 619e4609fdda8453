package dev.lockstep.reader.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.cache.table.TableSelection;
import dev.lockstep.reader.stage.Stage;
import dev.lockstep.testbed.server.MySqlOptions;
import dev.lockstep.testbed.server.MySqlServer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Servers and users that a reader cannot work with say so, and those that it can do. */
@ExtendWith(Stage.Extension.class)
final class ServerCheckIT {

    @Test
    void namesEverySettingThatIsMissing() {
        MySqlOptions options = MySqlOptions.DEFAULT
                .withArguments("--gtid-mode=OFF", "--enforce-gtid-consistency=OFF", "--skip-log-bin")
                .asProcess();
        try (MySqlServer server = MySqlServer.start(options);
                Database database = database(server, server.user(), server.password())) {
            assertThatExceptionOfType(UnfitServerException.class)
                    .isThrownBy(() -> load(database, List.of(), ""))
                    .satisfies(e -> assertThat(e.problems())
                            .hasSize(2)
                            .anySatisfy(p -> assertThat(p).startsWith("gtid_mode: 'OFF' (expected: 'ON'"))
                            .anySatisfy(p -> assertThat(p).startsWith("log_bin: 'OFF' (expected: 'ON'")));
        }
    }

    @Test
    void namesThePrivilegeThatIsMissingAndNeedsNoMoreThanThat(Stage stage) throws SQLException {
        String schema = stage.newSchema();
        String user = "u_" + schema;
        stage.sql(
                "CREATE TABLE %s.t (id INT PRIMARY KEY)".formatted(schema),
                "CREATE USER %s IDENTIFIED BY 'secret'".formatted(user),
                "GRANT SELECT ON %s.* TO %s".formatted(schema, user));
        try (Database database = database(stage.mysql(), user, "secret")) {
            assertThatExceptionOfType(UnfitServerException.class)
                    .isThrownBy(() -> load(database, List.of("t"), schema))
                    .withMessageContaining("GRANT REPLICATION CLIENT ON *.*");
        }

        stage.sql("GRANT REPLICATION CLIENT ON *.* TO " + user);

        try (Database database = database(stage.mysql(), user, "secret")) {
            assertThatNoException().isThrownBy(() -> load(database, List.of("t"), schema));
        } finally {
            stage.sql("DROP USER " + user);
        }
    }

    private static List<TableSchema> load(Database database, List<String> tables, String schema) throws SQLException {
        return new Catalogue(database, TableSelection.of(tables, schema)).load();
    }

    private static Database database(MySqlServer server, String user, String password) {
        return Database.at(new Database.Address(
                server.host(), server.port(), user, password, "preferred", 1, Duration.ofSeconds(10)));
    }
}
