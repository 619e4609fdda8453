package dev.lockstep.worker.capture;

import io.debezium.connector.mysql.MySqlConnector;
import org.apache.kafka.connect.connector.Task;

/** The engine's MySQL connector with a task that hands records over as soon as there are any. */
public final class PromptConnector extends MySqlConnector {
    @Override
    public Class<? extends Task> taskClass() {
        return PromptTask.class;
    }
}
