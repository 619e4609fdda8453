package dev.lockstep.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Whether the user may run what the service runs. Each command is tried on a key that nobody has, in a form that changes
 * nothing; Redis looks at rights before it looks at anything else.
 */
final class RedisAcl {

    private final RedisNode node;
    private final Role role;
    private final String namespace;
    private final Findings findings;

    RedisAcl(RedisNode node, Role role, String namespace, Findings findings) {
        this.node = node;
        this.role = role;
        this.namespace = namespace;
        this.findings = findings;
    }

    /**
     * Tries everything.
     *
     * @param user whom REDIS_URL names
     */
    void look(String user, boolean cluster) {
        String key = "%s:{0}:doctor:%s".formatted(namespace, UUID.randomUUID());
        List<String> missing = new ArrayList<>();
        boolean keys = true;
        for (List<String> trial : trials(key, cluster)) {
            RedisReply reply =
                    node.ask(trial.getFirst(), trial.subList(1, trial.size()).toArray(String[]::new));
            if (reply instanceof RedisReply.Silent silent) {
                findings.warn(Check.REDIS_ACL, "%s: %s".formatted(trial.getFirst(), silent.why()), "try again");
                return;
            }
            if (reply instanceof RedisReply.Refused refused && refused.isNotAllowed()) {
                if (isAboutKeys(refused)) {
                    keys = false;
                } else {
                    missing.add(named(trial));
                }
            }
        }
        say(user, missing, keys, role.leastAcl(namespace, cluster));
    }

    private void say(String user, List<String> missing, boolean keys, String least) {
        if (missing.isEmpty() && keys) {
            findings.ok(
                    Check.REDIS_ACL,
                    "%s may run all that the %s runs; the least that works: %s".formatted(user, role.word(), least));
            return;
        }
        List<String> lacks = new ArrayList<>();
        StringBuilder rule = new StringBuilder("ACL SETUSER ").append(user);
        if (!keys) {
            lacks.add("keys that begin with %s:".formatted(namespace));
            rule.append(" ~").append(namespace).append(":*");
        }
        for (String command : missing) {
            lacks.add(command);
            rule.append(" +").append(command);
        }
        findings.error(
                Check.REDIS_ACL,
                "%s may not use what the %s needs: %s".formatted(user, role.word(), String.join(", ", lacks)),
                rule.toString());
    }

    /** 6.2 and 7.0 word it differently; only about keys the word is in both. */
    private static boolean isAboutKeys(RedisReply.Refused refused) {
        return refused.message().contains("access a key") || refused.message().contains("one of the keys");
    }

    private List<List<String>> trials(String key, boolean cluster) {
        List<List<String>> trials = new ArrayList<>();
        trials.add(List.of("PING"));
        // Does not compile, so nothing is remembered.
        trials.add(List.of("EVAL", "(", "1", key));
        trials.add(List.of("EVALSHA", "0".repeat(40), "1", key));
        role.commands().forEach(command -> trials.add(trial(command, key)));
        if (cluster) {
            trials.add(List.of("CLUSTER", "NODES"));
            trials.add(List.of("INFO"));
        }
        return trials;
    }

    /** As a rule of an ACL names it. */
    private static String named(List<String> trial) {
        String command = trial.getFirst().toLowerCase(Locale.ROOT);
        return command.equals("cluster") ? "cluster|nodes" : command;
    }

    /** In a form that is refused for its words, or changes nothing where nothing is. */
    private static List<String> trial(String command, String key) {
        String word = command.toUpperCase(Locale.ROOT);
        return switch (command) {
            case "time" -> List.of(word);
            case "scan" -> List.of(word, "no-cursor");
            case "pexpire" -> List.of(word, key, "no-number");
            case "getrange" -> List.of(word, key, "0", "0");
            case "hget", "hmget", "hdel" -> List.of(word, key, "field");
            case "set" -> List.of(word, key, "value", "NO-SUCH-OPTION");
            case "hset" -> List.of(word, key, "field", "value", "field-without-value");
            case "xadd" -> List.of(word, key, "no-id", "field", "value");
            case "xrange" -> List.of(word, key, "-", "+");
            default -> List.of(word, key);
        };
    }
}
