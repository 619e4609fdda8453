package dev.lockstep.endtoend.contract;

import static dev.lockstep.endtoend.contract.Heroes.key;
import static dev.lockstep.endtoend.contract.Heroes.put;
import static dev.lockstep.endtoend.contract.Moments.change;
import static dev.lockstep.endtoend.contract.Moments.start;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.ApplyOutcome.Applied;
import dev.lockstep.cache.redis.LeaseOutcome.Granted;
import dev.lockstep.cache.redis.Mutation;
import dev.lockstep.cache.table.RowKey;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of a row that was read under a lease. */
@ExtendWith(OnRedis.class)
final class FillIT {

    private static final RowKey ANN = key("ann");

    @Test
    void aFilledRowSaysFromWhenItIs(Scratch scratch) {
        scratch.openAt(5);
        assertThat(scratch.fill(ANN, scratch.granted(ANN), 9, "a")).isTrue();
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.row("a"));
        assertThat(scratch.read(ANN).position()).isEqualTo(change(5));
        assertThat(scratch.read(ANN).commitMillis()).isZero();
        assertThat(scratch.stored(ANN))
                .isEqualTo("P" + change(5).text() + start(9).text() + "0".repeat(13) + Heroes.document("a"));
    }

    @Test
    void aRowThatIsNotThereIsRemembered(Scratch scratch) {
        scratch.openAt(5);
        assertThat(scratch.fillAbsent(ANN, scratch.granted(ANN), 9)).isTrue();
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.ABSENT);
        assertThat(scratch.read(ANN).position()).isEqualTo(change(5));
    }

    @Test
    void aFillIsStoredOnce(Scratch scratch) {
        scratch.openAt(5);
        Granted lease = scratch.granted(ANN);
        assertThat(scratch.fill(ANN, lease, 9, "first")).isTrue();
        assertThat(scratch.fill(ANN, lease, 9, "second")).isFalse();
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.row("first"));
    }

    @Test
    void aLeaseIsForOneRow(Scratch scratch) {
        scratch.openAt(5);
        assertThat(scratch.fill(key("bob"), scratch.granted(ANN), 9, "b")).isFalse();
        assertThat(scratch.stored(key("bob"))).isNull();
    }

    @Test
    void anothersTokenDoesNotFill(Scratch scratch) {
        scratch.openAt(5);
        Granted lease = scratch.granted(ANN);
        Granted forged = new Granted("forged", lease.watermark(), lease.gtids(), lease.server(), Optional.empty());
        assertThat(scratch.fill(ANN, forged, 9, "x")).isFalse();
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.LEASED);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aChangeInBetweenTakesTheLeaseAwayAndTheFillIsRefused(
            BiFunction<RowKey, Integer, Mutation> change, Scratch scratch) {
        scratch.openAt(5);
        Granted lease = scratch.granted(ANN);
        assertThat(scratch.apply(6, change.apply(ANN, 6))).isEqualTo(new Applied(1, 0, 0));
        Seen changed = scratch.seen(ANN);
        assertThat(changed).isNotEqualTo(Seen.LEASED);

        assertThat(scratch.fill(ANN, lease, 6, "read before the change")).isFalse();
        assertThat(scratch.seen(ANN)).isEqualTo(changed);
    }

    @Test
    void aReplayedChangeTakesTheLeaseAwayToo(Scratch scratch) {
        scratch.openAt(5);
        Granted lease = scratch.granted(ANN);
        scratch.apply(5, put(ANN, 3, "replayed"));
        assertThat(scratch.fill(ANN, lease, 6, "read")).isFalse();
    }

    @Test
    void aChangeOfAnotherRowDoesNot(Scratch scratch) {
        scratch.openAt(5);
        Granted lease = scratch.granted(ANN);
        scratch.apply(6, put(key("bob"), 6, "b"));
        assertThat(scratch.fill(ANN, lease, 7, "a")).isTrue();
        assertThat(scratch.read(ANN).position()).isEqualTo(change(5));
    }

    @Test
    void aFlushInBetweenRefusesTheFill(Scratch scratch) {
        scratch.openAt(5);
        Granted lease = scratch.granted(ANN);
        scratch.flush();
        assertThat(scratch.fill(ANN, lease, 6, "read before the flush")).isFalse();
        assertThat(scratch.redis().dbsize()).isZero();
    }

    @Test
    void aLeaseOfALaterTimeRefusesTheFillOfAnEarlier(Scratch scratch) {
        scratch.openAt(5);
        Granted lease = scratch.granted(ANN);
        scratch.flush();
        scratch.openAt(6);
        assertThat(scratch.lease(ANN, "another")).isInstanceOf(Granted.class);
        assertThat(scratch.fill(ANN, lease, 6, "read before the flush")).isFalse();
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.LEASED);
    }

    @Test
    void aFillBehindAFenceRaisedInBetweenDoesNotCount(Scratch scratch) {
        scratch.openAt(5);
        Granted lease = scratch.granted(ANN);
        Position epoch = Position.startOf(Moments.EPOCH + 1);
        assertThat(scratch.open(change(5), 5, epoch)).isTrue();
        scratch.fill(ANN, lease, 6, "of the old epoch");
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.NOTHING);
    }

    private static Stream<BiFunction<RowKey, Integer, Mutation>> changes() {
        return Stream.of((key, at) -> put(key, at, "changed"), Heroes::remove, Heroes::invalidate);
    }
}
