package dev.lockstep.testbed.cli;

import dev.lockstep.cache.redis.KeyLayout;
import dev.lockstep.cache.redis.RedisAddress;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.testbed.app.HeroTable;
import dev.lockstep.testbed.app.ReadCounts;
import dev.lockstep.testbed.app.ReadingApp;
import dev.lockstep.testbed.app.ReadingOptions;
import dev.lockstep.testbed.app.RentalSchema;
import dev.lockstep.testbed.app.WriteCounts;
import dev.lockstep.testbed.app.WritingApp;
import dev.lockstep.testbed.app.WritingOptions;
import dev.lockstep.testbed.measure.Comparison;
import dev.lockstep.testbed.measure.TableRows;
import dev.lockstep.testbed.measure.VisibilityProbe;
import dev.lockstep.testbed.server.MySqlServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the demo does to a Lockstep, and what it sees of it from outside. */
final class Load implements AutoCloseable {

    private static final int LARGEST_ID = 2 * Deployment.HEROES;
    private static final int WRITERS = 2;
    private static final int READERS = 2;
    private static final int READS_PER_SECOND = 200;
    private static final long SEED = 42;

    /** The services' defaults. */
    private static final KeyLayout LAYOUT = new KeyLayout("lockstep", 1);

    private static final Duration REDIS_PATIENCE = Duration.ofSeconds(5);
    private static final Duration CATCH_UP = Duration.ofSeconds(20);

    private final Deployment deployment;
    private final Closers closers;
    private final Connection connection;
    private final RedisCache cache;
    private final List<TableRows> tables = new ArrayList<>();
    private final WritingApp writing;
    private final ReadingApp reading;
    private final VisibilityProbe probe;

    private Load(Deployment deployment, Closers closers, int writesPerSecond) throws SQLException {
        this.deployment = deployment;
        this.closers = closers;
        MySqlServer mysql = deployment.mysql();
        connection = closers.add(TableRows.connect(mysql));
        cache = closers.add(
                RedisCache.connect(new RedisAddress(List.of(deployment.redis().uri()), REDIS_PATIENCE), LAYOUT));
        TableRows heroes = TableRows.of(connection, HeroTable.NAME);
        tables.add(heroes);
        if (deployment.rental()) {
            for (TableName name : RentalSchema.tables(connection)) {
                tables.add(TableRows.of(connection, name));
            }
        }
        reading = closers.add(ReadingApp.start(new ReadingOptions(
                deployment.reader().http(), SEED, READERS, READS_PER_SECOND, LARGEST_ID, deployment.rental())));
        probe = closers.add(VisibilityProbe.start(connection, cache, heroes, HeroTable.PROBE));
        writing = closers.add(WritingApp.start(new WritingOptions(
                mysql.jdbcUrl(),
                mysql.user(),
                mysql.password(),
                SEED,
                WRITERS,
                writesPerSecond,
                LARGEST_ID,
                deployment.rental())));
    }

    static Load start(Deployment deployment, int writesPerSecond) throws SQLException, Closers.UncleanEndException {
        Closers closers = new Closers();
        try {
            return new Load(deployment, closers, writesPerSecond);
        } catch (SQLException | RuntimeException e) {
            closers.close();
            throw e;
        }
    }

    WriteCounts writes() {
        return writing.counts();
    }

    ReadCounts reads() {
        return reading.counts();
    }

    VisibilityProbe probe() {
        return probe;
    }

    /** Why something of it has given up; empty while all of it goes on. */
    Optional<SQLException> failure() {
        return writing.failure().or(probe::failure);
    }

    /** Ends writing and reading; what was measured stays. */
    void calm() {
        writing.close();
        reading.close();
        probe.close();
    }

    /** Whether everything that was written is in Redis, after a while at most. */
    boolean caughtUp() throws SQLException {
        return probe.caughtUp(CATCH_UP);
    }

    /** To be asked for when all is calm. */
    Comparison compare() throws SQLException {
        Comparison all = new Comparison(0, 0, 0, 0, List.of());
        for (TableRows each : tables) {
            all = all.plus(
                    Comparison.of(each, connection, cache, deployment.redis().uri()));
        }
        return all;
    }

    @Override
    public void close() throws Closers.UncleanEndException {
        closers.close();
    }
}
