package dev.lockstep.reader.stage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Sends a request line exactly as it is written, which clients that know better do not. */
public final class RawHttp {

    private static final int TIMEOUT_MILLIS = 20_000;

    private static final String GO_ON = "HTTP/1.1 100 ";

    private RawHttp() {}

    /**
     * What came back.
     *
     * @param headers by their names in lower case
     */
    public record Response(int status, Map<String, String> headers, String body) {

        /** A header, or the empty string where there is none. */
        public String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    public static Response get(URI server, String target) throws IOException {
        return send(server, "GET", target);
    }

    /** Sends a request without a body on a connection of its own. */
    public static Response send(URI server, String method, String target) throws IOException {
        return send(server, method, target, Map.of(), "");
    }

    /** Sends a request on a connection of its own; an empty body is none, and one in chunks has them already. */
    public static Response send(URI server, String method, String target, Map<String, String> headers, String body)
            throws IOException {
        StringBuilder request =
                new StringBuilder("%s %s HTTP/1.1\r\nHost: test\r\nConnection: close\r\n".formatted(method, target));
        headers.forEach(
                (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        if (!body.isEmpty() && !headers.containsKey("Transfer-Encoding")) {
            request.append("Content-Length: ")
                    .append(body.getBytes(StandardCharsets.UTF_8).length)
                    .append("\r\n");
        }
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            byte[] all = request.append("\r\n").append(body).toString().getBytes(StandardCharsets.UTF_8);
            return parse(new String(exchange(socket, all), StandardCharsets.UTF_8));
        }
    }

    /** A server that refuses a body answers before it has all of it, and then the connection may end in any way. */
    private static byte[] exchange(Socket socket, byte[] request) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try {
            socket.getOutputStream().write(request);
        } catch (SocketException refused) {
            // What it says is there to be read.
        }
        try {
            socket.getInputStream().transferTo(answer);
        } catch (SocketException cutOff) {
            if (answer.size() == 0) {
                throw cutOff;
            }
        }
        return answer.toByteArray();
    }

    /** Of the response that counts: one that only tells to go on comes before it. */
    private static Response parse(String text) {
        int end = text.indexOf("\r\n\r\n");
        if (text.startsWith(GO_ON)) {
            return parse(text.substring(end + 4));
        }
        List<String> lines = text.substring(0, end).lines().toList();
        Map<String, String> headers = new HashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int status = Integer.parseInt(lines.getFirst().split(" ", -1)[1]);
        return new Response(status, headers, text.substring(end + 4));
    }
}
