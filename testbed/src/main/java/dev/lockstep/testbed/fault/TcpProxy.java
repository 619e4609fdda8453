package dev.lockstep.testbed.fault;

import dev.lockstep.testbed.server.FreePort;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A TCP link on loopback that can be hurt: cut, reset, refused, held half-open, slowed, and led to another server. What is
 * beyond TCP, such as lost packets, it cannot do. Programs that can (Toxiproxy, tc) are no libraries and want to be
 * installed or want privileges; this needs a JVM.
 *
 * <p>A client is accepted before its server is reached; where that fails, the client's connection is reset. Thread safe.
 * Runs on virtual threads, which end with their connections.
 */
public final class TcpProxy implements Closeable {

    private static final int MOST_CONNECTIONS = 1_000;
    private static final int BACKLOG = 128;

    private final int port;
    private final Line line = new Line();
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private volatile InetSocketAddress target;
    private @Nullable ServerSocket listening;
    private CompletableFuture<Void> accepting = CompletableFuture.completedFuture(null);
    private boolean closed;

    private TcpProxy(int port, InetSocketAddress target) {
        this.port = port;
        this.target = target;
    }

    /** On a free port of loopback; the server need not be there yet. */
    public static TcpProxy to(String host, int port) {
        return listen(FreePort.find(), host, port);
    }

    /** On a given port of loopback; throws UncheckedIOException where that is taken. */
    public static TcpProxy listen(int listenPort, String host, int port) {
        TcpProxy proxy = new TcpProxy(listenPort, new InetSocketAddress(host, port));
        proxy.refuse(false);
        return proxy;
    }

    /** Where it listens, on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** How many connections are up. */
    public int connections() {
        return links.size();
    }

    /** New connections go there; those that are up stay where they are. */
    public void retarget(String host, int newPort) {
        target = new InetSocketAddress(host, newPort);
    }

    /** Ends every connection in order, by FIN to both sides; what was on its way is lost. New ones are accepted. */
    public void cut() {
        links.forEach(Link::close);
    }

    /** The same with one connection, any of those that are up. */
    public void cutOne() {
        links.stream().findAny().ifPresent(Link::close);
    }

    /** Ends every connection by RST to both sides. New ones are accepted. */
    public void reset() {
        links.forEach(Link::reset);
    }

    /** Whether new connections are refused, as by a host on which nobody listens; those that are up stay. */
    public void refuse(boolean refuse) {
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("the proxy is closed");
            }
            if (!refuse && listening == null) {
                startListening();
            }
        }
        if (refuse) {
            stopListening();
        }
    }

    /** Connections stay up and new ones are accepted, but nothing passes either way, the end of a connection included. */
    public void freeze() {
        line.freeze();
    }

    /** Lets pass what was held since {@link #freeze}. */
    public void thaw() {
        line.thaw();
    }

    /** Whatever enters from now on comes out so much later, in either direction; the throughput stays. Zero ends it. */
    public void delay(Duration delay) {
        line.delay(delay);
    }

    /** Refuses, and resets what is up. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        stopListening();
        reset();
    }

    private void startListening() {
        try {
            ServerSocket server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
            listening = server;
            accepting = CompletableFuture.runAsync(
                    () -> accept(server), Thread.ofVirtual().name("proxy-" + port)::start);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on port " + port, e);
        }
    }

    /** The kernel goes on taking connections until the thread that accepts has left the closed socket: it is waited for. */
    private void stopListening() {
        CompletableFuture<Void> leaving;
        synchronized (this) {
            if (listening == null) {
                return;
            }
            Link.closeQuietly(listening);
            listening = null;
            leaving = accepting;
        }
        leaving.join();
    }

    private void accept(ServerSocket server) {
        try {
            while (true) {
                admit(server, server.accept());
            }
        } catch (IOException e) {
            Link.closeQuietly(server);
        }
    }

    /** One that was accepted while the door was being shut is turned away. */
    private synchronized void admit(ServerSocket server, Socket client) {
        Link link = new Link(client, line, links::remove);
        if (!server.equals(listening) || links.size() >= MOST_CONNECTIONS) {
            link.reset();
            return;
        }
        links.add(link);
        link.start(target);
    }
}
