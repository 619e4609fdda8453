package dev.lockstep.testbed.server;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;

/**
 * Containers, where an engine answers. Whether a socket accepts a connection is asked before Testcontainers is: it takes
 * seconds and many lines of log to say no.
 */
final class DockerEngine {

    private DockerEngine() {}

    /** Empty where no engine answers. */
    static Optional<Origin> of(ServerKind kind) {
        return answers() ? Optional.of(new Origin.Image(kind.image())) : Optional.empty();
    }

    private static boolean answers() {
        boolean worthAsking = System.getenv("DOCKER_HOST") != null || sockets().anyMatch(DockerEngine::accepts);
        return worthAsking && DockerClientFactory.instance().isDockerAvailable();
    }

    private static Stream<Path> sockets() {
        String home = System.getProperty("user.home");
        String runtime = System.getenv().getOrDefault("XDG_RUNTIME_DIR", "/run/user/none");
        return Stream.of("/var/run/docker.sock", home + "/.docker/run/docker.sock", runtime + "/docker.sock")
                .map(Path::of);
    }

    private static boolean accepts(Path socket) {
        if (!Files.exists(socket)) {
            return false;
        }
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            return false;
        }
    }
}
