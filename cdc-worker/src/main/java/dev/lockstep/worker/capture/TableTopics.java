package dev.lockstep.worker.capture;

import dev.lockstep.cache.table.TableName;
import io.debezium.relational.TableId;
import io.debezium.schema.AbstractTopicNamingStrategy;
import io.debezium.spi.schema.DataCollectionId;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Calls a table's topic so that the table can be told from it, whatever characters its name has. The engine asks once for each row
 * and makes its own names anew each time, which took a tenth of its thread; neighbours mostly are of the same table.
 */
public final class TableTopics extends AbstractTopicNamingStrategy<DataCollectionId> {

    private volatile @Nullable Named last;

    /** The engine makes it by its name. */
    public TableTopics(Properties properties) {
        super(properties);
    }

    /** What the topic of a table is called; of no two tables the same. */
    static String of(TableName table) {
        return of(table.schema(), table.table());
    }

    /** To the engine, a.b and c are the same as a and b.c; the table's own object is not. */
    @Override
    @SuppressWarnings("ReferenceEquality")
    public String dataChangeTopic(DataCollectionId id) {
        Named known = last;
        if (known == null || known.id() != id) {
            TableId table = (TableId) id;
            known = new Named(id, of(table.catalog(), table.table()));
            last = known;
        }
        return known.topic();
    }

    private static String of(String schema, String table) {
        return "%s.%d.%s.%s".formatted(EngineProperties.ENGINE, schema.length(), schema, table);
    }

    private record Named(DataCollectionId id, String topic) {}
}
