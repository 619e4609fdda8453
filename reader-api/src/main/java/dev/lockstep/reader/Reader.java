package dev.lockstep.reader;

import dev.lockstep.cache.table.UnfitTableException;
import dev.lockstep.reader.source.UnfitServerException;
import dev.lockstep.settings.InvalidSettingsException;
import dev.lockstep.settings.ReaderSettings;
import dev.lockstep.settings.Settings;
import dev.lockstep.settings.SharedSettings;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.Micronaut;
import io.micronaut.runtime.server.EmbeddedServer;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * The reader's process. On a signal to end it answers what it has begun to and ends; by itself it ends with 1 where a
 * server that is needed did not come, and with 2 where the settings, the database server or the tables do not fit.
 */
public final class Reader {

    private static final int NOT_THERE = 1;
    private static final int UNFIT = 2;

    private Reader() {}

    /** Takes no arguments: everything is set by the environment, or by the file that LOCKSTEP_CONFIG names. */
    public static void main(String[] arguments) {
        try {
            Settings settings = read(System.getenv());
            // Before the first logger is made.
            System.setProperty("LOG_FORMAT", settings.get(SharedSettings.LOG_FORMAT));
            System.setProperty("LOG_LEVEL", settings.get(SharedSettings.LOG_LEVEL));
            start(settings, Reader::end);
        } catch (InvalidSettingsException e) {
            System.err.println(e.getMessage());
            System.exit(UNFIT);
        }
    }

    /**
     * The settings, and the files that they name, looked at as a whole.
     *
     * @throws InvalidSettingsException naming everything that is wrong
     */
    public static Settings read(Map<String, String> environment) {
        return Settings.read(
                ReaderSettings.all(),
                Stream.concat(ReaderSettings.rules().stream(), FileRules.all().stream())
                        .toList(),
                environment);
    }

    /**
     * Starts a reader in this process. HTTP is served on return; rows are when Redis and the database are there.
     *
     * @return to be closed
     */
    static ApplicationContext start(Settings settings, StartFailure failure) {
        ApplicationContext context = Micronaut.build(new String[0])
                .mainClass(Reader.class)
                .banner(false)
                .deduceEnvironment(false)
                .properties(ServerProperties.of(settings))
                .singletons(settings, failure)
                .start();
        LoggerFactory.getLogger(Reader.class)
                .info("answering at {}", context.getBean(EmbeddedServer.class).getURI());
        return context;
    }

    private static void end(Throwable problem) {
        boolean unfit = problem instanceof UnfitTableException || problem instanceof UnfitServerException;
        System.err.println(unfit ? problem.getMessage() : "giving up: " + problem);
        System.exit(unfit ? UNFIT : NOT_THERE);
    }
}
