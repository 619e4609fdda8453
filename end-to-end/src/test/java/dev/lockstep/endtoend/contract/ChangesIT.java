package dev.lockstep.endtoend.contract;

import static dev.lockstep.endtoend.contract.Heroes.key;
import static dev.lockstep.endtoend.contract.Heroes.put;
import static dev.lockstep.endtoend.contract.Heroes.remove;
import static dev.lockstep.endtoend.contract.Moments.EPOCH;
import static dev.lockstep.endtoend.contract.Moments.change;
import static dev.lockstep.endtoend.contract.Moments.commitMillis;
import static dev.lockstep.endtoend.contract.Moments.start;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.position.ChangeId;
import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.ApplyOutcome.Applied;
import dev.lockstep.cache.redis.ApplyOutcome.Refused;
import dev.lockstep.cache.redis.Batch;
import dev.lockstep.cache.redis.ChangeEntry;
import dev.lockstep.cache.redis.ChangePage;
import dev.lockstep.cache.redis.ChangeTip;
import dev.lockstep.cache.redis.Fence;
import dev.lockstep.cache.redis.Mutation;
import dev.lockstep.cache.redis.Watermark;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableSchema;
import io.lettuce.core.Range;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the stream of a partition's changes holds, and that it changes together with rows and watermark or not at all. */
@ExtendWith(OnRedis.class)
final class ChangesIT {

    private static final RowKey ANN = key("ann");
    private static final RowKey BOB = key("bob");
    private static final RowKey OTHER = new RowKey(Heroes.OTHER_TABLE, "7");

    /** A table may be called anything. */
    private static final TableName ODD_TABLE = new TableName("shop", "od\"d\n, name");

    private Telling telling;

    @BeforeEach
    void begin(Scratch scratch) {
        telling = new Telling(scratch, 100_000);
    }

    @AfterEach
    void close() {
        telling.close();
    }

    @Test
    void everyChangeOfARowIsAnEntry() {
        telling.openAt(1);
        telling.apply(change(1), 3, put(ANN, 2, "a"), put(BOB, 3, "b"));
        telling.apply(change(3), 5, remove(ANN, 4), new Mutation.Invalidate(BOB, change(5), commitMillis(5)));

        assertThat(telling.told())
                .containsExactly(
                        "RESET 1.2",
                        "ROW 2.1 ann {\"name\":\"a\"}",
                        "ROW 3.1 bob {\"name\":\"b\"}",
                        "GONE 4.0 ann",
                        "ASK 5.1 bob");
        ChangePage page = telling.page(10, 10_000);
        assertThat(page.entries().subList(1, 5)).allSatisfy(each -> {
            assertThat(each.tables()).containsExactly("shop.hero");
            assertThat(each.commitMillis()).isEqualTo(commitMillis((int)
                    (each.id().position().transaction().offset() / 1_000)));
        });
    }

    @Test
    void idsInRedisAreThePlaces(Scratch scratch) {
        telling.openAt(1);
        telling.apply(change(1), 3, put(ANN, 2, "a"), remove(BOB, 3));

        assertThat(scratch.redis().xrange(Telling.STREAM, Range.unbounded()))
                .extracting("id")
                .containsExactly(
                        new ChangeId(change(1), ChangeId.OPENED).streamId(),
                        new ChangeId(change(2), ChangeId.THERE).streamId(),
                        new ChangeId(change(3), ChangeId.GONE).streamId());
        assertThat(scratch.redis().pttl(Telling.STREAM)).isEqualTo(-1);
    }

    @Test
    void lookUpsAreNotTold() {
        telling.openAt(1);
        RowKey lookup = new RowKey(Heroes.TABLE, "by/name/ann");
        telling.apply(
                change(1),
                2,
                new Mutation.Remove(new RowKey(Heroes.TABLE, "by/name/old"), change(2), 0),
                put(ANN, 2, "a"),
                new Mutation.Put(lookup, change(2), 0, Heroes.document("a")));

        assertThat(telling.told()).containsExactly("RESET 1.2", "ROW 2.1 ann {\"name\":\"a\"}");
    }

