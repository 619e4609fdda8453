package dev.lockstep.testbed.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.document.Document;
import dev.lockstep.cache.redis.KeyLayout;
import dev.lockstep.cache.redis.RedisAddress;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.testbed.Eventually;
import dev.lockstep.testbed.app.HeroTable;
import dev.lockstep.testbed.server.MySqlServer;
import dev.lockstep.testbed.server.RedisServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The comparison and the probe, against a Redis that the test writes as a worker would. */
final class MeasureIT {

    private static final int HEROES = 12;
    private static final Duration SOON = Duration.ofSeconds(30);

    private static MySqlServer mysql;
    private static RedisServer redis;

    private Connection connection;
    private RedisCache cache;
    private TableRows table;
    private CacheWriter writer;

    @BeforeAll
    static void startServers() {
        mysql = MySqlServer.start();
        redis = RedisServer.start();
    }

    @AfterAll
    static void stopServers() {
        redis.close();
        mysql.close();
    }

    @BeforeEach
    void createHeroes() throws SQLException {
        connection = mysql.connect();
        execute("DROP DATABASE IF EXISTS heroes");
        HeroTable.create(connection, HEROES);
        cache = RedisCache.connect(
                new RedisAddress(List.of(redis.uri()), Duration.ofSeconds(5)),
                new KeyLayout("measure-" + System.nanoTime(), 1));
        table = TableRows.of(connection, HeroTable.NAME);
        writer = new CacheWriter(cache);
    }

    @AfterEach
    void disconnect() throws SQLException {
        cache.close();
        connection.close();
    }

    @Test
    void whatIsCachedAndEqualHolds() throws SQLException {
        cacheAll();
        writer.remove(key(99));
        Comparison comparison = compare();
        assertThat(comparison).isEqualTo(new Comparison(HEROES, HEROES, 0, 1, List.of()));
        assertThat(comparison.holds()).isTrue();
    }

    @Test
    void whatIsNotCachedIsNoDifference() throws SQLException {
        Map<RowKey, Document> rows = table.read(connection);
        writer.put(key(1), row(rows, 1));
        writer.put(key(2), row(rows, 2));
        writer.invalidate(key(2));
        assertThat(compare()).isEqualTo(new Comparison(HEROES, 1, HEROES - 1, 0, List.of()));
    }

    @Test
    void anEmptyCacheProvesNothing() throws SQLException {
        assertThat(compare()).isEqualTo(new Comparison(HEROES, 0, HEROES, 0, List.of()));
        assertThat(compare().holds()).isFalse();
    }

    @Test
    void aMissedUpdateIsFound() throws SQLException {
        cacheAll();
        execute("UPDATE heroes.hero SET power = 'späte Einsicht' WHERE id = 3");
        Comparison comparison = compare();
        assertThat(comparison.holds()).isFalse();
        assertThat(comparison.equal()).isEqualTo(HEROES - 1);
        assertThat(comparison.differences()).singleElement().satisfies(difference -> {
            assertThat(difference).isInstanceOf(Difference.OtherContents.class);
            assertThat(difference.key()).isEqualTo(key(3));
            assertThat(difference).asString().contains("späte Einsicht");
        });
    }

    @Test
    void aMissedDeleteIsFound() throws SQLException {
        cacheAll();
        execute("DELETE FROM heroes.hero WHERE id = 4");
        assertThat(compare().differences()).singleElement().satisfies(difference -> {
            assertThat(difference).isInstanceOf(Difference.SaidToBePresent.class);
            assertThat(difference.key()).isEqualTo(key(4));
        });
    }

    @Test
    void aMissedInsertAfterADeleteIsFound() throws SQLException {
        cacheAll();
        writer.remove(key(5));
        assertThat(compare().differences()).singleElement().satisfies(difference -> {
            assertThat(difference).isInstanceOf(Difference.SaidToBeAbsent.class);
            assertThat(difference.key()).isEqualTo(key(5));
        });
    }

    @Test
    void theProbeMeasuresWhatBecomesVisible() throws SQLException {
        try (VisibilityProbe probe = VisibilityProbe.start(connection, cache, table, HeroTable.PROBE)) {
            try (Connection own = mysql.connect()) {
                Eventually.holds(SOON, () -> {
                    cacheProbe(own);
                    assertThat(probe.total().getTotalCount()).isGreaterThanOrEqualTo(5);
                });
            }
            assertThat(probe.failure()).isEmpty();
            assertThat(probe.notSeen()).isZero();
            assertThat(probe.total().getMaxValue()).isPositive();
        }
    }

    @Test
    void whoeverDoesNotCatchUpIsFound() throws SQLException {
        try (VisibilityProbe probe = VisibilityProbe.start(connection, cache, table, HeroTable.PROBE)) {
            assertThat(probe.caughtUp(Duration.ofMillis(200))).isFalse();
            assertThat(probe.total().getTotalCount()).isZero();
        }
    }

    private Comparison compare() throws SQLException {
        return Comparison.of(table, connection, cache, redis.uri());
    }

    private void cacheAll() throws SQLException {
        table.read(connection).forEach(writer::put);
    }

    private void cacheProbe(Connection own) throws SQLException {
        writer.put(key(HeroTable.PROBE), row(table.read(own), HeroTable.PROBE));
    }

    private RowKey key(long id) {
        return RowKey.of(table.schema(), List.of(id));
    }

    private Document row(Map<RowKey, Document> rows, long id) {
        return Optional.ofNullable(rows.get(key(id))).orElseThrow();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
