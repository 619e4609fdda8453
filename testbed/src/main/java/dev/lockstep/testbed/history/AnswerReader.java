package dev.lockstep.testbed.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.testbed.history.Operation.Answer;
import dev.lockstep.testbed.history.Operation.Demand;
import dev.lockstep.testbed.history.Operation.Source;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/** Asks for rows over HTTP and says what was answered, and when. Thread safe. */
final class AnswerReader implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String POSITION = "Lockstep-Position";
    private static final int FOUND = 200;
    private static final int MISSING = 404;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI reader;
    private final Recorder recorder;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    AnswerReader(URI reader, Recorder recorder) {
        this.reader = reader;
        this.recorder = recorder;
    }

    /** Asks for a row; an answer that does not come is one with the status 0. */
    Answer ask(int who, int key, Demand demand) throws InterruptedException {
        HttpRequest request = request(key, demand);
        long start = recorder.now();
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            long end = recorder.now();
            HttpHeaders headers = response.headers();
            int status = response.statusCode();
            return new Answer(
                    who,
                    key,
                    demand,
                    status,
                    version(status, key, response.body()),
                    source(headers),
                    start,
                    end,
                    bound(headers),
                    headers.firstValue(POSITION).orElse(null));
        } catch (IOException e) {
            return new Answer(
                    who,
                    key,
                    demand,
                    0,
                    Operation.ABSENT,
                    Source.NONE,
                    start,
                    recorder.now(),
                    Operation.UNBOUNDED,
                    null);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }

    private HttpRequest request(int key, Demand demand) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(reader.resolve("/v1/hero/" + key)).timeout(PATIENCE);
        if (demand.mostMillis() != Operation.UNBOUNDED) {
            request.header("Lockstep-Max-Staleness", demand.mostMillis() + "ms");
        }
        if (demand.after() != null) {
            request.header(POSITION, demand.after());
        }
        if (demand.strong()) {
            request.header("Lockstep-Consistency", "strong");
        }
        return request.build();
    }

    private static long version(int status, int key, String body) {
        if (status == MISSING) {
            return Operation.ABSENT;
        }
        if (status != FOUND) {
            return Operation.UNREADABLE;
        }
        try {
            JsonNode row = JSON.readTree(body);
            long version = row.path("xp").asLong(Operation.UNREADABLE);
            boolean agrees = row.path("id").asInt() == key
                    && row.path("power").asText("").equals(CounterRows.power(version));
            return agrees ? version : Operation.UNREADABLE;
        } catch (JsonProcessingException e) {
            return Operation.UNREADABLE;
        }
    }

    private static Source source(HttpHeaders headers) {
        String name = headers.firstValue("Lockstep-Source").orElse("").toUpperCase(Locale.ROOT);
        return Arrays.stream(Source.values())
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElse(Source.NONE);
    }

    private static long bound(HttpHeaders headers) {
        String text = headers.firstValue("Lockstep-Staleness").orElse("");
        return text.matches("\\d{1,15}ms") ? Long.parseLong(text.substring(0, text.length() - 2)) : Operation.UNBOUNDED;
    }
}
