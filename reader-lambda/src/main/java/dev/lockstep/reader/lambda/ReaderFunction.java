package dev.lockstep.reader.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.lockstep.reader.Reader;
import dev.lockstep.settings.ReaderSettings;
import dev.lockstep.settings.Settings;
import dev.lockstep.settings.SharedSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.crac.Core;
import org.crac.Resource;
import org.jspecify.annotations.Nullable;

/**
 * The reader as a Lambda function behind an HTTP API or a function URL. Settings come from the environment, as those of the
 * service do.
 *
 * <p>Everything that has a connection, a clock or a watermark in it is given up before SnapStart takes its snapshot and
 * made anew after it: of one snapshot there will be many environments, at times that nobody knows. Loaded classes are what
 * the snapshot is for, and these stay.
 */
public final class ReaderFunction implements RequestStreamHandler, Resource {

    /** Shorter than the ten seconds that Lambda grants an environment to start in; what comes later is waited for by nobody. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Requests that load the classes of real ones. */
    private static final String[] WARM_UP = {"/health/liveness", "/v1/none/1", "/none"};

    private static final String EVERYWHERE = "0.0.0.0";

    private final Settings settings;
    private @Nullable RunningParts parts;

    /**
     * Called by Lambda, once for each environment or snapshot.
     *
     * @throws dev.lockstep.settings.InvalidSettingsException names everything that is wrong with the settings
     * @throws IllegalStateException where the tables or the database server do not fit
     */
    public ReaderFunction() {
        this(System.getenv());
    }

    ReaderFunction(Map<String, String> environment) {
        settings = Reader.read(forFunction(environment));
        // Before the first logger is made.
        System.setProperty("LOG_FORMAT", settings.get(SharedSettings.LOG_FORMAT));
        System.setProperty("LOG_LEVEL", settings.get(SharedSettings.LOG_LEVEL));
        running();
        Core.getGlobalContext().register(this);
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "end"));
    }

    /**
     * Answers one event.
     *
     * @throws IllegalStateException where the tables or the database server do not fit; the next event tries again
     */
    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        Event event = Event.parse(input);
        Reply<?> reply = running().answer(event);
        reply.writeTo(output, !event.method().equals("HEAD"));
    }

    /** SnapStart is about to take its snapshot. */
    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
        RunningParts running = running();
        for (String path : WARM_UP) {
            running.answer(Event.get(path));
        }
        stop();
    }

    /** This is one of the environments that the snapshot has become. */
    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {
        running();
    }

    /**
     * Answers kept in memory would not age while the environment sleeps: its clock may stand still. And whoever comes, comes
     * from elsewhere.
     */
    private static Map<String, String> forFunction(Map<String, String> environment) {
        Map<String, String> changed = new HashMap<>(environment);
        changed.put(SharedSettings.HTTP_HOST.name(), EVERYWHERE);
        changed.put(ReaderSettings.READER_NEAR_BYTES.name(), "0");
        return changed;
    }

    /** Starts the parts where there are none, or only such as have failed. */
    private synchronized RunningParts running() {
        if (parts != null && parts.haveFailed()) {
            stop();
        }
        if (parts == null) {
            RunningParts started = RunningParts.start(settings);
            try {
                started.await(PATIENCE);
            } catch (IllegalStateException e) {
                started.close();
                throw e;
            }
            parts = started;
        }
        return parts;
    }

    private synchronized void stop() {
        if (parts != null) {
            parts.close();
            parts = null;
        }
    }
}
