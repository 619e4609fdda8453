package dev.lockstep.reader.access;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the file of callers says: a list of {@code {"name": ..., "sha256": ..., "tables": [...]}}, and what else
 * {@link PermissionsReader} reads.
 */
final class CallersFile {

    /** Some ten thousand callers. */
    private static final int MOST_BYTES = 4 * 1024 * 1024;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");
    private static final Pattern HASH = Pattern.compile("[0-9a-fA-F]{64}");
    private static final Set<String> OWN_MEMBERS = Set.of("name", "sha256");

    private final Paces paces;
    private final PermissionsReader permissions;
    private final List<String> problems = new ArrayList<>();
    private final Map<KeyHash, Caller> callers = new HashMap<>();
    private final Set<String> names = new HashSet<>();

    /**
     * What was read.
     *
     * @param callers by the hashes of their keys; not to be used where there are problems
     * @param problems one sentence each, with its place in the file
     */
    record Contents(Map<KeyHash, Caller> callers, List<String> problems) {
        Contents {
            callers = Map.copyOf(callers);
            problems = List.copyOf(problems);
        }
    }

    private CallersFile(String usualSchema, Paces paces) {
        this.paces = paces;
        this.permissions = new PermissionsReader(usualSchema, problems);
    }

    /**
     * The bytes of a file, if there are not too many.
     *
     * @throws IOException also where there are
     */
    static byte[] load(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IOException("more than %d bytes".formatted(MOST_BYTES));
            }
            return bytes;
        }
    }

    static Contents parse(byte[] text, String usualSchema, Paces paces) {
        CallersFile file = new CallersFile(usualSchema, paces);
        try {
            file.callers(JsonTree.parse(text));
        } catch (IllegalArgumentException e) {
            file.problems.add("%s (expected: a list of callers in JSON)".formatted(e.getMessage()));
        }
        return new Contents(file.callers, file.problems);
    }

    private void callers(@Nullable Object tree) {
        if (!(tree instanceof List<?> list) || list.isEmpty()) {
            problems.add("no list of callers (expected: [{\"name\": ..., \"sha256\": ..., \"tables\": [...]}])");
            return;
        }
        for (int at = 0; at < list.size(); at++) {
            caller(list.get(at), "[%d]".formatted(at));
        }
    }

    private void caller(@Nullable Object tree, String place) {
        if (!(tree instanceof Map<?, ?> members)) {
            problems.add("%s: '%s' (expected: an object)".formatted(place, tree));
            return;
        }
        Map<String, @Nullable Object> byName = new HashMap<>();
        members.forEach((name, value) -> byName.put(String.valueOf(name), value));
        byName.keySet().stream()
                .filter(name -> !OWN_MEMBERS.contains(name) && !PermissionsReader.MEMBERS.contains(name))
                .sorted()
                .forEach(name -> problems.add("%s.%s is not known (expected: name, sha256, %s)"
                        .formatted(place, name, String.join(", ", PermissionsReader.MEMBERS))));
        String name = text(byName.get("name"), place + ".name", NAME, "1 to 64 letters, digits, . _ @ or -");
        String hash =
                text(byName.get("sha256"), place + ".sha256", HASH, "the SHA-256 of the key, 64 hexadecimal digits");
        Permissions may = permissions.read(byName, place);
        if (name != null && !names.add(name)) {
            problems.add("%s.name: '%s' comes twice (expected: once)".formatted(place, name));
        }
        if (name != null && hash != null) {
            take(place, KeyHash.parse(hash), new Caller(name, may, paces.of(name, may.rate())));
        }
    }

    private void take(String place, KeyHash hash, Caller caller) {
        if (hash.equals(KeyHash.OF_NOTHING)) {
            problems.add("%s.sha256: the hash of nothing (expected: that of a long random key)".formatted(place));
        } else if (callers.put(hash, caller) != null) {
            problems.add("%s.sha256: another caller has the same key (expected: one of his own)".formatted(place));
        }
    }

    private @Nullable String text(@Nullable Object value, String place, Pattern pattern, String expected) {
        if (value instanceof String text && pattern.matcher(text).matches()) {
            return text;
        }
        problems.add(
                value == null
                        ? "%s is missing (expected: %s)".formatted(place, expected)
                        : "%s: '%s' (expected: %s)".formatted(place, value, expected));
        return null;
    }
}
