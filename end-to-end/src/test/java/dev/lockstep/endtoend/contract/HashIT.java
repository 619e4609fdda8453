package dev.lockstep.endtoend.contract;

import static dev.lockstep.endtoend.contract.Moments.change;
import static dev.lockstep.endtoend.contract.Moments.start;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.document.Document;
import dev.lockstep.cache.document.DocumentEncoder;
import dev.lockstep.cache.redis.Filling;
import dev.lockstep.cache.redis.LeaseOutcome.Granted;
import dev.lockstep.cache.redis.Mutation;
import dev.lockstep.cache.redis.Reading;
import dev.lockstep.cache.table.Column;
import dev.lockstep.cache.table.ColumnType;
import dev.lockstep.cache.table.Form;
import dev.lockstep.cache.table.Mask;
import dev.lockstep.cache.table.Member;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.cache.table.Storage;
import dev.lockstep.cache.table.TableSchema;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows of a table that is kept as Redis hashes: whoever reads a column finds it there, and Lockstep its entry. */
@ExtendWith(OnRedis.class)
final class HashIT {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final TableSchema SCHEMA = schema(2);
    private static final RowKey ANN = key("ann");

    @Test
    void aRowHasAFieldForEachColumnThatIsNotNull(Scratch scratch) {
        scratch.openAt(1);
        scratch.apply(2, put(ANN, 2, "ann", "red \"and\" größer\n"), put(key("bob"), 2, "bob", null));

        assertThat(columns(scratch, ANN)).isEqualTo(Map.of("c0", "ann", "c1", "red \"and\" größer\n"));
        assertThat(columns(scratch, key("bob"))).isEqualTo(Map.of("c0", "bob"));
        assertThat(document(scratch, ANN)).isEqualTo("{\"c0\":\"ann\",\"c1\":\"red \\\"and\\\" größer\\n\"}");
        assertThat(scratch.timeToLive(ANN)).isBetween(1L, MINUTE.toMillis());
    }

    @Test
    void columnsThatBecomeNullAreGone(Scratch scratch) {
        scratch.openAt(1);
        scratch.apply(2, put(ANN, 2, "ann", "red"));
        scratch.apply(3, put(ANN, 3, "ann", null));
        assertThat(columns(scratch, ANN)).isEqualTo(Map.of("c0", "ann"));
    }

    @Test
    void whereThereIsNoRowThereAreNoColumns(Scratch scratch) {
        scratch.openAt(1);
        scratch.apply(2, put(ANN, 2, "ann", "red"));
        scratch.apply(3, new Mutation.Remove(ANN, change(3), 0));

        assertThat(columns(scratch, ANN)).isEmpty();
        assertThat(scratch.read(ANN).kind()).isEqualTo(Reading.Kind.ABSENT);
        assertThat(scratch.timeToLive(ANN)).isBetween(1L, MINUTE.toMillis());

        scratch.apply(4, new Mutation.Invalidate(ANN, change(4)));
        assertThat(scratch.redis().exists(name(scratch, ANN))).isZero();
    }

    @Test
    void aLeaseAndAFillAreHashesToo(Scratch scratch) {
        scratch.openAt(1);
        Granted lease = scratch.granted(ANN);
        assertThat(scratch.redis().hgetall(name(scratch, ANN))).isEqualTo(Map.of("@entry", "L" + lease.token()));

        assertThat(fill(scratch, lease, "ann", "red")).isTrue();
        assertThat(columns(scratch, ANN)).isEqualTo(Map.of("c0", "ann", "c1", "red"));
        assertThat(document(scratch, ANN)).isEqualTo("{\"c0\":\"ann\",\"c1\":\"red\"}");
        assertThat(fill(scratch, lease, "ann", "blue")).as("the token is gone").isFalse();
    }

    @Test
    void aLeaseThatIsGivenBackLeavesNothing(Scratch scratch) {
        scratch.openAt(1);
        Granted lease = scratch.granted(ANN);
        assertThat(Scratch.answer(scratch.cache().release(ANN, lease))).isTrue();
        assertThat(scratch.redis().exists(name(scratch, ANN))).isZero();
    }

