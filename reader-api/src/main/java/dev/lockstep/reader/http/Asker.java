package dev.lockstep.reader.http;

import dev.lockstep.reader.access.Caller;
import dev.lockstep.settings.ReaderSettings;
import dev.lockstep.settings.Settings;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;

/** Who makes a request. */
@Singleton
final class Asker {

    private static final String CALLER = "lockstep.caller";

    private final boolean authenticated;

    Asker(Settings settings) {
        this.authenticated = ReaderSettings.authenticates(settings);
    }

    /** Notes him, once he has been let in. */
    static void set(HttpRequest<?> request, Caller caller) {
        request.setAttribute(CALLER, caller);
    }

    /** Where callers are asked who they are, nothing gets here without one; should it, it gets no further. */
    Caller of(HttpRequest<?> request) {
        return authenticated
                ? request.getAttribute(CALLER, Caller.class)
                        .orElseThrow(() -> new IllegalStateException("nobody has been let in"))
                : Caller.ANYBODY;
    }
}
