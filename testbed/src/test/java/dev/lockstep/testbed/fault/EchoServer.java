package dev.lockstep.testbed.fault;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Says again what it hears, with something added to each byte. */
final class EchoServer implements Closeable {

    private final ServerSocket listening;
    private final int added;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    private EchoServer(ServerSocket listening, int added) {
        this.listening = listening;
        this.added = added;
    }

    static EchoServer start(int added) throws IOException {
        EchoServer server = new EchoServer(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()), added);
        Thread.ofVirtual().start(server::accept);
        return server;
    }

    int port() {
        return listening.getLocalPort();
    }

    int connections() {
        return sockets.size();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> echo(socket));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void echo(Socket socket) {
        byte[] buffer = new byte[8192];
        try (socket) {
            for (int length = socket.getInputStream().read(buffer);
                    length >= 0;
                    length = socket.getInputStream().read(buffer)) {
                for (int i = 0; i < length; i++) {
                    buffer[i] = (byte) (buffer[i] + added);
                }
                socket.getOutputStream().write(buffer, 0, length);
            }
        } catch (IOException e) {
            // The other side is gone.
        } finally {
            sockets.remove(socket);
        }
    }
}
