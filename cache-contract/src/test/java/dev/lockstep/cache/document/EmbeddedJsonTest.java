package dev.lockstep.cache.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lockstep.cache.table.ColumnType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EmbeddedJsonTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\": 1, \"b\": [1, 2, {}]}        | {\"a\":1,\"b\":[1,2,{}]}",
                "{ }                                   | {}",
                "[ ]                                   | []",
                "null                                  | null",
                "true                                  | true",
                "\"text\"                              | \"text\"",
                "\"gr\\u00f6\\u00dfe\\/\"              | \"größe/\"",
                "{\"\": {\"\": \"\"}}                  | {\"\":{\"\":\"\"}}",
                "12                                    | 12",
                "-0                                    | 0",
                "18446744073709551615                  | 18446744073709551615",
                "-9223372036854775808                  | -9223372036854775808"
            })
    void blanksAndEscapesAreOneWay(String json, String document) {
        assertThat(embed(json)).isEqualTo(document);
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, 1.00, 1",
        "1.5, 1.50, 1.5",
        "-0.25, -25e-2, -0.25",
        "0.0, 0e10, 0",
        "100000.0, 1e5, 100000",
        "1e15, 1.0E15, 1000000000000000",
        "1e100, 1.0E100, 1E+100",
        "1e-7, 1.0E-7, 0.0000001",
        "5e-324, 0.5E-323, 5E-324",
        "1.7976931348623157e308, 1.7976931348623157E308, 1.7976931348623157E+308",
        "1.0e2147483647, 10e2147483646, 1E+2147483647"
    })
    void aNumberIsWrittenOneWayByBothRoads(String ofTheServer, String ofTheBinlog, String canonical) {
        assertThat(embed(ofTheServer)).isEqualTo(canonical);
        assertThat(embed(ofTheBinlog)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "{", "{\"a\":", "{\"a\":1}}", "1 2", "{} {}", "{'a':1}", "nul", "NaN", "01", "[1,]"})
    void refusesWhatIsNotOneJsonValue(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> embed(text))
                .withMessageMatching("column c: (nothing at all|what is not JSON, or too much of it: ).*");
    }

    @Test
    void refusesWhatIsDeeperThanTheParserGoes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> embed("[".repeat(2_000) + "]".repeat(2_000)))
                .withMessageStartingWith("column c: what is not JSON, or too much of it: ");
    }

    @Test
    void goesAsDeepAsMySqlDoes() {
        String deepest = "[".repeat(100) + "]".repeat(100);
        assertThat(embed(deepest)).isEqualTo(deepest);
    }

    private static String embed(String json) {
        return DocumentEncoderTest.encode(ColumnType.JSON, 0, json);
    }
}
