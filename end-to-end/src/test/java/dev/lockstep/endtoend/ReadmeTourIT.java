package dev.lockstep.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testbed.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the five-minute tour of the README: every curl line, with what its comment promises, and every statement. */
@Tag("any-server")
final class ReadmeTourIT {

    private static final Pattern CURL =
            Pattern.compile("curl (?:-i )?(?:-H '(?<name>[^:']+): (?<value>[^']+)' )?(?:--json '(?<body>[^']+)' )?"
                    + "\\$(?<server>READER_URL|WORKER_URL)(?<path>\\S+)\\s+# (?<promise>.+)");
    private static final Pattern SQL = Pattern.compile("mysql .* heroes -e \"(.+)\"");
    private static final int LEAST_STEPS = 12;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @Test
    void theTourHoldsWhatItSays(@TempDir Path logs) throws IOException, SQLException {
        try (Stack stack = Stack.start(logs, 20)) {
            int steps = 0;
            for (String line : tour()) {
                Matcher curl = CURL.matcher(line);
                Matcher sql = SQL.matcher(line);
                if (curl.matches()) {
                    follow(request(stack, curl), curl.group("promise"));
                    steps++;
                } else if (sql.matches()) {
                    stack.sql(sql.group(1));
                    stack.awaitApplied();
                    steps++;
                } else {
                    assertThat(line).as("a step that this test does not know").doesNotStartWith("curl");
                }
            }
            assertThat(steps).isGreaterThanOrEqualTo(LEAST_STEPS);
        }
    }

    private static List<String> tour() throws IOException {
        String readme = Files.readString(Path.of(System.getProperty("lockstep.home"), "README.md"));
        String section = readme.substring(readme.indexOf("## Five minutes"), readme.indexOf("## Your own servers"));
        return section.lines().toList();
    }

    private static HttpRequest request(Stack stack, Matcher curl) {
        URI base = curl.group("server").equals("READER_URL") ? stack.reader.http() : stack.worker.http();
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(curl.group("path")));
        if (curl.group("name") != null) {
            request.header(curl.group("name"), curl.group("value"));
        }
        if (curl.group("body") != null) {
            request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(curl.group("body")));
        }
        return request.build();
    }

    private static void follow(HttpRequest request, String promise) {
        Eventually.holds(Stack.PATIENCE, () -> {
            HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
            for (String each : Arrays.asList(promise.split(", "))) {
                check(answer, each);
            }
        });
    }

    private static void check(HttpResponse<String> answer, String promise) {
        if (promise.matches("\\d+")) {
            assertThat(answer.statusCode()).isEqualTo(Integer.parseInt(promise));
        } else if (promise.startsWith("Lockstep-")) {
            String[] header = promise.split(": ", 2);
            assertThat(answer.headers().firstValue(header[0])).hasValue(header[1]);
        } else {
            assertThat(answer.body()).contains(promise);
        }
    }
}
