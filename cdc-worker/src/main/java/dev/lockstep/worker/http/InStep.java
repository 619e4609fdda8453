package dev.lockstep.worker.http;

import dev.lockstep.worker.supervise.Phase;
import dev.lockstep.worker.supervise.Status;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.Map;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Ready means in step: it was proved a moment ago that what was committed is in Redis. "Connected" is not asked for, and
 * would not be enough. Not a liveness check: a worker that is behind is not helped by a restart.
 */
@Singleton
@Readiness
final class InStep implements HealthIndicator {

    private static final String NAME = "in-step";

    private final Status status;

    InStep(Status status) {
        this.status = status;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        Phase phase = status.phase();
        HealthStatus health = phase == Phase.IN_STEP ? HealthStatus.UP : HealthStatus.DOWN;
        return Mono.just(HealthResult.builder(NAME, health)
                .details(Map.of("phase", phase.name(), "reason", status.reason()))
                .build());
    }
}
