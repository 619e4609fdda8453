package dev.lockstep.reader.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MembersTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"id":1,"name":"Ada","xp":7}       | id       | {"id":1}
            {"id":1,"name":"Ada","xp":7}       | xp,id    | {"id":1,"xp":7}
            {"id":1,"name":"Ada","xp":7}       | name     | {"name":"Ada"}
            {"id":1,"name":"Ada","xp":7}       | other    | {}
            {}                                 | id       | {}
            {"a":1.10,"b":-0,"c":1e400}        | a,c      | {"a":1.10,"c":1e400}
            {"a":[1,{"b":2}],"b":{"a":[]}}     | b        | {"b":{"a":[]}}
            {"a":{"id":1},"id":2}              | id       | {"id":2}
            {"a":"}","b":",","c":"\\"c\\""}    | b,c      | {"b":",","c":"\\"c\\""}
            {"a" : 1 , "b" : [ 1 ] }           | a,b      | {"a" : 1,"b" : [ 1 ]}
            {"é":"ü","z":null,"t":true}        | é,t      | {"é":"ü","t":true}
            {"\\u0061":1,"b":2}                | a        | {"\\u0061":1}
            """)
    void onlyTheseAreKeptAsTheyAre(String document, String names, String kept) {
        assertThat(only(document, names.split(",", -1))).isEqualTo(kept);
    }

    @Test
    void aDocumentMayStandInTheMiddleOfABuffer() {
        byte[] bytes = "xx{\"id\":1,\"name\":\"Ada\"}yy".getBytes(UTF_8);
        ByteBuffer slice = ByteBuffer.wrap(bytes, 1, bytes.length - 3).slice();
        slice.position(1);

        assertThat(UTF_8.decode(Members.only(Set.of("name"), slice)).toString()).isEqualTo("{\"name\":\"Ada\"}");
        assertThat(slice.position()).isEqualTo(1);
    }

    @Test
    void valuesMayBeAsLargeAsRowsAre() {
        String large = "x".repeat(30_000_000);

        assertThat(only("{\"a\":\"%s\",\"b\":\"%s\"}".formatted(large, large), "b"))
                .hasSize(large.length() + 8);
    }

    @Test
    void namesMayBeOfOneHash() {
        String json = namesOfOneHash()
                .limit(600)
                .map(name -> "\"%s\":0".formatted(name))
                .collect(Collectors.joining(",", "{", "}"));

        for (int i = 0; i < 3; i++) {
            assertThat(only("{\"a\":%s,\"b\":1}".formatted(json), "b")).isEqualTo("{\"b\":1}");
        }
    }

    /** The parser takes four characters for a number; of a name of two, the hash is mixed from (mixed(one) + 33 * two). */
    private static Stream<String> namesOfOneHash() {
        int inverse = BigInteger.valueOf(33)
                .modInverse(BigInteger.ONE.shiftLeft(Integer.SIZE))
                .intValue();
        return IntStream.iterate(0x41414141, one -> one + 1)
                .mapToObj(one -> ByteBuffer.allocate(8)
                        .putInt(one)
                        .putInt(-mixed(one) * inverse)
                        .flip())
                .map(name -> ISO_8859_1.decode(name).toString())
                .filter(name -> name.chars().allMatch(each -> each >= '0' && each <= 'z' && each != '\\'));
    }

    private static int mixed(int one) {
        int sum = one + (one >>> 15);
        return sum ^ sum >>> 9;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"id\":1", "{\"id\":1}{", "{\"name\":1,id:1}", "7"})
    void ofWhatIsNoDocumentNothingIsShown(String document) {
        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> only(document, "id"));
    }

    private static String only(String document, String... names) {
        return UTF_8.decode(Members.only(Set.copyOf(Arrays.asList(names)), ByteBuffer.wrap(document.getBytes(UTF_8))))
                .toString();
    }
}
