package dev.lockstep.testbed.measure;

import dev.lockstep.cache.redis.KeyLayout;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.cache.table.TableName;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.api.StatefulRedisConnection;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Set;

/** Finds out for which rows a single Redis holds anything, by a scan. */
final class CachedKeys {

    private static final int PAGE = 1_000;

    private CachedKeys() {}

    static Set<RowKey> find(URI redis, KeyLayout layout, TableName table) {
        Set<RowKey> keys = new LinkedHashSet<>();
        String inName = "}:" + table + ":";
        ScanArgs pattern = ScanArgs.Builder.matches(layout.namespace() + ":{*" + inName + "*")
                .limit(PAGE);
        RedisClient client = RedisClient.create(redis.toString());
        try (client;
                StatefulRedisConnection<String, String> connection = client.connect()) {
            ScanIterator.scan(connection.sync(), pattern)
                    .forEachRemaining(name ->
                            keys.add(new RowKey(table, name.substring(name.indexOf(inName) + inName.length()))));
        }
        return keys;
    }
}
