package dev.lockstep.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testbed.app.HeroTable;
import dev.lockstep.testbed.app.ServiceUser;
import dev.lockstep.testbed.fault.RedisConsole;
import dev.lockstep.testbed.server.MySqlOptions;
import dev.lockstep.testbed.server.MySqlServer;
import dev.lockstep.testbed.server.RedisOptions;
import dev.lockstep.testbed.server.RedisServer;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** MySQL and Redis as the demo has them, to be broken and mended, and the settings of a worker for them. */
final class Surgery implements AutoCloseable {

    final MySqlServer mysql = MySqlServer.start(MySqlOptions.DEFAULT.asProcess());
    final RedisServer redis = RedisServer.start(RedisOptions.DEFAULT.asProcess());
    final RedisConsole console = new RedisConsole();

    Surgery() throws SQLException {
        try (Connection connection = mysql.connect()) {
            HeroTable.create(connection, 3);
            ServiceUser.create(connection);
        }
    }

    Map<String, String> environment() {
        return environment(ServiceUser.WORKER);
    }

    Map<String, String> environment(ServiceUser user) {
        return new HashMap<>(Map.of(
                "DB_HOST", mysql.host(),
                "DB_PORT", Integer.toString(mysql.port()),
                "DB_USER", user.login(),
                "DB_PASS", user.password(),
                "DB_NAME", HeroTable.SCHEMA,
                "DB_TABLE", HeroTable.NAME.table(),
                "REDIS_URL", redis.uri().toString()));
    }

    Map<String, String> environment(String... changed) {
        Map<String, String> environment = environment();
        for (int i = 0; i < changed.length; i += 2) {
            environment.put(changed[i], changed[i + 1]);
        }
        return environment;
    }

    /** The address of Redis for another user. */
    String redisAs(String user, String password) {
        return URI.create("redis://%s:%s@%s:%d".formatted(user, password, redis.host(), redis.port()))
                .toString();
    }

    static List<Finding> examine(Map<String, String> environment) {
        return new Doctor(Patience.USUAL).examine(environment, Role.WORKER);
    }

    /** What was found by one check; the worst where it found several things. */
    static Finding found(Check check, Map<String, String> environment) {
        return found(check, examine(environment));
    }

    static Finding found(Check check, List<Finding> findings) {
        List<Finding> all =
                findings.stream().filter(each -> each.check() == check).toList();
        assertThat(all).as(check.id()).isNotEmpty();
        return all.stream()
                .max((one, other) -> one.severity().compareTo(other.severity()))
                .orElseThrow();
    }

    /** Statements, as an administrator; comments and what is no statement are left out. */
    void sql(String... statements) throws SQLException {
        try (Connection connection = mysql.connect();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                for (String single : each.replaceAll("--.*", "").split(";", -1)) {
                    if (!single.isBlank()) {
                        statement.execute(single);
                    }
                }
            }
        }
    }

    String ask(String question) throws SQLException {
        try (Connection connection = mysql.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            row.next();
            return row.getString(1).replace("\n", "");
        }
    }

    <T> T onRedis(Function<RedisCommands<String, String>, T> question) {
        return console.on(redis, question);
    }

    /** A line as somebody pastes it into redis-cli; what follows two blanks is for people. */
    void paste(String line) {
        String[] words = line.replaceFirst("^redis-cli ", "")
                .replaceAll(" {2}[(-].*", "")
                .replace("'", "")
                .split(" ", -1);
        onRedis(commands -> commands.dispatch(
                CommandType.valueOf(words[0]), new NestedMultiOutput<>(StringCodec.UTF8), arguments(words)));
    }

    private static CommandArgs<String, String> arguments(String... words) {
        var arguments = new CommandArgs<>(StringCodec.UTF8);
        for (int i = 1; i < words.length; i++) {
            arguments.add(words[i]);
        }
        return arguments;
    }

    @Override
    public void close() {
        console.close();
        redis.close();
        mysql.close();
    }
}
