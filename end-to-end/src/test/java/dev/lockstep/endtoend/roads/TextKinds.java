package dev.lockstep.endtoend.roads;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Text in several character sets, ENUM and SET. */
final class TextKinds {

    private static final int[] CODE_POINTS = {
        'a', 'Z', ' ', '\'', '"', '\\', '/', '%', ',', '\n', 0, 0x1F, 0x7F, 0xE9, 0xDF, 0x130, 0x3A9, 0x6F22, 0x5B57,
        0x2028, 0xFEFF, 0xFFFD
    };

    private final Draw draw;

    TextKinds(Draw draw) {
        this.draw = draw;
    }

    Kind text() {
        String charset = draw.of(
                "utf8mb4", "utf8mb4", "utf8", "latin1", "gbk", "ascii", "ucs2", "utf16", "sjis", "latin2", "cp1251",
                "big5", "euckr", "koi8r");
        int width = draw.of(1, 5, 20, 100);
        String type = draw.of("CHAR(%d)", "VARCHAR(%d)", "VARCHAR(%d)", "TEXT", "TINYTEXT", "MEDIUMTEXT", "LONGTEXT")
                .formatted(width);
        return new Kind(
                type + " CHARACTER SET " + charset + collation(charset),
                value(charset, width),
                !type.contains("TEXT") && width <= 20);
    }

    Kind choice() {
        boolean set = draw.chance(50);
        int count = draw.of(1, 2, 8, 9, 40, 64);
        List<String> members = IntStream.range(0, count)
                .mapToObj(i -> draw.of("m", "é", "字", "q''q", "a b", "B\"") + i)
                .collect(Collectors.toList());
        if (!set && draw.chance(30)) {
            members.set(0, "");
        }
        String options = members.stream().collect(Collectors.joining("', '", "('", "')"));
        Supplier<String> value = set
                ? () -> draw.of(
                        "0",
                        Long.toUnsignedString(count == 64 ? -1L : (1L << count) - 1),
                        Long.toUnsignedString(count == 64 ? draw.bits() : draw.bits() & ((1L << count) - 1)))
                : () -> draw.of(Integer.toString(draw.between(1, count)), "'" + draw.of(members) + "'", "'no such'");
        return new Kind((set ? "SET" : "ENUM") + options + " CHARACTER SET utf8mb4", value, true);
    }

    private String collation(String charset) {
        return switch (charset) {
            case "utf8mb4" ->
                draw.of("", " COLLATE utf8mb4_bin", " COLLATE utf8mb4_general_ci", " COLLATE utf8mb4_0900_as_cs");
            case "latin1" -> draw.of("", " COLLATE latin1_bin", " COLLATE latin1_general_cs");
            default -> "";
        };
    }

    private Supplier<String> value(String charset, int width) {
        return switch (charset) {
            case "latin1", "latin2", "cp1251", "koi8r" ->
                () -> draw.of("''", "_%s %s".formatted(charset, draw.bytes(draw.between(0, width))), "'Storm'");
            case "gbk", "sjis", "big5", "euckr" ->
                () -> draw.of(
                        "''",
                        "'Storm'",
                        "'a '",
                        "CONVERT(_utf8mb4 x'%s' USING %s)"
                                .formatted(hex(draw.of("漢", "字", "東京", "é", "~\\", "한", "…", "—", "€")), charset),
                        "_%s x'%02x%02x'".formatted(charset, draw.between(0x81, 0xFE), draw.between(0x40, 0xFE)));
            case "ascii" -> () -> draw.of("''", "'Storm'", "' a '", "x'007f0a22'");
            case "ucs2", "utf8" -> () -> unicode(width, false);
            default -> () -> unicode(width, true);
        };
    }

    private String unicode(int width, boolean wide) {
        int length = draw.of(0, 1, draw.between(0, width), width);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(
                    wide && draw.chance(15)
                            ? draw.of(0x1F9B8, 0x10FFFF, 0x20000)
                            : CODE_POINTS[draw.between(0, CODE_POINTS.length - 1)]);
        }
        return "_utf8mb4 x'%s'".formatted(hex(text.toString()));
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
