package dev.lockstep.benchmarks;

import dev.lockstep.cache.document.Document;
import dev.lockstep.cache.document.DocumentEncoder;
import dev.lockstep.cache.position.Coordinate;
import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.KeyLayout;
import dev.lockstep.cache.table.Column;
import dev.lockstep.cache.table.ColumnType;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableSchema;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What one row costs on its way from values to what goes to Redis. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RowBenchmark {

    private static final Column ID = new Column("id", ColumnType.INTEGER, 0, 0);

    private final TableSchema hero = new TableSchema(
            new TableName("heroes", "hero"),
            List.of(
                    ID,
                    new Column("name", ColumnType.TEXT, 0, 0),
                    new Column("power", ColumnType.TEXT, 0, 0),
                    new Column("xp", ColumnType.INTEGER, 0, 0),
                    new Column("color", ColumnType.TEXT, 0, 0)),
            List.of(ID));
    private final List<Object> values = List.of(4711L, "Storm", "flight and fire", 12_345L, "blue");
    private final DocumentEncoder encoder = new DocumentEncoder();
    private final KeyLayout layout = new KeyLayout("lockstep", 64);
    private final Position position = new Position(1_795_461_804L, new Coordinate(12, 345_678), 9);

    @Benchmark
    public Document document() {
        return encoder.encode(hero, values);
    }

    @Benchmark
    public String key() {
        return layout.entry(RowKey.of(hero, values.subList(0, 1)));
    }

    @Benchmark
    public String position() {
        return position.text();
    }
}
