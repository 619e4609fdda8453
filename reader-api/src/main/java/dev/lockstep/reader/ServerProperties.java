package dev.lockstep.reader;

import dev.lockstep.settings.ReaderSettings;
import dev.lockstep.settings.Settings;
import dev.lockstep.settings.SharedSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the settings mean in the words of the framework. What does not depend on them is in application.properties. */
public final class ServerProperties {

    private static final String SERVER = "micronaut.server.";
    private static final String SSL = SERVER + "ssl.";
    private static final String CORS = SERVER + "cors.";
    private static final String SECURITY = "micronaut.security.";
    private static final String JWT = SECURITY + "token.jwt.";

    private final Map<String, Object> properties = new HashMap<>();
    private final Settings settings;

    private ServerProperties(Settings settings) {
        this.settings = settings;
    }

    /** By their names. */
    public static Map<String, Object> of(Settings settings) {
        ServerProperties all = new ServerProperties(settings);
        all.address();
        all.callers();
        all.origins();
        return Map.copyOf(all.properties);
    }

    private void address() {
        properties.put(SERVER + "host", settings.get(SharedSettings.HTTP_HOST));
        properties.put(SERVER + "port", port());
        String keyStore = settings.get(ReaderSettings.READER_TLS_KEYSTORE);
        if (!keyStore.equals(ReaderSettings.NONE)) {
            properties.put(SSL + "enabled", true);
            properties.put(SSL + "port", port());
            properties.put(SSL + "key-store.path", "file:" + Path.of(keyStore).toAbsolutePath());
            properties.put(SSL + "key-store.password", settings.get(ReaderSettings.READER_TLS_PASSWORD));
        }
    }

    private void callers() {
        properties.put("lockstep.gate", ReaderSettings.authenticates(settings));
        String keys = settings.get(ReaderSettings.READER_JWT);
        if (!keys.equals(ReaderSettings.NONE)) {
            properties.put(SECURITY + "enabled", true);
            properties.put(JWT + "signatures.jwks.callers.url", keys);
        }
        String audience = settings.get(ReaderSettings.READER_JWT_AUDIENCE);
        if (!audience.equals(ReaderSettings.NONE)) {
            properties.put(JWT + "claims-validators.audience", audience);
        }
    }

    private void origins() {
        List<String> origins = ReaderSettings.origins(settings);
        properties.put(CORS + "enabled", !origins.isEmpty());
        if (!origins.isEmpty()) {
            properties.put(CORS + "configurations.pages.allowed-origins", origins);
        }
    }

    /** The framework's word for any free port is -1. */
    private int port() {
        int port = settings.get(ReaderSettings.HTTP_PORT);
        return port == 0 ? -1 : port;
    }
}
