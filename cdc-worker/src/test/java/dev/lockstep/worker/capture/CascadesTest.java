package dev.lockstep.worker.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.table.TableName;
import dev.lockstep.worker.capture.ForeignKey.Action;
import dev.lockstep.worker.capture.ForeignKey.ParentColumn;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How far the actions of foreign keys reach. */
final class CascadesTest {

    private static final TableName A = new TableName("s", "a");
    private static final TableName B = new TableName("s", "b");
    private static final TableName C = new TableName("t", "c");

    @Test
    void deletesGoOnAsDeletes() {
        Cascades cascades = cascades(
                Set.of(B, C),
                key(B, "a_id", A, "id", Action.CASCADE, Action.NONE),
                key(C, "b_id", B, "id", Action.CASCADE, Action.NONE));
        assertThat(cascades.afterDelete(A)).containsExactlyInAnyOrder(B, C);
        assertThat(cascades.afterDelete(B)).containsExactly(C);
        assertThat(cascades.afterDelete(C)).isEmpty();
        assertThat(cascades.afterUpdate(A, Set.of("id"))).isEmpty();
    }

    @Test
    void betweenFollowedTablesOthersMayStand() {
        Cascades cascades = cascades(
                Set.of(C),
                key(B, "a_id", A, "id", Action.CASCADE, Action.NONE),
                key(C, "b_id", B, "id", Action.SET_NULL, Action.NONE));
        assertThat(cascades.afterDelete(A)).containsExactly(C);
        assertThat(cascades.parents()).containsExactlyInAnyOrder(A, B);
    }

    @Test
    void whatReachesNobodyIsNoParent() {
        Cascades cascades = cascades(Set.of(C), key(B, "a_id", A, "id", Action.CASCADE, Action.CASCADE));
        assertThat(cascades.parents()).isEmpty();
    }

    @Test
    void valuesThatAreTakenAwayGoOnOnlyWhereTheyAreReferenced() {
        ForeignKey first = key(B, "a_id", A, "id", Action.SET_NULL, Action.NONE);
        assertThat(cascades(Set.of(C), first, key(C, "b_a", B, "a_id", Action.NONE, Action.CASCADE))
                        .afterDelete(A))
                .containsExactly(C);
        assertThat(cascades(Set.of(C), first, key(C, "b_id", B, "id", Action.CASCADE, Action.CASCADE))
                        .afterDelete(A))
                .isEmpty();
    }

    @Test
    void onlyReferencedColumnsMatter() {
        Cascades cascades = cascades(Set.of(B), key(B, "a_id", A, "id", Action.NONE, Action.CASCADE));
        assertThat(cascades.afterUpdate(A, Set.of("id"))).containsExactly(B);
        assertThat(cascades.afterUpdate(A, Set.of("name"))).isEmpty();
        assertThat(cascades.afterDelete(A)).isEmpty();
        assertThat(cascades.referenced(A)).containsExactly(new ParentColumn("id", 1));
    }

    @Test
    void keysThatGoRoundComeToAnEnd() {
        Cascades cascades = cascades(
                Set.of(A, B),
                key(A, "up", A, "id", Action.CASCADE, Action.NONE),
                key(A, "b_id", B, "id", Action.CASCADE, Action.CASCADE),
                key(B, "a_id", A, "id", Action.CASCADE, Action.CASCADE));
        assertThat(cascades.afterDelete(A)).containsExactlyInAnyOrder(A, B);
        assertThat(cascades.afterUpdate(B, Set.of("id"))).containsExactly(A);
    }

    private static Cascades cascades(Set<TableName> followed, ForeignKey... keys) {
        return new Cascades(List.of(keys), followed);
    }

    private static ForeignKey key(
            TableName child, String column, TableName parent, String referenced, Action onDelete, Action onUpdate) {
        return new ForeignKey(
                child, List.of(column), parent, List.of(new ParentColumn(referenced, 1)), onDelete, onUpdate);
    }
}
