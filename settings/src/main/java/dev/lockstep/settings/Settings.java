package dev.lockstep.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The values of all settings of a service, checked as a whole. Immutable. */
public final class Settings {

    /** Names a file of {@code NAME=value} lines; what the environment says goes before what the file says. */
    public static final String FILE = "LOCKSTEP_CONFIG";

    private final Map<String, Object> values;

    private Settings(Map<String, Object> values) {
        this.values = Map.copyOf(values);
    }

    /**
     * Reads every known setting.
     *
     * @param environment as from {@link System#getenv()}; may hold names that are no business of ours
     * @throws InvalidSettingsException naming every wrong, missing and misspelt setting
     */
    public static Settings read(List<Setting<?>> known, Map<String, String> environment) {
        return read(known, List.of(), environment);
    }

    /**
     * The same, with what they have to be to each other.
     *
     * @throws InvalidSettingsException naming every wrong, missing and misspelt setting, and what the rules say of the others
     */
    public static Settings read(List<Setting<?>> known, List<Rule> rules, Map<String, String> environment) {
        List<String> problems = new ArrayList<>();
        Map<String, String> file = readFile(environment.get(FILE), problems);
        Names names = new Names(known.stream().map(Setting::name).toList());
        new TreeMap<>(file)
                .keySet().stream()
                        .filter(name -> !names.isKnown(name))
                        .forEach(name -> problems.add(names.unknown(name, "the file " + environment.get(FILE))));
        new TreeMap<>(environment).forEach((name, value) -> {
            if (names.looksMisspelt(name, value)) {
                problems.add(names.unknown(name, "the environment"));
            }
        });

        Map<String, Object> values = new HashMap<>();
        for (Setting<?> setting : known) {
            String given = environment.getOrDefault(setting.name(), file.get(setting.name()));
            Object value = parse(setting, given, problems);
            if (value != null) {
                values.put(setting.name(), value);
            }
        }
        Settings settings = new Settings(values);
        rules.stream()
                .filter(rule -> rule.about().stream().map(Setting::name).allMatch(values::containsKey))
                .forEach(rule -> problems.addAll(rule.problems().apply(settings)));
        if (!problems.isEmpty()) {
            throw new InvalidSettingsException(problems);
        }
        return settings;
    }

    /** The value of a setting that was among the known ones when these settings were read. */
    @SuppressWarnings("unchecked") // the setting's own parser made the value
    public <T> T get(Setting<T> setting) {
        Object value = values.get(setting.name());
        if (value == null) {
            throw new IllegalArgumentException("not among the settings that were read: " + setting.name());
        }
        return (T) value;
    }

    private static @Nullable Object parse(Setting<?> setting, @Nullable String given, List<String> problems) {
        String text = given != null ? given : setting.defaultText();
        if (text == null) {
            problems.add("%s is missing (expected: %s). %s"
                    .formatted(setting.name(), setting.expected(), setting.purpose()));
            return null;
        }
        try {
            return setting.parser().parse(text);
        } catch (IllegalArgumentException e) {
            String shown = setting.secret() ? "a secret, not shown" : "'" + text + "'";
            problems.add("%s: %s (expected: %s)".formatted(setting.name(), shown, setting.expected()));
            return null;
        }
    }

    private static Map<String, String> readFile(@Nullable String name, List<String> problems) {
        Map<String, String> file = new HashMap<>();
        if (name == null) {
            return file;
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(name))) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            problems.add("%s: '%s' cannot be read: %s (expected: a file of NAME=value lines)".formatted(FILE, name, e));
        }
        properties.stringPropertyNames().forEach(key -> file.put(key, properties.getProperty(key)));
        return file;
    }
}
