package dev.lockstep.simulation.model;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that a partition holds at one moment. Immutable: a replica that takes over has the contents of an earlier moment. */
public final class Contents {

    private final @Nullable Mark mark;
    private final List<@Nullable Entry> entries;
    private final @Nullable Tale tale;

    private Contents(@Nullable Mark mark, List<@Nullable Entry> entries, @Nullable Tale tale) {
        this.mark = mark;
        this.entries = entries;
        this.tale = tale;
    }

    /** Nothing, with room for keys 0 to {@code keys} - 1. */
    public static Contents empty(int keys) {
        return new Contents(null, Arrays.asList(new Entry[keys]), null);
    }

    public @Nullable Mark mark() {
        return mark;
    }

    public @Nullable Entry entry(int key) {
        return entries.get(key);
    }

    /** The stream of changes; null where there is none. */
    public @Nullable Tale tale() {
        return tale;
    }

    int keys() {
        return entries.size();
    }

    Contents with(@Nullable Mark other) {
        return new Contents(other, entries, tale);
    }

    Contents with(int key, @Nullable Entry entry) {
        @Nullable Entry[] copy = entries.toArray(new Entry[0]);
        copy[key] = entry;
        return new Contents(mark, Arrays.asList(copy), tale);
    }

    Contents with(@Nullable Tale other) {
        return new Contents(mark, entries, other);
    }
}
