package dev.lockstep.reader.lambda;

import dev.lockstep.reader.ServerProperties;
import dev.lockstep.reader.StartFailure;
import dev.lockstep.reader.access.SecurityHeaders;
import dev.lockstep.reader.lookup.Caches;
import dev.lockstep.reader.lookup.Tables;
import dev.lockstep.reader.startup.Late;
import dev.lockstep.settings.Settings;
import io.micronaut.context.ApplicationContext;
import io.micronaut.core.type.Argument;
import io.micronaut.function.aws.LambdaApplicationContextBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** The parts of the reader, with their connections; to be closed. Thread safe. */
final class RunningParts implements AutoCloseable {

    private final AtomicBoolean failed = new AtomicBoolean();
    private final ApplicationContext context;
    private final Late<?> tables;
    private final Late<?> caches;
    private final EventHandler handler;

    private RunningParts(Settings settings) {
        StartFailure told = problem -> failed.set(true);
        context = new LambdaApplicationContextBuilder()
                .deduceEnvironment(false)
                .banner(false)
                .properties(properties(settings))
                .singletons(settings, told)
                .start();
        tables = context.getBean(Argument.of(Late.class, Tables.class));
        caches = context.getBean(Argument.of(Late.class, Caches.class));
        handler = new EventHandler(context, SecurityHeaders.of(settings));
    }

    private static Map<String, Object> properties(Settings settings) {
        Map<String, Object> properties = new HashMap<>(ServerProperties.of(settings));
        // An environment serves one request at a time: more than one connection to Redis would lie idle.
        properties.put("micronaut.netty.event-loops.default.num-threads", 1);
        return properties;
    }

    /** Begins to connect, and returns. */
    static RunningParts start(Settings settings) {
        return new RunningParts(settings);
    }

    /**
     * Waits until rows can be answered for. Where that takes too long, the answers will say why they are none.
     *
     * @throws IllegalStateException where they never can be
     */
    void await(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        try {
            tables.await(patience);
            caches.await(Duration.ofNanos(end - System.nanoTime()));
        } catch (ExecutionException e) {
            Throwable problem = Objects.requireNonNullElse(e.getCause(), e);
            throw new IllegalStateException("cannot answer: " + problem.getMessage(), problem);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether something has turned out not to be had; others may have more luck. */
    boolean haveFailed() {
        return failed.get();
    }

    Reply<?> answer(Event event) {
        return handler.answer(event);
    }

    @Override
    public void close() {
        context.close();
    }
}
