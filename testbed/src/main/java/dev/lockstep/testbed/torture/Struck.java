package dev.lockstep.testbed.torture;

import java.time.Duration;
import java.util.Optional;

/**
 * A fault that was there.
 *
 * @param at since the beginning
 * @param recovered from when its cause was being removed until everything was in step again; empty where that did not come about
 *     in time
 */
public record Struck(String fault, Duration at, Optional<Duration> recovered) {}
