package dev.lockstep.reader.stage;

import dev.lockstep.testbed.server.MySqlServer;
import dev.lockstep.testbed.server.RedisServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A MySQL and a Redis, started once for all tests of a run. Each test takes a name of its own in them. */
public final class Stage implements AutoCloseable {

    private static final AtomicInteger NAMES = new AtomicInteger();

    private final MySqlServer mysql = MySqlServer.start();
    private final RedisServer redis = RedisServer.start();

    private Stage() {}

    /** Gives tests a {@link Stage}. */
    public static final class Extension implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Stage.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.GLOBAL)
                    .getOrComputeIfAbsent(Stage.class, key -> new Stage(), Stage.class);
        }
    }

    public MySqlServer mysql() {
        return mysql;
    }

    public RedisServer redis() {
        return redis;
    }

    /** A name that nobody has taken yet; fit for a schema and for a namespace. */
    public String newName() {
        return "reader_it_" + NAMES.incrementAndGet();
    }

    /** A new schema. */
    public String newSchema() throws SQLException {
        String name = newName();
        sql("DROP DATABASE IF EXISTS " + name, "CREATE DATABASE " + name);
        return name;
    }

    /** Runs statements, each committed by itself. */
    public void sql(String... statements) throws SQLException {
        try (Connection connection = mysql.connect();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    @Override
    public void close() {
        redis.close();
        mysql.close();
    }
}
