package dev.lockstep.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testbed.Eventually;
import dev.lockstep.testbed.server.MySqlServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A row's way from SQL to an HTTP answer through both services, by another unique key than the primary one, and in another form
 * than that of the table.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LookupJourneyIT {

    private MySqlServer mysql;
    private Stack stack;

    @BeforeAll
    void start(@TempDir Path logs) throws SQLException {
        mysql = MySqlServer.start();
        sql(
                "CREATE DATABASE guild",
                "CREATE TABLE guild.captain (id INT PRIMARY KEY, name VARCHAR(30) UNIQUE, ship INT, `rank` INT, UNIQUE KEY (ship, `rank`))",
                "INSERT INTO guild.captain VALUES (1, 'Ada', 1, 1), (2, 'Bo', 1, 2), (3, 'Cy/d,', 2, 1), (4, NULL, 2, 2)",
                "CREATE TABLE guild.agent (id INT PRIMARY KEY, mail VARCHAR(50), phone VARCHAR(20), active BOOLEAN)",
                "INSERT INTO guild.agent VALUES (1, 'ada@example.com', '555-1234', 1), (2, 'bo@example.com', NULL, 0)");
        stack = Stack.start(
                logs,
                StackOptions.DEFAULT
                        .withMysql(mysql)
                        .with("CACHE_PARTITIONS", "4")
                        .with("DB_TABLE", "hero,guild.captain,guild.agent")
                        .with("DB_LOOKUPS", "guild.captain:name,guild.captain:ship+rank")
                        .with("DB_COLUMNS", "guild.agent:mail=hash,guild.agent:phone=last4+as:ending")
                        .with("DB_SALT", "salt")
                        .with("DB_ROWS", "guild.agent:active=1"));
    }

    @AfterAll
    void stop() {
        stack.close();
        mysql.close();
    }

    @Test
    void aMissIsFilledAndKeptInStep() throws SQLException, IOException, InterruptedException {
        assertSource("/v1/captain/by/name/Ada", "miss");
        assertSource("/v1/captain/by/name/Ada", "hit");
        assertThat(stack.get("/v1/captain/by/name/Ada").body())
                .isEqualTo(stack.get("/v1/captain/1").body());
        assertThat(stack.get("/v1/guild.captain/by/ship,rank/1,1").body()).contains("\"name\":\"Ada\"");
        assertThat(stack.get("/v1/captain/by/name/Cy%2Fd%2C").body()).contains("\"id\":3");

        sql(
                "UPDATE guild.captain SET name = NULL WHERE id = 1",
                "UPDATE guild.captain SET name = 'Ada' WHERE id = 2",
                "UPDATE guild.captain SET id = 11, name = 'Bo' WHERE id = 1");
        stack.awaitApplied();
        awaitBody("/v1/captain/by/name/Ada", "\"id\":2");
        awaitBody("/v1/captain/by/name/Bo", "\"id\":11");
        awaitBody("/v1/captain/by/ship,rank/1,1", "\"id\":11");
    }

    @Test
    void aValueThatNobodyHasIsRememberedUntilSomebodyHasIt() throws SQLException, IOException, InterruptedException {
        assertThat(stack.get("/v1/captain/by/name/Nobody").statusCode()).isEqualTo(404);
        assertSource("/v1/captain/by/name/Nobody", "negative");

        sql("UPDATE guild.captain SET name = 'Nobody' WHERE id = 4");
        stack.awaitApplied();
        awaitBody("/v1/captain/by/name/Nobody", "\"id\":4");
    }

    @Test
    void anotherSpellingIsAnotherValue() throws IOException, InterruptedException {
        assertThat(stack.get("/v1/captain/by/name/cY%2Fd%2C").statusCode()).isEqualTo(404);
    }

    @Test
    void bothRoadsGiveARowTheFormThatIsSet() throws SQLException, IOException, InterruptedException {
        assertSource("/v1/agent/1", "miss");
        String filled = stack.get("/v1/agent/1").body();
        assertThat(filled).contains("\"ending\":\"***1234\"").doesNotContain("ada");

        sql("UPDATE guild.agent SET active = 2 WHERE id = 1", "UPDATE guild.agent SET active = 1 WHERE id = 1");
        stack.awaitApplied();
        stack.awaitAnswer("/v1/agent/1", 200, "hit", filled);
    }

    @Test
    void aRowThatIsNotKeptIsAlwaysReadFromTheDatabase() throws SQLException, IOException, InterruptedException {
        assertSource("/v1/agent/2", "bypass");
        assertSource("/v1/agent/2", "bypass");

        sql("UPDATE guild.agent SET active = 1 WHERE id = 2");
        stack.awaitApplied();
        stack.awaitAnswer("/v1/agent/2", 200, "hit", "\"active\":1");
        sql("UPDATE guild.agent SET active = 0 WHERE id = 2");
        stack.awaitApplied();
        assertSource("/v1/agent/2", "bypass");
    }

    @Test
    void whatCannotBeAskedIsSaid() throws IOException, InterruptedException {
        HttpResponse<String> otherColumns = stack.get("/v1/captain/by/rank,ship/1,1");
        assertThat(otherColumns.statusCode()).isEqualTo(404);
        assertThat(otherColumns.body()).contains("/problems/unknown-lookup");

        HttpResponse<String> noNumber = stack.get("/v1/captain/by/ship,rank/1,x");
        assertThat(noNumber.statusCode()).isEqualTo(400);
        assertThat(noNumber.body()).contains("/problems/unfit-key");

        assertThat(stack.get("/v1/hero/by/name/Ada").body()).contains("/problems/unknown-lookup");
    }

    private void assertSource(String path, String source) throws IOException, InterruptedException {
        assertThat(stack.get(path).headers().firstValue("Lockstep-Source")).hasValue(source);
    }

    /** The change may be one that a filled row could have seen; it settles for a moment then. */
    private void awaitBody(String path, String part) {
        Eventually.holds(
                Stack.PATIENCE, () -> assertThat(stack.get(path).body()).contains(part));
    }

    private void sql(String... statements) throws SQLException {
        try (Connection connection = mysql.connect();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }
}
