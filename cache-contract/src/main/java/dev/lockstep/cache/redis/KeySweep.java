package dev.lockstep.cache.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableSchema;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A sweep by SCAN, over all nodes of a cluster. Watermarks and streams of changes are left alone. */
final class KeySweep implements Sweep {

    private final RedisClusterAsyncCommands<byte[], byte[]> commands;
    private final Script script;
    private final KeyLayout layout;
    private final List<TableSchema> tables;
    private final Pattern name;
    private ScanCursor cursor = ScanCursor.INITIAL;

    KeySweep(
            RedisClusterAsyncCommands<byte[], byte[]> commands,
            Script script,
            KeyLayout layout,
            List<TableSchema> tables) {
        this.commands = commands;
        this.script = script;
        this.layout = layout;
        this.tables = tables;
        this.name = Pattern.compile(
                Pattern.quote(layout.namespace())
                        + ":\\{(?<partition>\\d{1,4})}:(?<entry>(?!(?:watermark|changes)$).*)",
                Pattern.DOTALL);
    }

    @Override
    public boolean isOver() {
        return cursor.isFinished();
    }

    @Override
    public CompletionStage<Integer> next(int keys) {
        ScanArgs matching =
                ScanArgs.Builder.matches(layout.namespace() + ":{*}:*").limit(keys);
        return commands.scan(cursor, matching).thenCompose(this::sweep);
    }

    private CompletionStage<Integer> sweep(KeyScanCursor<byte[]> page) {
        cursor = page;
        Map<Integer, List<byte[]>> keys = new HashMap<>();
        Map<Integer, List<byte[]>> names = new HashMap<>();
        for (byte[] key : page.getKeys()) {
            Matcher entry = name.matcher(new String(key, UTF_8));
            if (entry.matches()) {
                int partition = Integer.parseInt(entry.group("partition"));
                keys.computeIfAbsent(partition, each -> new ArrayList<>(List.of(layout.watermarkBytes(each))))
                        .add(key);
                names.computeIfAbsent(partition, each -> new ArrayList<>())
                        .add(tableOf(entry.group("entry")).getBytes(UTF_8));
            }
        }
        CompletionStage<Integer> removed = CompletableFuture.completedStage(0);
        for (var partition : keys.entrySet()) {
            byte[][] found = partition.getValue().toArray(byte[][]::new);
            byte[][] tablesOf =
                    names.getOrDefault(partition.getKey(), List.of()).toArray(byte[][]::new);
            removed =
                    removed.thenCombine(script.<Long>call(found, tablesOf), (sum, more) -> sum + Math.toIntExact(more));
        }
        return removed;
    }

    /** Which of the tables a name belongs to; empty where to none. */
    private String tableOf(String entry) {
        return tables.stream()
                .filter(each -> each.has(entry))
                .map(TableSchema::name)
                .map(TableName::toString)
                .collect(Collectors.joining());
    }
}
