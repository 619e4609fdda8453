package dev.lockstep.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testbed.Eventually;
import dev.lockstep.testbed.app.ServiceUser;
import dev.lockstep.testbed.server.FreePort;
import dev.lockstep.testbed.server.MySqlOptions;
import dev.lockstep.testbed.server.MySqlServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A MySQL that is broken in one way after the other; what is printed mends it. */
final class SourceIT {

    private static Surgery surgery;

    @BeforeAll
    static void start() throws SQLException {
        surgery = new Surgery();
    }

    /** What is printed grants one table; the demo's users have the schema. */
    @AfterEach
    void giveTheSchemaBack() throws SQLException {
        surgery.sql("GRANT SELECT ON heroes.* TO '%s'@'%%'".formatted(ServiceUser.WORKER.login()));
    }

    @AfterAll
    static void stop() {
        surgery.close();
    }

    @ParameterizedTest
    @CsvSource({
        "SOURCE_ROW_IMAGE, ERROR, SET GLOBAL binlog_row_image = MINIMAL, MINIMAL",
        "SOURCE_BINLOG_FORMAT, ERROR, SET GLOBAL binlog_format = MIXED, MIXED",
        "SOURCE_ROW_VALUES, ERROR, SET GLOBAL binlog_row_value_options = PARTIAL_JSON, PARTIAL_JSON",
        "SOURCE_GTID_MODE, ERROR, SET GLOBAL gtid_mode = ON_PERMISSIVE, ON_PERMISSIVE",
        "SOURCE_COMMIT_ORDER, ERROR, SET GLOBAL binlog_order_commits = OFF, OFF",
        "SOURCE_RETENTION, WARN, SET GLOBAL binlog_expire_logs_seconds = 3600, 60 min",
        "SOURCE_WRITER, WARN, SET GLOBAL read_only = ON, read_only is ON",
        "SOURCE_PACKET, WARN, SET GLOBAL max_allowed_packet = 524288, 524288"
    })
    void aVariableIsWrongUntilWhatIsPrintedIsPasted(Check check, Severity severity, String breaking, String shown)
            throws SQLException {
        surgery.sql(breaking);

        Finding finding = Surgery.found(check, surgery.environment());
        surgery.sql(finding.fix().substring(finding.fix().indexOf("SET ")));

        assertThat(finding.severity()).isEqualTo(severity);
        assertThat(finding.found()).contains(shown);
        assertThat(Surgery.found(check, surgery.environment()).severity()).isEqualTo(Severity.OK);
    }

    @Test
    void gtidsThatAreOffAreSwitchedOnStepByStep() throws SQLException {
        surgery.sql(
                "SET GLOBAL gtid_mode = ON_PERMISSIVE; SET GLOBAL gtid_mode = OFF_PERMISSIVE; SET GLOBAL gtid_mode = OFF");

        Finding finding = Surgery.found(Check.SOURCE_GTID_MODE, surgery.environment());
        surgery.sql(finding.fix());

        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
        assertThat(Surgery.found(Check.SOURCE_GTID_MODE, surgery.environment()).severity())
                .isEqualTo(Severity.OK);
    }

    @ParameterizedTest
    @CsvSource({
        "REVOKE REPLICATION CLIENT ON *.*, GRANT REPLICATION CLIENT ON *.* TO",
        "REVOKE REPLICATION SLAVE ON *.*, GRANT REPLICATION SLAVE ON *.* TO",
        "REVOKE SELECT ON heroes.*, GRANT SELECT ON `heroes`.`hero` TO"
    })
    void aMissingPrivilegeIsPrintedAsTheGrantThatMendsIt(String revoke, String grant) throws SQLException {
        surgery.sql("%s FROM '%s'@'%%'".formatted(revoke, ServiceUser.WORKER.login()));

        Finding finding = Surgery.found(Check.SOURCE_PRIVILEGES, surgery.environment());
        surgery.sql(finding.fix());

        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
        assertThat(finding.fix()).isEqualTo(grant + " 'lockstep_worker'@'%';");
        assertThat(Surgery.found(Check.SOURCE_PRIVILEGES, surgery.environment()).severity())
                .isEqualTo(Severity.OK);
    }

