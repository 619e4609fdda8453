package dev.lockstep.cache.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RowKeyTest {

    private static final TableSchema TEXT = Tables.keyedBy(ColumnType.TEXT);
    private static final TableSchema TWO_TEXTS = Tables.keyedBy(ColumnType.TEXT, ColumnType.TEXT);
    private static final TableSchema MIXED = Tables.keyedBy(ColumnType.INTEGER, ColumnType.TEXT, ColumnType.DATE);

    @Test
    void anotherUniqueKeyHasItsColumnsInItsText() {
        Column name = new Column("a name", ColumnType.TEXT, 0, 0);
        Column rank = new Column("rank", ColumnType.INTEGER, 0, 0);
        TableSchema schema = new TableSchema(
                new TableName("s", "t"), List.of(rank, name), List.of(rank), List.of(List.of(name, rank)));

        assertThat(RowKey.of(schema, schema.lookups().getFirst(), List.of("by/x,y", 7L))
                        .text())
                .isEqualTo("by/a%20name,rank/by%2Fx%2Cy,7");
    }

    @Test
    void isTheKeysPartsInOrder() {
        RowKey key = RowKey.of(MIXED, List.of(-7L, "Ann", LocalDate.of(2026, 2, 28)));
        assertThat(key.text()).isEqualTo("-7,Ann,2026-02-28");
        assertThat(key.table()).isEqualTo(new TableName("shop", "heroes"));
        assertThat(RowKey.parseValues(MIXED.key(), key.text())).containsExactly(-7L, "Ann", LocalDate.of(2026, 2, 28));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                "%",
                "%2C",
                "+",
                "a b",
                "a+b",
                "a/b?c#d&e=f;g",
                "{0}",
                "\"quoted\" 'too' \\",
                "line\r\nbreak\0",
                "größe",
                "日本",
                "😀🧑‍🚀",
                "../../etc",
                "~-._aZ09"
            })
    void hostileTextComesBackAndIsOnePart(String text) {
        RowKey key = RowKey.of(TEXT, List.of(text));
        assertThat(key.text()).matches("([A-Za-z0-9._~-]|%[0-9A-F]{2})*");
        assertThat(RowKey.parseValues(TEXT.key(), key.text())).isEqualTo(List.of(text));
        assertThat(RowKey.parse(TEXT, key.text())).isEqualTo(key);
        assertThat(URLDecoder.decode(key.text(), UTF_8)).isEqualTo(text);
    }

    @Test
    void anyTextComesBackAndNoTwoKeysAreTheSame() {
        Random random = new Random(20260104);
        Map<String, List<String>> seen = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            List<String> values = List.of(anyText(random), anyText(random));
            String text = RowKey.of(TWO_TEXTS, values).text();
            assertThat(RowKey.parseValues(TWO_TEXTS.key(), text)).isEqualTo(values);
            assertThat(seen.getOrDefault(text, values)).isEqualTo(values);
            seen.put(text, values);
        }
    }

    @Test
    void emptyPartsAreParts() {
        assertThat(RowKey.of(TWO_TEXTS, List.of("", "")).text()).isEqualTo(",");
        assertThat(RowKey.parseValues(TWO_TEXTS.key(), ",")).isEqualTo(List.of("", ""));
        assertThat(RowKey.parseValues(TEXT.key(), "")).isEqualTo(List.of(""));
    }

    @Test
    void aPlusSignIsAPlusSign() {
        assertThat(RowKey.parseValues(TEXT.key(), "a+b%20c")).isEqualTo(List.of("a+b c"));
        assertThat(RowKey.parse(TEXT, "a+b").text()).isEqualTo("a%2Bb");
    }

    @ParameterizedTest
    @CsvSource({
        "INTEGER, 7, 7",
        "INTEGER, 007, 7",
        "INTEGER, +7, 7",
        "INTEGER, %37, 7",
        "INTEGER, -0, 0",
        "INTEGER, -9223372036854775808, -9223372036854775808",
        "INTEGER, 18446744073709551615, 18446744073709551615",
        "BITS, 0018446744073709551615, 18446744073709551615",
        "DECIMAL, 100, 100",
        "DECIMAL, 1e2, 100",
        "DECIMAL, 1E+2, 100",
        "DECIMAL, 100.00, 100",
        "DECIMAL, 0.10, 0.1",
        "DECIMAL, .1, 0.1",
        "DECIMAL, -0.00, 0",
        "DECIMAL, 1e-30, 0.000000000000000000000000000001",
        "BYTES, 0aFf, 0AFF",
        "DATE, 2026-02-28, 2026-02-28",
        "DATETIME, 2026-02-28T23%3A59, 2026-02-28T23%3A59%3A00.000000",
        "DATETIME, 2026-02-28T23:59:00.000, 2026-02-28T23%3A59%3A00.000000",
        "TIMESTAMP, 2026-02-28T23:59:59.5Z, 2026-02-28T23%3A59%3A59.500000Z",
        "TIME, 1:02:03, 01%3A02%3A03.000000",
        "TIME, -838:59:59.5, -838%3A59%3A59.500000",
        "TIME, -00:00:00.000001, -00%3A00%3A00.000001",
        "TIME, -00:00:00, 00%3A00%3A00.000000",
        "FLOAT, 1, 1.0",
        "FLOAT, 0.10, 0.1",
        "FLOAT, 16777217, 1.6777216E7",
        "FLOAT, -0, -0.0",
        "DOUBLE, 1e7, 1.0E7",
        "DOUBLE, 16777217, 1.6777217E7",
        "CHOICE, red, red",
        "TIMESTAMP, 2026-03-01T00:59:59.500000+01:00, 2026-02-28T23%3A59%3A59.500000Z"
    })
    void everySpellingOfAValueIsOneKey(ColumnType type, String written, String canonical) {
        assertThat(RowKey.parse(Tables.keyedBy(type), written).text()).isEqualTo(canonical);
    }

    @Test
    void theKeyOfTheRowIsTheOneOfTheUrl() {
        isSame(ColumnType.INTEGER, 42L, "42");
        isSame(ColumnType.INTEGER, new BigInteger("18446744073709551615"), "18446744073709551615");
        isSame(ColumnType.DECIMAL, new BigDecimal("100.00"), "1e2");
        isSame(ColumnType.DECIMAL, new BigDecimal("0.00"), "0");
        isSame(ColumnType.DECIMAL, new BigDecimal("-12.50"), "-12.5");
        isSame(ColumnType.BYTES, new byte[] {0, -1, 16}, "00ff10");
        isSame(ColumnType.BYTES, new byte[] {}, "");
        isSame(ColumnType.BITS, BigInteger.valueOf(5), "5");
        isSame(ColumnType.DATETIME, LocalDateTime.of(2026, 2, 28, 12, 0), "2026-02-28T12:00:00.000000");
        isSame(ColumnType.TIME, Duration.ofMinutes(-90), "-01:30:00");
        isSame(ColumnType.FLOAT, 0.1f, "0.1");
        isSame(ColumnType.DOUBLE, 0.1, "0.10");
        isSame(ColumnType.TIMESTAMP, Instant.parse("2026-02-28T12:00:00.000001Z"), "2026-02-28T12:00:00.000001Z");
    }

    @ParameterizedTest
    @CsvSource({"'', 1", "1, 1", "'1,2', 2", "'1,2,3,4', 4", "'1,a,2026-01-01,', 4"})
    void refusesAnotherNumberOfParts(String text, int parts) {
        assertThatExceptionOfType(UnfitKeyException.class)
                .isThrownBy(() -> RowKey.parse(MIXED, text))
                .withMessage("%d part%s (expected: 3, separated by commas: a,b,c)", parts, parts == 1 ? "" : "s");
    }

    private static void isSame(ColumnType type, Object value, String written) {
        TableSchema schema = Tables.keyedBy(type);
        assertThat(RowKey.of(schema, List.of(value))).isEqualTo(RowKey.parse(schema, written));
    }

    /** Any code points but lone surrogates, which no character set of a database has. */
    private static String anyText(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(4);
        while (text.codePointCount(0, text.length()) < length) {
            int point = random.nextInt(random.nextBoolean() ? 0x80 : Character.MAX_CODE_POINT + 1);
            if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
                text.appendCodePoint(point);
            }
        }
        return text.toString();
    }
}
