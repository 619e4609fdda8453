package dev.lockstep.cache.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * A JSON value inside a document. The server's text and the binlog's rendering of the same stored value differ in blanks
 * and in how numbers are written; both become the same bytes here.
 */
final class EmbeddedJson {

    /** Beyond this many digits on either side of the point, a number is written with an exponent. */
    private static final int PLAIN_DIGITS = 20;

    private EmbeddedJson() {}

    static void copy(JsonFactory factory, String text, JsonGenerator to) throws IOException {
        try (JsonParser from = factory.createParser(text)) {
            JsonToken token = from.nextToken();
            if (token == null) {
                throw new IllegalArgumentException("nothing at all (expected: JSON)");
            }
            for (; token != null; token = from.nextToken()) {
                if (token == JsonToken.VALUE_NUMBER_FLOAT) {
                    to.writeNumber(canonical(new BigDecimal(from.getText())));
                } else {
                    to.copyCurrentEvent(from);
                }
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("what is not JSON, or too much of it: " + e.getOriginalMessage(), e);
        }
    }

    /** As {@link #canonical(BigDecimal)}, of the fewest digits that mean this double. */
    static String canonical(double number) {
        BigDecimal digits = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        if (digits.precision() == 2) {
            // Java writes two digits where the server writes the one that is enough: 5e-324.
            BigDecimal one = digits.round(new MathContext(1, RoundingMode.HALF_UP));
            digits = one.doubleValue() == number ? one : digits;
        }
        return canonical(digits);
    }

    static String canonical(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        boolean plain =
                stripped.scale() <= PLAIN_DIGITS && stripped.precision() - (long) stripped.scale() <= PLAIN_DIGITS;
        return plain ? stripped.toPlainString() : stripped.toString();
    }
}
