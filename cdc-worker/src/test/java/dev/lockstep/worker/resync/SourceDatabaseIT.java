package dev.lockstep.worker.resync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.testbed.server.MySqlServer;
import dev.lockstep.worker.capture.Source;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the worker makes sure of at the source; that the right connection is taken for right, every run of a worker shows. */
final class SourceDatabaseIT {

    private MySqlServer mysql;
    private SourceDatabase source;

    @BeforeEach
    void connect() throws SQLException {
        mysql = MySqlServer.start();
        source = SourceDatabase.connect(
                new Source(mysql.host(), mysql.port(), mysql.user(), mysql.password(), "disabled"));
    }

    @AfterEach
    void close() throws SQLException {
        source.close();
        mysql.close();
    }

    @Test
    void aConnectionThatReadsNoBinlogIsNotTheRuns() throws SQLException {
        String server = source.facts().server();
        try (Connection other = mysql.connect();
                Statement statement = other.createStatement();
                ResultSet row = statement.executeQuery("SELECT CONNECTION_ID()")) {
            row.next();
            long id = row.getLong(1);
            assertThatThrownBy(() -> source.requireConnection(server, id))
                    .isInstanceOf(OtherServerException.class)
                    .hasMessageContaining("without binlog connection " + id);
        }
    }

    @Test
    void anotherServerIsNamed() {
        assertThatThrownBy(() -> source.requireConnection("some other server", 1))
                .isInstanceOf(OtherServerException.class)
                .hasMessageContaining("expected: some other server");
    }

    @Test
    void onlyAFileThatIsThereIsThere() throws SQLException {
        assertThat(source.hasFile(source.facts().file())).isTrue();
        assertThat(source.hasFile("binlog.999999")).isFalse();
    }

    @Test
    void commitsOutOfOrderAreUnfit() throws SQLException {
        source.requireFit();
        set("binlog_order_commits = OFF");
        try {
            assertThatThrownBy(source::requireFit)
                    .isInstanceOf(UnfitSourceException.class)
                    .hasMessageContaining("binlog_order_commits: '0' (expected: 1");
        } finally {
            set("binlog_order_commits = ON");
        }
    }

    private void set(String variable) throws SQLException {
        try (Connection connection = mysql.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET GLOBAL " + variable);
        }
    }
}
