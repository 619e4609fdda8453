package dev.lockstep.cache.document;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/** What SQL has and JSON has not, inside a JSON value: written as the server shows it. */
final class OpaqueJson {

    private static final int TIMESTAMP = 7;
    private static final int DATE = 10;
    private static final int TIME = 11;
    private static final int DATETIME = 12;
    private static final int DECIMAL = 246;

    /** The server breaks its base64 into lines. */
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(76, new byte[] {'\n'});

    /** How many bytes hold so many digits of a DECIMAL. */
    private static final int[] DIGIT_BYTES = {0, 1, 1, 2, 2, 3, 3, 4, 4, 4};

    private static final int GROUP = 9;

    private OpaqueJson() {}

    static void write(int type, byte[] value, JsonGenerator json) throws IOException {
        switch (type) {
            case DECIMAL -> decimal(value, json);
            case DATE -> json.writeString(day(packed(value) >>> 41));
            case DATETIME, TIMESTAMP -> json.writeString(dateTime(packed(value)));
            case TIME -> json.writeString(time(packed(value)));
            default -> json.writeString("base64:type" + type + ":" + LINES.encodeToString(value));
        }
    }

    private static long packed(byte[] value) {
        return ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    private static String dateTime(long packed) {
        return day(packed >>> 41) + " " + clock((packed >>> 36) & 31, packed);
    }

    private static String time(long packed) {
        long size = Math.abs(packed);
        return (packed < 0 ? "-" : "") + clock((size >>> 36) & 1023, size);
    }

    private static String day(long packed) {
        long month = packed >>> 5;
        return padded(month / 13, 4) + "-" + padded(month % 13, 2) + "-" + padded(packed & 31, 2);
    }

    private static String clock(long hours, long packed) {
        return padded(hours, 2) + ":" + padded((packed >>> 30) & 63, 2) + ":" + padded((packed >>> 24) & 63, 2) + "."
                + padded(packed & 0xFF_FFFF, 6);
    }

    private static String padded(long number, int width) {
        String digits = Long.toString(number);
        return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }

    private static void decimal(byte[] value, JsonGenerator json) throws IOException {
        int precision = value[0];
        int scale = value[1];
        byte[] digits = value.clone();
        // The highest bit is set where the number is not negative; of a negative one all bits are turned round.
        boolean negative = digits[2] >= 0;
        digits[2] ^= (byte) 0x80;
        if (negative) {
            for (int i = 2; i < digits.length; i++) {
                digits[i] = (byte) ~digits[i];
            }
        }
        StringBuilder text = new StringBuilder(precision + 2);
        int whole = precision - scale;
        int at = append(digits, 2, whole % GROUP, text);
        for (int i = 0; i < whole / GROUP + scale / GROUP; i++) {
            at = append(digits, at, GROUP, text);
        }
        append(digits, at, scale % GROUP, text);
        BigInteger unscaled = text.isEmpty() ? BigInteger.ZERO : new BigInteger(text.toString());
        BigDecimal number = new BigDecimal(negative ? unscaled.negate() : unscaled, scale);
        json.writeNumber(scale == 0 ? number.toPlainString() : EmbeddedJson.canonical(number));
    }

    private static int append(byte[] bytes, int from, int digits, StringBuilder to) {
        int end = from + DIGIT_BYTES[digits];
        long number = 0;
        for (int i = from; i < end; i++) {
            number = number << 8 | Byte.toUnsignedLong(bytes[i]);
        }
        if (digits > 0) {
            to.append(padded(number, digits));
        }
        return end;
    }
}
