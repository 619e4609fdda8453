package dev.lockstep.worker.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.table.TableName;
import io.debezium.relational.TableId;
import java.util.Properties;
import org.junit.jupiter.api.Test;

final class TableTopicsTest {

    private final TableTopics topics = new TableTopics(properties());

    @Test
    void theEnginesNameIsTheDecoders() {
        assertThat(topics.dataChangeTopic(new TableId("heroes", null, "hero")))
                .isEqualTo(TableTopics.of(new TableName("heroes", "hero")));
    }

    @Test
    void neighboursOfOtherTablesHaveOtherNames() {
        assertThat(topics.dataChangeTopic(new TableId("a.b", null, "c")))
                .isNotEqualTo(topics.dataChangeTopic(new TableId("a", null, "b.c")));
        assertThat(topics.dataChangeTopic(new TableId("a", null, "ü")))
                .isNotEqualTo(topics.dataChangeTopic(new TableId("a", null, "ö")));
    }

    @Test
    void noTableIsTakenForTheMarksOfTransactions() {
        assertThat(topics.transactionTopic()).isEqualTo(RecordDecoder.TRANSACTIONS);
        assertThat(topics.dataChangeTopic(new TableId("transaction", null, "transaction")))
                .isNotEqualTo(topics.transactionTopic());
    }

    private static Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("topic.prefix", EngineProperties.ENGINE);
        return properties;
    }
}