    @Test
    void aChangedKeyIsTwoEntriesAtOnePlace() {
        telling.openAt(1);
        telling.apply(change(1), 2, remove(BOB, 2), put(ANN, 2, "a"));

        assertThat(telling.told()).containsExactly("RESET 1.2", "GONE 2.0 bob", "ROW 2.1 ann {\"name\":\"a\"}");
    }

    @Test
    void aRefusedBatchTellsNothing() {
        telling.openAt(1);
        assertThat(telling.apply(change(2), 3, put(ANN, 3, "a"))).isInstanceOf(Refused.class);
        assertThat(telling.apply(change(1), change(2), Map.of(Heroes.TABLE, fence(2)), put(ANN, 2, "a")))
                .isInstanceOf(Applied.class);
        assertThat(telling.apply(change(1), change(2), Map.of(Heroes.TABLE, fence(2)), put(ANN, 2, "a")))
                .isInstanceOf(Refused.class);

        assertThat(telling.told()).hasSize(2).first().isEqualTo("RESET 1.2");
    }

    @Test
    void whatTheStreamHasAlreadyIsNotToldAgain() {
        telling.openAt(1);
        telling.apply(change(1), 3, put(ANN, 2, "a"), put(BOB, 3, "b"));
        telling.apply(change(3), 4, put(ANN, 2, "a"), put(BOB, 3, "b"), put(ANN, 4, "c"));

        assertThat(telling.told())
                .containsExactly(
                        "RESET 1.2",
                        "ROW 2.1 ann {\"name\":\"a\"}",
                        "ROW 3.1 bob {\"name\":\"b\"}",
                        "ROW 4.1 ann {\"name\":\"c\"}");
    }

    @Test
    void whatAnEntryInTheCacheHasAlreadyIsToldAllTheSame(Scratch scratch) {
        telling.openAt(1);
        scratch.fill(ANN, scratch.granted(ANN), 3, "a");
        assertThat(telling.apply(change(1), 2, put(ANN, 2, "a"))).isEqualTo(new Applied(0, 0, 1));

        assertThat(telling.told()).containsExactly("RESET 1.2", "ROW 2.1 ann {\"name\":\"a\"}");
    }

