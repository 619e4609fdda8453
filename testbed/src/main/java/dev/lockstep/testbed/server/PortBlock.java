package dev.lockstep.testbed.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports that are this process's alone: of two that run at the same time, each has others, as between the choice of a port and
 * the start of its server, or while a server is started again, the port looks free to everybody. Each is given out again as late as
 * possible. Thread safe.
 */
final class PortBlock {

    /** No block begins at a round number: people like to give those to servers. */
    private static final int FIRST = 16_013;

    private static final int SIZE = 250;
    private static final int BLOCKS = 24;

    /** Bound to the block's first port, which nobody else can be then; ends with the process. */
    private final Socket mark;

    private final AtomicInteger given = new AtomicInteger();

    private PortBlock(Socket mark) {
        this.mark = mark;
    }

    static PortBlock reserve() {
        int any = ThreadLocalRandom.current().nextInt(BLOCKS);
        for (int i = 0; i < BLOCKS; i++) {
            int first = FIRST + (any + i) % BLOCKS * SIZE;
            Socket mark = new Socket();
            try {
                mark.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), first));
                return new PortBlock(mark);
            } catch (IOException e) {
                close(mark);
            }
        }
        throw new IllegalStateException("every %d. port from %d to %d is taken (expected: fewer test runs at once)"
                .formatted(SIZE, FIRST, FIRST + BLOCKS * SIZE));
    }

    int size() {
        return SIZE - 1;
    }

    /** One after the other, again and again. */
    int next() {
        return mark.getLocalPort() + 1 + Math.floorMod(given.getAndIncrement(), size());
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("cannot close a socket", e);
        }
    }
}
