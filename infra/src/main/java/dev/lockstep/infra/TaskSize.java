package dev.lockstep.infra;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** CPU units (1024 to a core) and MiB of memory of a Fargate task; Fargate has only certain pairs. */
record TaskSize(int cpu, int memoryMiB) {

    private static final Map<Integer, List<Integer>> PAIRS = Map.of(
            512, List.of(1024, 2048, 4096),
            1024, List.of(2048, 4096, 8192),
            2048, List.of(4096, 8192, 16_384),
            4096, List.of(8192, 16_384, 30_720));

    /** Throws IllegalArgumentException where the text is no such pair. */
    static TaskSize parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException();
        }
        TaskSize size = new TaskSize(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
        if (!PAIRS.getOrDefault(size.cpu, List.of()).contains(size.memoryMiB)) {
            throw new IllegalArgumentException();
        }
        return size;
    }

    static String expected() {
        return PAIRS.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(pair -> pair.getValue().stream().map(memory -> pair.getKey() + "/" + memory))
                .collect(Collectors.joining(", "));
    }
}
