package dev.lockstep.doctor;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is printed leads somewhere, and says the same as the documentation and the scripts. */
final class DocumentationTest {

    private static final Path OPERATIONS = Path.of("..", "docs", "operations.md");

    private static final Path SCRIPTS =
            Path.of("..", "cache-contract", "src", "main", "resources", "dev", "lockstep", "cache", "redis");

    private static final Pattern CALL = Pattern.compile("redis\\.p?call\\('([A-Z]+)'");

    @ParameterizedTest
    @EnumSource(Check.class)
    void everyCheckIsListedAndLeadsToASection(Check check) throws IOException {
        Set<String> anchors = Files.readAllLines(OPERATIONS).stream()
                .filter(line -> line.startsWith("#"))
                .map(DocumentationTest::anchor)
                .collect(toSet());

        assertThat(anchors).contains(check.anchor());
        assertThat(Files.readString(OPERATIONS)).contains("| `" + check.id() + "` |");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void theAclIsTheDocumentedOne(Role role) throws IOException {
        assertThat(Files.readAllLines(OPERATIONS)).contains(role.leastAcl("lockstep", false));
    }

    @Test
    void theWorkersAclIsWhatItsScriptsCall() throws IOException {
        Set<String> called =
                called(List.of("entries", "stream", "apply", "open", "abandon", "fresh", "clock", "lead", "sweep"));
        called.addAll(List.of("hgetall", "scan"));

        assertThat(Role.WORKER.commands()).containsExactlyInAnyOrderElementsOf(called);
    }

    @Test
    void theReadersAclIsWhatItsScriptsCall() throws IOException {
        Set<String> called =
                called(List.of("entries", "read", "mark", "reached", "lease", "fill", "release", "tip", "changes"));
        called.addAll(List.of("get", "mget", "hgetall"));

        assertThat(Role.READER.commands()).containsExactlyInAnyOrderElementsOf(called);
    }

    private static Set<String> called(List<String> scripts) throws IOException {
        Set<String> called = new HashSet<>();
        for (String script : scripts) {
            CALL.matcher(Files.readString(SCRIPTS.resolve(script + ".lua")))
                    .results()
                    .map((MatchResult call) -> call.group(1).toLowerCase(Locale.ROOT))
                    .forEach(called::add);
        }
        return called;
    }

    /** As GitHub makes it of a heading. */
    private static String anchor(String heading) {
        return heading.replaceFirst("^#+ ", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9 _-]", "")
                .replace(' ', '-');
    }
}
