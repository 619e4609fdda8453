package dev.lockstep.reader.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.ApplyOutcome;
import dev.lockstep.cache.redis.Mutation;
import dev.lockstep.cache.redis.Reading;
import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.reader.lookup.LookupMeter.FillOutcome;
import dev.lockstep.reader.source.RowSource;
import dev.lockstep.reader.stage.CountingMeter;
import dev.lockstep.reader.stage.PlayedWorker;
import dev.lockstep.reader.stage.Stage;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What comes between a lease and its fill, or right behind it; the test plays the worker. */
@ExtendWith(Stage.Extension.class)
final class FillRaceIT {

    private static final String ADA = "{\"id\":1,\"name\":\"Ada\"}";

    private final HeroLookups heroes;
    private final CountingMeter meter;
    private final PlayedWorker worker;
    private final TableSchema hero;
    private final RowSource rows;

    FillRaceIT(Stage stage) throws SQLException {
        heroes = new HeroLookups(stage);
        meter = heroes.meter();
        worker = heroes.worker();
        hero = heroes.hero();
        rows = heroes.rows();
    }

    @AfterEach
    void close() {
        heroes.close();
    }

    @Test
    void aFilledRowThatMayHoldAComingChangeSettles() throws SQLException {
        worker.open();
        Position update = worker.change("UPDATE %s SET name = 'Grace'".formatted(hero.name()));
        assertThat(heroes.find("1")).isEqualTo("MISS {\"id\":1,\"name\":\"Grace\"}");

        assertThat(worker.apply(heroes.put(update, 1, "Grace"))).isEqualTo(new ApplyOutcome.Applied(0, 0, 1));

        assertThat(heroes.find("1")).isEqualTo("BYPASS {\"id\":1,\"name\":\"Grace\"}");
        assertThat(meter.doubts()).containsExactly(Doubt.UNFIT);
        assertThat(heroes.kind("1")).isEqualTo(Reading.Kind.SETTLING);

        worker.catchUp();
        assertThat(heroes.find("1")).isEqualTo("MISS {\"id\":1,\"name\":\"Grace\"}");
        assertThat(heroes.find("1")).isEqualTo("HIT {\"id\":1,\"name\":\"Grace\"}");
    }

    @Test
    void aChangeAppliedBetweenLeaseAndFillRefusesTheFill() throws SQLException {
        worker.open();
        RowSource held = new HeldUp(rows, () -> {
            Position update = worker.change("UPDATE %s SET name = 'Grace'".formatted(hero.name()));
            worker.apply(heroes.put(update, 1, "Grace"));
        });

        assertThat(heroes.find(held, "1")).isEqualTo("MISS " + ADA);
        assertThat(meter.fills()).containsExactly(FillOutcome.REFUSED);
        assertThat(heroes.find("1")).isEqualTo("HIT {\"id\":1,\"name\":\"Grace\"}");
    }

    @Test
    void anInvalidationBetweenLeaseAndFillRefusesTheFill() throws SQLException {
        worker.open();
        RowSource held = new HeldUp(rows, () -> {
            Position update = worker.change("UPDATE %s SET name = 'Grace'".formatted(hero.name()));
            worker.apply(new Mutation.Invalidate(heroes.request("1").key(), update));
        });

        assertThat(heroes.find(held, "1")).isEqualTo("MISS " + ADA);
        assertThat(meter.fills()).containsExactly(FillOutcome.REFUSED);
        assertThat(heroes.find("1")).isEqualTo("MISS {\"id\":1,\"name\":\"Grace\"}");
    }

    @Test
    void aFillBehindAFenceDoesNotCount() throws SQLException {
        worker.open();
        RowSource held = new HeldUp(rows, () -> {
            worker.change("TRUNCATE TABLE " + hero.name());
            worker.fence(hero.name());
        });

        assertThat(heroes.find(held, "1")).isEqualTo("MISS " + ADA);
        assertThat(heroes.find("1")).isEqualTo("MISS none");
        assertThat(heroes.find("1")).isEqualTo("NEGATIVE none");
    }

    @Test
    void anEntryBehindAFenceIsAMiss() throws SQLException {
        worker.open();
        assertThat(heroes.find("1")).isEqualTo("MISS " + ADA);
        worker.change("INSERT INTO %s VALUES (2, 'Bob')".formatted(hero.name()));
        worker.fence(hero.name());

        assertThat(heroes.find("1")).isEqualTo("MISS " + ADA);
        assertThat(heroes.find("1")).isEqualTo("HIT " + ADA);
    }

    @Test
    void aRowFilledInAShapeThatHasJustPassedDoesNotCount() throws SQLException {
        worker.open();
        RowSource held = new HeldUp(rows, () -> {
            worker.change("ALTER TABLE %s DROP COLUMN name".formatted(hero.name()));
            worker.reshaped(hero.name());
            worker.reopen();
        });

        assertThat(heroes.find(held, "1")).isEqualTo("MISS " + ADA);
        assertThat(heroes.find(heroes.table(hero.name()), "1")).isEqualTo("MISS {\"id\":1}");
    }
}
