package dev.lockstep.endtoend.roads;

import java.util.List;
import java.util.function.Supplier;

/** Every type that a column can have, with values that reach its ends. */
final class Kinds {

    private final Draw draw;
    private final boolean vectors;
    private final TextKinds texts;
    private final TimeKinds times;
    private final JsonKinds json;
    private final GeometryKinds geometries;
    private final List<Supplier<Kind>> families;

    /** Those of a server; {@code vectors} where it has that type. */
    Kinds(Draw draw, boolean vectors) {
        this.draw = draw;
        this.vectors = vectors;
        this.texts = new TextKinds(draw);
        this.times = new TimeKinds(draw);
        this.json = new JsonKinds(draw);
        this.geometries = new GeometryKinds(draw);
        this.families = List.of(
                this::whole,
                this::whole,
                this::decimal,
                this::floating,
                this::bit,
                texts::text,
                texts::text,
                texts::choice,
                this::binary,
                times::any,
                times::any,
                json::any,
                geometries::any,
                this::vector);
    }

    Kind any() {
        return draw.of(families).get();
    }

    /** One that can be in a primary key. */
    Kind key() {
        Kind kind = any();
        while (!kind.fitsKey()) {
            kind = any();
        }
        return kind;
    }

    private Kind whole() {
        if (draw.chance(10)) {
            return new Kind("YEAR", () -> draw.of("0", "1901", "2155", "1970", "2000", "'0000'", "'00'"), true);
        }
        int bytes = draw.of(1, 2, 3, 4, 8);
        String name = switch (bytes) {
            case 1 -> draw.of("TINYINT", "TINYINT(1)", "BOOL");
            case 2 -> "SMALLINT";
            case 3 -> "MEDIUMINT";
            case 4 -> draw.of("INT", "INTEGER", "INT(5)");
            default -> "BIGINT";
        };
        boolean unsigned = !name.equals("BOOL") && draw.chance(50);
        long highest = bytes == 8 ? Long.MAX_VALUE : (1L << (8 * bytes - 1)) - 1;
        Supplier<String> value = unsigned
                ? () -> draw.of(
                        "0",
                        "1",
                        Long.toString(highest),
                        Long.toUnsignedString(highest + 1),
                        Long.toUnsignedString(2 * highest + 1),
                        Long.toUnsignedString(draw.bits() & (2 * highest + 1)))
                : () -> draw.of(
                        "0",
                        "-1",
                        Long.toString(highest),
                        Long.toString(-highest - 1),
                        Long.toString((draw.bits() & highest) - draw.of(0L, highest)));
        String zerofill = unsigned && draw.chance(20) ? " ZEROFILL" : "";
        return new Kind(name + (unsigned ? " UNSIGNED" : "") + zerofill, value, true);
    }

    private Kind decimal() {
        int scale = draw.of(0, 0, 1, 2, 10, 30);
        int precision = draw.of(Math.max(1, scale), scale + 1, draw.between(Math.max(1, scale), 65), 65);
        boolean unsigned = draw.chance(20);
        Supplier<String> value = () -> {
            String whole = precision > scale ? draw.of("0", "9".repeat(precision - scale), draw.digits(1)) : "0";
            String rest = scale == 0
                    ? ""
                    : "." + draw.of("0".repeat(scale), "0".repeat(scale - 1) + "1", "9".repeat(scale), "5");
            return (unsigned || draw.chance(50) ? "" : "-") + whole + rest;
        };
        return new Kind("DECIMAL(%d,%d)%s".formatted(precision, scale, unsigned ? " UNSIGNED" : ""), value, true);
    }

    private Kind floating() {
        boolean single = draw.chance(50);
        String type = single
                ? draw.of("FLOAT", "FLOAT(20)", "FLOAT(10,3)")
                : draw.of("DOUBLE", "FLOAT(40)", "REAL", "DOUBLE(20,5)");
        if (type.contains(",")) {
            return new Kind(type, () -> draw.of("0", "-0e0", "0.5", "-123.456", "99999.999", "1e-3"), true);
        }
        Supplier<String> value = single
                ? () -> draw.of(
                        "0",
                        "-0e0",
                        "0.1",
                        "1.1754944e-38",
                        "1e-45",
                        "-1.4e-45",
                        "3.402823e38",
                        "16777217",
                        "1e7",
                        random(false))
                : () -> draw.of(
                        "0",
                        "-0e0",
                        "0.1",
                        "2.2250738585072014e-308",
                        "5e-324",
                        "1.7976931348623157e308",
                        "9007199254740993",
                        "1e7",
                        "0.001",
                        random(true));
        return new Kind(type, value, true);
    }

    private String random(boolean wide) {
        double value = wide ? Double.longBitsToDouble(draw.bits()) : Float.intBitsToFloat((int) draw.bits());
        return Double.isFinite(value) ? Double.toString(value) : "1.5e0";
    }

    private Kind bit() {
        int width = draw.of(1, 2, 7, 8, 9, 31, 32, 33, 63, 64, draw.between(1, 64));
        long all = width == 64 ? -1L : (1L << width) - 1;
        return new Kind(
                "BIT(%d)".formatted(width),
                () -> "b'%s'"
                        .formatted(Long.toBinaryString(draw.of(0L, 1L, all, all ^ (all >>> 1), draw.bits() & all))),
                true);
    }

    private Kind binary() {
        int width = draw.of(1, 3, 16, 255);
        String type = draw.of(
                        "BINARY(%d)",
                        "VARBINARY(%d)",
                        "VARBINARY(%d)",
                        "BLOB",
                        "TINYBLOB",
                        "LONGBLOB",
                        "CHAR(%d) CHARACTER SET binary")
                .formatted(width);
        return new Kind(
                type,
                () -> draw.of(
                        "''",
                        "x'00'",
                        draw.bytes(draw.between(0, width)),
                        Draw.literal(new byte[width]),
                        "x'%s00'".formatted("ff".repeat(width - 1))),
                !type.contains("BLOB") && width <= 16);
    }

    private Kind vector() {
        if (!vectors) {
            return whole();
        }
        int width = draw.between(1, 5);
        return new Kind(
                "VECTOR(%d)".formatted(draw.of(width, 2048)),
                () -> "TO_VECTOR('[%s]')"
                        .formatted(draw.list(
                                width, () -> draw.of("0", "-0.0", "0.1", "1e-45", "3.4e38", "16777217", "-1.5"))),
                false);
    }
}
