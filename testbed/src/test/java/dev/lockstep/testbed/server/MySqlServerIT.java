package dev.lockstep.testbed.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MySqlServerIT {

    @TempDir
    private Path folder;

    @Test
    void isWhatChangeDataCaptureAsksFor() throws SQLException {
        try (MySqlServer server = MySqlServer.start();
                Connection connection = server.connect()) {
            assertThat(text(connection, "SELECT @@global.binlog_format")).isEqualTo("ROW");
            assertThat(text(connection, "SELECT @@global.binlog_row_image")).isEqualTo("FULL");
            assertThat(text(connection, "SELECT @@global.gtid_mode")).isEqualTo("ON");
            assertThat(text(connection, "SELECT @@global.server_id")).isEqualTo("1");
            assertThat(text(connection, "SELECT @@global.sync_binlog")).isEqualTo("1");
            assertThat(text(connection, "SELECT @@global.innodb_flush_log_at_trx_commit"))
                    .isEqualTo("1");
            assertThat(text(connection, "SELECT @@time_zone")).isEqualTo("+00:00");
            assertThat(text(connection, "SELECT @@global.gtid_executed")).isEmpty();
        }
    }

    @Test
    void twoServersAreNotTheSame() throws SQLException {
        try (MySqlServer one = MySqlServer.start(MySqlOptions.DEFAULT.asProcess());
                MySqlServer other = MySqlServer.start(MySqlOptions.DEFAULT.asProcess());
                Connection atOne = one.connect();
                Connection atOther = other.connect()) {
            assertThat(one.port()).isNotEqualTo(other.port());
            assertThat(text(atOne, "SELECT @@server_uuid")).isNotEqualTo(text(atOther, "SELECT @@server_uuid"));
        }
    }

    @Test
    void whatWasCommittedSurvivesAKill() throws SQLException {
        try (MySqlServer server = MySqlServer.start(MySqlOptions.DEFAULT.asProcess())) {
            try (Connection connection = server.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE kept");
            }
            int port = server.port();
            long before = server.pid();

            server.kill();
            assertThatThrownBy(server::connect).isInstanceOf(SQLException.class);
            assertThat(ProcessHandle.of(before)).isEmpty();

            server.restart();
            assertThat(server.port()).isEqualTo(port);
            assertThat(server.pid()).isNotEqualTo(before);
            try (Connection connection = server.connect("kept")) {
                assertThat(text(connection, "SELECT DATABASE()")).isEqualTo("kept");
            }
        }
    }

    @Test
    void aRestartNeedsNoKill() throws SQLException {
        try (MySqlServer server = MySqlServer.start(MySqlOptions.DEFAULT.asProcess())) {
            server.restart();
            try (Connection connection = server.connect()) {
                assertThat(text(connection, "SELECT 1")).isEqualTo("1");
            }
        }
    }

    @Test
    void endsAConnectionAndMindsNoneThatHasEnded() throws SQLException {
        try (MySqlServer server = MySqlServer.start();
                Connection connection = server.connect()) {
            long id = Long.parseLong(text(connection, "SELECT CONNECTION_ID()"));
            server.endConnection(id);
            server.endConnection(id);
            assertThatThrownBy(() -> text(connection, "SELECT 1")).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void isSilentWhilePaused() throws SQLException {
        try (MySqlServer server = MySqlServer.start(MySqlOptions.DEFAULT.asProcess());
                Connection connection = server.connect()) {
            connection.setNetworkTimeout(Runnable::run, 300);
            server.pause();
            assertThatThrownBy(() -> text(connection, "SELECT 1")).isInstanceOf(SQLException.class);
            server.resume();
            try (Connection again = server.connect()) {
                assertThat(text(again, "SELECT 1")).isEqualTo("1");
            }
        }
    }

    @Test
    void leavesNothingBehind() {
        Path own = folder.resolve("mysql");
        MySqlServer server = MySqlServer.start(MySqlOptions.DEFAULT.asProcess().withFolder(own));
        long pid = server.pid();
        assertThat(own).isNotEmptyDirectory();
        server.close();
        assertThat(ProcessHandle.of(pid)).isEmpty();
        assertThat(own).doesNotExist();
    }

    @Test
    void theCallersArgumentsWin() throws SQLException {
        int port = FreePort.find();
        MySqlOptions options = MySqlOptions.DEFAULT
                .asProcess()
                .withPort(port)
                .withArguments("--sync-binlog=0", "--max-connections=33");
        try (MySqlServer server = MySqlServer.start(options);
                Connection connection = server.connect()) {
            assertThat(server.port()).isEqualTo(port);
            assertThat(text(connection, "SELECT @@global.sync_binlog")).isEqualTo("0");
            assertThat(text(connection, "SELECT @@global.max_connections")).isEqualTo("33");
        }
    }

    @Test
    void aFailedStartShowsTheLogAndLeavesNothingBehind() {
        Path own = folder.resolve("mysql");
        MySqlOptions options = MySqlOptions.DEFAULT.asProcess().withFolder(own).withArguments("--no-such-option=1");
        assertThatThrownBy(() -> MySqlServer.start(options))
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining("MySQL did not start")
                .hasMessageContaining("no-such-option");
        assertThat(Files.exists(own)).isFalse();
    }

    @Test
    void aBinaryThatIsNoneIsRefused() throws Exception {
        Path notMysql = Files.writeString(folder.resolve("mysqld"), "#!/bin/sh\necho not a server; exit 3\n");
        Archive.makeExecutable(notMysql);
        Path own = folder.resolve("mysql");
        MySqlOptions options = MySqlOptions.DEFAULT.withBinary(notMysql).withFolder(own);
        assertThatThrownBy(() -> MySqlServer.start(options))
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining("not a server");
        assertThat(own).doesNotExist();
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
