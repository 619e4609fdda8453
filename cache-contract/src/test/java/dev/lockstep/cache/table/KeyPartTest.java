package dev.lockstep.cache.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyPartTest {

    @ParameterizedTest
    @CsvSource({
        "INTEGER, ''",
        "INTEGER, -",
        "INTEGER, +",
        "INTEGER, --7",
        "INTEGER, 7.0",
        "INTEGER, 1e2",
        "INTEGER, 0x7",
        "INTEGER, 7%20",
        "INTEGER, seven",
        "INTEGER, 18446744073709551616",
        "INTEGER, -9223372036854775809",
        "BITS, -1",
        "BITS, 18446744073709551616",
        "DECIMAL, ''",
        "DECIMAL, '1e'",
        "DECIMAL, NaN",
        "DECIMAL, 1e66",
        "DECIMAL, 1e-31",
        "DECIMAL, 1e999999999",
        "DECIMAL, 100e2147483647",
        "DECIMAL, 1e2147483647",
        "DECIMAL, 1e-2147483647",
        "DECIMAL, 1e99999999999",
        "BYTES, f",
        "BYTES, xy",
        "DATE, 2026-2-28",
        "DATE, 2026-02-30",
        "DATE, 0000-00-00",
        "DATE, -0001-01-01",
        "DATE, +10000-01-01",
        "DATETIME, 2026-02-28",
        "DATETIME, 2026-02-28%2012:00:00",
        "DATETIME, 2026-02-28T24:00:00",
        "DATETIME, 2026-02-28T12:00:00Z",
        "DATETIME, 2026-02-28T12:00:00.1234567",
        "DATETIME, +999999999-01-01T00:00",
        "TIMESTAMP, 2026-02-28T12:00:00",
        "TIMESTAMP, 2026-02-28T12:00:00.0000001Z",
        "TIMESTAMP, +1000000000-12-31T23:59:59Z",
        "DATE, 0000-05-05",
        "DATETIME, 2026-02-28T12:00:00.5",
        "TIMESTAMP, 2026-02-28T12:00:00.5Z",
        "TIME, 12",
        "TIME, 12:60:00",
        "TIME, 839:00:00",
        "TIME, -839:00:00",
        "TIME, 9223372036854775807:00:00",
        "TIME, :00:00",
        "TIME, --5:00:00",
        "TIME, 12:00:00.5",
        "FLOAT, ''",
        "FLOAT, NaN",
        "FLOAT, 1e39",
        "FLOAT, 1f",
        "FLOAT, 0x1p3",
        "DOUBLE, Infinity",
        "DOUBLE, 1e309",
        "CHOICE, ''"
    })
    void refusesWhatIsNoValueOfTheColumn(ColumnType type, String text) {
        assertThatExceptionOfType(UnfitKeyException.class)
                .isThrownBy(() -> KeyPart.parse(column(type), text))
                .withMessageStartingWith("id: not a value of this key (expected: ")
                .withMessageEndingWith(")")
                .withNoCause();
    }

    @ParameterizedTest
    @EnumSource(names = {"JSON", "GEOMETRY", "VECTOR"})
    void refusesAKeyOfATypeThatIsNone(ColumnType type) {
        assertThatExceptionOfType(UnfitKeyException.class)
                .isThrownBy(() -> KeyPart.parse(column(type), "1"))
                .withMessage("id: a key of this type cannot be looked up");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"%", "%2", "%zz", "%-1", "a%", "ö", "a b", "a\0", "%FF", "%C3", "%C0%80", "%ED%A0%80", "%u0041"})
    void refusesWhatIsNotPercentEncodedUtf8(String text) {
        assertThatExceptionOfType(UnfitKeyException.class)
                .isThrownBy(() -> KeyPart.parse(column(ColumnType.TEXT), text))
                .withMessage("id: not percent-encoded UTF-8");
    }

    @Test
    void takesTheLongestKeyThatMySqlCanHaveAndNoLonger() {
        assertThat(KeyPart.parse(column(ColumnType.TEXT), "%41".repeat(3072))).isEqualTo("A".repeat(3072));
        assertThatExceptionOfType(UnfitKeyException.class)
                .isThrownBy(() -> KeyPart.parse(column(ColumnType.TEXT), "a".repeat(9217)))
                .withMessage("id: 9217 characters (expected: at most 9216)");
    }

    @Test
    void aWholeNumberIsALongWhereItFits() {
        assertThat(KeyPart.parse(column(ColumnType.INTEGER), "9223372036854775807"))
                .isEqualTo(Long.MAX_VALUE);
        assertThat(KeyPart.parse(column(ColumnType.INTEGER), "9223372036854775808"))
                .isEqualTo(new BigInteger("9223372036854775808"));
    }

    private static Column column(ColumnType type) {
        return new Column("id", type, 0, 0);
    }
}
