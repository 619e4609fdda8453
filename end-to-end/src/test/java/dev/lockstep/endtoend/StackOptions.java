package dev.lockstep.endtoend;

import dev.lockstep.testbed.fault.RedisCluster;
import dev.lockstep.testbed.server.MySqlServer;
import dev.lockstep.testbed.server.RedisServer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a stack is to be. Servers that are given here stay their giver's to close. Immutable.
 *
 * @param heroes rows in the table before the worker starts
 * @param mysql empty for one of the stack's own
 * @param redis empty for one of the stack's own, or for a cluster
 * @param cluster used instead of a single Redis
 * @param settings of the services besides ours; WORKER_ ones only for the worker, READER_ ones only for the reader
 * @param standby whether there is a second worker, which reaches its servers directly
 * @param heapMegabytes of each service
 */
record StackOptions(
        int heroes,
        Optional<MySqlServer> mysql,
        Optional<RedisServer> redis,
        Optional<RedisCluster> cluster,
        Map<String, String> settings,
        boolean standby,
        int heapMegabytes) {

    /** A few heroes, one worker, the services' own settings. */
    static final StackOptions DEFAULT =
            new StackOptions(50, Optional.empty(), Optional.empty(), Optional.empty(), Map.of(), false, 256);

    StackOptions {
        settings = Map.copyOf(settings);
    }

    StackOptions withHeroes(int number) {
        return new StackOptions(number, mysql, redis, cluster, settings, standby, heapMegabytes);
    }

    StackOptions withMysql(MySqlServer server) {
        return new StackOptions(heroes, Optional.of(server), redis, cluster, settings, standby, heapMegabytes);
    }

    StackOptions withRedis(RedisServer server) {
        return new StackOptions(heroes, mysql, Optional.of(server), cluster, settings, standby, heapMegabytes);
    }

    /** With so many partitions. */
    StackOptions withCluster(RedisCluster nodes, int partitions) {
        return new StackOptions(heroes, mysql, redis, Optional.of(nodes), settings, standby, heapMegabytes)
                .with("CACHE_PARTITIONS", Integer.toString(partitions));
    }

    StackOptions with(String setting, String value) {
        Map<String, String> more = new HashMap<>(settings);
        more.put(setting, value);
        return new StackOptions(heroes, mysql, redis, cluster, more, standby, heapMegabytes);
    }

    StackOptions withStandby() {
        return new StackOptions(heroes, mysql, redis, cluster, settings, true, heapMegabytes);
    }

    StackOptions withHeap(int megabytes) {
        return new StackOptions(heroes, mysql, redis, cluster, settings, standby, megabytes);
    }

    int partitions() {
        return Integer.parseInt(settings.getOrDefault("CACHE_PARTITIONS", "1"));
    }
}
