package dev.lockstep.reader.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EntityTagTest {

    @Test
    void isOfTheBytesAndOfNothingElse() {
        byte[] entry = "P179{\"id\":1}".getBytes(UTF_8);

        assertThat(EntityTag.of(ByteBuffer.wrap(entry, 4, 8))).isEqualTo(EntityTag.of(bytes("{\"id\":1}")));
        assertThat(EntityTag.of(ByteBuffer.wrap(entry).slice(4, 8))).isEqualTo(EntityTag.of(bytes("{\"id\":1}")));
        assertThat(EntityTag.of(bytes(""))).matches("\"[0-9a-f]{32}\"");
    }

    @Test
    void anotherDocumentHasAnotherOne() {
        Set<String> tags = new HashSet<>();
        for (int id = 0; id < 10_000; id++) {
            assertThat(tags.add(EntityTag.of(bytes("{\"id\":%d}".formatted(id)))))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            "a"                 , true
            W/"a"               , true
            `"b", "a"`          , true
            `"b" ,W/"a"`        , true
            *                   , true
            "b"                 , false
            a                   , false
            ``                  , false
            """)
    void aClientNamesWhatItHas(String ifNoneMatch, boolean matches) {
        assertThat(EntityTag.matches("\"a\"", List.of(ifNoneMatch))).isEqualTo(matches);
        assertThat(EntityTag.matches("\"a\"", List.of("\"x\"", ifNoneMatch))).isEqualTo(matches);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }
}
