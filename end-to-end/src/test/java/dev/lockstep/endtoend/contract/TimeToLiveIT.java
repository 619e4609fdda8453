package dev.lockstep.endtoend.contract;

import static dev.lockstep.endtoend.contract.Heroes.key;
import static dev.lockstep.endtoend.contract.Heroes.put;
import static dev.lockstep.endtoend.contract.Heroes.remove;
import static dev.lockstep.endtoend.contract.Moments.change;
import static dev.lockstep.endtoend.contract.Moments.progress;
import static dev.lockstep.endtoend.contract.Moments.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lockstep.cache.redis.Batch;
import dev.lockstep.cache.redis.Filling;
import dev.lockstep.cache.redis.Mutation;
import dev.lockstep.cache.table.RowKey;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How long entries stay. */
@ExtendWith(OnRedis.class)
final class TimeToLiveIT {

    private static final RowKey ANN = key("ann");
    private static final RowKey BOB = key("bob");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final long FOR_EVER = -1;

    @Test
    void whatAnApplyWritesHasTheTimeItWasGiven(Scratch scratch) {
        scratch.openAt(1);
        apply(scratch, HOUR, put(ANN, 2, "a"), remove(BOB, 2));
        assertThat(scratch.timeToLive(ANN)).isPositive().isLessThanOrEqualTo(HOUR.toMillis());
        assertThat(scratch.timeToLive(BOB)).isPositive().isLessThanOrEqualTo(HOUR.toMillis());
    }

    @Test
    void whatAFillStoresHasTheTimeItWasGiven(Scratch scratch) {
        scratch.openAt(1);
        fill(scratch, ANN, HOUR);
        assertThat(scratch.timeToLive(ANN)).isPositive().isLessThanOrEqualTo(HOUR.toMillis());
    }

    @Test
    void whatIsWrittenTogetherDoesNotEndTogether(Scratch scratch) {
        scratch.openAt(1);
        Set<Long> minutes = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            RowKey key = key("filled" + i);
            fill(scratch, key, DAY);
            assertThat(scratch.timeToLive(key)).isBetween(DAY.toMillis() * 9 / 10 - HOUR.toMillis(), DAY.toMillis());
            minutes.add(Duration.ofMillis(scratch.timeToLive(key)).toMinutes());
        }
        assertThat(minutes).hasSizeGreaterThan(5);
    }

    @Test
    void zeroIsForEver(Scratch scratch) {
        scratch.openAt(1);
        apply(scratch, Duration.ZERO, put(ANN, 2, "a"));
        fill(scratch, BOB, Duration.ZERO);
        assertThat(scratch.timeToLive(ANN)).isEqualTo(FOR_EVER);
        assertThat(scratch.timeToLive(BOB)).isEqualTo(FOR_EVER);
    }

    @Test
    void aSettlingEntryEndsToo(Scratch scratch) {
        scratch.openAt(1);
        fill(scratch, ANN, Duration.ZERO);
        apply(scratch, HOUR, put(ANN, 2, "a"));
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.SETTLING);
        assertThat(scratch.timeToLive(ANN)).isPositive().isLessThanOrEqualTo(HOUR.toMillis());
    }

    @Test
    void aChangeStartsTheTimeAgainAndASkippedOneDoesNot(Scratch scratch) {
        scratch.openAt(1);
        apply(scratch, HOUR, put(ANN, 2, "a"));
        apply(scratch, DAY, put(ANN, 2, "again"));
        assertThat(scratch.timeToLive(ANN)).isLessThanOrEqualTo(HOUR.toMillis());
        apply(scratch, DAY, put(ANN, 3, "b"));
        assertThat(scratch.timeToLive(ANN)).isGreaterThan(HOUR.toMillis());
        apply(scratch, Duration.ZERO, put(ANN, 4, "c"));
        assertThat(scratch.timeToLive(ANN)).isEqualTo(FOR_EVER);
    }

    @Test
    void aTimeTooShortForRedisIsNotForEver(Scratch scratch) {
        scratch.openAt(1);
        apply(scratch, Duration.ofNanos(1), put(ANN, 2, "a"));
        assertThat(scratch.timeToLive(ANN)).isNotEqualTo(FOR_EVER);
    }

    @Test
    void aNegativeTimeIsRefusedBeforeAnythingIsSent(Scratch scratch) {
        scratch.openAt(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> apply(scratch, Duration.ofMillis(-1), put(ANN, 2, "a")))
                .withMessage("a time of PT-0.001S (expected: 0 or more)");
        assertThat(scratch.watermark().orElseThrow().progress()).isEqualTo(progress(1));
    }

    private static void apply(Scratch scratch, Duration timeToLive, Mutation... mutations) {
        Batch batch = new Batch(
                0, scratch.watermark().orElseThrow().progress().position(), List.of(mutations), Map.of(), progress(9));
        Scratch.answer(scratch.cache().apply(batch, Scratch.WORKER, timeToLive));
        assertThat(scratch.watermark().orElseThrow().progress().position()).isEqualTo(change(9));
    }

    private static void fill(Scratch scratch, RowKey key, Duration timeToLive) {
        Filling filling = new Filling(key, scratch.granted(key), start(5), Optional.of(Heroes.document("filled")));
        assertThat(scratch.fill(filling, timeToLive)).isTrue();
    }
}