    @Test
    void whatIsSettlingShowsNoColumns(Scratch scratch) {
        scratch.openAt(1);
        fill(scratch, scratch.granted(ANN), "ann", "red");
        scratch.apply(3, put(ANN, 3, "ann", "blue"));

        assertThat(scratch.seen(ANN)).isEqualTo(Seen.SETTLING);
        assertThat(columns(scratch, ANN)).isEmpty();
    }

    @Test
    void anEntryOfTheOtherKindIsHeededAndReplaced(Scratch scratch) {
        RowKey string = new RowKey(ANN.table(), ANN.text());
        scratch.openAt(1);
        scratch.apply(3, new Mutation.Put(string, change(3), 0, Heroes.document("newer")));
        scratch.apply(change(3), 3, Map.of(), put(ANN, 2, "ann", "older"));
        assertThat(scratch.redis().type(name(scratch, ANN))).isEqualTo("string");

        scratch.apply(change(3), 4, Map.of(), put(ANN, 4, "ann", "newest"));
        assertThat(columns(scratch, ANN)).isEqualTo(Map.of("c0", "ann", "c1", "newest"));
        scratch.apply(change(4), 5, Map.of(), new Mutation.Put(string, change(5), 0, Heroes.document("string")));
        assertThat(scratch.redis().type(name(scratch, ANN))).isEqualTo("string");
    }

    @Test
    void aTableMayHaveAsManyColumnsAsMySqlAllows(Scratch scratch) {
        TableSchema wide = schema(4096);
        List<String> values = IntStream.range(0, 4096).mapToObj(i -> "v" + i).toList();
        RowKey key = RowKey.of(wide, List.of("v0"));
        scratch.openAt(1);
        scratch.apply(2, new Mutation.Put(key, change(2), 0, new DocumentEncoder().encode(wide, values)));

        assertThat(scratch.redis().hlen(name(scratch, key))).isEqualTo(4096 + 2);
        assertThat(scratch.redis().hget(name(scratch, key), "c4095")).isEqualTo("v4095");
    }

    private static TableSchema schema(int columns) {
        List<Column> all = IntStream.range(0, columns)
                .mapToObj(i -> new Column("c" + i, ColumnType.TEXT, 0, 0))
                .toList();
        List<Member> members = IntStream.range(0, columns)
                .mapToObj(i -> new Member(i, "c" + i, Mask.NONE))
                .toList();
        Storage storage = new Storage(true, Optional.empty(), Optional.of(MINUTE), Optional.empty());
        return new TableSchema(Heroes.TABLE, all, all.subList(0, 1), List.of(), new Form(members, List.of(), storage));
    }

    private static RowKey key(String text) {
        return RowKey.of(SCHEMA, List.of(text));
    }

    private static Document document(@Nullable String... values) {
        return new DocumentEncoder().encode(SCHEMA, new ArrayList<@Nullable String>(Arrays.asList(values)));
    }

    private static Mutation put(RowKey key, int transaction, @Nullable String... values) {
        return new Mutation.Put(key, change(transaction), 0, document(values));
    }

    private static boolean fill(Scratch scratch, Granted lease, String... values) {
        return scratch.fill(new Filling(ANN, lease, start(5), Optional.of(document(values))), Scratch.HOUR);
    }

    private static Map<String, String> columns(Scratch scratch, RowKey key) {
        Map<String, String> fields = scratch.redis().hgetall(name(scratch, key));
        fields.keySet().removeAll(List.of("@entry", "@document"));
        return Collections.unmodifiableMap(fields);
    }

    private static String document(Scratch scratch, RowKey key) {
        return StandardCharsets.UTF_8.decode(scratch.read(key).document()).toString();
    }

    private static String name(Scratch scratch, RowKey key) {
        return scratch.cache().layout().entry(key);
    }
}
