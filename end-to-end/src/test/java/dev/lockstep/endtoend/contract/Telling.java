package dev.lockstep.endtoend.contract;

import static dev.lockstep.endtoend.contract.Moments.change;
import static dev.lockstep.endtoend.contract.Scratch.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.position.ChangeId;
import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.ApplyOutcome;
import dev.lockstep.cache.redis.Batch;
import dev.lockstep.cache.redis.ChangeEntry;
import dev.lockstep.cache.redis.ChangePage;
import dev.lockstep.cache.redis.ChangeTip;
import dev.lockstep.cache.redis.Fence;
import dev.lockstep.cache.redis.KeptEpochs;
import dev.lockstep.cache.redis.KeyLayout;
import dev.lockstep.cache.redis.Mutation;
import dev.lockstep.cache.redis.RedisAddress;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.cache.redis.Watermark;
import dev.lockstep.cache.table.TableName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A worker on the scratch Redis that tells the stream of changes, with short words for what tests do with it. */
final class Telling implements AutoCloseable {

    static final String STREAM = "scratch:{0}:changes";

    private static final ChangeId FROM = new ChangeId(Position.startOf(1), 0);
    private static final ChangeId TO = new ChangeId(Position.startOf(4_000_000_000L), ChangeId.LAST);
    private static final int ALL = 1_000_000_000;

    private final RedisCache cache;

    /** Keeps about so many entries. */
    Telling(Scratch scratch, int kept) {
        this.cache = RedisCache.connect(
                new RedisAddress(List.of(scratch.address()), Duration.ofSeconds(10)),
                new KeyLayout("scratch", 1),
                kept);
    }

    RedisCache cache() {
        return cache;
    }

    void openAt(int transaction) {
        open(null, change(transaction), null, Map.of());
    }

    void open(
            @Nullable Position found, Position to, @Nullable Position fence, Map<TableName, Position> fencesOfTables) {
        Watermark watermark = new Watermark(
                new Watermark.Progress(to, "offset", "gtids"),
                Scratch.SERVER,
                Scratch.TABLES,
                Scratch.WORKER,
                KeptEpochs.NONE,
                fence,
                fencesOfTables);
        assertThat(answer(cache.open(0, found, watermark))).isTrue();
    }

    ApplyOutcome apply(Position expected, int transaction, Mutation... mutations) {
        return apply(expected, change(transaction), Map.of(), mutations);
    }

    ApplyOutcome apply(Position expected, Position to, Map<TableName, Fence> fences, Mutation... mutations) {
        Watermark.Progress progress = new Watermark.Progress(to, "offset", "gtids");
        Batch batch = new Batch(0, expected, List.of(mutations), fences, progress);
        return answer(cache.apply(batch, Scratch.WORKER, Scratch.HOUR));
    }

    ChangeTip tip() {
        return answer(cache.changeTip(0));
    }

    /** All that is told. */
    List<String> told() {
        return page(FROM, TO, ALL, ALL).entries().stream().map(Telling::words).toList();
    }

    ChangePage page(ChangeId after, ChangeId upTo, int entries, int bytes) {
        return answer(cache.changes(0, after, upTo, entries, bytes));
    }

    ChangePage page(int entries, int bytes) {
        return page(FROM, TO, entries, bytes);
    }

    /** Such as {@code "ROW 5.1 ann {...}"}: what, which transaction and which turn, of what, how it looks. */
    private static String words(ChangeEntry entry) {
        Position position = entry.id().position();
        String at =
                position.ordinal() == 1 ? Long.toString(position.transaction().offset() / 1_000) : position.toString();
        String of = entry.kind() == ChangeEntry.Kind.CLEARED ? String.join("+", entry.tables()) : entry.key();
        String document =
                StandardCharsets.UTF_8.decode(entry.document().duplicate()).toString();
        return "%s %s.%d %s %s"
                .formatted(entry.kind(), at, entry.id().turn(), of, document)
                .strip();
    }

    @Override
    public void close() {
        cache.close();
    }
}
