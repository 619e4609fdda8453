package dev.lockstep.reader.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.table.TableName;
import dev.lockstep.reader.access.CallersFile.Contents;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CallersFileTest {

    private static final String HASH = "ab".repeat(32);
    private static final TableName HERO = new TableName("heroes", "hero");
    private static final TableName ARTICLE = new TableName("shop", "article");

    @Test
    void aCallerHasWhatTheFileSays() {
        Caller caller = caller("""
                [{"name": "app", "sha256": "%s", "tables": ["hero", "shop.*"],
                  "columns": {"hero": ["id", "name"]}, "rate": 2, "metrics": true}]
                """.formatted(HASH.toUpperCase(Locale.ROOT)));

        assertThat(caller.name()).isEqualTo("app");
        assertThat(caller.isSomebody()).isTrue();
        assertThat(caller.mayRead(HERO)).isTrue();
        assertThat(caller.mayRead(ARTICLE)).isTrue();
        assertThat(caller.mayRead(new TableName("heroes", "villain"))).isFalse();
        assertThat(caller.mayRead(new TableName("shop2", "article"))).isFalse();
        assertThat(caller.columnsOf(HERO)).hasValue(Set.of("id", "name"));
        assertThat(caller.columnsOf(ARTICLE)).isEmpty();
        assertThat(caller.mayReadMetrics()).isTrue();
        assertThat(caller.takesOneMore()).isTrue();
        assertThat(caller.takesOneMore()).isTrue();
        assertThat(caller.takesOneMore()).isFalse();
    }

    @Test
    void whatIsNotSaidIsNotAllowed() {
        Caller caller = caller("[{\"name\": \"app\", \"sha256\": \"%s\", \"tables\": []}]".formatted(HASH));

        assertThat(caller.mayRead(HERO)).isFalse();
        assertThat(caller.mayAskFor("hero")).isFalse();
        assertThat(caller.mayReadMetrics()).isFalse();
        assertThat(caller.columnsOf(HERO)).isEmpty();
    }

    @Test
    void aStarIsEveryTableOfEverySchema() {
        Caller caller = caller("[{\"name\": \"app\", \"sha256\": \"%s\", \"tables\": \"*\"}]".formatted(HASH));

        assertThat(caller.mayRead(HERO)).isTrue();
        assertThat(caller.mayRead(ARTICLE)).isTrue();
        assertThat(caller.mayAskFor("anything.at.all")).isTrue();
    }

    @Test
    void whetherSomethingMayBeAskedForDependsOnItsNameAlone() {
        Caller caller = caller(
                "[{\"name\": \"app\", \"sha256\": \"%s\", \"tables\": [\"hero\", \"shop.a*\"]}]".formatted(HASH));

        assertThat(caller.mayAskFor("hero")).isTrue();
        assertThat(caller.mayAskFor("heroes.hero")).isTrue();
        assertThat(caller.mayAskFor("shop.hero")).isFalse();
        assertThat(caller.mayAskFor("article")).isTrue();
        assertThat(caller.mayAskFor("shop.article")).isTrue();
        assertThat(caller.mayAskFor("heroes.article")).isFalse();
        assertThat(caller.mayAskFor("villain")).isFalse();
        assertThat(caller.mayAskFor("*")).isFalse();
        assertThat(caller.mayAskFor("*.*")).isFalse();
        assertThat(caller.mayAskFor("")).isFalse();
        assertThat(caller.mayAskFor(".")).isFalse();
        assertThat(caller.mayAskFor("HERO")).isFalse();
    }

    @Test
    void columnsAreThoseThatEveryEntryForATableHasInWhateverCaseItIsSpelt() {
        Caller caller = caller("""
                [{"name": "app", "sha256": "%s", "tables": ["*"],
                  "columns": {"HERO": ["id", "name"], "heroes.*": ["name", "xp"], "shop.article": ["id"]}}]
                """.formatted(HASH));

        assertThat(caller.columnsOf(HERO)).isEqualTo(Optional.of(Set.of("name")));
        assertThat(caller.columnsOf(new TableName("heroes", "villain"))).hasValue(Set.of("name", "xp"));
        assertThat(caller.columnsOf(new TableName("other", "hero"))).isEmpty();
        assertThat(caller.columnsOf(ARTICLE)).hasValue(Set.of("id"));
    }

    @Test
    void everyProblemIsNamedAtOnceWithItsPlace() {
        Contents contents = parse("""
                [{"name": "has blanks", "sha256": "abc", "tables": ["a b", "ok", 7], "tabels": []},
                 {"name": "app", "sha256": "%1$s", "tables": ["*"], "rate": 0, "metrics": "yes"},
                 {"name": "app", "sha256": "%1$s", "tables": {}, "columns": []},
                 {"sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "name": "empty",
                  "tables": "hero,", "columns": {"hero": [], "a.b.c": ["x"]}, "rate": 1.5},
                 "app", {}]
                """.formatted(HASH));

        assertThat(contents.problems())
                .contains(
                        "[0].tabels is not known (expected: name, sha256, tables, columns, rate, metrics)",
                        "[0].name: 'has blanks' (expected: 1 to 64 letters, digits, . _ @ or -)",
                        "[0].sha256: 'abc' (expected: the SHA-256 of the key, 64 hexadecimal digits)",
                        "[0].tables[0]: 'a b' (expected: tables as in DB_TABLE, such as hero or shop.*, or * for all)",
                        "[0].tables[2]: '7' (expected: tables as in DB_TABLE, such as hero or shop.*, or * for all)",
                        "[1].rate: '0' (expected: a whole number, 1 to 1000000: requests a second)",
                        "[1].metrics: 'yes' (expected: true or false)",
                        "[2].name: 'app' comes twice (expected: once)",
                        "[2].sha256: another caller has the same key (expected: one of his own)",
                        "[2].tables: '{}' (expected: a list of tables as in DB_TABLE, such as hero or shop.*, or * for all)",
                        "[2].columns: '[]' (expected: an object that has a list of columns for each table)",
                        "[3].sha256: the hash of nothing (expected: that of a long random key)",
                        "[3].tables[1]: '' (expected: tables as in DB_TABLE, such as hero or shop.*, or * for all)",
                        "[3].columns.hero: '[]' (expected: names of columns as they stand in documents)",
                        "[3].columns.a.b.c[0]: 'a.b.c' (expected: tables as in DB_TABLE, such as hero or shop.*, or * for all)",
                        "[3].rate: '1.5' (expected: a whole number, 1 to 1000000: requests a second)",
                        "[4]: 'app' (expected: an object)",
                        "[5].name is missing (expected: 1 to 64 letters, digits, . _ @ or -)",
                        "[5].sha256 is missing (expected: the SHA-256 of the key, 64 hexadecimal digits)",
                        "[5].tables is missing (expected: tables as in DB_TABLE, such as hero or shop.*, or * for all)");
        assertThat(contents.problems()).hasSize(20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "null",
                "7",
                "[",
                "[{]",
                "[{\"name\": \"a\", \"name\": \"b\"}]",
                "[] []",
                "[[[[[[[[[[1]]]]]]]]]]"
            })
    void whatIsNoListOfCallersIsRefused(String text) {
        assertThat(parse(text).problems()).singleElement().asString().contains("(expected: ");
    }

    @Test
    void aSyntaxErrorHasItsLine() {
        assertThat(parse("[\n{\n\"name\": oops}]").problems())
                .singleElement()
                .asString()
                .startsWith("line 3: ");
    }

    private static Contents parse(String text) {
        return CallersFile.parse(text.getBytes(UTF_8), "heroes", new Paces());
    }

    private static Caller caller(String text) {
        Contents contents = parse(text);
        assertThat(contents.problems()).isEmpty();
        return Objects.requireNonNull(contents.callers().get(KeyHash.parse(HASH)));
    }
}
