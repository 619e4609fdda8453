package dev.lockstep.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.position.Coordinate;
import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.KeyLayout;
import dev.lockstep.cache.redis.RedisAddress;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.cache.redis.Watermark;
import dev.lockstep.cache.redis.Watermark.Progress;
import dev.lockstep.cache.table.TableCatalog;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.testbed.app.HeroTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a worker leaves in Redis, broken in one way after the other. */
final class StepIT {

    private static final String WORKER = "worker-7";

    private static final Duration LONG = Duration.ofMinutes(1);

    private static Surgery surgery;
    private static RedisCache cache;

    private Map<TableName, String> shapes;
    private String server;

    @BeforeAll
    static void start() throws SQLException {
        surgery = new Surgery();
        cache = RedisCache.connect(
                new RedisAddress(List.of(surgery.redis.uri()), Duration.ofSeconds(2)), new KeyLayout("lockstep", 2));
    }

    @BeforeEach
    void aWorkerThatIsInStep() throws SQLException {
        surgery.onRedis(redis -> redis.flushall());
        try (Connection connection = surgery.mysql.connect()) {
            shapes = Map.of(
                    HeroTable.NAME,
                    TableCatalog.load(connection, List.of(HeroTable.NAME))
                            .getFirst()
                            .fingerprint());
        }
        server = surgery.ask("SELECT @@server_uuid");
        cache.lead(WORKER, LONG).toCompletableFuture().join();
        open(0, 1, server, executed());
        fresh(0, 1, now());
    }

    @AfterAll
    static void stop() {
        cache.close();
        surgery.close();
    }

    @Test
    void inStep() {
        List<Finding> findings = Surgery.examine(surgery.environment("WORKER_IN_STEP", "10m"));

        assertThat(findings)
                .filteredOn(each -> each.severity().compareTo(Severity.INFO) > 0)
                .isEmpty();
        assertThat(findings)
                .filteredOn(each -> each.check().id().startsWith("step."))
                .allSatisfy(each -> assertThat(each.severity()).isEqualTo(Severity.OK));
        assertThat(Surgery.found(Check.STEP_ACTIVE, findings).found()).endsWith(WORKER);
    }

    @Test
    void nobodyIsActive() {
        cache.resign(WORKER).toCompletableFuture().join();

        warns(Check.STEP_ACTIVE, "no worker is active", "./lockstep worker");
    }

    @Test
    void behind() {
        surgery.onRedis(redis -> redis.hset("lockstep:{0}:watermark", "asOf", Long.toString(now() - 60_000)));

        warns(Check.STEP_LAG, "readers fill nothing", "/v1/status");
    }

    @Test
    void nothingProved() {
        surgery.onRedis(redis -> redis.hdel("lockstep:{0}:watermark", "asOf"));

        warns(Check.STEP_LAG, "nothing has been proved yet", "/v1/status");
    }

    @Test
    void ofAnotherServer() {
        reopen(0, 2, "00000000-0000-0000-0000-000000000007", executed());

        warns(Check.STEP_SERVER, "00000000-0000-0000-0000-000000000007", "DB_HOST");
    }

    @Test
    void whatComesAfterTheWatermarkIsPurged() throws SQLException {
        surgery.sql("INSERT INTO heroes.hero (name) VALUES ('x'); FLUSH BINARY LOGS");
        surgery.sql("PURGE BINARY LOGS TO '%s'".formatted(lastBinlog()));
        reopen(0, 1, server, "");

        warns(Check.STEP_OFFSET, "purged", "SET PERSIST binlog_expire_logs_seconds = 604800;");
    }

    @Test
    void anotherShape() throws SQLException {
        surgery.sql("ALTER TABLE heroes.hero ADD COLUMN doctored INT");
        try {
            warns(Check.STEP_SHAPES, "heroes.hero (other columns)", "restart the worker");
        } finally {
            surgery.sql("ALTER TABLE heroes.hero DROP COLUMN doctored");
        }
    }

    @Test
    void otherTables() throws SQLException {
        surgery.sql("CREATE TABLE heroes.villain (id INT PRIMARY KEY)");

        Finding finding = Surgery.found(Check.STEP_SHAPES, surgery.environment("DB_TABLE", "villain"));

        assertThat(finding.severity()).isEqualTo(Severity.WARN);
        assertThat(finding.found())
                .contains("heroes.hero (followed, but not in DB_TABLE)", "heroes.villain (not followed)");
        assertThat(finding.fix()).contains("the same DB_TABLE");
    }

    @Test
    void morePartitionsThanAreSet() {
        open(1, 1, server, executed());

        warns(Check.STEP_WATERMARK, "beyond CACHE_PARTITIONS=1", "redis-cli DEL 'lockstep:{1}:watermark'");
    }

    @Test
    void fewerPartitionsThanAreSet() {
        Finding finding = Surgery.found(Check.STEP_WATERMARK, surgery.environment("CACHE_PARTITIONS", "2"));

        assertThat(finding.severity()).isEqualTo(Severity.WARN);
        assertThat(finding.found()).startsWith("1 of 2 partitions");
        assertThat(finding.fix()).startsWith("start a worker");
    }

    @Test
    void differentEpochs() {
        open(1, 2, server, executed());

        Finding finding = Surgery.found(Check.STEP_EPOCH, surgery.environment("CACHE_PARTITIONS", "2"));

        assertThat(finding.severity()).isEqualTo(Severity.WARN);
        assertThat(finding.found()).contains("different epochs: 1, 2");
        assertThat(finding.fix()).startsWith("start a worker");
    }

    private static void warns(Check check, String found, String fix) {
        Finding finding = Surgery.found(check, surgery.environment());
        assertThat(finding.severity()).isEqualTo(Severity.WARN);
        assertThat(finding.found()).contains(found);
        assertThat(finding.fix()).contains(fix);
    }

    private void open(int partition, long epoch, String ofServer, String gtids) {
        surgery.onRedis(redis -> redis.del("lockstep:{%d}:watermark".formatted(partition)));
        String offset = "{\"file\":\"binlog.000001\",\"pos\":4,\"gtids\":\"%s\"}".formatted(gtids);
        Watermark watermark =
                new Watermark(new Progress(position(epoch), offset, gtids), ofServer, shapes, WORKER, null);
        assertThat(cache.open(partition, null, watermark).toCompletableFuture().join())
                .isTrue();
    }

    private void reopen(int partition, long epoch, String ofServer, String gtids) {
        open(partition, epoch, ofServer, gtids);
        fresh(partition, epoch, now());
    }

    private static void fresh(int partition, long epoch, long asOf) {
        assertThat(cache.fresh(partition, WORKER, position(epoch), asOf)
                        .toCompletableFuture()
                        .join())
                .isTrue();
    }

    private static Position position(long epoch) {
        return Position.before(epoch, new Coordinate(1, 4));
    }

    private static long now() {
        return cache.clock(0).toCompletableFuture().join();
    }

    private static String executed() {
        try {
            return surgery.ask("SELECT @@global.gtid_executed");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String lastBinlog() throws SQLException {
        boolean renamed = Version.parse(surgery.ask("SELECT VERSION()")).isAtLeast(8, 2, 0);
        return surgery.ask(renamed ? "SHOW BINARY LOG STATUS" : "SHOW MASTER STATUS");
    }
}
