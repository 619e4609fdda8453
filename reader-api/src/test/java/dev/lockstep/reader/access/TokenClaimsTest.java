package dev.lockstep.reader.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.table.TableName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TokenClaimsTest {

    private static final TableName HERO = new TableName("heroes", "hero");

    private final TokenClaims claims = new TokenClaims("heroes", new Paces());

    @Test
    void claimsMeanWhatTheyMeanInTheFile() {
        Caller caller = claims.holder(
                        "ada",
                        Map.of(
                                "iss",
                                "somebody",
                                "tables",
                                List.of("hero"),
                                "columns",
                                Map.of("hero", List.of("id")),
                                "rate",
                                1L,
                                "metrics",
                                true))
                .caller()
                .orElseThrow();

        assertThat(caller.name()).isEqualTo("ada");
        assertThat(caller.mayRead(HERO)).isTrue();
        assertThat(caller.mayRead(new TableName("heroes", "villain"))).isFalse();
        assertThat(caller.columnsOf(HERO)).hasValue(Set.of("id"));
        assertThat(caller.mayReadMetrics()).isTrue();
    }

    @Test
    void whoeverSignsMayKnowNoLists() {
        Caller caller = claims.holder("ada", Map.of("tables", "villain, hero", "columns", Map.of("hero", "id,name")))
                .caller()
                .orElseThrow();

        assertThat(caller.mayRead(HERO)).isTrue();
        assertThat(caller.columnsOf(HERO)).hasValue(Set.of("id", "name"));
    }

    @Test
    void oneRateIsForAllTokensOfOneSubject() {
        Caller first =
                claims.holder("ada", Map.of("tables", "*", "rate", 1)).caller().orElseThrow();
        Caller again =
                claims.holder("ada", Map.of("tables", "*", "rate", 1)).caller().orElseThrow();
        Caller other =
                claims.holder("eve", Map.of("tables", "*", "rate", 1)).caller().orElseThrow();

        assertThat(first.takesOneMore()).isTrue();
        assertThat(again.takesOneMore()).isFalse();
        assertThat(other.takesOneMore()).isTrue();
    }

    @Test
    void whatCannotBeUnderstoodIsNobody() {
        TokenClaims.Holder holder = claims.holder("ada", Map.of("tables", 7, "rate", "fast"));

        assertThat(holder.caller()).isEmpty();
        assertThat(holder.problems())
                .satisfiesExactly(
                        each -> assertThat(each).startsWith("token.tables: '7'"),
                        each -> assertThat(each).startsWith("token.rate: 'fast'"));
        assertThat(claims.holder("ada", Map.of()).problems())
                .singleElement()
                .asString()
                .startsWith("token.tables is missing");
    }
}
