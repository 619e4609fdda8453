package dev.lockstep.cache.table;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * As what the rows of a table stand in Redis, under which names, how long and how large.
 *
 * @param hashed whether as Redis hashes with a field for each column, besides what Lockstep itself reads
 * @param keys how the rows are called, where not as usual
 * @param timeToLive where the table has one of its own; zero for none
 * @param documentBytes of the largest document that is kept, where the table has a bound of its own
 */
public record Storage(
        boolean hashed, Optional<KeyTemplate> keys, Optional<Duration> timeToLive, Optional<Integer> documentBytes) {

    /** As every table for which nothing is set. */
    static final Storage USUAL = new Storage(false, Optional.empty(), Optional.empty(), Optional.empty());

    /** Fields of a Redis hash that are no column's: the header of the entry, and its document. */
    static final Set<String> RESERVED = Set.of("@entry", "@document");

    private static final String KEY = "key=";
    private static final String TTL = "ttl=";
    private static final String BYTES = "bytes=";

    /** From words such as {@code hash+key=heroes/{id}+ttl=1h}. */
    static Storage parse(String words) {
        Storage storage = USUAL;
        for (String word : words.split("\\+", -1)) {
            storage = storage.with(word);
        }
        return storage;
    }

    private Storage with(String word) {
        if (word.startsWith(KEY)) {
            return new Storage(
                    hashed, Optional.of(KeyTemplate.parse(word.substring(KEY.length()))), timeToLive, documentBytes);
        }
        if (word.startsWith(TTL)) {
            return new Storage(
                    hashed, keys, Optional.of(Duration.parse("PT" + word.substring(TTL.length()))), documentBytes);
        }
        if (word.startsWith(BYTES)) {
            return new Storage(hashed, keys, timeToLive, Optional.of(Integer.parseInt(word.substring(BYTES.length()))));
        }
        return new Storage(word.equals("hash"), keys, timeToLive, documentBytes);
    }

    /** What of it makes other entries than before. */
    String shape() {
        return "hashed=%s, keys=%s".formatted(hashed, keys);
    }
}
