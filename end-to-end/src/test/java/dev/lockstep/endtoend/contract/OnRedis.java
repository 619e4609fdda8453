package dev.lockstep.endtoend.contract;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a test the {@link Scratch}, emptied. There is one for the whole run, closed at its end. */
final class OnRedis implements ParameterResolver {

    private static final Namespace STORE = Namespace.create(OnRedis.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == Scratch.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        Scratch scratch = test.getRoot()
                .getStore(STORE)
                .getOrComputeIfAbsent(Scratch.class, key -> Scratch.start(), Scratch.class);
        scratch.flush();
        return scratch;
    }
}
