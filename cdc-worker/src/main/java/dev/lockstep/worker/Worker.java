package dev.lockstep.worker;

import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.cache.table.UnfitTableException;
import dev.lockstep.settings.InvalidSettingsException;
import dev.lockstep.settings.Settings;
import dev.lockstep.settings.SharedSettings;
import dev.lockstep.settings.WorkerSettings;
import dev.lockstep.worker.apply.ApplyMetrics;
import dev.lockstep.worker.freshness.Lag;
import dev.lockstep.worker.resync.Resync;
import dev.lockstep.worker.resync.UnfitSourceException;
import dev.lockstep.worker.supervise.Status;
import dev.lockstep.worker.supervise.Supervisor;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** The worker as a process. Exits with 0 when it is told to stop, with 2 where it cannot start as it is configured. */
public final class Worker {

    private static final int MISCONFIGURED = 2;

    /** An orderly end takes a second or two; what is not ended then needs no end, as Redis knows how far it got. */
    private static final long SHUTDOWN_MILLIS = 20_000;

    private Worker() {}

    public static void main(String[] arguments) {
        try {
            serve(new WorkerConfiguration(Settings.read(WorkerSettings.all(), System.getenv())));
        } catch (InvalidSettingsException | UnfitSourceException | UnfitTableException e) {
            System.err.println(e.getMessage());
            System.exit(MISCONFIGURED);
        }
    }

    private static void serve(WorkerConfiguration settings) {
        // The binlog client logs through java.util.logging.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        Logger log = LoggerFactory.getLogger(Worker.class);

        Status status = new Status(new Lag(), settings.get(WorkerSettings.IN_STEP));
        try (ApplicationContext context = ApplicationContext.builder()
                .properties(Map.of(
                        "micronaut.server.host", settings.get(SharedSettings.HTTP_HOST),
                        "micronaut.server.port", portOf(settings)))
                .singletons(status)
                .banner(false)
                .start()) {
            // In containers every process has the same number; two workers must not have one name.
            String name = "%s-%08x"
                    .formatted(
                            ManagementFactory.getRuntimeMXBean().getName(),
                            ThreadLocalRandom.current().nextInt());
            Supervisor supervisor = new Supervisor(
                    settings.run(),
                    () -> RedisCache.connect(
                            settings.redis(), settings.layout(), settings.get(SharedSettings.CACHE_CHANGES)),
                    new Resync(settings.tables(), name),
                    new ApplyMetrics(context.getBean(MeterRegistry.class)),
                    status);
            EmbeddedServer server = context.getBean(EmbeddedServer.class).start();
            log.info(
                    "worker {} follows {} for {}; HTTP at {}",
                    name,
                    settings.run().source(),
                    settings.tables(),
                    server.getURI());
            runUntilToldToStop(supervisor);
        }
    }

    /** The JVM waits for its shutdown hooks, so the run is ended in order before the process is gone. */
    private static void runUntilToldToStop(Supervisor supervisor) {
        CountDownLatch ended = new CountDownLatch(1);
        Thread hook = Thread.ofPlatform().name("shutdown").unstarted(() -> {
            supervisor.close();
            await(ended);
        });
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            supervisor.run();
        } finally {
            ended.countDown();
        }
    }

    private static void await(CountDownLatch ended) {
        try {
            var unusedInTime = ended.await(SHUTDOWN_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int portOf(WorkerConfiguration settings) {
        int port = settings.get(WorkerSettings.HTTP_PORT);
        return port == 0 ? -1 : port;
    }
}
