package dev.lockstep.worker.supervise;

import dev.lockstep.worker.apply.ApplySettings;
import dev.lockstep.worker.capture.Source;
import java.time.Duration;

/**
 * What every run is made with.
 *
 * @param serverId how the capture is called among the source's replicas
 * @param keepAlive see {@link dev.lockstep.worker.capture.Capture.Plan}
 * @param silence without any sign of life from the source for so long, a run is ended
 * @param takeover an active worker that has not said so for so long may be replaced
 * @param freshness how often a proof of freshness is begun
 */
public record RunSettings(
        Source source,
        int serverId,
        Duration keepAlive,
        Duration silence,
        Duration takeover,
        Duration freshness,
        ApplySettings apply) {}
