package dev.lockstep.worker.capture;

import dev.lockstep.cache.table.TableName;
import dev.lockstep.worker.capture.ForeignKey.Action;
import dev.lockstep.worker.capture.ForeignKey.ParentColumn;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which followed tables a change of a parent's rows may reach through foreign keys, without an event of their own in the
 * binlog. Tables between a parent and a followed child need not be followed themselves.
 *
 * <p>Not thread safe.
 */
public final class Cascades {

    /** Nothing reaches anything. */
    public static final Cascades NONE = new Cascades(List.of(), Set.of());

    private final Map<TableName, List<ForeignKey>> byParent;
    private final Set<TableName> followed;
    private final Map<Step, Set<TableName>> known = new HashMap<>();

    /**
     * The graph.
     *
     * @param keys every one whose actions reach rows, wherever it is
     */
    public Cascades(Collection<ForeignKey> keys, Set<TableName> followed) {
        this.followed = Set.copyOf(followed);
        this.byParent = keys.stream().collect(Collectors.groupingBy(ForeignKey::parent));
        byParent.keySet().removeIf(parent -> afterAny(parent).isEmpty());
    }

    /** From here on, what happens to a table: its rows are deleted, or these columns of them get other values. */
    private record Step(TableName table, Set<String> columns) {

        static Step deleted(TableName table) {
            return new Step(table, Set.of());
        }

        boolean isDelete() {
            return columns.isEmpty();
        }
    }

    /** The tables whose rows reach followed ones; followed themselves or not. */
    public Set<TableName> parents() {
        return Collections.unmodifiableSet(byParent.keySet());
    }

    /** The columns of a parent whose values matter. */
    Set<ParentColumn> referenced(TableName parent) {
        return byParent.getOrDefault(parent, List.of()).stream()
                .flatMap(key -> key.parentColumns().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The followed tables that lose or change rows when rows of the parent are deleted. */
    Set<TableName> afterDelete(TableName parent) {
        return known.computeIfAbsent(Step.deleted(parent), this::reached);
    }

    /**
     * The followed tables whose rows change when columns of the parent get other values.
     *
     * @param columns in lower case
     */
    Set<TableName> afterUpdate(TableName parent, Set<String> columns) {
        return columns.isEmpty() ? Set.of() : known.computeIfAbsent(new Step(parent, columns), this::reached);
    }

    /** The followed tables that any change of the parent may reach. */
    Set<TableName> afterAny(TableName parent) {
        Set<TableName> all = new HashSet<>(afterDelete(parent));
        all.addAll(afterUpdate(
                parent, referenced(parent).stream().map(ParentColumn::name).collect(Collectors.toUnmodifiableSet())));
        return all;
    }

    private Set<TableName> reached(Step from) {
        Set<TableName> reached = new HashSet<>();
        Set<Step> seen = new HashSet<>(Set.of(from));
        Deque<Step> ahead = new ArrayDeque<>(seen);
        while (!ahead.isEmpty()) {
            Step step = ahead.pop();
            for (ForeignKey key : byParent.getOrDefault(step.table(), List.of())) {
                Action action = action(key, step);
                if (action == Action.NONE) {
                    continue;
                }
                reached.add(key.child());
                Step next = step.isDelete() && action == Action.CASCADE
                        ? Step.deleted(key.child())
                        : new Step(key.child(), Set.copyOf(key.columns()));
                if (seen.add(next)) {
                    ahead.push(next);
                }
            }
        }
        reached.retainAll(followed);
        return reached;
    }

    private static Action action(ForeignKey key, Step step) {
        if (step.isDelete()) {
            return key.onDelete();
        }
        boolean concerned =
                key.parentColumns().stream().anyMatch(each -> step.columns().contains(each.name()));
        return concerned ? key.onUpdate() : Action.NONE;
    }
}
