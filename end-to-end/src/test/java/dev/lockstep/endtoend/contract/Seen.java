package dev.lockstep.endtoend.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lockstep.cache.redis.Reading;
import dev.lockstep.cache.redis.Reading.Kind;

/** What a reader finds under a key. */
record Seen(Kind kind, String document) {

    static final Seen ABSENT = new Seen(Kind.ABSENT, "");
    static final Seen SETTLING = new Seen(Kind.SETTLING, "");
    static final Seen LEASED = new Seen(Kind.LEASED, "");
    static final Seen NOTHING = new Seen(Kind.NOTHING, "");

    static Seen row(String name) {
        return new Seen(Kind.PRESENT, Heroes.document(name).toString());
    }

    static Seen of(Reading reading) {
        String document = reading.kind() == Kind.PRESENT
                ? UTF_8.decode(reading.document()).toString()
                : "";
        return new Seen(reading.kind(), document);
    }
}
