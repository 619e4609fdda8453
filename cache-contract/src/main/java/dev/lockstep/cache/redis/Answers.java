package dev.lockstep.cache.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lockstep.cache.position.ChangeId;
import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.Watermark.Progress;
import dev.lockstep.cache.table.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the scripts' answers, and the watermark's fields, mean. */
final class Answers {

    private static final String TABLE = "table:";
    private static final String FENCE = "fence:";

    private Answers() {}

    static ChangeTip changeTip(List<Object> answer) {
        return new ChangeTip(
                position(answer.get(0)),
                text(answer.get(1)),
                position(answer.get(2)),
                !text(answer.get(3)).isEmpty());
    }

    static ChangePage changePage(List<Object> answer) {
        Optional<ChangeId> oldest = text(answer.get(1)).isEmpty()
                ? Optional.empty()
                : Optional.of(ChangeEntry.id(text(answer.get(1)), (byte[]) answer.get(2)));
        List<ChangeEntry> entries = new ArrayList<>();
        for (int at = 3; at < answer.size(); at += 5) {
            entries.add(ChangeEntry.parse(
                    text(answer.get(at)),
                    (byte[]) answer.get(at + 1),
                    (byte[]) answer.get(at + 2),
                    (byte[]) answer.get(at + 3),
                    (byte[]) answer.get(at + 4)));
        }
        return new ChangePage(oldest, (Long) answer.get(0) == 1, entries);
    }

    private static Optional<Position> position(Object text) {
        return text(text).isEmpty() ? Optional.empty() : Optional.of(Position.parse(text(text)));
    }

    static ApplyOutcome applyOutcome(List<Object> answer) {
        if ((Long) answer.get(0) == 1) {
            return new ApplyOutcome.Applied(number(answer, 1), number(answer, 2), number(answer, 3));
        }
        String stored = text(answer.get(1));
        return new ApplyOutcome.Refused(stored.isEmpty() ? null : Position.parse(stored), text(answer.get(2)));
    }

    static LeaseOutcome leaseOutcome(String token, List<Object> answer) {
        return switch (text(answer.get(0))) {
            case "G" ->
                new LeaseOutcome.Granted(
                        token,
                        Position.parse(text(answer.get(2))),
                        text(answer.get(3)),
                        text(answer.get(4)),
                        Reading.age((byte[]) answer.get(1)));
            case "F" -> new LeaseOutcome.Found(Reading.of((byte[]) answer.get(1), (byte[]) answer.get(2)));
            case "T" -> new LeaseOutcome.Taken();
            case "O" -> new LeaseOutcome.OtherShape();
            default -> new LeaseOutcome.Unfit();
        };
    }

    static Optional<Watermark> watermark(Map<byte[], byte[]> hash) {
        Map<String, String> fields =
                hash.entrySet().stream().collect(Collectors.toMap(e -> text(e.getKey()), e -> text(e.getValue())));
        String position = fields.get("position");
        if (position == null) {
            return Optional.empty();
        }
        String fence = fields.get("fence");
        return Optional.of(new Watermark(
                new Progress(
                        Position.parse(position), fields.getOrDefault("offset", ""), fields.getOrDefault("gtids", "")),
                fields.getOrDefault("server", ""),
                tables(fields),
                fields.getOrDefault("owner", ""),
                KeptEpochs.parse(fields.getOrDefault("kept", ""), fields.getOrDefault("doubtUntil", "")),
                fence == null ? null : Position.parse(fence),
                fences(fields)));
    }

    private static Map<TableName, String> tables(Map<String, String> fields) {
        return byTable(fields, TABLE, text -> text);
    }

    private static Map<TableName, Position> fences(Map<String, String> fields) {
        return byTable(fields, FENCE, Position::parse);
    }

    private static <T> Map<TableName, T> byTable(Map<String, String> fields, String prefix, Function<String, T> value) {
        return fields.entrySet().stream()
                .filter(field -> field.getKey().startsWith(prefix))
                .collect(Collectors.toMap(
                        field -> TableName.parse(field.getKey().substring(prefix.length()), ""),
                        field -> value.apply(field.getValue())));
    }

    private static int number(List<Object> answer, int index) {
        return Math.toIntExact((Long) answer.get(index));
    }

    static String text(Object bytes) {
        return new String((byte[]) bytes, UTF_8);
    }
}
