package dev.lockstep.endtoend.roads;

/** Geometries of every kind, on a plane and on the globe. */
final class GeometryKinds {

    private final Draw draw;

    GeometryKinds(Draw draw) {
        this.draw = draw;
    }

    Kind any() {
        String type = draw.of(
                "POINT",
                "LINESTRING",
                "POLYGON",
                "MULTIPOINT",
                "MULTILINESTRING",
                "MULTIPOLYGON",
                "GEOMETRYCOLLECTION",
                "GEOMETRY");
        int srid = draw.of(0, 0, 4326, 4326, 3857);
        String declared = draw.chance(20) ? " SRID " + srid : "";
        return new Kind(type + declared, () -> "ST_GeomFromText('%s', %d)".formatted(text(type), srid), false);
    }

    private String text(String type) {
        return switch (type) {
            case "POINT" -> "POINT(%s)".formatted(point());
            case "LINESTRING" -> "LINESTRING(%s, %s)".formatted(point(), point());
            case "POLYGON" -> "POLYGON(%s)".formatted(rings());
            case "MULTIPOINT" -> "MULTIPOINT(%s, %s)".formatted(point(), point());
            case "MULTILINESTRING" ->
                "MULTILINESTRING((%s, %s), (%s, %s))".formatted(point(), point(), point(), point());
            case "MULTIPOLYGON" -> "MULTIPOLYGON((%s), (%s))".formatted(rings(), rings());
            case "GEOMETRYCOLLECTION" ->
                draw.chance(20)
                        ? "GEOMETRYCOLLECTION EMPTY"
                        : "GEOMETRYCOLLECTION(%s)".formatted(draw.list(draw.between(1, 3), () -> text(simple())));
            default -> text(draw.of("POINT", "POLYGON", "GEOMETRYCOLLECTION", "MULTIPOINT"));
        };
    }

    private String simple() {
        return draw.of("POINT", "LINESTRING", "POLYGON", "MULTIPOINT");
    }

    private String rings() {
        String hole = draw.chance(50) ? ", (1 1, 1 2, 2 2, 2 1, 1 1)" : "";
        return "(0 0, 0 5.5, 10.25 10, 5 0, 0 0)" + hole;
    }

    private String point() {
        return "%s %s"
                .formatted(
                        draw.of("0", "-0.0", "1.5", "-89.9", "12.3456789012345", "1e-10"),
                        draw.of("0", "179.99", "-0.1", "33", "1e-300"));
    }
}