    @Test
    void everyMissingPrivilegeIsNamedAtOnce() throws SQLException {
        surgery.sql("CREATE USER nobody IDENTIFIED BY 'x'");

        List<String> fixes = Surgery.examine(surgery.environment("DB_USER", "nobody", "DB_PASS", "x")).stream()
                .filter(each -> each.check() == Check.SOURCE_PRIVILEGES)
                .map(Finding::fix)
                .toList();

        assertThat(fixes)
                .containsExactly(
                        "GRANT REPLICATION CLIENT ON *.* TO 'nobody'@'%';",
                        "GRANT REPLICATION SLAVE ON *.* TO 'nobody'@'%';",
                        "GRANT SELECT ON `heroes`.`hero` TO 'nobody'@'%';");
    }

    @Test
    void aReaderNeedsNotFollowTheBinlog() {
        List<Finding> findings =
                new Doctor(Patience.USUAL).examine(surgery.environment(ServiceUser.READER), Role.READER);

        assertThat(Surgery.found(Check.SOURCE_PRIVILEGES, findings).severity()).isEqualTo(Severity.OK);
        assertThat(Surgery.found(Check.SOURCE_PRIVILEGES, surgery.environment(ServiceUser.READER))
                        .found())
                .as("as a worker")
                .contains("REPLICATION SLAVE is missing");
    }

    @Test
    void aTableThatIsNotThere() {
        Finding finding = Surgery.found(Check.SOURCE_TABLES, surgery.environment("DB_TABLE", "hero,heros"));

        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
        assertThat(finding.found()).contains("heroes.heros: no such table");
        assertThat(finding.fix()).contains("an existing table");
    }

    @Test
    void aTableWithoutAPrimaryKey() throws SQLException {
        surgery.sql("CREATE TABLE heroes.keyless (id INT)");

        Finding finding = Surgery.found(Check.SOURCE_TABLES, surgery.environment("DB_TABLE", "keyless"));

        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
        assertThat(finding.found()).contains("heroes.keyless: no primary key");
        assertThat(finding.fix()).contains("add it, or leave the table out of DB_TABLE");
    }

    @Test
    void aForeignKeyThatChangesRowsUnseen() throws SQLException {
        surgery.sql(
                "CREATE TABLE heroes.team (id INT PRIMARY KEY)",
                "CREATE TABLE heroes.member (id INT PRIMARY KEY, team INT, CONSTRAINT of_team FOREIGN KEY (team)"
                        + " REFERENCES heroes.team (id) ON DELETE CASCADE)");
        Map<String, String> environment = surgery.environment("DB_TABLE", "member");

        Finding finding = Surgery.found(Check.SOURCE_CASCADES, environment);

        if (Version.parse(surgery.ask("SELECT VERSION()")).isAtLeast(9, 6, 0)) {
            assertThat(finding.severity()).isEqualTo(Severity.OK);
        } else {
            assertThat(finding.severity()).isEqualTo(Severity.INFO);
            assertThat(finding.found()).contains("of_team", "heroes.team", "ON DELETE CASCADE");
        }
    }

    @Test
    void whatMatchesAPatternAndDoesNotFit() throws SQLException {
        surgery.sql("CREATE TABLE heroes.log_keyless (id INT)", "CREATE TABLE heroes.log_kept (id INT PRIMARY KEY)");
        Finding finding = Surgery.found(Check.SOURCE_TABLES, surgery.environment("DB_TABLE", "log_k*"));

        assertThat(finding.severity()).isEqualTo(Severity.WARN);
        assertThat(finding.found()).contains("heroes.log_keyless", "no primary key", "left out");
    }

    @Test
    void aConnectionThatWritesStatements() throws SQLException {
        Map<String, String> environment =
                surgery.environment("DB_USER", surgery.mysql.user(), "DB_PASS", surgery.mysql.password());
        try (Connection connection = surgery.mysql.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION binlog_format = STATEMENT");

            Finding finding = Surgery.found(Check.SOURCE_SESSIONS, environment);

            assertThat(finding.severity()).isEqualTo(Severity.WARN);
            assertThat(finding.found()).startsWith("1 connections");
            assertThat(surgery.ask(finding.fix().replaceAll(";.*", "")))
                    .as("whom to end")
                    .isEqualTo(own(statement));
        }
    }

