package dev.lockstep.endtoend.roads;

import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Random draws that a seed repeats. */
final class Draw {

    private static final HexFormat HEX = HexFormat.of();

    private final Random random;

    Draw(long seed) {
        this.random = new Random(seed);
    }

    /** From the first to the last, both included. */
    int between(int first, int last) {
        return random.nextInt(first, last + 1);
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    long bits() {
        return random.nextLong();
    }

    @SafeVarargs
    final <T> T of(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** A number of something, joined by commas. */
    String list(int count, Supplier<String> each) {
        return Stream.generate(each).limit(count).collect(Collectors.joining(", "));
    }

    /** Whole numbers as digits; the first is not zero. */
    String digits(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Integer.toString(i == 0 ? between(1, 9) : between(0, 9)))
                .collect(Collectors.joining());
    }

    /** Bytes as SQL writes them. */
    String bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return literal(bytes);
    }

    static String literal(byte[] bytes) {
        return "x'" + HEX.formatHex(bytes) + "'";
    }
}
