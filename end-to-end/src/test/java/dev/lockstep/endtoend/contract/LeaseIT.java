package dev.lockstep.endtoend.contract;

import static dev.lockstep.endtoend.contract.Heroes.key;
import static dev.lockstep.endtoend.contract.Heroes.put;
import static dev.lockstep.endtoend.contract.Heroes.remove;
import static dev.lockstep.endtoend.contract.Moments.change;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.redis.LeaseOutcome;
import dev.lockstep.cache.redis.LeaseOutcome.Found;
import dev.lockstep.cache.redis.LeaseOutcome.Granted;
import dev.lockstep.cache.redis.LeaseOutcome.Taken;
import dev.lockstep.cache.redis.LeaseOutcome.Unfit;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.testbed.Eventually;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may fill an entry. */
@ExtendWith(OnRedis.class)
final class LeaseIT {

    private static final RowKey ANN = key("ann");
    /** An age is never said to be less than it is. */
    private static final long ROUNDED_UP = 1;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Test
    void aMissIsGrantedWithWhatTheReadMustShow(Scratch scratch) {
        scratch.openAt(5);
        assertThat(scratch.lease(ANN, "mine"))
                .isEqualTo(new Granted("mine", change(5), "aaaa:1-5", Scratch.SERVER, Optional.empty()));
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.LEASED);
        assertThat(scratch.stored(ANN)).isEqualTo("Lmine");
    }

    @Test
    void nobodyIsGrantedAnythingWithoutAWatermark(Scratch scratch) {
        assertThat(scratch.lease(ANN, "mine")).isEqualTo(new Unfit());
        assertThat(scratch.redis().dbsize()).isZero();
    }

    @Test
    void theSecondIsToldThatItIsTaken(Scratch scratch) {
        scratch.openAt(5);
        scratch.granted(ANN);
        assertThat(scratch.lease(ANN, "second")).isEqualTo(new Taken());
        assertThat(scratch.lease(key("bob"), "second")).isInstanceOf(Granted.class);
    }

    @Test
    void whatIsThereIsAnsweredInsteadOfALease(Scratch scratch) {
        scratch.openAt(5);
        scratch.apply(6, put(ANN, 6, "a"), remove(key("bob"), 6));
        assertThat(found(scratch.lease(ANN, "t"))).isEqualTo(Seen.row("a"));
        assertThat(found(scratch.lease(key("bob"), "t"))).isEqualTo(Seen.ABSENT);
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.row("a"));
    }

    @Test
    void anExpiredLeaseIsAMissAndMayBeTakenAgain(Scratch scratch) {
        scratch.openAt(5);
        Granted late = (Granted) scratch.lease(ANN, "late", Duration.ofMillis(1));
        Eventually.holds(PATIENCE, () -> assertThat(scratch.seen(ANN)).isEqualTo(Seen.NOTHING));

        Granted next = (Granted) scratch.lease(ANN, "next");
        assertThat(scratch.fill(ANN, late, 6, "late")).isFalse();
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.LEASED);
        assertThat(scratch.fill(ANN, next, 6, "next")).isTrue();
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.row("next"));
    }

    @Test
    void anExpiredLeaseCannotBeUsed(Scratch scratch) {
        scratch.openAt(5);
        Granted late = (Granted) scratch.lease(ANN, "late", Duration.ofMillis(1));
        Eventually.holds(PATIENCE, () -> assertThat(scratch.seen(ANN)).isEqualTo(Seen.NOTHING));
        assertThat(scratch.fill(ANN, late, 6, "late")).isFalse();
        assertThat(scratch.stored(ANN)).isNull();
    }

    @Test
    void aLeaseEndsByItself(Scratch scratch) {
        scratch.openAt(5);
        scratch.lease(ANN, "t", Duration.ofMinutes(5));
        assertThat(scratch.timeToLive(ANN)).isPositive().isLessThanOrEqualTo(300_000);
    }

    @Test
    void aLeaseSaysHowOldTheCacheIs(Scratch scratch) {
        scratch.openAt(5);
        long before = scratch.clock();
        assertThat(scratch.fresh(change(5), before - 60_000)).isTrue();
        Duration age = scratch.granted(ANN).age().orElseThrow();
        assertThat(age.toMillis()).isBetween(60_000L, 60_000L + scratch.clock() - before + ROUNDED_UP);
    }

    private static Seen found(LeaseOutcome outcome) {
        assertThat(outcome).isInstanceOf(Found.class);
        return Seen.of(((Found) outcome).reading());
    }

    @Test
    void aLeaseThatIsGivenBackCanBeHadAtOnce(Scratch scratch) {
        scratch.openAt(5);
        Granted lease = scratch.granted(ANN);
        assertThat(Scratch.answer(scratch.cache().release(ANN, lease))).isTrue();
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.NOTHING);
        assertThat(scratch.lease(ANN, "next")).isInstanceOf(Granted.class);
    }

    @Test
    void whoHasNoLeaseGivesNothingBack(Scratch scratch) {
        scratch.openAt(5);
        Granted lease = scratch.granted(ANN);
        scratch.apply(6, Heroes.put(ANN, 6, "changed"));
        assertThat(Scratch.answer(scratch.cache().release(ANN, lease))).isFalse();
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.row("changed"));
    }

    @Test
    void aRowThatMayBeFurtherThanTheFenceOfItsTableIsNotLeased(Scratch scratch) {
        scratch.openAt(5);
        scratch.fill(ANN, scratch.granted(ANN), 9, "perhaps of after the fence");
        scratch.apply(change(5), 7, Map.of(Heroes.TABLE, change(7)));
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.NOTHING);
        assertThat(scratch.lease(ANN, "too early")).isEqualTo(new Unfit());
        scratch.apply(9);
        assertThat(scratch.lease(ANN, "mine")).isInstanceOf(Granted.class);
    }
}
