package dev.lockstep.simulation.model;

import dev.lockstep.cache.position.ChangeId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that a partition's stream of changes has told since it began, the last of it first. Immutable. */
public final class Tale {

    private final @Nullable Tale before;
    private final Told last;

    private Tale(@Nullable Tale before, Told last) {
        this.before = before;
        this.last = last;
    }

    /** Nothing is known of what was before its beginning. */
    static Tale begin(ChangeId id) {
        return new Tale(null, Told.reset(id));
    }

    /** The same where it is there already, or further. */
    Tale plus(Told told) {
        return told.id().compareTo(last.id()) > 0 ? new Tale(this, told) : this;
    }

    /** What was told first; all before is missing. */
    public ChangeId first() {
        Tale each = this;
        for (Tale earlier = before; earlier != null; earlier = earlier.before) {
            each = earlier;
        }
        return each.last.id();
    }

    /** What was told after a place and up to another, in order. */
    public List<Told> between(ChangeId after, ChangeId upTo) {
        List<Told> told = new ArrayList<>();
        for (Tale each = this; each != null && each.last.id().compareTo(after) > 0; each = each.before) {
            if (each.last.id().compareTo(upTo) <= 0) {
                told.add(each.last);
            }
        }
        Collections.reverse(told);
        return told;
    }

    /** All of it, in order. */
    public List<Told> all() {
        List<Told> told = new ArrayList<>();
        for (Tale each = this; each != null; each = each.before) {
            told.add(each.last);
        }
        Collections.reverse(told);
        return told;
    }
}
