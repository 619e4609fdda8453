package dev.lockstep.reader.http;

import dev.lockstep.reader.access.Caller;
import io.micronaut.security.authentication.Authentication;
import java.util.Map;

/** A caller who was known by his key. */
final class CallerAuthentication implements Authentication {

    private final transient Caller caller;

    CallerAuthentication(Caller caller) {
        this.caller = caller;
    }

    Caller caller() {
        return caller;
    }

    @Override
    public String getName() {
        return caller.name();
    }

    @Override
    public Map<String, Object> getAttributes() {
        return Map.of();
    }
}
