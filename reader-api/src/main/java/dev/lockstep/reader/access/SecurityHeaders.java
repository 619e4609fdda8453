package dev.lockstep.reader.access;

import dev.lockstep.settings.ReaderSettings;
import dev.lockstep.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What stands on every response, for browsers, and for caches on its way. */
public final class SecurityHeaders {

    /** In which header a caller shows his key. */
    public static final String API_KEY = "X-Api-Key";

    private SecurityHeaders() {}

    /** By their names. */
    public static Map<String, String> of(Settings settings) {
        return Map.of(
                "X-Content-Type-Options",
                "nosniff",
                "X-Frame-Options",
                "DENY",
                // What is served is data: should a browser take it for a page, nothing on it is loaded, run or sent.
                "Content-Security-Policy",
                "default-src 'none'",
                "Vary",
                String.join(", ", vary(settings)));
    }

    /** The headers of requests on which responses depend. */
    private static List<String> vary(Settings settings) {
        List<String> vary = new ArrayList<>(List.of("Accept-Encoding"));
        if (ReaderSettings.authenticates(settings)) {
            vary.add("Authorization");
            vary.add(API_KEY);
        }
        if (!ReaderSettings.origins(settings).isEmpty()) {
            vary.add("Origin");
        }
        return vary;
    }
}
