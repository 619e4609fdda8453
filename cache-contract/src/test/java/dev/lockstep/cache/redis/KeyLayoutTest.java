package dev.lockstep.cache.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.table.RowKey;
import dev.lockstep.cache.table.TableName;
import io.lettuce.core.cluster.SlotHash;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyLayoutTest {

    private static final TableName HEROES = new TableName("shop", "heroes");

    @Test
    void aRowIsCalledByItsPartitionTableAndKey() {
        KeyLayout layout = new KeyLayout("lockstep", 1);
        assertThat(layout.entry(new RowKey(HEROES, "7,Ann%20B"))).isEqualTo("lockstep:{0}:shop.heroes:7,Ann%20B");
        assertThat(layout.entry(new RowKey(HEROES, ""))).isEqualTo("lockstep:{0}:shop.heroes:");
        assertThat(layout.watermark(0)).isEqualTo("lockstep:{0}:watermark");
        assertThat(layout.watermark(63)).isEqualTo("lockstep:{63}:watermark");
    }

    /** Worker and readers of different versions must agree, so this is a format and may not change. */
    @Test
    void thePartitionOfARowIsForEver() {
        KeyLayout layout = new KeyLayout("lockstep", 64);
        assertThat(layout.partitionOf(new RowKey(HEROES, "1"))).isEqualTo(22);
        assertThat(layout.partitionOf(new RowKey(HEROES, "2"))).isEqualTo(34);
        assertThat(layout.partitionOf(new RowKey(new TableName("größe", "日本"), "1")))
                .isEqualTo(13);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64, 1024})
    void aRowIsInTheSlotOfItsWatermark(int partitions) {
        KeyLayout layout = new KeyLayout("lockstep", partitions);
        for (int i = 0; i < 2_000; i++) {
            RowKey key = new RowKey(HEROES, Integer.toString(i));
            assertThat(slot(layout.entry(key))).isEqualTo(slot(layout.watermark(layout.partitionOf(key))));
        }
    }

    @Test
    void bracesInATableDoNotMoveTheRow() {
        KeyLayout layout = new KeyLayout("lockstep", 64);
        RowKey key = new RowKey(new TableName("{a}", "b}{c"), "%7B1%7D");
        assertThat(slot(layout.entry(key))).isEqualTo(slot(layout.watermark(layout.partitionOf(key))));
    }

    @Test
    void rowsAreSpreadOverAllPartitions() {
        KeyLayout layout = new KeyLayout("lockstep", 64);
        int[] rows = new int[64];
        IntStream.range(0, 64_000).forEach(i -> rows[layout.partitionOf(new RowKey(HEROES, Integer.toString(i)))]++);
        assertThat(IntStream.of(rows).boxed()).allMatch(count -> count > 500 && count < 1_500);
    }

    @Test
    void partitionsAreSpreadOverSlots() {
        KeyLayout layout = new KeyLayout("lockstep", 1024);
        assertThat(IntStream.range(0, 1024)
                        .map(partition -> slot(layout.watermark(partition)))
                        .distinct()
                        .count())
                .isGreaterThan(900);
    }

    @Test
    void theBytesAreUtf8() {
        KeyLayout layout = new KeyLayout("lockstep", 1);
        RowKey key = new RowKey(new TableName("größe", "日本"), "1");
        assertThat(layout.entryBytes(key)).isEqualTo("lockstep:{0}:größe.日本:1".getBytes(UTF_8));
        assertThat(layout.watermarkBytes(0)).isEqualTo("lockstep:{0}:watermark".getBytes(UTF_8));
    }

    private static int slot(String key) {
        return SlotHash.getSlot(key.getBytes(UTF_8));
    }
}