    @Test
    void clearedTablesAreToldInTheirPlace() {
        telling.openAt(1);
        telling.apply(
                change(1),
                change(9),
                Map.of(Heroes.TABLE, fence(5), Heroes.OTHER_TABLE, fence(5), ODD_TABLE, fence(7)),
                put(ANN, 3, "a"),
                put(BOB, 6, "b"),
                put(ANN, 8, "c"));

        assertThat(telling.told())
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo("RESET 1.2"),
                        row -> assertThat(row).startsWith("ROW 3.1 ann"),
                        two -> assertThat(two)
                                .startsWith("CLEARED 5.1 ")
                                .contains("shop.hero")
                                .contains("shop.villain"),
                        row -> assertThat(row).startsWith("ROW 6.1 bob"),
                        one -> assertThat(one).isEqualTo("CLEARED 7.1 shop.od\"d\n, name"),
                        row -> assertThat(row).startsWith("ROW 8.1 ann"));
    }

    @Test
    void whatWouldNotCountBelowAFenceIsNotToldAsARow() {
        telling.openAt(1);
        telling.open(change(1), change(1), null, Map.of(Heroes.TABLE, change(4)));
        telling.apply(
                change(1),
                5,
                put(ANN, 2, "a"),
                remove(BOB, 3),
                new Mutation.Put(OTHER, change(3), 0, Heroes.document("o")),
                put(ANN, 4, "b"));

        assertThat(telling.told())
                .containsExactly(
                        "RESET 1.2",
                        "CLEARED 1.3 shop.hero",
                        "ASK 2.1 ann",
                        "ASK 3.0 bob",
                        "ROW 3.1 7 {\"name\":\"o\"}",
                        "ROW 4.1 ann {\"name\":\"b\"}");
    }

    @Test
    void goingOnTellsNothing() {
        telling.openAt(1);
        telling.apply(change(1), 2, put(ANN, 2, "a"));
        telling.open(change(2), change(2), null, Map.of());

        assertThat(telling.told()).hasSize(2);
    }

    @Test
    void aNewBeginningIsAResetAtItsStart() {
        telling.openAt(1);
        telling.apply(change(1), 2, put(ANN, 2, "a"));
        Position anew = Position.startOf(EPOCH + 1);
        telling.open(change(2), anew, new Position(EPOCH + 1, start(3), 0), Map.of());
        Position soon = new Position(EPOCH + 1, start(2), 1);
        telling.apply(anew, soon, Map.of(), new Mutation.Put(ANN, soon, 0, Heroes.document("b")));

        assertThat(telling.told())
                .containsExactly("RESET 1.2", "ROW 2.1 ann {\"name\":\"a\"}", "RESET " + anew + ".2", "ASK 2.1 ann");
        assertThat(telling.tip())
                .isEqualTo(new ChangeTip(
                        Optional.of(soon), Scratch.WORKER, Optional.of(new Position(EPOCH + 1, start(3), 0)), true));
    }

    @Test
    void whoOpensAgainAndAgainIsHeardEachTime() {
        telling.openAt(1);
        for (int i = 0; i < 7; i++) {
            telling.open(change(1), change(1), null, Map.of(Heroes.TABLE, change(2)));
        }
        assertThat(telling.told())
                .hasSize(8)
                .startsWith("RESET 1.2", "CLEARED 1.3 shop.hero")
                .endsWith("CLEARED 1.9 shop.hero");

        telling.open(change(1), change(1), null, Map.of(Heroes.TABLE, change(2)));
        assertThat(telling.told()).containsExactly("RESET 1.9");
    }

    @Test
    void aStreamThatIsGoneBeginsAnew(Scratch scratch) {
        telling.openAt(1);
        telling.apply(change(1), 2, put(ANN, 2, "a"));
        scratch.redis().del(Telling.STREAM);
        assertThat(telling.tip().kept()).isFalse();
        assertThat(telling.page(10, 10)).isEqualTo(new ChangePage(Optional.empty(), true, List.of()));
        telling.apply(change(2), 3, put(ANN, 3, "b"));
        assertThat(telling.told()).containsExactly("RESET 2.9", "ROW 3.1 ann {\"name\":\"b\"}");

        scratch.redis().del(Telling.STREAM);
        telling.open(change(3), change(3), null, Map.of());
        assertThat(telling.told()).containsExactly("RESET 3.2");
    }

    @Test
    void somethingElseUnderItsNameIsOverwritten(Scratch scratch) {
        scratch.redis().set(Telling.STREAM, "no stream");
        telling.openAt(1);
        assertThat(telling.told()).containsExactly("RESET 1.2");

        scratch.redis().set(Telling.STREAM, "no stream");
        telling.apply(change(1), 2, put(ANN, 2, "a"));
        assertThat(telling.told()).containsExactly("RESET 1.9", "ROW 2.1 ann {\"name\":\"a\"}");
    }

    @Test
    void aStreamThatIsFurtherThanTheWatermarkBeginsAnew(Scratch scratch) {
        telling.openAt(9);
        scratch.redis().del("scratch:{0}:watermark");
        telling.openAt(5);

        assertThat(telling.told()).containsExactly("RESET 5.9");
    }

    @Test
    void aboutAsManyAreKeptAsWereAskedFor(Scratch scratch) {
        try (Telling few = new Telling(scratch, 50)) {
            few.openAt(0);
            for (int i = 1; i <= 1_000; i++) {
                few.apply(change(i - 1), i, put(ANN, i, "name " + i));
            }
            assertThat(scratch.redis().xlen(Telling.STREAM)).isBetween(50L, 300L);
            ChangePage page = few.page(1_000, 1_000_000);
            assertThat(page.oldest().orElseThrow()).isGreaterThan(new ChangeId(change(600), 0));
            assertThat(page.entries().getLast().id()).isEqualTo(ChangeId.after(change(1_000)));
            assertThat(page.entries().getFirst().id()).isEqualTo(page.oldest().orElseThrow());
        }
    }

    @Test
    void withoutAStreamNothingIsToldAndOneThatIsThereGoes(Scratch scratch) {
        telling.openAt(1);
        telling.apply(change(1), 2, put(ANN, 2, "a"));
        scratch.redis().configResetstat();

        assertThat(scratch.open(change(2), 2, null)).isTrue();
        scratch.apply(change(2), 3, Map.of(Heroes.TABLE, change(3)), put(ANN, 3, "b"), remove(BOB, 3));

        assertThat(scratch.redis().exists(Telling.STREAM)).isZero();
        assertThat(scratch.redis().info("commandstats")).doesNotContain("cmdstat_x");
        assertThat(telling.tip().kept()).isFalse();
    }

    @Test
    void whatRedisHasNoRoomForIsNotApplied(Scratch scratch) {
        telling.openAt(1);
        scratch.redis().configSet("maxmemory", "1");
        try {
            Batch batch = new Batch(
                    0, change(1), List.of(put(ANN, 2, "a")), Map.of(), new Watermark.Progress(change(2), "", ""));
            assertThat(telling.cache()
                            .apply(batch, Scratch.WORKER, Scratch.HOUR)
                            .toCompletableFuture())
                    .failsWithin(Scratch.HOUR)
                    .withThrowableThat()
                    .withMessageContaining("OOM");
        } finally {
            scratch.redis().configSet("maxmemory", "0");
        }
        assertThat(telling.told()).containsExactly("RESET 1.2");
        assertThat(scratch.stored(ANN)).isNull();
        assertThat(scratch.watermark().orElseThrow().progress().position()).isEqualTo(change(1));
    }

    @Test
    void pagesAreBoundedInEntriesAndBytes() {
        telling.openAt(0);
        Mutation[] all = IntStream.rangeClosed(1, 100)
                .mapToObj(i -> put(key("row " + i), i, "name " + i))
                .toArray(Mutation[]::new);
        telling.apply(change(0), 100, all);

        assertThat(telling.page(1_000, 1_000_000)).satisfies(page -> {
            assertThat(page.complete()).isTrue();
            assertThat(page.entries()).hasSize(101);
        });
        assertThat(telling.page(40, 1_000_000)).satisfies(page -> {
            assertThat(page.complete()).isFalse();
            assertThat(page.entries()).hasSize(40);
        });
        assertThat(telling.page(1_000, 100)).satisfies(page -> {
            assertThat(page.complete()).isFalse();
            assertThat(page.entries()).hasSizeBetween(2, 10);
        });
        assertThat(telling.page(1, 1).entries()).hasSize(1);
        assertThat(telling.page(ChangeId.after(change(40)), new ChangeId(change(60), ChangeId.LAST), 50, 10_000))
                .satisfies(page -> {
                    assertThat(page.complete()).isTrue();
                    assertThat(page.entries())
                            .extracting(ChangeEntry::id)
                            .containsExactlyElementsOf(IntStream.rangeClosed(41, 60)
                                    .mapToObj(i -> ChangeId.after(change(i)))
                                    .toList());
                    assertThat(page.oldest()).contains(new ChangeId(change(0), ChangeId.OPENED));
                });
    }

    @Test
    void theSweepLeavesTheStreamAlone(Scratch scratch) {
        telling.openAt(1);
        telling.apply(change(1), change(3), Map.of(Heroes.TABLE, fence(3)), put(ANN, 2, "a"));
        TableSchema none = new TableSchema(Heroes.OTHER_TABLE, List.of(), List.of());
        var sweep = scratch.cache().sweep(List.of(none));
        int removed = 0;
        do {
            removed += Scratch.answer(sweep.next(100));
        } while (!sweep.isOver());

        assertThat(removed).isEqualTo(1);
        assertThat(telling.told()).hasSize(3);
        assertThat(scratch.watermark()).isPresent();
    }

    private static Fence fence(int transaction) {
        return new Fence(change(transaction), false);
    }
}