    @Test
    void theSourcesOwnServerId() {
        Finding finding = Surgery.found(Check.SOURCE_SERVER_ID, surgery.environment("WORKER_SERVER_ID", "1"));

        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
        assertThat(finding.found()).contains("the source itself");
        assertThat(finding.fix()).contains("WORKER_SERVER_ID=0");
    }

    @Test
    void aReplicasServerId() throws SQLException {
        try (MySqlServer replica = MySqlServer.start(MySqlOptions.DEFAULT.withArguments("--server-id=77"))) {
            follow(replica);
            Map<String, String> environment = surgery.environment("WORKER_SERVER_ID", "77");

            Eventually.holds(Duration.ofSeconds(20), () -> {
                Finding finding = Surgery.found(Check.SOURCE_SERVER_ID, environment);
                assertThat(finding.severity()).isEqualTo(Severity.ERROR);
                assertThat(finding.found()).contains("77 is the number of the replica");
            });
        }
        assertThat(Surgery.found(Check.SOURCE_SERVER_ID, surgery.environment("WORKER_SERVER_ID", "78"))
                        .severity())
                .isEqualTo(Severity.OK);
    }

    @Test
    void aWrongPasswordIsNamedAndNotShown() {
        List<Finding> findings = Surgery.examine(surgery.environment("DB_PASS", "se-cr-et"));

        Finding finding = Surgery.found(Check.SOURCE_LOGIN, findings);
        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
        assertThat(finding.found()).contains("Access denied for user 'lockstep_worker'");
        assertThat(Surgery.found(Check.SOURCE_REACHABLE, findings).severity()).isEqualTo(Severity.OK);
        assertThat(new Report(findings).json()).doesNotContain("se-cr-et");
    }

    @Test
    void nobodyAnswersAndWhatStandsOnItSaysSo() throws Exception {
        String port = Integer.toString(FreePort.forServer("nobody", 0));

        List<Finding> findings = Surgery.examine(surgery.environment("DB_PORT", port));

        assertThat(Surgery.found(Check.SOURCE_REACHABLE, findings).severity()).isEqualTo(Severity.ERROR);
        assertThat(Surgery.found(Check.SOURCE_ROW_IMAGE, findings).found()).startsWith("not checked");
        assertThat(Surgery.found(Check.STEP_WATERMARK, findings).found()).startsWith("not checked");
        assertThat(Surgery.found(Check.REDIS_EVICTION, findings).severity()).isEqualTo(Severity.OK);
    }

    @Test
    void aServerThatIsPausedIsGivenUp() {
        surgery.mysql.pause();
        try {
            Patience little = new Patience(Duration.ofMillis(500), Duration.ofSeconds(1));
            List<Finding> findings = new Doctor(little).examine(surgery.environment(), Role.WORKER);

            Finding finding = Surgery.found(Check.SOURCE_REACHABLE, findings);
            assertThat(finding.severity()).isEqualTo(Severity.ERROR);
            assertThat(finding.found()).contains("no MySQL answers", "waited at most 1500 ms");
        } finally {
            surgery.mysql.resume();
        }
    }

    private static String own(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT CONNECTION_ID()")) {
            row.next();
            return row.getString(1);
        }
    }

    private static void follow(MySqlServer replica) throws SQLException {
        try (Connection connection = replica.connect();
                Statement statement = connection.createStatement()) {
            boolean renamed = Version.parse(connection.getMetaData().getDatabaseProductVersion())
                    .isAtLeast(8, 0, 23);
            String words = renamed
                    ? "CHANGE REPLICATION SOURCE TO SOURCE_HOST='%s', SOURCE_PORT=%d, SOURCE_USER='%s', SOURCE_PASSWORD='%s', GET_SOURCE_PUBLIC_KEY=1, SOURCE_AUTO_POSITION=1"
                    : "CHANGE MASTER TO MASTER_HOST='%s', MASTER_PORT=%d, MASTER_USER='%s', MASTER_PASSWORD='%s', GET_MASTER_PUBLIC_KEY=1, MASTER_AUTO_POSITION=1";
            statement.execute(words.formatted(
                    surgery.mysql.host(),
                    surgery.mysql.port(),
                    ServiceUser.WORKER.login(),
                    ServiceUser.WORKER.password()));
            statement.execute(renamed ? "START REPLICA IO_THREAD" : "START SLAVE IO_THREAD");
        }
    }
}
