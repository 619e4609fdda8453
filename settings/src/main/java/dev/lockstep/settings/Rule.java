package dev.lockstep.settings;

import java.util.List;
import java.util.function.Function;

/**
 * What several settings have to be to each other, or what a setting names has to be.
 *
 * @param about the settings that it looks at; while one of them is wrong by itself, the rule is left out
 * @param problems one sentence each, beginning with the name of a setting
 */
public record Rule(List<Setting<?>> about, Function<Settings, List<String>> problems) {

    public Rule {
        about = List.copyOf(about);
    }
}
