package dev.lockstep.reader.lookup;

import dev.lockstep.cache.redis.LeaseOutcome;
import dev.lockstep.cache.redis.Reading;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.reader.lookup.Loads.Leased;
import dev.lockstep.reader.source.RowRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Looks many rows of one table up together, {@value #SLICE} after {@value #SLICE} and each once: one call to Redis for each
 * partition, all of them sent at once, and one SELECT for what has to be loaded. What somebody else loads is waited for on the
 * way of a single row. When as many bytes have been read as the answer may have, no more are.
 */
final class BatchLookup {

    /** As many rows as a statement of the usual size takes; bounds what is in memory for one batch, whatever the rows' size. */
    private static final int SLICE = 100;

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
        Map<RowKey, RowRequest> each = new LinkedHashMap<>();
        rows.forEach(row -> each.putIfAbsent(row.key(), row));
        BatchRoom room = new BatchRoom(Lookup.BATCH_BYTES);
        return find(List.copyOf(each.values()), demand, room).thenApply(done -> room.answers(rows));
    }

    private CompletionStage<Void> find(List<RowRequest> rows, Demand demand, BatchRoom room) {
        if (rows.isEmpty() || room.isFull()) {
            return CompletableFuture.completedStage(null);
        }
        int size = Math.min(rows.size(), SLICE);
        List<RowRequest> slice = rows.subList(0, size);
        return findSlice(slice, demand).thenCompose(answers -> {
            room.add(slice, answers);
            return find(rows.subList(size, rows.size()), demand, room);
        });
    }

    private CompletionStage<List<Answer>> findSlice(List<RowRequest> rows, Demand demand) {
        Slice slice = new Slice(demand);
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
                .map(group -> slice.read(group).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(read.toArray(CompletableFuture<?>[]::new))
                .thenCompose(done -> slice.lease())
                .thenCompose(done -> {
                    slice.load();
                    return Loads.all(answers);
                });
    }

    /** What becomes of the rows of a slice. */
    private final class Slice {

        private final Demand demand;
        private final Map<Doubt, List<Wanted>> toLoad = new EnumMap<>(Doubt.class);
        private final List<Wanted> toLease = new ArrayList<>();
        private final List<Wanted> toFill = new ArrayList<>();
        private final List<Leased> leased = new ArrayList<>();

        Slice(Demand demand) {
            this.demand = demand;
        }

        CompletionStage<Void> read(List<Wanted> group) {
            return demand.after()
                    .map(claim -> readBeyond(group, claim, null, Waiting.of(limits.workerWait())))
                    .orElseGet(() -> cache.read(requests(group)))
                    .handle((readings, problem) -> {
                        for (int i = 0; i < group.size(); i++) {
                            if (readings == null) {
                                goAlone(group.get(i));
                            } else if (readings.isEmpty()) {
                                later(group.get(i), Doubt.NOT_REACHED);
                            } else {
                                follow(group.get(i), readings.get(i));
                            }
                        }
                        return null;
                    });
        }

        /**
         * How far the partition is, is known before the rows are read, so that they are at least as far.
         *
         * @param since a moment on Redis' clock after that at which it was asked for; null as long as none is known
         * @return none where they do not get there
         */
        private CompletionStage<List<Reading>> readBeyond(
                List<Wanted> group, Claim claim, @Nullable Instant since, Waiting worker) {
            List<RowRequest> rows = requests(group);
            return cache.reached(rows.getFirst())
                    .thenCompose(reached -> cache.readBeyond(rows).thenCompose(readings -> {
                        Instant asked = since == null ? reached.now() : since;
                        Reading first = readings.getFirst();
                        Optional<Step> step =
                                rule.afterReached(claim.isIn(first, reached, asked), first.age(), worker.left());
                        if (step.isEmpty()) {
                            return CompletableFuture.completedStage(readings);
                        }
                        return step.get() instanceof Step.WaitForWorker
                                ? worker.then(() -> readBeyond(group, claim, asked, worker.next()))
                                : CompletableFuture.completedStage(List.of());
                    }));
        }

        private static List<RowRequest> requests(List<Wanted> group) {
            return group.stream().map(Wanted::row).toList();
        }

        private void follow(Wanted wanted, Reading reading) {
            Step step = rule.afterRead(reading.kind(), reading.age(), demand, limits.workerWait());
            switch (step) {
                case Step.Answer answer -> wanted.answer().complete(Lookup.answer(reading, false));
                case Step.AskForLease ask -> leaseLater(wanted);
                case Step.LoadOnly load -> later(wanted, load.doubt());
                default -> goAlone(wanted);
            }
        }

        /** Asks for all of them at once, when nothing else is waited for: others wait for what is leased. */
        synchronized CompletionStage<Void> lease() {
            return CompletableFuture.allOf(toLease.stream()
                    .map(wanted -> lease(wanted).toCompletableFuture())
                    .toArray(CompletableFuture<?>[]::new));
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

        private synchronized void leaseLater(Wanted wanted) {
            toLease.add(wanted);
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
            // Of more rows than may be read in a second, none ever would be.
            int most = limits.rowsPerSecond();
            for (int from = 0; from < toFill.size(); from += most) {
                int to = Math.min(toFill.size(), from + most);
                settle(toFill.subList(from, to), loads.andFill(leased.subList(from, to), demand));
            }
            toLoad.forEach((doubt, rows) -> {
                for (int from = 0; from < rows.size(); from += most) {
                    List<Wanted> some = rows.subList(from, Math.min(rows.size(), from + most));
                    settle(some, loads.only(requests(some), doubt, demand));
                }
            });
        }

        private void settle(List<Wanted> rows, CompletionStage<List<Answer>> loading) {
            loading.whenComplete((answers, problem) -> {
                for (int i = 0; i < rows.size(); i++) {
                    if (answers != null) {
                        rows.get(i).answer().complete(answers.get(i));
                    } else {
                        fail(rows.get(i), problem);
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
