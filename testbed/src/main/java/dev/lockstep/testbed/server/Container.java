package dev.lockstep.testbed.server;

import java.util.List;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** A server in a container; Testcontainers' own reaper ends it when this JVM is gone. */
final class Container implements AutoCloseable {

    private final GenericContainer<?> container;
    private final int inside;

    private Container(GenericContainer<?> container, int inside) {
        this.container = container;
        this.inside = inside;
    }

    static Container mysql(String image, MySqlOptions options) {
        GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(image))
                .withEnv("MYSQL_ROOT_PASSWORD", MySqlServer.PASSWORD)
                .withEnv("MYSQL_ROOT_HOST", "%")
                .withCommand(MySqlCommand.inContainer(options.arguments()).toArray(String[]::new))
                // The image starts it twice: once to set it up, without TCP, then for good.
                .waitingFor(Wait.forLogMessage(".*ready for connections.*port: 3306.*", 1));
        return start(ServerKind.MYSQL, container, options.port());
    }

    static Container redis(String image, RedisOptions options) {
        List<String> command = Stream.concat(
                        Stream.of("redis-server", "--save", "", "--appendonly", "no"), options.arguments().stream())
                .toList();
        GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(image))
                .withCommand(command.toArray(String[]::new))
                .waitingFor(Wait.forLogMessage(".*Ready to accept connections.*", 1));
        return start(ServerKind.REDIS, container, options.port());
    }

    String host() {
        return container.getHost();
    }

    /** The port outside. */
    int port() {
        return container.getMappedPort(inside);
    }

    @Override
    public void close() {
        container.stop();
    }

    private static Container start(ServerKind kind, GenericContainer<?> container, int port) {
        container.addExposedPort(kind.usualPort());
        if (port != 0) {
            container.setPortBindings(List.of("127.0.0.1:%d:%d".formatted(port, kind.usualPort())));
        }
        try {
            container.start();
        } catch (RuntimeException e) {
            List<String> logs = container.getContainerId() == null
                    ? List.of()
                    : container.getLogs().lines().toList();
            container.stop();
            throw new ServerStartException(kind.title(), "the container of " + kind.image(), logs, e);
        }
        return new Container(container, kind.usualPort());
    }
}
