package dev.lockstep.reader.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.reader.lambda.Event.UnfitEventException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EventTest {

    @ParameterizedTest
    @ValueSource(strings = {"/v1/pair/a%2Cb,c", "/v1/txt/100%25", "/v1/txt/a%2Fb", "/v1/txt/%ff", "/", "/v1/txt/"})
    void thePathOfAFunctionUrlIsAsItWasSent(String path) throws IOException {
        assertThat(parse(SentEvent.ofFunctionUrl("GET", path)).path()).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({"/v1/txt/%zz, /v1/txt/%FFzz", "/v1/txt/%, /v1/txt/%FF", "/v1/txt/{é}, /v1/txt/%7B%C3%A9%7D"})
    void whatIsNoUriBecomesOne(String sent, String path) throws IOException {
        assertThat(parse(SentEvent.ofFunctionUrl("GET", sent)).path()).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /v1/hero/1      | /v1/hero/1
            /v1/txt/100%    | /v1/txt/100%25
            /v1/txt/%2C     | /v1/txt/%252C
            /v1/txt/a b     | /v1/txt/a%20b
            /v1/txt/é       | /v1/txt/%C3%A9
            /v1/txt/a#b     | /v1/txt/a%23b
            /v1/pair/a,b    | /v1/pair/a,b
            /v1/txt/"<b>    | /v1/txt/%22%3Cb%3E
            /v1/hero:batchGet | /v1/hero:batchGet
            """)
    void thePathOfAnHttpApiIsEncodedAnew(String decoded, String path) throws IOException {
        assertThat(parse(SentEvent.ofHttpApi("GET", decoded)).path()).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({
        "prod, /prod/v1/hero/1, /v1/hero/1",
        "prod, /prod, /",
        "prod, /production/v1/hero/1, /production/v1/hero/1",
        "$default, /v1/hero/1, /v1/hero/1"
    })
    void aStageIsNoPartOfThePath(String stage, String sent, String path) throws IOException {
        assertThat(parse(SentEvent.ofHttpApi("GET", sent).in(stage)).path()).isEqualTo(path);
    }

    @Test
    void cookiesAreAHeader() throws IOException {
        assertThat(parse(SentEvent.ofHttpApi("GET", "/")).headers())
                .containsEntry("cookie", List.of("session=abc=1; theme=dark"));
    }

    @Test
    void severalValuesOfAHeaderAreOneAsTheyCome() throws IOException {
        SentEvent sent = SentEvent.ofHttpApi("GET", "/").with(Map.of("If-None-Match", "\"a\",\"b\""), "");

        assertThat(parse(sent).headers()).containsEntry("if-none-match", List.of("\"a\",\"b\""));
    }

    @Test
    void aBodyIsTextOrBase64() throws IOException {
        SentEvent sent = SentEvent.ofFunctionUrl("POST", "/v1/txt:batchGet").with(Map.of(), "{\"keys\":[\"é\"]}");

        assertThat(parse(sent).body()).isEqualTo("{\"keys\":[\"é\"]}".getBytes(UTF_8));
        assertThat(Event.parse(new ByteArrayInputStream(sent.inBase64())).body())
                .isEqualTo("{\"keys\":[\"é\"]}".getBytes(UTF_8));
        assertThat(parse(SentEvent.ofFunctionUrl("GET", "/")).body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"version\":\"1.0\",\"path\":\"/\",\"httpMethod\":\"GET\"}",
                "{\"version\":\"2.0\",\"rawPath\":\"/\"}",
                "{\"Records\":[{\"body\":\"x\"}]}"
            })
    void anotherEventIsRefused(String json) {
        assertThatThrownBy(() -> Event.parse(new ByteArrayInputStream(json.getBytes(UTF_8))))
                .isInstanceOf(UnfitEventException.class)
                .hasMessageContaining("payload format 2.0");
    }

    private static Event parse(SentEvent sent) throws IOException {
        return Event.parse(new ByteArrayInputStream(sent.json()));
    }
}
