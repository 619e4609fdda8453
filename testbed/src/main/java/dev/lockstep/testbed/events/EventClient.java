package dev.lockstep.testbed.events;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

/**
 * Follows Server-Sent Events on a connection of its own, and reads no more than it is asked for. Remembers the last id, as
 * clients do, to resume from it. Not thread safe.
 */
public final class EventClient implements AutoCloseable {

    private static final int LONGEST_HEAD = 100;

    private final Socket socket;
    private final InputStream body;
    private final Map<String, String> headers;
    private String lastId;

    private EventClient(Socket socket, InputStream body, Map<String, String> headers, String lastId) {
        this.socket = socket;
        this.body = body;
        this.headers = headers;
        this.lastId = lastId;
    }

    /** The response was another one than a stream of events. */
    public static final class RefusedException extends IOException {
        private RefusedException(String status) {
            super("no events: " + status);
        }
    }

    /** From now on. */
    public static EventClient open(URI server, String target) throws IOException {
        return open(server, target, "");
    }

    /** After an event. */
    public static EventClient open(URI server, String target, String lastId) throws IOException {
        Map<String, String> headers = lastId.isEmpty() ? Map.of() : Map.of("Last-Event-ID", lastId);
        return open(server, target, headers, 1 << 16);
    }

    /**
     * With headers of one's own.
     *
     * @param receiveBuffer bytes that wait in the kernel for the client to read them, about
     * @throws RefusedException where the response is no stream of events
     */
    public static EventClient open(URI server, String target, Map<String, String> headers, int receiveBuffer)
            throws IOException {
        Socket socket = new Socket();
        try {
            socket.setReceiveBufferSize(receiveBuffer);
            socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), 10_000);
            socket.setSoTimeout(20_000);
            StringBuilder request = new StringBuilder(
                    "GET %s HTTP/1.1\r\nHost: test\r\nAccept: text/event-stream\r\n".formatted(target));
            headers.forEach((name, value) ->
                    request.append(name).append(": ").append(value).append("\r\n"));
            socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
            InputStream connection = new BufferedInputStream(socket.getInputStream(), 512);
            List<String> head = head(connection);
            if (!head.getFirst().contains(" 200 ")) {
                throw new RefusedException(head.getFirst());
            }
            Map<String, String> answered = headers(head);
            InputStream chunks = new Chunks(connection);
            boolean packed = answered.getOrDefault("content-encoding", "").equals("gzip");
            return new EventClient(
                    socket,
                    packed ? new GZIPInputStream(chunks) : chunks,
                    answered,
                    headers.getOrDefault("Last-Event-ID", ""));
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** A header of the response; empty where it has none. */
    public String header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    /** From where to resume; empty where nothing was said yet. */
    public String lastId() {
        return lastId;
    }

    /**
     * The next event.
     *
     * @throws SocketTimeoutException where none comes in time
     * @throws EOFException where the response has ended
     */
    public Event next(Duration most) throws IOException {
        long over = System.nanoTime() + most.toNanos();
        while (true) {
            long left = TimeUnit.NANOSECONDS.toMillis(over - System.nanoTime());
            if (left <= 0) {
                throw new SocketTimeoutException("no event within %s, only signs of life".formatted(most));
            }
            socket.setSoTimeout((int) left);
            Map<String, String> fields = fields(block());
            lastId = fields.getOrDefault("id", lastId);
            if (fields.containsKey("data")) {
                return new Event(lastId, fields.getOrDefault("event", "message"), fields.getOrDefault("data", ""));
            }
        }
    }

    /** The next lines up to an empty one: an event, or a sign of life. */
    public List<String> block() throws IOException {
        List<String> lines = new ArrayList<>();
        while (true) {
            String line = line(body);
            if (line.isEmpty()) {
                String id = fields(lines).get("id");
                lastId = id == null ? lastId : id;
                return lines;
            }
            lines.add(line);
        }
    }

    /** Goes away without a word: the server finds a reset connection. */
    public void abort() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static Map<String, String> fields(List<String> lines) {
        Map<String, String> fields = new HashMap<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }
        return fields;
    }

    private static List<String> head(InputStream connection) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = line(connection); !line.isEmpty(); line = line(connection)) {
            lines.add(line);
            if (lines.size() > LONGEST_HEAD) {
                throw new IOException("more than %d headers".formatted(LONGEST_HEAD));
            }
        }
        return lines;
    }

    private static Map<String, String> headers(List<String> head) {
        Map<String, String> headers = new HashMap<>();
        for (String line : head.subList(1, head.size())) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static String line(InputStream stream) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int each = stream.read(); each != '\n'; each = stream.read()) {
            if (each < 0) {
                throw new EOFException("the response has ended");
            }
            if (each != '\r') {
                line.write(each);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
