package dev.lockstep.reader.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lockstep.reader.http.KeyBatch.UnfitBatchException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyBatchTest {

    @Test
    void keysAreTextsNumbersOrListsOfThem() {
        KeyBatch batch = parse("{\"keys\": [\"a,b\", 7, 1.50, [\"x\", -3], \"\"]}");

        assertThat(batch.by()).isEmpty();
        assertThat(batch.keys())
                .containsExactly(List.of("a,b"), List.of("7"), List.of("1.50"), List.of("x", "-3"), List.of(""));
    }

    @Test
    void anotherUniqueKeyIsNamed() {
        KeyBatch batch = parse("{\"by\": [\"team\", \"rank\"], \"keys\": [[\"red\", 1]]}");

        assertThat(batch.by()).containsExactly("team", "rank");
        assertThat(batch.keys()).containsExactly(List.of("red", "1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"keys\":[]}",
                "{\"keys\":1}",
                "{\"keys\":[null]}",
                "{\"keys\":[true]}",
                "{\"keys\":[{}]}",
                "{\"keys\":[[[1]]]}",
                "{\"keys\":[1]",
                "{\"keys\":[1]} {}",
                "{\"keys\":[1],\"other\":[1]}",
                "{\"keys\":[1],\"by\":\"name\"}",
                "{\"keys\":[[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17]]}",
                "not json"
            })
    void whatIsNoBatchIsRefused(String body) {
        assertThatExceptionOfType(UnfitBatchException.class)
                .isThrownBy(() -> parse(body))
                .withMessageStartingWith("expected: ");
    }

    @Test
    void thereIsABoundOnTheirNumber() {
        assertThat(parse(numbers(KeyBatch.MOST_KEYS)).keys()).hasSize(KeyBatch.MOST_KEYS);
        assertThatExceptionOfType(UnfitBatchException.class)
                .isThrownBy(() -> parse(numbers(KeyBatch.MOST_KEYS + 1)))
                .withMessageContaining("1000");
    }

    private static String numbers(int count) {
        return IntStream.range(0, count)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    }

    private static KeyBatch parse(String body) {
        return KeyBatch.parse(body.getBytes(UTF_8));
    }
}
