package dev.lockstep.testbed.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;

/**
 * Ports for servers that cannot pick one themselves. They lie below those that systems give to outgoing connections, so
 * that a server which was killed finds its port free again.
 */
public final class FreePort {

    private static final PortBlock MINE = PortBlock.reserve();

    private FreePort() {}

    /** A loopback port on which nobody listens now. */
    public static int find() {
        return find(0);
    }

    /** The same of two ports, of which this is the lower one; the other must be far enough away to be in nobody's block. */
    static int find(int distance) {
        for (int i = 0; i < MINE.size(); i++) {
            int port = MINE.next();
            if (isFree(port) && isFree(port + distance)) {
                return port;
            }
        }
        throw new IllegalStateException("none of %d ports is free".formatted(MINE.size()));
    }

    /** Whether a server could listen there now. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * The wanted port, or a free one for 0.
     *
     * @param name whose port it will be
     * @throws ServerStartException where it is taken: its owner would answer in our server's place
     */
    public static int forServer(String name, int wanted) {
        if (wanted != 0 && !isFree(wanted)) {
            throw new ServerStartException(
                    name, "port %d is taken (expected: a free one)".formatted(wanted), List.of(), null);
        }
        return wanted == 0 ? find() : wanted;
    }
}
