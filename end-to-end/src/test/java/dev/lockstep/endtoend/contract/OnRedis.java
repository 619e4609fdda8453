package dev.lockstep.endtoend.contract;

import dev.lockstep.testbed.server.RedisOptions;
import dev.lockstep.testbed.server.RedisServer;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives each test a {@link Scratch} of its own, on one Redis for the whole run. That Redis is a process of ours: some tests empty it. */
final class OnRedis implements ParameterResolver, AfterEachCallback {

    private static final Namespace STORE = Namespace.create(OnRedis.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == Scratch.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        RedisServer server = test.getRoot()
                .getStore(STORE)
                .computeIfAbsent(
                        RedisServer.class, key -> RedisServer.start(RedisOptions.DEFAULT.asProcess()), RedisServer.class);
        return test.getStore(STORE)
                .computeIfAbsent(Scratch.class, key -> Scratch.on(server.uri()), Scratch.class);
    }

    /** Empties it: the keys of another test must not be what makes this one pass. */
    @Override
    public void afterEach(ExtensionContext test) {
        Scratch scratch = test.getStore(STORE).get(Scratch.class, Scratch.class);
        if (scratch != null) {
            scratch.flush();
        }
    }
}
