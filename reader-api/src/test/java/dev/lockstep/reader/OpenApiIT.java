package dev.lockstep.reader;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.cache.redis.KeyLayout;
import dev.lockstep.cache.redis.RedisAddress;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.reader.stage.PlayedWorker;
import dev.lockstep.reader.stage.RawHttp.Response;
import dev.lockstep.reader.stage.Stage;
import dev.lockstep.testbed.Eventually;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The OpenAPI document is one, and whatever it gives as an example is so: each is sent, and answered as it says. */
@ExtendWith(Stage.Extension.class)
@Tag("any-server")
final class OpenApiIT {

    private static final String EVENTS = "text/event-stream";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RedisCache cache;
    private final RunningReader reader;

    OpenApiIT(Stage stage) throws SQLException {
        String schema = stage.newSchema();
        stage.sql(
                "CREATE TABLE %s.hero (id INT PRIMARY KEY, name VARCHAR(50) UNIQUE, power VARCHAR(50))"
                        .formatted(schema),
                "INSERT INTO %s.hero VALUES (1, 'Grace', 'sums'), (11, 'Storm', 'weather'), (42, 'Ada', 'insight')"
                        .formatted(schema));
        cache = RedisCache.connect(
                new RedisAddress(List.of(stage.redis().uri()), Duration.ofSeconds(5)), new KeyLayout(schema, 1));
        new PlayedWorker(stage.mysql(), cache).open();
        reader = RunningReader.start(
                stage.mysql(),
                stage.redis(),
                Map.of("DB_NAME", schema, "DB_TABLE", "hero", "DB_LOOKUPS", "hero:name", "CACHE_NAMESPACE", schema));
        Eventually.holds(
                Duration.ofSeconds(30),
                () -> assertThat(reader.get("/health/readiness").status()).isEqualTo(200));
    }

    @AfterEach
    void close() {
        reader.close();
        cache.close();
    }

    @Test
    void itIsOne() throws IOException {
        SwaggerParseResult parsed = parse();

        assertThat(parsed.getMessages()).isEmpty();
        assertThat(parsed.getOpenAPI().getPaths().keySet())
                .contains("/v1", "/v1/{table}/{key}", "/v1/{table}/by/{columns}/{values}", "/v1/{target}");
    }

    @Test
    void eachOfItsExamplesIsSo() throws IOException {
        List<String> sent = new ArrayList<>();
        OpenAPI api = parse().getOpenAPI();
        for (var path : api.getPaths().entrySet()) {
            for (var operation : path.getValue().readOperationsMap().entrySet()) {
                Content answered = answered(operation.getValue());
                // Of these, ChangesIT compares the text.
                if (!answered.containsKey(EVENTS)) {
                    sendAll(operation.getKey(), path.getKey(), operation.getValue(), sent);
                }
            }
        }

        assertThat(sent)
                .contains(
                        "GET /v1",
                        "GET /v1/hero/42",
                        "GET /v1/hero/42 Lockstep-Consistency: strong",
                        "GET /v1/hero/by/name/Storm",
                        "POST /v1/hero:batchGet {\"keys\":[1,\"2\"]}");
    }

    private void sendAll(HttpMethod method, String template, Operation operation, List<String> sent)
            throws IOException {
        List<Parameter> parameters =
                Optional.ofNullable(operation.getParameters()).orElse(List.of());
        String target = template;
        for (Parameter each : parameters) {
            if (each.getIn().equals("path")) {
                assertThat(each.getExample())
                        .as("%s of %s", each.getName(), template)
                        .isNotNull();
                target = target.replace(
                        "{" + each.getName() + "}", each.getExample().toString());
            }
        }
        JsonNode expected = JSON.readTree(examples(answered(operation)).getFirst());
        for (String body : bodies(operation.getRequestBody())) {
            answers(send(method, target, Map.of(), body), expected, target + body);
            sent.add((method + " " + target + " " + body).strip());
        }
        for (Parameter each : parameters) {
            if (each.getIn().equals("header") && each.getExample() != null) {
                String value = each.getExample().toString();
                answers(send(method, target, Map.of(each.getName(), value), ""), expected, target);
                sent.add("%s %s %s: %s".formatted(method, target, each.getName(), value));
            }
        }
    }

    private Response send(HttpMethod method, String target, Map<String, String> headers, String body)
            throws IOException {
        return body.isEmpty() ? reader.send(method.name(), target, headers, "") : reader.post(target, body);
    }

    private static void answers(Response response, JsonNode expected, String what) throws IOException {
        assertThat(response.status()).as(what).isEqualTo(200);
        JsonNode actual = JSON.readTree(response.body());
        assertThat(fits(expected, actual))
                .as("%s as %s, as an answer to %s", actual, expected, what)
                .isTrue();
    }

    /** Whether the one has the shape of the other. Sources and other words may differ; of a list there may be more or fewer. */
    private static boolean fits(JsonNode expected, JsonNode actual) {
        if (expected.isObject()) {
            return actual.isObject()
                    && expected.properties().stream()
                            .allMatch(each ->
                                    actual.has(each.getKey()) && fits(each.getValue(), actual.get(each.getKey())));
        }
        if (expected.isArray()) {
            boolean all = actual.isArray() && expected.isEmpty() == actual.isEmpty();
            for (int i = 0; all && i < actual.size(); i++) {
                all = fits(expected.get(Math.min(i, expected.size() - 1)), actual.get(i));
            }
            return all;
        }
        return expected.getNodeType() == actual.getNodeType();
    }

    private static Content answered(Operation operation) {
        return Objects.requireNonNull(operation.getResponses().get("200"), operation.getOperationId())
                .getContent();
    }

    private static List<String> bodies(RequestBody body) {
        return body == null ? List.of("") : examples(body.getContent());
    }

    private static List<String> examples(Content content) {
        List<String> examples = new ArrayList<>();
        for (MediaType each : content.values()) {
            if (each.getExample() != null) {
                examples.add(text(each.getExample()));
            }
            Collection<Example> named =
                    each.getExamples() == null ? List.of() : each.getExamples().values();
            named.forEach(example -> examples.add(text(example.getValue())));
        }
        assertThat(examples).isNotEmpty();
        return examples;
    }

    private static String text(Object example) {
        return example instanceof JsonNode || example instanceof Map
                ? JSON.valueToTree(example).toString()
                : example.toString();
    }

    private SwaggerParseResult parse() throws IOException {
        ParseOptions options = new ParseOptions();
        options.setResolve(true);
        return new OpenAPIV3Parser()
                .readContents(reader.get("/openapi/openapi.yml").body(), List.of(), options);
    }
}
