package dev.lockstep.cache.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.lockstep.cache.table.Column;
import dev.lockstep.cache.table.ColumnType;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableSchema;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DocumentEncoderTest {

    private static final DocumentEncoder ENCODER = new DocumentEncoder();
    private static final LocalDateTime MOMENT = LocalDateTime.of(2026, 2, 28, 23, 59, 58, 123_456_000);

    @Test
    void aRowIsOneObjectInTheOrderOfItsColumns() {
        TableSchema schema = schema(
                new Column("id", ColumnType.INTEGER, 0, 0),
                new Column("Name", ColumnType.TEXT, 0, 0),
                new Column("since", ColumnType.DATETIME, 3, 0));
        assertThat(ENCODER.encode(schema, Arrays.asList(7L, null, MOMENT)))
                .hasToString("{\"id\":7,\"Name\":null,\"since\":\"2026-02-28T23:59:58.123\"}");
    }

    /** A server takes names of 65,535 bytes, and values as large as its packets. */
    @Test
    void jsonMayBeAsLargeAsTheServerTakesIt() {
        String json = "{\"%s\":\"%s\"}".formatted("n".repeat(65_535), "v".repeat(20_000_001));

        assertThat(encode(ColumnType.JSON, 0, json).equals(json)).isTrue();
    }

    /** "Ab" and "BA" have one hash to the parser, and so has all that is made of them. */
    @Test
    void namesMayBeOfOneHash() {
        String json = IntStream.range(0, 1 << 9)
                .mapToObj(bits -> IntStream.range(0, 9)
                        .mapToObj(bit -> (bits >> bit & 1) == 0 ? "Ab" : "BA")
                        .collect(Collectors.joining("", "\"", "\":0")))
                .collect(Collectors.joining(",", "{", "}"));

        for (int i = 0; i < 3; i++) {
            assertThat(encode(ColumnType.JSON, 0, json)).isEqualTo(json);
        }
    }

    @ParameterizedTest
    @EnumSource
    void nullIsNullInEveryType(ColumnType type) {
        assertThat(encode(type, 0, null)).isEqualTo("null");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-1, -1",
        "9007199254740991, 9007199254740991",
        "9007199254740992, '\"9007199254740992\"'",
        "-9007199254740991, -9007199254740991",
        "-9007199254740992, '\"-9007199254740992\"'",
        "9223372036854775807, '\"9223372036854775807\"'",
        "-9223372036854775808, '\"-9223372036854775808\"'"
    })
    void wholeNumbersThatAReaderWouldRoundAreText(long number, String json) {
        assertThat(encode(ColumnType.INTEGER, 0, number)).isEqualTo(json);
        assertThat(encode(ColumnType.INTEGER, 0, BigInteger.valueOf(number))).isEqualTo(json);
    }

    @Test
    void unsignedNumbersReachTheirEnd() {
        BigInteger most = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
        assertThat(encode(ColumnType.INTEGER, 0, most)).isEqualTo("\"18446744073709551615\"");
        assertThat(encode(ColumnType.BITS, 0, most)).isEqualTo("\"18446744073709551615\"");
        assertThat(encode(ColumnType.BITS, 0, BigInteger.ONE)).isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource({
        "0.00",
        "-12.50",
        "100",
        "99999999999999999999999999999999999.999999999999999999999999999999",
        "0.000000000000000000000000000001"
    })
    void decimalsKeepTheirDigits(String decimal) {
        assertThat(encode(ColumnType.DECIMAL, 0, new BigDecimal(decimal))).isEqualTo('"' + decimal + '"');
    }

    @Test
    void decimalsHaveNoExponent() {
        assertThat(encode(ColumnType.DECIMAL, 0, new BigDecimal("1E+2"))).isEqualTo("\"100\"");
    }

    @Test
    void floatsAreTheShortestThatComeBack() {
        assertThat(encode(ColumnType.FLOAT, 0, 0.1f)).isEqualTo("0.1");
        assertThat(encode(ColumnType.FLOAT, 0, Float.MAX_VALUE)).isEqualTo("3.4028235E38");
        assertThat(encode(ColumnType.FLOAT, 0, Float.MIN_VALUE)).isEqualTo("1.4E-45");
        assertThat(encode(ColumnType.FLOAT, 0, -0.0f)).isEqualTo("-0.0");
        assertThat(encode(ColumnType.DOUBLE, 0, 0.1)).isEqualTo("0.1");
        assertThat(encode(ColumnType.DOUBLE, 0, Double.MAX_VALUE)).isEqualTo("1.7976931348623157E308");
        assertThat(encode(ColumnType.DOUBLE, 0, Double.MIN_VALUE)).isEqualTo("4.9E-324");
        assertThat(encode(ColumnType.DOUBLE, 0, 1.0)).isEqualTo("1.0");
    }

    @Test
    void textComesBackWhateverIsInIt() throws IOException {
        String hostile = "\"\\/\b\f\n\r\t\0\u001f\u2028größe 日本 😀";
        String document =
                ENCODER.encode(schema(ColumnType.TEXT, 0), List.of(hostile)).toString();
        try (JsonParser parser = new JsonFactory().createParser(document)) {
            parser.nextToken();
            parser.nextFieldName();
            assertThat(parser.nextTextValue()).isEqualTo(hostile);
        }
        assertThat(encode(ColumnType.TEXT, 0, "")).isEqualTo("\"\"");
    }

    @Test
    void namesOfColumnsAreEscapedToo() {
        TableSchema schema = schema(new Column("a\"b", ColumnType.INTEGER, 0, 0));
        assertThat(ENCODER.encode(schema, List.of(1L))).hasToString("{\"a\\\"b\":1}");
    }

    @Test
    void bytesAreBase64() {
        assertThat(encode(ColumnType.BYTES, 0, new byte[] {})).isEqualTo("\"\"");
        assertThat(encode(ColumnType.BYTES, 0, new byte[] {-5, -1})).isEqualTo("\"+/8=\"");
    }

    @ParameterizedTest
    @CsvSource({"0001-01-01", "1000-01-01", "9999-12-31", "2024-02-29"})
    void datesAreIso(String date) {
        assertThat(encode(ColumnType.DATE, 0, LocalDate.parse(date))).isEqualTo('"' + date + '"');
    }

    @ParameterizedTest
    @CsvSource({"0, ''", "1, .1", "2, .12", "3, .123", "4, .1234", "5, .12345", "6, .123456"})
    void timesHaveTheDigitsOfTheirColumn(int fraction, String digits) {
        assertThat(encode(ColumnType.DATETIME, fraction, MOMENT)).isEqualTo("\"2026-02-28T23:59:58" + digits + "\"");
        assertThat(encode(ColumnType.TIMESTAMP, fraction, Instant.parse("2026-02-28T23:59:58.123456Z")))
                .isEqualTo("\"2026-02-28T23:59:58" + digits + "Z\"");
        assertThat(encode(ColumnType.TIME, fraction, Duration.parse("PT23H59M58.123456S")))
                .isEqualTo("\"23:59:58" + digits + "\"");
        assertThat(encode(ColumnType.TIME, fraction, Duration.parse("PT-23H-59M-58.123456S")))
                .isEqualTo("\"-23:59:58" + digits + "\"");
    }

    @Test
    void zerosOfATimeAreWritten() {
        assertThat(encode(ColumnType.DATETIME, 6, LocalDateTime.of(1000, 1, 1, 0, 0)))
                .isEqualTo("\"1000-01-01T00:00:00.000000\"");
        assertThat(encode(ColumnType.TIMESTAMP, 0, Instant.EPOCH.plusSeconds(1)))
                .isEqualTo("\"1970-01-01T00:00:01Z\"");
        assertThat(encode(ColumnType.TIME, 3, Duration.ofMillis(7))).isEqualTo("\"00:00:00.007\"");
        assertThat(encode(ColumnType.TIME, 0, Duration.ZERO)).isEqualTo("\"00:00:00\"");
    }

    @Test
    void aTimeIsASpanOfUpTo838HoursToEitherSide() {
        Duration most = Duration.ofHours(838).plusMinutes(59).plusSeconds(59);
        assertThat(encode(ColumnType.TIME, 0, most)).isEqualTo("\"838:59:59\"");
        assertThat(encode(ColumnType.TIME, 6, most.negated())).isEqualTo("\"-838:59:59.000000\"");
        assertThat(encode(ColumnType.TIME, 6, Duration.ofNanos(-1_000))).isEqualTo("\"-00:00:00.000001\"");
    }

    @Test
    void refusesAnotherNumberOfValues() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ENCODER.encode(schema(ColumnType.TEXT, 0), List.of("a", "b")))
                .withMessage("shop.heroes: 2 values (expected: 1, one for each column)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ENCODER.encode(schema(ColumnType.TEXT, 0), List.of()))
                .withMessageContaining("0 values (expected: 1,");
    }

    @ParameterizedTest
    @EnumSource
    void refusesAValueOfAnotherType(ColumnType type) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> encode(type, 0, new Object()))
                .withMessage("column c: a java.lang.Object (expected: a value of type %s)", type);
    }

    /** As a damaged binlog might have it. */
    @Test
    void refusesStoredJsonThatIsNone() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            byte[] value = new byte[1 + random.nextInt(60)];
            random.nextBytes(value);
            value[0] = (byte) random.nextInt(16);
            Throwable problem = catchThrowable(() -> encode(ColumnType.JSON, 0, value));
            if (problem != null) {
                assertThat(problem).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    /** An array that is in itself, and one of fewer than no values. */
    @ParameterizedTest
    @ValueSource(strings = {"0301000000000000000300000000", "03ffffffff00000000"})
    void refusesStoredJsonThatContradictsItself(String stored) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> encode(ColumnType.JSON, 0, HexFormat.of().parseHex(stored)))
                .withMessageStartingWith("column c: a JSON value that ");
    }

    @Test
    void neverCutsANumberToMakeItFit() {
        assertThatIllegalArgumentException().isThrownBy(() -> encode(ColumnType.INTEGER, 0, 1.5));
        assertThatIllegalArgumentException().isThrownBy(() -> encode(ColumnType.INTEGER, 0, new BigDecimal("1.5")));
        assertThatIllegalArgumentException().isThrownBy(() -> encode(ColumnType.FLOAT, 0, 0.1));
        assertThatIllegalArgumentException().isThrownBy(() -> encode(ColumnType.DECIMAL, 0, 0.1));
    }

    @Test
    void documentsAreEqualByTheirBytes() {
        TableSchema schema = schema(ColumnType.TEXT, 0);
        Document one = ENCODER.encode(schema, List.of("ä"));
        Document same = ENCODER.encode(schema, List.of("ä"));
        assertThat(one).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(ENCODER.encode(schema, List.of("a")));
        assertThat(one.bytes()).isEqualTo("{\"c\":\"ä\"}".getBytes(UTF_8)).hasSize(one.length());
    }

    /** What stands for the value in the document. */
    static String encode(ColumnType type, int fraction, @Nullable Object value) {
        String document =
                ENCODER.encode(schema(type, fraction), Arrays.asList(value)).toString();
        assertThat(document).startsWith("{\"c\":").endsWith("}");
        return document.substring("{\"c\":".length(), document.length() - 1);
    }

    private static TableSchema schema(ColumnType type, int fraction) {
        return schema(new Column("c", type, fraction, 0));
    }

    private static TableSchema schema(Column... columns) {
        return new TableSchema(new TableName("shop", "heroes"), List.of(columns), List.of(columns[0]));
    }
}
