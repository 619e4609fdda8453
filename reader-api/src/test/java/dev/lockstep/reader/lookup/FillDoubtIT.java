package dev.lockstep.reader.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.position.GtidSet;
import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.Reading;
import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.cache.table.TableSelection;
import dev.lockstep.reader.source.Database;
import dev.lockstep.reader.source.RowSource;
import dev.lockstep.reader.stage.CountingMeter;
import dev.lockstep.reader.stage.PlayedWorker;
import dev.lockstep.reader.stage.Stage;
import dev.lockstep.testbed.Eventually;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every doubt that keeps a row from being left in Redis; the test plays the worker. */
@ExtendWith(Stage.Extension.class)
final class FillDoubtIT {

    private static final String ADA = "{\"id\":1,\"name\":\"Ada\"}";
    private static final String NOBODYS_GTID = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee:1-3";

    private final HeroLookups heroes;
    private final CountingMeter meter;
    private final Database database;
    private final PlayedWorker worker;
    private final TableSchema hero;

    FillDoubtIT(Stage stage) throws SQLException {
        heroes = new HeroLookups(stage);
        meter = heroes.meter();
        database = heroes.database();
        worker = heroes.worker();
        hero = heroes.hero();
    }

    @AfterEach
    void close() {
        heroes.close();
    }

    @Test
    void whatCannotAllBeSeenIsNotFilled() throws SQLException {
        worker.open();
        worker.claim(worker.executed() + "," + NOBODYS_GTID);

        assertThat(heroes.find("1")).isEqualTo("BYPASS " + ADA);
        assertThat(meter.doubts()).containsExactly(Doubt.NOT_VISIBLE);
        assertThat(meter.fills()).isEmpty();
        // Nobody waits for it to be given back.
        Eventually.holds(
                Duration.ofSeconds(10),
                () -> assertThat(heroes.kind("1")).as("the lease").isEqualTo(Reading.Kind.NOTHING));
    }

    /** Redis has it, and this server's row may be older. */
    @Test
    void whoDemandsWhatCannotAllBeSeenIsNotAnswered() throws SQLException {
        worker.open();
        worker.claim(worker.executed() + "," + NOBODYS_GTID);
        Claim claim = new Claim.Transactions(GtidSet.parse(NOBODYS_GTID));

        assertThat(heroes.find("1", new Demand(Optional.empty(), Optional.of(claim), false)))
                .isEqualTo("UNAVAILABLE VISIBILITY");
        assertThat(meter.doubts()).containsExactly(Doubt.NOT_VISIBLE);
    }

    @Test
    void aSetThatTheServerCannotReadIsNotFilled() throws SQLException {
        worker.open();
        worker.claim("not a set");

        assertThat(heroes.find("1")).isEqualTo("BYPASS " + ADA);
        assertThat(meter.doubts()).containsExactly(Doubt.NOT_VISIBLE);
    }

    @Test
    void anEmptySetProvesNothing() throws SQLException {
        worker.open();
        worker.claim("");

        assertThat(heroes.find("1")).isEqualTo("BYPASS " + ADA);
        assertThat(meter.doubts()).containsExactly(Doubt.NOTHING_TO_CHECK);
    }

    @Test
    void aWatermarkOfAnotherServerIsNotFilledUnder() throws SQLException {
        worker.openAs("11111111-2222-3333-4444-555555555555", worker.executed());
        worker.fresh(Duration.ZERO);

        assertThat(heroes.find("1")).isEqualTo("BYPASS " + ADA);
        assertThat(meter.doubts()).containsExactly(Doubt.OTHER_SERVER);
        assertThat(meter.fills()).isEmpty();
    }

    @Test
    void withoutAWatermarkNothingIsFilled() throws SQLException {
        assertThat(heroes.find("1")).isEqualTo("BYPASS " + ADA);
        assertThat(meter.doubts()).containsExactly(Doubt.WORKER_BEHIND);
        assertThat(heroes.kind("1")).isEqualTo(Reading.Kind.NOTHING);
    }

    @Test
    void whereTheLagIsUnknownRowsAreReadButNotFilled() throws SQLException {
        worker.openAs("11111111-2222-3333-4444-555555555555", worker.executed());
        Position update = worker.change("INSERT INTO %s VALUES (2, 'Bob')".formatted(hero.name()));
        worker.apply(heroes.put(update, 2, "Bob"));

        assertThat(heroes.find("1")).isEqualTo("BYPASS " + ADA);
        assertThat(meter.doubts()).containsExactly(Doubt.WORKER_BEHIND);
        assertThat(heroes.kind("1")).isEqualTo(Reading.Kind.NOTHING);
        assertThat(heroes.find("2")).isEqualTo("HIT {\"id\":2,\"name\":\"Bob\"}");
        assertThat(((Answer.Known) meter.answers().getLast()).proof().staleness())
                .isEmpty();
    }

    @Test
    void whereTheWorkerIsFarBehindNothingIsFilled() throws SQLException {
        worker.openAs("11111111-2222-3333-4444-555555555555", worker.executed());
        worker.fresh(HeroLookups.MOST_LAG.plusSeconds(60));

        assertThat(heroes.find("1")).isEqualTo("BYPASS " + ADA);
        assertThat(meter.doubts()).containsExactly(Doubt.WORKER_BEHIND);
        assertThat(heroes.kind("1")).isEqualTo(Reading.Kind.NOTHING);
    }

    @Test
    void aRowIsFilledInTheShapeThatItsTableHasNow() throws SQLException {
        String powerful = "{\"id\":1,\"name\":\"Ada\",\"power\":5}";
        List<TableSchema> told = new ArrayList<>();
        RowSource rows = database.rows(TableSelection.of(List.of(hero.name().toString()), ""), told::add);
        worker.open();
        assertThat(heroes.find(rows, "1")).isEqualTo("MISS " + ADA);

        worker.change("ALTER TABLE %s ADD COLUMN power INT DEFAULT 5".formatted(hero.name()));
        worker.reshaped(hero.name());
        assertThat(heroes.find(rows, "1")).isEqualTo("BYPASS " + powerful);
        worker.reopen();
        assertThat(heroes.find(rows, "1")).isEqualTo("BYPASS " + powerful);
        assertThat(meter.doubts()).containsExactly(Doubt.OTHER_SHAPE, Doubt.OTHER_SHAPE);

        TableSchema now = heroes.table(hero.name());
        assertThat(told).containsOnly(now);
        assertThat(heroes.find(now, "1")).isEqualTo("MISS " + powerful);
        assertThat(heroes.find(now, "1")).isEqualTo("HIT " + powerful);
    }

    @Test
    void aTableWithAnotherKeyIsNotReadByTheOldOne() throws SQLException {
        worker.open();
        worker.change("ALTER TABLE %s DROP PRIMARY KEY, ADD PRIMARY KEY (name)".formatted(hero.name()));
        worker.reshaped(hero.name());
        worker.reopen();

        assertThat(heroes.find("1")).isEqualTo("UNAVAILABLE DATABASE");
        assertThat(heroes.find(heroes.table(hero.name()), "Ada")).isEqualTo("MISS " + ADA);
    }
}
