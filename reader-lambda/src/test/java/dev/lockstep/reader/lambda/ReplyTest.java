package dev.lockstep.reader.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.core.convert.ConversionService;
import io.micronaut.http.cookie.Cookie;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class ReplyTest {

    private final Reply<Object> reply = new Reply<>(ConversionService.SHARED);

    @Test
    void textIsTextAndIsEscaped() throws IOException {
        reply.getOutputStream().write("{\"name\":\"é\u0001\\\"\"}".getBytes(UTF_8));

        assertThat(written(true))
                .contains("\"isBase64Encoded\":false")
                .contains("\"body\":\"{\\\"name\\\":\\\"é\\u0001\\\\\\\"\\\"}\"");
    }

    @Test
    void whatIsNoTextIsBase64() throws IOException {
        reply.getOutputStream().write(new byte[] {(byte) 0xff, 0, 1});

        assertThat(written(true)).contains("\"body\":\"/wAB\"").contains("\"isBase64Encoded\":true");
    }

    @Test
    void cookiesAreApartAndOtherHeadersJoined() throws IOException {
        reply.header("Vary", "Accept").header("Vary", "Origin");
        reply.cookie(Cookie.of("a", "1")).cookie(Cookie.of("b", "2"));

        Answered answered = Answered.parse(written(true).getBytes(UTF_8));

        assertThat(answered.header("Vary")).isEqualTo("Accept, Origin");
        assertThat(answered.header("Set-Cookie")).isEmpty();
        assertThat(answered.cookies()).hasSize(2).anyMatch(cookie -> cookie.startsWith("a=1"));
    }

    @Test
    void aBodyThatWasNotAskedForStaysHere() throws IOException {
        reply.status(404);
        reply.getOutputStream().write("text".getBytes(UTF_8));

        assertThat(written(false)).isEqualTo("{\"statusCode\":404,\"headers\":{}}");
    }

    private String written(boolean withBody) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        reply.writeTo(output, withBody);
        return output.toString(UTF_8);
    }
}
