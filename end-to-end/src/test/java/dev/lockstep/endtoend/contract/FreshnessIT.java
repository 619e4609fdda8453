package dev.lockstep.endtoend.contract;

import static dev.lockstep.endtoend.contract.Heroes.key;
import static dev.lockstep.endtoend.contract.Heroes.put;
import static dev.lockstep.endtoend.contract.Moments.change;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.table.RowKey;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How old an answer may be. */
@ExtendWith(OnRedis.class)
final class FreshnessIT {

    /** An age is never said to be less than it is. */
    private static final long ROUNDED_UP = 1;

    private static final RowKey ANN = key("ann");
    private static final long MINUTE = 60_000;

    @Test
    void theAgeIsUnknownUntilSomebodyHasSaidIt(Scratch scratch) {
        assertThat(scratch.read(ANN).age()).isEmpty();
        scratch.openAt(1);
        assertThat(scratch.read(ANN).age()).isEmpty();
        assertThat(scratch.granted(ANN).age()).isEmpty();
    }

    @Test
    void theAgeIsTakenOnTheClockOfRedis(Scratch scratch) {
        scratch.openAt(1);
        scratch.apply(2, put(ANN, 2, "a"));
        long before = scratch.clock();
        assertThat(scratch.fresh(change(2), before - MINUTE)).isTrue();
        long age = age(scratch, ANN);
        assertThat(age).isBetween(MINUTE, MINUTE + scratch.clock() - before + ROUNDED_UP);
        assertThat(age(scratch, key("not there"))).isGreaterThanOrEqualTo(age);
    }

    @Test
    void theClockIsTheOneOfTheServer(Scratch scratch) {
        long before = millis(scratch);
        long clock = scratch.clock();
        assertThat(clock).isBetween(before, millis(scratch));
    }

    @Test
    void nothingIsFreshBeforeItIsReached(Scratch scratch) {
        scratch.openAt(1);
        assertThat(scratch.fresh(change(2), scratch.clock())).isFalse();
        assertThat(scratch.read(ANN).age()).isEmpty();

        scratch.apply(2);
        assertThat(scratch.fresh(change(2), scratch.clock())).isTrue();
        assertThat(scratch.fresh(change(1), scratch.clock())).isTrue();
        assertThat(scratch.read(ANN).age()).isPresent();
    }

    @Test
    void nothingIsFreshWithoutAWatermark(Scratch scratch) {
        assertThat(scratch.fresh(change(1), scratch.clock())).isFalse();
        assertThat(scratch.redis().dbsize()).isZero();
    }

    @Test
    void whatWasFreshDoesNotGetOlderByAnOlderMoment(Scratch scratch) {
        scratch.openAt(1);
        long now = scratch.clock();
        assertThat(scratch.fresh(change(1), now - MINUTE)).isTrue();
        assertThat(scratch.fresh(change(1), now - 60 * MINUTE)).isTrue();
        assertThat(age(scratch, ANN)).isBetween(MINUTE, 59 * MINUTE);
        assertThat(scratch.fresh(change(1), now)).isTrue();
        assertThat(age(scratch, ANN)).isLessThan(MINUTE);
    }

    @Test
    void whatWasProvedBeforeTheClockWasSetBackProvesNothing(Scratch scratch) {
        scratch.openAt(1);
        scratch.fresh(change(1), scratch.clock() + MINUTE);
        assertThat(scratch.read(ANN).age()).isEmpty();
        assertThat(scratch.granted(ANN).age()).isEmpty();

        assertThat(scratch.fresh(change(1), scratch.clock())).isTrue();
        assertThat(scratch.read(ANN).age()).isPresent();
    }

    @Test
    void theOldestAgeThatCanBeSaidIsSaid(Scratch scratch) {
        scratch.openAt(1);
        scratch.fresh(change(1), 1);
        assertThat(age(scratch, ANN)).isGreaterThan(Duration.ofDays(365).toMillis());
    }

    private static long age(Scratch scratch, RowKey key) {
        return scratch.read(key).age().orElseThrow().toMillis();
    }

    private static long millis(Scratch scratch) {
        var time = scratch.redis().time();
        return Long.parseLong(time.get(0)) * 1_000 + Long.parseLong(time.get(1)) / 1_000;
    }
}
