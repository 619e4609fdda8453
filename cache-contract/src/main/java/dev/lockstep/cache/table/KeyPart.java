package dev.lockstep.cache.table;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.HexFormat;

/** One part of a key, from text to the value of a column. */
final class KeyPart {

    /** What MySQL allows in a key: 3,072 bytes; a longer part cannot be one. */
    private static final int LONGEST = 3 * 3072;

    /** What a DECIMAL has at most: 65 digits, 30 of them after the point. */
    private static final int DECIMAL_DIGITS = 65;

    private static final int DECIMAL_SCALE = 30;

    private static final int LAST_YEAR = 9999;

    private static final Duration LONGEST_TIME = Duration.ofHours(839);

    private KeyPart() {}

    static Object parse(Column column, String encoded) {
        if (encoded.length() > LONGEST) {
            throw new UnfitKeyException(
                    "%s: %d characters (expected: at most %d)".formatted(column.name(), encoded.length(), LONGEST));
        }
        return parsePlain(column, decode(column, encoded));
    }

    /** From the text itself. */
    static Object parsePlain(Column column, String text) {
        if (text.length() > LONGEST || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new UnfitKeyException("%s: not a text of at most %d characters".formatted(column.name(), LONGEST));
        }
        try {
            return switch (column.type()) {
                case INTEGER -> integer(text);
                case BITS -> bits(text);
                case DECIMAL -> decimal(text);
                case TEXT -> text;
                case CHOICE -> choice(text);
                case BYTES -> HexFormat.of().parseHex(text);
                case DATE -> date(text);
                case TIME -> time(text, column.fraction());
                case DATETIME -> dateTime(text, column.fraction());
                case TIMESTAMP -> timestamp(text, column.fraction());
                case FLOAT -> single(text);
                case DOUBLE -> doubled(text);
                case JSON, GEOMETRY, VECTOR ->
                    throw new UnfitKeyException("%s: a key of this type cannot be looked up".formatted(column.name()));
            };
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            throw new UnfitKeyException(
                    "%s: not a value of this key (expected: %s)".formatted(column.name(), expected(column)));
        }
    }

    private static Object integer(String text) {
        BigInteger value = new BigInteger(text);
        require(value.bitLength() < Long.SIZE || (value.signum() > 0 && value.bitLength() == Long.SIZE));
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }

    private static BigInteger bits(String text) {
        BigInteger value = new BigInteger(text);
        require(value.signum() >= 0 && value.bitLength() <= Long.SIZE);
        return value;
    }

    /** The bounds also keep a short text such as 1e999999999 from becoming a key of a billion digits. */
    private static BigDecimal decimal(String text) {
        BigDecimal value = new BigDecimal(text).stripTrailingZeros();
        require(value.scale() <= DECIMAL_SCALE && value.precision() - (long) value.scale() <= DECIMAL_DIGITS);
        return value;
    }

    /** Several values may look empty: none at all, one that was refused, and an empty member. */
    private static String choice(String text) {
        require(!text.isEmpty());
        return text;
    }

    private static LocalDate date(String text) {
        LocalDate value = LocalDate.parse(text);
        requireYear(value.getYear());
        return value;
    }

    private static LocalDateTime dateTime(String text, int fraction) {
        LocalDateTime value = LocalDateTime.parse(text);
        requireYear(value.getYear());
        requireDigits(value.get(ChronoField.NANO_OF_SECOND), fraction);
        return value;
    }

    private static Instant timestamp(String text, int fraction) {
        Instant value = Instant.parse(text);
        requireYear(value.atOffset(ZoneOffset.UTC).getYear());
        requireDigits(value.get(ChronoField.NANO_OF_SECOND), fraction);
        return value;
    }

    private static Duration time(String text, int fraction) {
        Duration value = TemporalText.parseTime(text);
        require(value.abs().compareTo(LONGEST_TIME) < 0);
        requireDigits(value.toNanosPart(), fraction);
        return value;
    }

    private static Float single(String text) {
        float value = Float.parseFloat(number(text));
        require(Float.isFinite(value));
        return value;
    }

    private static Double doubled(String text) {
        double value = Double.parseDouble(number(text));
        require(Double.isFinite(value));
        return value;
    }

    /** Not what only Java takes for a number. */
    private static String number(String text) {
        require(text.chars().allMatch(c -> (c >= '0' && c <= '9') || "+-.eE".indexOf(c) >= 0));
        return text;
    }

    /** No value of the column has more; cut off, they would make the key of another row. */
    private static void requireDigits(int nanos, int fraction) {
        int unit = 1_000_000_000;
        for (int i = 0; i < fraction; i++) {
            unit /= 10;
        }
        require(nanos % unit == 0);
    }

    private static void requireYear(int year) {
        require(year > 0 && year <= LAST_YEAR);
    }

    private static void require(boolean fits) {
        if (!fits) {
            throw new IllegalArgumentException();
        }
    }

    /** Percent-decoding as in a path: a plus sign is a plus sign. */
    private static String decode(Column column, String encoded) {
        boolean plain = true;
        for (int i = 0; i < encoded.length() && plain; i++) {
            char each = encoded.charAt(i);
            plain = each > ' ' && each < 127 && each != '%';
        }
        if (plain) {
            return encoded;
        }
        if (!encoded.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new UnfitKeyException("%s: not percent-encoded UTF-8".formatted(column.name()));
        }
        try {
            byte[] latin = URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.ISO_8859_1)
                    .getBytes(StandardCharsets.ISO_8859_1);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(latin))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw new UnfitKeyException("%s: not percent-encoded UTF-8".formatted(column.name()));
        }
    }

    private static String expected(Column column) {
        return switch (column.type()) {
            case INTEGER, BITS -> "a whole number of at most 64 bits";
            case DECIMAL -> "a decimal number of at most 65 digits";
            case BYTES -> "hexadecimal digits";
            case DATE -> "a date such as 2026-02-28";
            case DATETIME -> "a date and time such as 2026-02-28T23:59:59";
            case TIMESTAMP -> "a time such as 2026-02-28T23:59:59Z";
            case TIME -> "a span of time such as -12:30:00";
            case FLOAT, DOUBLE -> "a number";
            case CHOICE -> "a member of the column's type";
            case TEXT, JSON, GEOMETRY, VECTOR -> "text";
        };
    }
}
