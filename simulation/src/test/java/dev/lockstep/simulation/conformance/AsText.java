package dev.lockstep.simulation.conformance;

import dev.lockstep.cache.position.Coordinate;
import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.Watermark;
import dev.lockstep.simulation.model.Entry;
import dev.lockstep.simulation.model.Mark;
import dev.lockstep.simulation.model.Tale;
import dev.lockstep.simulation.model.Told;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the model holds, in the words in which Redis has it. */
final class AsText {

    private static final String NOT_FILLED = "0".repeat(Coordinate.LENGTH);
    private static final String NO_COMMIT = "0".repeat(13);

    private AsText() {}

    static @Nullable String entry(@Nullable Entry entry) {
        return switch (entry) {
            case null -> null;
            case Entry.Leased leased -> "L" + leased.token();
            case Entry.Settling settling -> "S" + settling.until().text();
            case Entry.Row row -> {
                Coordinate seen = row.seenUpTo();
                yield (row.present() ? "P" : "A")
                        + row.position().text()
                        + (seen == null ? NOT_FILLED : seen.text())
                        + NO_COMMIT
                        + (row.present() ? document(row.version()) : "");
            }
        };
    }

    /** Each entry's id and fields. */
    static List<String> tale(@Nullable Tale tale) {
        return tale == null ? List.of() : tale.all().stream().map(AsText::told).toList();
    }

    private static String told(Told told) {
        boolean isRow = told.key() != Told.NO_ROW;
        String document = switch (told.kind()) {
            case ROW -> document(told.version());
            case CLEARED -> "[\"%s\"]".formatted(Rows.TABLE);
            case GONE, ASK, RESET -> "";
        };
        Map<String, String> fields = new TreeMap<>(Map.of(
                "table",
                isRow ? Rows.TABLE.toString() : "",
                "key",
                isRow ? Integer.toString(told.key()) : "",
                "header",
                letter(told.kind()) + told.id().position().text() + NOT_FILLED + NO_COMMIT,
                "document",
                document));
        return told.id().streamId() + " " + fields;
    }

    private static String letter(Told.Kind kind) {
        return switch (kind) {
            case ROW -> "P";
            case GONE -> "A";
            case ASK -> "X";
            case CLEARED -> "C";
            case RESET -> "R";
        };
    }

    private static String document(int version) {
        return "{\"%s\":%d}".formatted(Rows.COLUMN, version);
    }

    static Map<String, String> mark(@Nullable Mark mark) {
        Map<String, String> fields = new TreeMap<>();
        if (mark == null) {
            return fields;
        }
        Watermark watermark = mark.watermark();
        fields.put("position", mark.position().text());
        fields.put("offset", mark.progress().offset());
        fields.put("gtids", mark.progress().gtids());
        fields.put("server", watermark.server());
        fields.put("owner", watermark.owner());
        fields.put(
                "kept", watermark.kept().certain().stream().map(Position::text).collect(Collectors.joining()));
        fields.put("doubtUntil", text(watermark.kept().doubtUntil()));
        watermark.tables().forEach((table, shape) -> fields.put("table:" + table, shape));
        Position fence = watermark.fence();
        if (fence != null) {
            fields.put("fence", fence.text());
        }
        Position tableFence = mark.tableFence();
        if (tableFence != null) {
            fields.put("fence:" + Rows.TABLE, tableFence.text());
        }
        if (mark.asOf() != Mark.UNKNOWN) {
            fields.put("asOf", Long.toString(mark.asOf()));
        }
        return fields;
    }

    private static String text(@Nullable Position position) {
        return position == null ? "" : position.text();
    }
}
