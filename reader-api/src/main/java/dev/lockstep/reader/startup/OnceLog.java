package dev.lockstep.reader.startup;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Says each thing once, and so many things at the most, however many requests meet them. Thread safe. */
public final class OnceLog {

    static final int MOST = 100;

    private final Consumer<String> warn;
    private final Set<String> said = ConcurrentHashMap.newKeySet();

    /**
     * Nothing said yet.
     *
     * @param warn takes a line
     */
    public OnceLog(Consumer<String> warn) {
        this.warn = warn;
    }

    /** Warns of something, unless it has been said. */
    public void warn(String what) {
        if (said.size() < MOST && said.add(what)) {
            warn.accept(what);
            if (said.size() == MOST) {
                warn.accept("nothing more of this kind is said");
            }
        }
    }
}
