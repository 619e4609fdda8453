package dev.lockstep.worker.capture;

import io.debezium.pipeline.ChangeEventSourceCoordinator;
import io.debezium.pipeline.source.spi.DataChangeEventListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Switches off what the engine counts for itself. For every record it renders position and key as text, with a JSON mapper
 * made for the occasion, in case somebody asks over JMX for the last event: a third of the time of the one thread that
 * everything has to pass (profile in docs/benchmarks.md). There is no setting for it, hence the look inside; where the
 * inside has changed, all that is lost is speed.
 */
final class EngineMetrics {

    private static final Logger LOG = LoggerFactory.getLogger(EngineMetrics.class);

    private EngineMetrics() {}

    /** To be called when streaming has begun, as its beginning sets the listener. */
    static void silence(ChangeEventSourceCoordinator<?, ?> coordinator) {
        try {
            new EngineInside(coordinator).dispatcher().setEventListener(DataChangeEventListener.NO_OP());
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.warn("the engine's own metrics cannot be switched off; it captures more slowly", e);
        }
    }
}
