package dev.lockstep.doctor;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Whether Redis is what the settings say, one server or a cluster, and whether all of it is served. */
final class ClusterChecks {

    private static final int SLOTS = 16_384;

    /** In a line of CLUSTER NODES: id, address, flags, master, ping, pong, epoch, link, then slots. */
    private static final int FIRST_SLOTS = 8;

    private static final int FLAGS = 2;

    private final boolean cluster;
    private final int addresses;
    private final int partitions;
    private final Findings findings;

    /**
     * What is known.
     *
     * @param cluster whether the server says that it is part of one
     * @param addresses in REDIS_URL; more than one is how the services know that it is a cluster
     */
    ClusterChecks(boolean cluster, int addresses, int partitions, Findings findings) {
        this.cluster = cluster;
        this.addresses = addresses;
        this.partitions = partitions;
        this.findings = findings;
    }

    void look(RedisReply nodes) {
        if (cluster && addresses == 1) {
            findings.error(
                    Check.REDIS_CLUSTER,
                    "Redis is a cluster, but REDIS_URL names one address, so the services take it for a single server",
                    "REDIS_URL=redis://host1:port,redis://host2:port,... of the same cluster");
        } else if (!cluster && addresses > 1) {
            findings.error(
                    Check.REDIS_CLUSTER,
                    "REDIS_URL names %d addresses, so the services expect a cluster, but this is a single server"
                            .formatted(addresses),
                    "one address in REDIS_URL");
        } else if (cluster && partitions == 1) {
            findings.warn(
                    Check.REDIS_CLUSTER,
                    "Redis is a cluster, but with CACHE_PARTITIONS=1 everything is on one of its nodes",
                    "CACHE_PARTITIONS=64 for the worker and every reader, at once: everything is read anew");
        } else {
            findings.ok(
                    Check.REDIS_CLUSTER,
                    "%s, CACHE_PARTITIONS=%d".formatted(cluster ? "a cluster" : "a single server", partitions));
        }
        if (cluster) {
            slots(nodes);
        } else {
            findings.ok(Check.REDIS_SLOTS, "a single server holds all of them");
        }
    }

    private void slots(RedisReply reply) {
        if (!(reply instanceof RedisReply.Values values)) {
            findings.notChecked(
                    Check.REDIS_SLOTS, "CLUSTER NODES is not answered; redis.acl says whether the user may ask");
            return;
        }
        BitSet served = served(values.text());
        int missing = SLOTS - served.cardinality();
        findings.require(
                Check.REDIS_SLOTS,
                missing == 0,
                "%d of %d slots are served%s"
                        .formatted(
                                served.cardinality(),
                                SLOTS,
                                missing == 0 ? "" : ", the first that is not: " + served.nextClearBit(0)),
                "redis-cli --cluster check HOST:PORT, then --cluster fix; start the nodes that are down");
    }

    /** The slots of nodes that are not given up. */
    static BitSet served(String nodes) {
        BitSet served = new BitSet(SLOTS);
        for (String line : nodes.lines().toList()) {
            List<String> words = new ArrayList<>(List.of(line.split(" ")));
            if (words.size() > FIRST_SLOTS
                    && !List.of(words.get(FLAGS).split(",")).contains("fail")) {
                words.subList(FIRST_SLOTS, words.size()).stream()
                        .filter(each -> !each.startsWith("["))
                        .forEach(each -> mark(each, served));
            }
        }
        return served;
    }

    private static void mark(String range, BitSet served) {
        int dash = range.indexOf('-');
        int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
        int last = dash < 0 ? first : Integer.parseInt(range.substring(dash + 1));
        served.set(first, last + 1);
    }
}
