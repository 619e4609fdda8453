package dev.lockstep.worker.capture;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.runtime.WorkerConfig;
import org.apache.kafka.connect.storage.MemoryOffsetBackingStore;

/**
 * Tells the engine where to begin, and forgets what the engine says it has done: the offset that counts is kept in Redis
 * beside the rows it speaks for, and is written with them.
 */
public final class RedisKeepsOffsets extends MemoryOffsetBackingStore {

    /** The engine's name for what it reads, as its offset store writes it. */
    static final String KEY = "lockstep.offset.key";

    /** Where to begin. */
    static final String START = "lockstep.offset.start";

    @Override
    public void configure(WorkerConfig config) {
        super.configure(config);
        Map<String, String> all = config.originalsStrings();
        data.put(bytes(all.getOrDefault(KEY, "")), bytes(all.getOrDefault(START, "")));
    }

    @Override
    public Set<Map<String, Object>> connectorPartitions(String connector) {
        return Set.of();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }
}
