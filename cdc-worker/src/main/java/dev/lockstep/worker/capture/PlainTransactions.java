package dev.lockstep.worker.capture;

import io.debezium.config.Configuration;
import io.debezium.pipeline.spi.OffsetContext;
import io.debezium.pipeline.txmetadata.DefaultTransactionMetadataFactory;
import io.debezium.pipeline.txmetadata.DefaultTransactionStructMaker;
import io.debezium.pipeline.txmetadata.TransactionStructMaker;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Marks the ends of transactions as the engine does, and numbers no rows: {@link Progression} counts them from the start. */
public final class PlainTransactions extends DefaultTransactionMetadataFactory {

    private final Configuration configuration;

    /** The engine makes it by its name. */
    public PlainTransactions(Configuration configuration) {
        super(configuration);
        this.configuration = configuration;
    }

    @Override
    public TransactionStructMaker getTransactionStructMaker() {
        return new DefaultTransactionStructMaker(configuration) {
            @Override
            public @Nullable Struct addTransactionBlock(OffsetContext offset, long order, Struct value) {
                return null;
            }
        };
    }
}
