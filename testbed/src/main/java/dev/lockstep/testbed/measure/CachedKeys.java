package dev.lockstep.testbed.measure;

import dev.lockstep.cache.redis.KeyLayout;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.cache.table.TableSchema;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode.NodeFlag;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds out for which rows Redis holds anything, by a scan. */
final class CachedKeys {

    private static final int PAGE = 1_000;

    private CachedKeys() {}

    /** Several addresses are those of a cluster. What is said of a row by its key's text may be only a part of its name. */
    static Set<RowKey> find(List<URI> redis, KeyLayout layout, TableSchema schema) {
        Set<RowKey> keys = new LinkedHashSet<>();
        names(redis, layout.namespace() + ":{*}:" + schema.prefix() + "*").forEach(key -> {
            String name = key.substring(key.indexOf("}:") + 2);
            keys.add(new RowKey(schema.name(), name.substring(schema.prefix().length()), schema.place(name)));
        });
        return keys;
    }

    private static List<String> names(List<URI> redis, String pattern) {
        ScanArgs matching = ScanArgs.Builder.matches(pattern).limit(PAGE);
        List<RedisURI> nodes = redis.stream().map(RedisURI::create).toList();
        if (nodes.size() == 1) {
            try (RedisClient client = RedisClient.create(nodes.getFirst());
                    StatefulRedisConnection<String, String> connection = client.connect()) {
                return ScanIterator.scan(connection.sync(), matching).stream().toList();
            }
        }
        try (RedisClusterClient client = RedisClusterClient.create(nodes)) {
            // A master that is gone has no slots and no answer.
            client.setOptions(ClusterClientOptions.builder()
                    .nodeFilter(node -> !node.is(NodeFlag.FAIL))
                    .build());
            try (StatefulRedisClusterConnection<String, String> connection = client.connect()) {
                return ScanIterator.scan(connection.sync(), matching).stream().toList();
            }
        }
    }
}
