package dev.lockstep.cache.redis;

import static dev.lockstep.cache.redis.Arguments.EMPTY;
import static dev.lockstep.cache.redis.Arguments.NONE;
import static dev.lockstep.cache.redis.Arguments.YES;
import static dev.lockstep.cache.redis.Arguments.bytes;

import dev.lockstep.cache.position.ChangeId;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/** A batch, as keys and arguments of the script that says what stands where. */
final class ApplyArguments {

    private ApplyArguments() {}

    static byte[][] keys(Batch batch, KeyLayout layout) {
        List<Mutation> mutations = batch.mutations();
        byte[][] keys = new byte[2 + mutations.size()][];
        keys[0] = layout.watermarkBytes(batch.partition());
        keys[1] = layout.changesBytes(batch.partition());
        for (int i = 0; i < mutations.size(); i++) {
            keys[2 + i] = layout.entryBytes(mutations.get(i).key());
        }
        return keys;
    }

    static byte[][] of(Batch batch, String owner, Duration timeToLive, int keptChanges) {
        List<byte[]> told = keptChanges > 0 ? StreamArguments.of(batch) : List.of();
        byte[][] arguments =
                new byte[8 + 3 * batch.fences().size() + 2 * batch.mutations().size() + told.size()][];
        int at = 0;
        arguments[at++] = bytes(batch.expected().text());
        arguments[at++] = bytes(batch.progress().position().text());
        arguments[at++] = bytes(batch.progress().offset());
        arguments[at++] = bytes(batch.progress().gtids());
        arguments[at++] = bytes(owner);
        arguments[at++] = bytes(Integer.toString(keptChanges));
        arguments[at++] = keptChanges > 0 ? bytes(new ChangeId(batch.expected(), ChangeId.LAST).streamId()) : EMPTY;
        arguments[at++] = bytes(Integer.toString(batch.fences().size()));
        for (var fence : batch.fences().entrySet()) {
            arguments[at++] = bytes(fence.getKey().toString());
            arguments[at++] = bytes(fence.getValue().from().text());
            arguments[at++] = fence.getValue().reshaped() ? YES : NONE;
        }
        for (Mutation mutation : batch.mutations()) {
            arguments[at++] = entry(mutation);
            arguments[at++] = form(mutation, timeToLive);
        }
        for (byte[] each : told) {
            arguments[at++] = each;
        }
        return arguments;
    }

    private static byte[] entry(Mutation mutation) {
        String position = mutation.position().text();
        return switch (mutation) {
            case Mutation.Put put ->
                Entry.present(position, put.commitMillis(), put.document().bytes());
            case Mutation.Remove remove ->
                Entry.header(Entry.ABSENT, position, Entry.NOT_FILLED, remove.commitMillis());
            case Mutation.Invalidate unknown ->
                Entry.header(Entry.INVALIDATE, position, Entry.NOT_FILLED, unknown.commitMillis());
        };
    }

    /** How long it lives, and behind that its columns where it is a hash. */
    private static byte[] form(Mutation mutation, Duration timeToLive) {
        byte[] life = Arguments.life(mutation.key(), timeToLive);
        byte[] columns =
                mutation instanceof Mutation.Put put ? put.document().fields() : Arguments.noColumns(mutation.key());
        return columns.length == 0
                ? life
                : ByteBuffer.allocate(life.length + columns.length)
                        .put(life)
                        .put(columns)
                        .array();
    }
}
