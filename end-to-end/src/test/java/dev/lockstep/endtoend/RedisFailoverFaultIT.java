package dev.lockstep.endtoend;

import dev.lockstep.testbed.fault.RedisPair;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replica takes over that does not have everything its primary has acknowledged. */
final class RedisFailoverFaultIT {

    @Test
    void acknowledgedWritesAreLost(@TempDir Path logs) throws SQLException {
        try (RedisPair pair = RedisPair.start();
                Stack stack =
                        Stack.start(logs, StackOptions.DEFAULT.withHeroes(500).withRedis(pair.primary()));
                Ordeal ordeal = Ordeal.begin(stack, "Redis failed over, acknowledged writes lost")) {
            pair.holdReplication();
            ordeal.goOn();
            stack.moveTo(pair.failOver());
            ordeal.over();
            ordeal.noticed(stack.worker, "going on from");
            ordeal.survived();
            ordeal.continuityWasKept();
        }
    }
}
