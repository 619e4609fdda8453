package dev.lockstep.testbed.fault;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One connection through a proxy: a socket on either side and a pump for either direction. Thread safe. */
final class Link {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int DIRECTIONS = 2;

    private final Socket client;
    private final Socket server = new Socket();
    private final Line line;
    private final Consumer<Link> ended;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger(DIRECTIONS);

    Link(Socket client, Line line, Consumer<Link> ended) {
        this.client = client;
        this.line = line;
        this.ended = ended;
    }

    /** Returns at once. */
    void start(InetSocketAddress target) {
        run("connect", () -> connect(target));
    }

    /** FIN to both sides. */
    void close() {
        end();
    }

    /** RST to both sides. */
    void reset() {
        lingerNot(client);
        lingerNot(server);
        end();
    }

    /** One direction has ended in order; the other may still have something to say. */
    void halfClosed() {
        if (open.decrementAndGet() == 0) {
            close();
        }
    }

    /** On a virtual thread that ends with this connection. */
    void run(String name, Runnable task) {
        threads.add(Thread.ofVirtual().name(name).start(task));
        if (client.isClosed()) {
            threads.forEach(Thread::interrupt);
        }
    }

    static void closeQuietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            // The other side has been quicker.
        }
    }

    private void connect(InetSocketAddress target) {
        try {
            client.setTcpNoDelay(true);
            server.connect(new InetSocketAddress(target.getHostString(), target.getPort()), (int) CONNECT.toMillis());
            server.setTcpNoDelay(true);
            new Pump(client, server, line, this).start();
            new Pump(server, client, line, this).start();
        } catch (IOException e) {
            reset();
        }
    }

    private void end() {
        closeQuietly(client);
        closeQuietly(server);
        threads.forEach(Thread::interrupt);
        ended.accept(this);
    }

    private static void lingerNot(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // It is closed already.
        }
    }
}
