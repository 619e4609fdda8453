package dev.lockstep.testbed.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a Redis server is to be. Immutable.
 *
 * @param port 0 takes a free one
 * @param folder where it keeps its log, must not exist yet, is deleted on close; empty for a temporary one
 * @param binary the redis-server to run; empty to look for one
 * @param arguments for redis-server, after ours, so that they win
 * @param processOnly never an address or a container, which cannot be killed and paused
 */
public record RedisOptions(
        int port, Optional<Path> folder, Optional<Path> binary, List<String> arguments, boolean processOnly) {

    /** A free port, a temporary folder, whatever server is found. */
    public static final RedisOptions DEFAULT =
            new RedisOptions(0, Optional.empty(), Optional.empty(), List.of(), false);

    /** A node of a cluster talks to the others on the port so far above its own. */
    private static final int BUS = 10_000;

    public RedisOptions {
        arguments = List.copyOf(arguments);
    }

    /** For a node of a cluster, which serves no slots and knows no others yet; with these arguments besides. */
    public static RedisOptions clusterNode(String... more) {
        List<String> all = new ArrayList<>(List.of("--cluster-enabled", "yes"));
        all.addAll(List.of(more));
        return new RedisOptions(FreePort.find(BUS), Optional.empty(), Optional.empty(), all, true);
    }

    public RedisOptions withPort(int port) {
        return new RedisOptions(port, folder, binary, arguments, processOnly);
    }

    public RedisOptions withFolder(Path folder) {
        return new RedisOptions(port, Optional.of(folder), binary, arguments, processOnly);
    }

    public RedisOptions withBinary(Path binary) {
        return new RedisOptions(port, folder, Optional.of(binary), arguments, processOnly);
    }

    public RedisOptions withArguments(String... arguments) {
        return new RedisOptions(port, folder, binary, List.of(arguments), processOnly);
    }

    /** For whoever wants to kill or pause it. */
    public RedisOptions asProcess() {
        return new RedisOptions(port, folder, binary, arguments, true);
    }
}
