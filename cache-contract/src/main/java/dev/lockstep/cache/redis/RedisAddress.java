package dev.lockstep.cache.redis;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Where Redis is and how patient to be with it.
 *
 * @param nodes one for a single Redis, several for a cluster
 * @param timeout how long one command may take before it counts as failed
 */
public record RedisAddress(List<URI> nodes, Duration timeout) {}
