package dev.lockstep.reader;

import dev.lockstep.cache.redis.ChangeEntry;
import dev.lockstep.reader.changes.FollowingMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts those who follow changes and what they are told, for Prometheus. */
final class StreamMetrics implements FollowingMeter {

    private final AtomicInteger clients = new AtomicInteger();
    private final Map<ChangeEntry.Kind, Counter> events = new EnumMap<>(ChangeEntry.Kind.class);

    StreamMetrics(MeterRegistry registry) {
        Gauge.builder("lockstep.reader.streams", clients, AtomicInteger::get)
                .description("Clients that follow changes")
                .register(registry);
        for (ChangeEntry.Kind kind : ChangeEntry.Kind.values()) {
            events.put(
                    kind,
                    Counter.builder("lockstep.reader.events")
                            .description("Events told to clients that follow changes, by their kind")
                            .tag("event", kind.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
    }

    @Override
    public void following(int now) {
        clients.set(now);
    }

    @Override
    public void told(ChangeEntry.Kind kind) {
        Objects.requireNonNull(events.get(kind)).increment();
    }
}
