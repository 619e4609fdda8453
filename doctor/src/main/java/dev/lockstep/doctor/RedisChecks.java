package dev.lockstep.doctor;

import dev.lockstep.settings.SharedSettings;
import io.lettuce.core.RedisException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Everything that Redis alone can be asked. */
final class RedisChecks {

    private static final int OLDEST_MAJOR = 6;
    private static final int OLDEST_MINOR = 2;

    /** How Redis begins its refusal of a login. */
    private static final List<String> REFUSED = List.of("WRONGPASS", "NOAUTH", "ERR invalid password", "ERR AUTH");

    private final Target target;
    private final Findings findings;

    RedisChecks(Target target, Findings findings) {
        this.target = target;
        this.findings = findings;
    }

    /** A connection to each address that answers. */
    List<RedisNode> connect(Patience patience) {
        List<RedisNode> nodes = new ArrayList<>();
        for (URI address : target.get(SharedSettings.REDIS_URL)) {
            connect(address, patience).ifPresent(nodes::add);
        }
        if (!nodes.isEmpty()) {
            findings.ok(
                    Check.REDIS_REACHABLE,
                    "Redis answers at "
                            + String.join(
                                    ", ", nodes.stream().map(RedisNode::name).toList()));
            findings.ok(Check.REDIS_LOGIN, "logged in as " + user());
        }
        return nodes;
    }

    void look(List<RedisNode> nodes) {
        boolean cluster = false;
        for (RedisNode node : nodes) {
            RedisReply hello = node.ask("HELLO");
            if (hello instanceof RedisReply.Silent silent) {
                findings.error(
                        Check.REDIS_REACHABLE,
                        "%s stopped answering: %s".formatted(node.name(), silent.why()),
                        "look whether it is overloaded or was restarted, and try again; REDIS_TIMEOUT is the bound");
                return;
            }
            RedisFacts facts = RedisFacts.of(hello, node.ask("INFO"));
            version(node, facts);
            primary(node, facts, cluster || facts.isCluster());
            new RedisRoom(facts, node.name(), findings).look(target.get(SharedSettings.CACHE_TTL));
            cluster |= facts.isCluster();
        }
        RedisNode first = nodes.getFirst();
        new ClusterChecks(
                        cluster,
                        target.get(SharedSettings.REDIS_URL).size(),
                        target.get(SharedSettings.CACHE_PARTITIONS),
                        findings)
                .look(cluster ? first.ask("CLUSTER", "NODES") : new RedisReply.Values(List.of()));
        new RedisAcl(first, target.role(), target.get(SharedSettings.CACHE_NAMESPACE), findings).look(user(), cluster);
    }

    private Optional<RedisNode> connect(URI address, Patience patience) {
        String name = RedisNode.name(address);
        try {
            return Optional.of(new RedisNode(address, patience.connect(), target.get(SharedSettings.REDIS_TIMEOUT)));
        } catch (RedisException e) {
            String reason = Reasons.of(e);
            if (REFUSED.stream().anyMatch(reason::startsWith)) {
                findings.ok(Check.REDIS_REACHABLE, "Redis answers at " + name);
                findings.error(
                        Check.REDIS_LOGIN,
                        "%s refuses %s: %s".formatted(name, user(), reason),
                        "REDIS_URL=redis://USER:PASSWORD@%s, the password percent-encoded".formatted(name));
            } else {
                findings.error(
                        Check.REDIS_REACHABLE,
                        "no Redis answers at %s: %s (waited at most %s)"
                                .formatted(name, reason, Spans.text(patience.connect())),
                        "start it, mend REDIS_URL (rediss:// where it wants TLS), or let this host through");
            }
            return Optional.empty();
        }
    }

    private void version(RedisNode node, RedisFacts facts) {
        findings.require(
                Check.REDIS_VERSION,
                facts.version().isAtLeast(OLDEST_MAJOR, OLDEST_MINOR, 0),
                "%s: Redis %s (expected: 6.2 or later)".formatted(node.name(), facts.version()),
                "upgrade to Redis 6.2 or later");
    }

    /** In a cluster replicas may be named too; they lead to the others. */
    private void primary(RedisNode node, RedisFacts facts, boolean cluster) {
        findings.require(
                Check.REDIS_PRIMARY,
                cluster || !facts.isReplica(),
                facts.isReplica() ? node.name() + " is a replica" : node.name() + " takes writes",
                "let REDIS_URL name the primary%s"
                        .formatted(
                                facts.text("master_host").isEmpty()
                                        ? ""
                                        : ", which is " + facts.text("master_host") + ":" + facts.text("master_port")));
    }

    /** Whom REDIS_URL names, or Redis' own default. */
    private String user() {
        String login = target.get(SharedSettings.REDIS_URL).getFirst().getUserInfo();
        return login == null || login.startsWith(":") || !login.contains(":")
                ? "default"
                : login.substring(0, login.indexOf(':'));
    }
}
