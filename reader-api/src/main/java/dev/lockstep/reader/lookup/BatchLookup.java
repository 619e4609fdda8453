package dev.lockstep.reader.lookup;

import dev.lockstep.cache.redis.LeaseOutcome;
import dev.lockstep.cache.redis.Reading;
import dev.lockstep.reader.lookup.Loads.Leased;
import dev.lockstep.reader.source.RowRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Looks many rows of one table up together: one call to Redis for each partition, all of them sent at once, and one SELECT for
 * each {@value #CHUNK} rows that have to be loaded. What has to be waited for goes the way of a single row.
 */
final class BatchLookup {

    /** As many rows as a statement of the usual size takes. */
    private static final int CHUNK = 100;

    private final BiFunction<RowRequest, Demand, CompletionStage<Answer>> single;
    private final RowCache cache;
    private final LookupRule rule;
    private final Loads loads;
    private final Lookup.Limits limits;

    BatchLookup(
            BiFunction<RowRequest, Demand, CompletionStage<Answer>> single,
            RowCache cache,
            LookupRule rule,
            Loads loads,
            Lookup.Limits limits) {
        this.single = single;
        this.cache = cache;
        this.rule = rule;
        this.loads = loads;
        this.limits = limits;
    }

    /** One row of a batch, on its way to its answer. */
    private record Wanted(RowRequest row, CompletableFuture<Answer> answer) {}

    CompletionStage<List<Answer>> find(List<RowRequest> rows, Demand demand) {
        Batch batch = new Batch(demand);
        List<CompletableFuture<Answer>> answers = new ArrayList<>(rows.size());
        Map<Integer, List<Wanted>> byPartition = new HashMap<>();
        for (RowRequest row : rows) {
            Wanted wanted = new Wanted(row, new CompletableFuture<>());
            answers.add(wanted.answer());
            byPartition
                    .computeIfAbsent(cache.partitionOf(row), partition -> new ArrayList<>())
                    .add(wanted);
        }
        List<CompletableFuture<Void>> read = byPartition.values().stream()
                .map(group -> batch.read(group).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(read.toArray(CompletableFuture<?>[]::new))
                .thenCompose(done -> {
                    batch.load();
                    return Loads.all(answers);
                });
    }

    /** What becomes of the rows of one batch. */
    private final class Batch {

        private final Demand demand;
        private final Map<Doubt, List<Wanted>> toLoad = new HashMap<>();
        private final List<Wanted> toFill = new ArrayList<>();
        private final List<Leased> leased = new ArrayList<>();

        Batch(Demand demand) {
            this.demand = demand;
        }

        CompletionStage<Void> read(List<Wanted> group) {
            List<RowRequest> rows = group.stream().map(Wanted::row).toList();
            if (demand.after().isPresent()) {
                // How far each partition is, has to be known first; that is what a single look-up does.
                group.forEach(this::goAlone);
                return CompletableFuture.completedStage(null);
            }
            return cache.read(rows)
                    .handle((readings, problem) -> {
                        List<CompletableFuture<Void>> leases = new ArrayList<>();
                        for (int i = 0; i < group.size(); i++) {
                            if (readings == null) {
                                goAlone(group.get(i));
                            } else {
                                follow(group.get(i), readings.get(i), leases);
                            }
                        }
                        return CompletableFuture.allOf(leases.toArray(CompletableFuture<?>[]::new));
                    })
                    .thenCompose(leases -> leases);
        }

        private void follow(Wanted wanted, Reading reading, List<CompletableFuture<Void>> leases) {
            Step step = rule.afterRead(reading.kind(), reading.age(), demand, limits.workerWait());
            switch (step) {
                case Step.Answer answer -> wanted.answer().complete(Lookup.answer(reading, false));
                case Step.AskForLease ask -> leases.add(lease(wanted).toCompletableFuture());
                case Step.LoadOnly load -> later(wanted, load.doubt());
                default -> goAlone(wanted);
            }
        }

        private CompletionStage<Void> lease(Wanted wanted) {
            return cache.lease(wanted.row(), UUID.randomUUID().toString(), limits.lease())
                    .handle((outcome, problem) -> {
                        afterLease(wanted, outcome);
                        return null;
                    });
        }

        private void afterLease(Wanted wanted, @Nullable LeaseOutcome outcome) {
            Optional<Step> step = Optional.ofNullable(outcome).map(each -> rule.afterLease(each, demand));
            if (step.isPresent() && step.get() instanceof Step.LoadAndFill load) {
                synchronized (this) {
                    toFill.add(wanted);
                    leased.add(new Leased(wanted.row(), load.lease()));
                }
            } else {
                if (outcome instanceof LeaseOutcome.Granted granted) {
                    loads.release(wanted.row(), granted);
                }
                goAlone(wanted);
            }
        }

        private synchronized void later(Wanted wanted, Doubt doubt) {
            toLoad.computeIfAbsent(doubt, each -> new ArrayList<>()).add(wanted);
        }

        private void goAlone(Wanted wanted) {
            single.apply(wanted.row(), demand).whenComplete((answer, problem) -> {
                if (answer == null) {
                    wanted.answer().completeExceptionally(problem);
                } else {
                    wanted.answer().complete(answer);
                }
            });
        }

        private synchronized void load() {
            for (int from = 0; from < toFill.size(); from += CHUNK) {
                int to = Math.min(toFill.size(), from + CHUNK);
                settle(toFill.subList(from, to), loads.andFill(leased.subList(from, to), demand));
            }
            toLoad.forEach((doubt, all) -> {
                for (int from = 0; from < all.size(); from += CHUNK) {
                    List<Wanted> chunk = all.subList(from, Math.min(all.size(), from + CHUNK));
                    settle(chunk, loads.only(chunk.stream().map(Wanted::row).toList(), doubt, demand));
                }
            });
        }

        private void settle(List<Wanted> chunk, CompletionStage<List<Answer>> loading) {
            loading.whenComplete((answers, problem) -> {
                for (int i = 0; i < chunk.size(); i++) {
                    if (answers != null) {
                        chunk.get(i).answer().complete(answers.get(i));
                    } else {
                        fail(chunk.get(i), problem);
                    }
                }
            });
        }

        private static void fail(Wanted wanted, Throwable problem) {
            try {
                wanted.answer().complete(Loads.unavailable(problem, Optional.empty()));
            } catch (RuntimeException mistake) {
                wanted.answer().completeExceptionally(mistake);
            }
        }
    }
}
