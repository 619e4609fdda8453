package dev.lockstep.cache.redis;

import static dev.lockstep.cache.redis.Arguments.EMPTY;
import static dev.lockstep.cache.redis.Arguments.bytes;

import dev.lockstep.cache.position.ChangeId;
import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.Watermark.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** With what a partition is opened, as arguments of the script that says what stands where. */
final class OpenArguments {

    private OpenArguments() {}

    static byte[][] of(@Nullable Position found, Watermark watermark, int keptChanges) {
        Progress progress = watermark.progress();
        Position fence = watermark.fence();
        List<byte[]> arguments = new ArrayList<>(List.of(
                found == null ? EMPTY : bytes(found.text()),
                bytes(progress.position().text()),
                bytes(progress.offset()),
                bytes(progress.gtids()),
                bytes(watermark.server()),
                bytes(watermark.owner()),
                fence == null ? EMPTY : bytes(fence.text()),
                bytes(watermark.kept().certainText()),
                bytes(watermark.kept().doubtUntilText()),
                bytes(Integer.toString(keptChanges)),
                keptChanges > 0 ? bytes(openings(progress.position())) : EMPTY));
        watermark.tables().forEach((table, shape) -> {
            arguments.add(bytes(table.toString()));
            arguments.add(bytes(shape));
            Position own = watermark.fences().get(table);
            arguments.add(own == null ? EMPTY : bytes(own.text()));
        });
        return arguments.toArray(byte[][]::new);
    }

    /** The places in the stream that are left for who opens a partition where nothing has changed since. */
    private static String openings(Position position) {
        return IntStream.rangeClosed(ChangeId.OPENED, ChangeId.LAST)
                .mapToObj(turn -> new ChangeId(position, turn).streamId())
                .collect(Collectors.joining(" "));
    }
}
