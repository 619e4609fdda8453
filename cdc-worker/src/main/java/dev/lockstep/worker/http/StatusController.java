package dev.lockstep.worker.http;

import dev.lockstep.worker.supervise.Phase;
import dev.lockstep.worker.supervise.Status;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Operation;

/** What the worker is doing, for people and scripts. */
@Controller("/v1/status")
final class StatusController {

    private final Status status;

    StatusController(Status status) {
        this.status = status;
    }

    @Get
    @Operation(summary = "What the worker is doing, and why")
    StatusBody status() {
        return StatusBody.of(status);
    }

    /**
     * The status as JSON.
     *
     * @param phase as {@link Phase} names them
     * @param reason in words
     * @param runs how often the capture was started
     */
    @Serdeable
    record StatusBody(String phase, String reason, long runs) {
        static StatusBody of(Status status) {
            return new StatusBody(status.phase().name(), status.reason(), status.runs());
        }
    }
}
