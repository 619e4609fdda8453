package dev.lockstep.doctor;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a Redis server says of itself. HELLO is allowed to everybody, INFO not.
 *
 * @param hello version, mode and role
 * @param info empty where the user may not ask
 */
record RedisFacts(Map<String, String> hello, Map<String, String> info) {

    static RedisFacts of(RedisReply hello, RedisReply info) {
        return new RedisFacts(pairs(hello), lines(info));
    }

    Version version() {
        return Version.parse(hello.getOrDefault("version", info.getOrDefault("redis_version", "")));
    }

    boolean isCluster() {
        return "cluster".equals(hello.getOrDefault("mode", info.getOrDefault("redis_mode", "")));
    }

    boolean isReplica() {
        String role = hello.getOrDefault("role", info.getOrDefault("role", ""));
        return role.equals("replica") || role.equals("slave");
    }

    boolean hasInfo() {
        return !info.isEmpty();
    }

    String text(String name) {
        return info.getOrDefault(name, "");
    }

    /** 0 where it is not said. */
    long number(String name) {
        String text = text(name);
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    private static Map<String, String> pairs(RedisReply reply) {
        Map<String, String> pairs = new HashMap<>();
        if (reply instanceof RedisReply.Values values) {
            List<Object> flat = values.values();
            for (int i = 0; i + 1 < flat.size(); i += 2) {
                pairs.put(String.valueOf(flat.get(i)), String.valueOf(flat.get(i + 1)));
            }
        }
        return pairs;
    }

    private static Map<String, String> lines(RedisReply reply) {
        Map<String, String> lines = new HashMap<>();
        if (reply instanceof RedisReply.Values values) {
            values.text().lines().filter(line -> line.contains(":")).forEach(line -> {
                int colon = line.indexOf(':');
                lines.put(line.substring(0, colon), line.substring(colon + 1));
            });
        }
        return lines;
    }
}
