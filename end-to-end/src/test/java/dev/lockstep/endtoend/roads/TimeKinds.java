package dev.lockstep.endtoend.roads;

/** Dates and times, also those that are none. */
final class TimeKinds {

    private final Draw draw;

    TimeKinds(Draw draw) {
        this.draw = draw;
    }

    Kind any() {
        int digits = draw.of(0, 0, 1, 2, 3, 4, 5, 6);
        String precision = digits == 0 ? "" : "(%d)".formatted(digits);
        return switch (draw.between(1, 4)) {
            case 1 -> new Kind("DATE", this::date, true);
            case 2 -> new Kind("DATETIME" + precision, () -> dateTime(digits), true);
            case 3 -> new Kind("TIMESTAMP" + precision, () -> timestamp(digits), true);
            default -> new Kind("TIME" + precision, () -> time(digits), true);
        };
    }

    private String date() {
        return "'%s'".formatted(day());
    }

    private String day() {
        return draw.of(
                "1970-01-01",
                "1000-01-01",
                "9999-12-31",
                "0001-01-01",
                "0069-12-31",
                "0099-02-28",
                "1582-10-10",
                "0000-00-00",
                "2026-00-00",
                "2026-02-00",
                "2026-00-31",
                "0000-05-05",
                "0000-00-05",
                "2024-02-29",
                "2026-02-31",
                "%04d-%02d-%02d".formatted(draw.between(1, 9999), draw.between(1, 12), draw.between(1, 28)));
    }

    private String dateTime(int digits) {
        return "'%s %s'".formatted(day(), clock(draw.between(0, 23), digits));
    }

    private String timestamp(int digits) {
        if (draw.chance(10)) {
            return "'0000-00-00 00:00:00'";
        }
        return "'%04d-%02d-%02d %s'"
                .formatted(
                        draw.of(1970, 2037, 1999, 2024),
                        draw.between(1, 12),
                        draw.between(2, 28),
                        clock(draw.between(0, 23), digits));
    }

    private String time(int digits) {
        return "'%s%s'".formatted(draw.chance(50) ? "-" : "", clock(draw.of(0, 0, 23, 24, 100, 838), digits));
    }

    private String clock(int hours, int digits) {
        String whole = draw.chance(20)
                ? "%02d:00:00".formatted(hours)
                : "%02d:%02d:%02d".formatted(hours, draw.of(0, 1, 59), draw.of(0, 1, 58));
        String fraction = draw.of(
                "0".repeat(digits),
                "9".repeat(digits),
                digits == 0 ? "" : "0".repeat(digits - 1) + "1",
                digits == 0 ? "" : draw.digits(digits));
        return digits == 0 ? whole : whole + "." + fraction;
    }
}
