package dev.lockstep.testbed.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Where everything listens, which servers are used, and what is in them: the options that {@code demo} and {@code up} share. */
final class Places {

    private static final int LAST_PORT = 65_535;

    @Spec(Target.MIXEE)
    private @Nullable CommandSpec command;

    private int mysqlPort;
    private int redisPort;
    private int workerPort;
    private int readerPort;

    @Option(names = "--mysqld", paramLabel = "FILE", description = "The mysqld to run (default: the embedded 8.0).")
    private @Nullable Path mysqld;

    @Option(
            names = "--redis-server",
            paramLabel = "FILE",
            description = "The redis-server to run (default: the embedded 6.2).")
    private @Nullable Path redisServer;

    @Option(
            names = "--rental",
            description = "A film rental beside the heroes: 17 tables with foreign keys and columns of many types,"
                    + " 100,000 rows.")
    private boolean rental;

    @Option(names = "--mysql-port", paramLabel = "PORT", description = "Where MySQL listens (default: a free port).")
    void setMysqlPort(int port) {
        mysqlPort = checked("--mysql-port", port);
    }

    @Option(names = "--redis-port", paramLabel = "PORT", description = "Where Redis listens (default: a free port).")
    void setRedisPort(int port) {
        redisPort = checked("--redis-port", port);
    }

    @Option(
            names = "--worker-port",
            paramLabel = "PORT",
            description = "Where cdc-worker serves HTTP (default: a free port).")
    void setWorkerPort(int port) {
        workerPort = checked("--worker-port", port);
    }

    @Option(
            names = "--reader-port",
            paramLabel = "PORT",
            description = "Where reader-api serves HTTP (default: a free port).")
    void setReaderPort(int port) {
        readerPort = checked("--reader-port", port);
    }

    /** 0 for a free one, as with the other ports. */
    int mysqlPort() {
        return mysqlPort;
    }

    int redisPort() {
        return redisPort;
    }

    int workerPort() {
        return workerPort;
    }

    int readerPort() {
        return readerPort;
    }

    /** Whether there is more than the heroes. */
    boolean rental() {
        return rental;
    }

    Optional<Path> mysqld() {
        return Optional.ofNullable(mysqld);
    }

    Optional<Path> redisServer() {
        return Optional.ofNullable(redisServer);
    }

    private int checked(String option, int port) {
        if (port < 0 || port > LAST_PORT) {
            String message =
                    "%s: %d (expected: a port, 1 to %d, or 0 for a free one)".formatted(option, port, LAST_PORT);
            if (command == null) {
                throw new IllegalArgumentException(message);
            }
            throw new ParameterException(command.commandLine(), message);
        }
        return port;
    }
}
