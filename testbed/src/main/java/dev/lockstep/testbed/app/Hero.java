package dev.lockstep.testbed.app;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A row of the table, but for its id. */
record Hero(
        String name,
        @Nullable String power,
        int xp,
        @Nullable String color) {

    private static final int MOST_XP = 10_000;

    private static final List<String> FIRST = List.of(
            "Captain", "Doctor", "Señora", "Agent", "Iron", "Silent", "Little", "Baron", "Crimson", "Élan", "Quick",
            "Night");
    private static final List<String> LAST = List.of(
            "Comet", "Lantern", "Raven", "Ñandú", "Falcon", "O'Hara", "Otter", "Sturm", "Echo", "影", "Beacon",
            "Marlin");
    private static final List<String> POWERS = List.of(
            "flight",
            "invisibility",
            "x-ray vision",
            "time travel",
            "telepathy",
            "bending \"reality\"",
            "super-strength",
            "speed",
            "healing",
            "weather");
    private static final List<String> COLORS = List.of("red", "blue", "green", "black", "white", "gold", "violet");

    /** One in ten has no power, one in five no colour. */
    static Hero random(RandomGenerator random) {
        return new Hero(
                any(FIRST, random) + " " + any(LAST, random),
                random.nextInt(10) == 0 ? null : any(POWERS, random),
                random.nextInt(MOST_XP),
                random.nextInt(5) == 0 ? null : any(COLORS, random));
    }

    private static String any(List<String> words, RandomGenerator random) {
        return words.get(random.nextInt(words.size()));
    }
}
