package dev.lockstep.endtoend.contract;

import static dev.lockstep.endtoend.contract.Heroes.key;
import static dev.lockstep.endtoend.contract.Heroes.put;
import static dev.lockstep.endtoend.contract.Moments.change;
import static dev.lockstep.endtoend.contract.Moments.progress;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.redis.ApplyOutcome;
import dev.lockstep.cache.redis.ApplyOutcome.Applied;
import dev.lockstep.cache.redis.Batch;
import dev.lockstep.cache.redis.LeaseOutcome.Granted;
import dev.lockstep.cache.table.RowKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A server may forget its scripts at any time: a restart, a failover, an operator. */
@ExtendWith(OnRedis.class)
final class ScriptsIT {

    private static final RowKey ANN = key("ann");
    private static final int CALLS = 400;
    private static final int FORGETTING = 8;

    @Test
    void everyCallSurvivesThatTheServerHasForgottenItsScript(Scratch scratch) {
        forget(scratch);
        scratch.openAt(1);
        forget(scratch);
        assertThat(scratch.clock()).isPositive();
        forget(scratch);
        assertThat(scratch.fresh(change(1), scratch.clock())).isTrue();
        forget(scratch);
        Granted lease = scratch.granted(ANN);
        forget(scratch);
        assertThat(scratch.fill(ANN, lease, 3, "a")).isTrue();
        forget(scratch);
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.row("a"));
        forget(scratch);
        assertThat(scratch.apply(3, put(ANN, 3, "b"))).isEqualTo(new Applied(1, 0, 0));
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.row("b"));
    }

    /** Each batch expects what the one before leaves, so any that overtakes or is run twice is refused. */
    @RepeatedTest(5)
    void pipelinedAppliesKeepTheirOrderWhileTheServerForgets(Scratch scratch) {
        scratch.openAt(0);
        forget(scratch);
        List<CompletionStage<ApplyOutcome>> outcomes = new ArrayList<>();
        for (int i = 1; i <= CALLS; i++) {
            Batch batch = new Batch(0, change(i - 1), List.of(put(ANN, i, "name " + i)), Map.of(), progress(i));
            outcomes.add(scratch.cache().apply(batch, Scratch.WORKER, Scratch.HOUR));
            if (i % (CALLS / FORGETTING) == 0) {
                forget(scratch);
            }
        }
        assertThat(outcomes).allSatisfy(each -> assertThat(Scratch.answer(each)).isEqualTo(new Applied(1, 0, 0)));
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.row("name " + CALLS));
    }

    @Test
    void aCallThatGoesWrongIsAFailedStageAndTheNextOneGoesRight(Scratch scratch) {
        String watermark = scratch.cache().layout().watermark(0);
        scratch.redis().lpush(watermark, "not a watermark");
        Batch batch = new Batch(0, change(1), List.of(put(ANN, 2, "a")), Map.of(), progress(2));
        assertThat(scratch.cache().apply(batch, Scratch.WORKER, Scratch.HOUR).toCompletableFuture())
                .failsWithin(Scratch.HOUR)
                .withThrowableThat()
                .withMessageContaining("WRONGTYPE");
        assertThat(scratch.stored(ANN)).isNull();
        scratch.redis().del(watermark);
        scratch.openAt(1);
        assertThat(scratch.apply(2, put(ANN, 2, "a"))).isEqualTo(new Applied(1, 0, 0));
    }

    @Test
    void aKeyOfAnotherTypeIsNoEntryAndIsOverwritten(Scratch scratch) {
        scratch.openAt(1);
        scratch.redis().lpush(scratch.cache().layout().entry(ANN), "not an entry");
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.NOTHING);
        assertThat(scratch.apply(2, put(ANN, 2, "a"))).isEqualTo(new Applied(1, 0, 0));
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.row("a"));
        scratch.redis().del(scratch.cache().layout().entry(ANN));
        scratch.redis().lpush(scratch.cache().layout().entry(ANN), "not an entry");
        assertThat(scratch.lease(ANN, "mine")).isInstanceOf(Granted.class);
    }

    private static void forget(Scratch scratch) {
        scratch.redis().scriptFlush();
    }
}
