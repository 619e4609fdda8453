package dev.lockstep.infra;

import dev.lockstep.settings.InvalidSettingsException;
import dev.lockstep.settings.Setting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.jspecify.annotations.Nullable;

/** The values of a context, one by one, and what is wrong with them so far. Not thread safe. */
final class ContextValues {

    private final Map<String, Object> good = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    private ContextValues() {}

    static ContextValues parse(List<Setting<?>> known, Map<String, ?> context) {
        ContextValues values = new ContextValues();
        List<String> names = known.stream().map(Setting::name).toList();
        context.keySet().stream()
                .filter(name -> name.startsWith(ContextKeys.PREFIX) && !names.contains(name))
                .sorted()
                .forEach(name -> values.problem("%s in the context is not a setting (nearest known name: %s)"
                        .formatted(name, nearest(name, names))));
        known.forEach(setting -> values.parse(setting, text(context.get(setting.name()))));
        return values;
    }

    /** Whether a setting was given as it should be, or not at all where that will do. */
    boolean isGood(Setting<?> setting) {
        return good.containsKey(setting.name());
    }

    /** The value of a setting that {@link #isGood}. */
    @SuppressWarnings("unchecked") // the setting's own parser made the value
    <T> T get(Setting<T> setting) {
        Object value = good.get(setting.name());
        if (value == null) {
            throw new IllegalArgumentException("not a good value: " + setting.name());
        }
        return (T) value;
    }

    void problem(String problem) {
        problems.add(problem);
    }

    /** Whether all of these are good, and either all given or none; a half is a problem. */
    boolean allOrNone(List<Setting<? extends Optional<?>>> settings) {
        if (!settings.stream().allMatch(this::isGood)) {
            return false;
        }
        List<String> missing = settings.stream()
                .filter(setting -> get(setting).isEmpty())
                .map(Setting::name)
                .toList();
        if (missing.isEmpty() || missing.size() == settings.size()) {
            return true;
        }
        problem("%s missing (expected: all of %s, or none)"
                .formatted(
                        String.join(", ", missing),
                        settings.stream().map(Setting::name).collect(Collectors.joining(", "))));
        return false;
    }

    /** Throws {@link InvalidSettingsException} where there is a problem, with all there are. */
    void requireNoProblems() {
        if (!problems.isEmpty()) {
            throw new InvalidSettingsException(problems);
        }
    }

    private void parse(Setting<?> setting, @Nullable String given) {
        String text = given != null ? given : setting.defaultText();
        if (text == null) {
            problem("%s is missing (expected: %s). %s"
                    .formatted(setting.name(), setting.expected(), setting.purpose()));
            return;
        }
        try {
            good.put(setting.name(), setting.parser().parse(text));
        } catch (IllegalArgumentException e) {
            problem("%s: '%s' (expected: %s)".formatted(setting.name(), text, setting.expected()));
        }
    }

    /** cdk.json may hold numbers, booleans and lists; the command line has only texts. */
    private static @Nullable String text(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case List<?> list -> list.stream().map(Object::toString).collect(Collectors.joining(","));
            default -> value.toString();
        };
    }

    private static String nearest(String name, List<String> names) {
        return names.stream()
                .min(Comparator.comparingInt(
                        each -> LevenshteinDistance.getDefaultInstance().apply(name, each)))
                .orElseThrow();
    }
}
