package dev.lockstep.endtoend.roads;

/** JSON, with what the server can hold in it beyond what JSON can say. */
final class JsonKinds {

    private static final int DEEPEST = 3;

    private final Draw draw;

    JsonKinds(Draw draw) {
        this.draw = draw;
    }

    Kind any() {
        return new Kind("JSON", () -> value(0), false);
    }

    private String value(int depth) {
        int choice = draw.between(0, depth < DEEPEST ? 13 : 10);
        return switch (choice) {
            case 0 -> "CAST('%s' AS JSON)".formatted(draw.of("null", "true", "false", "0", "-0.0", "\"\"", "[]", "{}"));
            case 1 -> "CAST('%s' AS JSON)".formatted(number());
            case 2 ->
                "CAST('%s' AS JSON)"
                        .formatted(draw.of(
                                "9223372036854775807",
                                "-9223372036854775808",
                                "18446744073709551615",
                                "18446744073709551616",
                                "9007199254740993",
                                "32768",
                                "-32769",
                                "65536",
                                "2147483648",
                                "4294967296"));
            case 3 ->
                "CAST(CAST('%s' AS DECIMAL(65,30)) AS JSON)"
                        .formatted(draw.of(
                                "0",
                                "1.50",
                                "-0.000000000000000000000000000001",
                                "123456789012345678901234567890.5",
                                "100"));
            case 4 ->
                "CAST(CAST(%s AS DECIMAL(30,0)) AS JSON)"
                        .formatted(draw.of("0", "100", "-99999999999999999999999999999"));
            case 5 ->
                "CAST(CAST('%s' AS DATE) AS JSON)"
                        .formatted(draw.of("2026-02-28", "1000-01-01", "9999-12-31", "0001-01-01"));
            case 6 ->
                "CAST(CAST('%s' AS DATETIME(%d)) AS JSON)"
                        .formatted(draw.of("2026-02-28 23:59:59.123456", "1000-01-01 00:00:00"), draw.of(0, 3, 6));
            case 7 ->
                "CAST(CAST('%s' AS TIME(%d)) AS JSON)"
                        .formatted(
                                draw.of("-838:59:59", "12:34:56.789012", "-00:00:01.5", "00:00:00"), draw.of(0, 2, 6));
            case 8 ->
                "CAST(%s AS JSON)"
                        .formatted(draw.of(
                                "x'00ff'",
                                "x''",
                                "b'101'",
                                "CAST('abc' AS BINARY)",
                                "POINT(1, 2.5)",
                                "CAST(2026 AS YEAR)",
                                "TIMESTAMP('2026-02-28 10:00:00')"));
            case 9 ->
                "CAST(%s AS JSON)"
                        .formatted(draw.of(
                                "1e0", "0.1e0", "1e300", "-5e-324", "1e20", "123456.789e0", "9007199254740993e0"));
            case 10 ->
                "JSON_QUOTE(_utf8mb4 %s)"
                        .formatted(draw.of(
                                "'a'",
                                "x'F09FA6B8'",
                                "'\\\\\"'",
                                "x'0001'",
                                "x'e6bca2e5ad97'",
                                "REPEAT('x', %d)".formatted(draw.of(127, 128, 16383, 16384, 70000))));
            case 11 -> "JSON_ARRAY(%s)".formatted(draw.list(draw.between(0, 4), () -> inner(depth)));
            case 12 ->
                "JSON_OBJECT(%s)"
                        .formatted(draw.list(
                                draw.between(0, 4),
                                () -> "'%s', %s"
                                        .formatted(draw.of("a", "b", "aa", "", "é", "k\"q", "0"), inner(depth))));
            default -> "CAST(CONCAT('[', REPEAT('1.5,', %d), '2]') AS JSON)".formatted(draw.of(10, 9000));
        };
    }

    private String inner(int depth) {
        return draw.chance(10) ? "NULL" : value(depth + 1);
    }

    private String number() {
        return draw.of(
                "1.0",
                "-1.50",
                "1e3",
                "1E-7",
                "1.7976931348623157e308",
                "2.2250738585072014e-308",
                "5e-324",
                "0.1",
                "123456789.123456789",
                "1e21",
                "123456789012345678901234567890",
                "3.14159265358979323846");
    }
}
