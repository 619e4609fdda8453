package dev.lockstep.reader;

import dev.lockstep.reader.access.Callers;
import dev.lockstep.reader.access.KeySet;
import dev.lockstep.settings.ReaderSettings;
import dev.lockstep.settings.Rule;
import dev.lockstep.settings.Setting;
import dev.lockstep.settings.Settings;
import dev.lockstep.settings.SharedSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** What the files have to be that settings name. */
final class FileRules {

    private FileRules() {}

    static List<Rule> all() {
        return List.of(
                new Rule(
                        List.of(ReaderSettings.READER_CALLERS, SharedSettings.DB_NAME),
                        settings -> in(
                                settings,
                                ReaderSettings.READER_CALLERS,
                                file -> Callers.problems(file, settings.get(SharedSettings.DB_NAME)))),
                new Rule(List.of(ReaderSettings.READER_JWT), FileRules::keys),
                new Rule(
                        List.of(ReaderSettings.READER_TLS_KEYSTORE, ReaderSettings.READER_TLS_PASSWORD),
                        settings -> in(
                                settings,
                                ReaderSettings.READER_TLS_KEYSTORE,
                                file -> keyStore(file, settings.get(ReaderSettings.READER_TLS_PASSWORD)))));
    }

    /** What is behind a URL is not looked at: whoever gives the keys may be there later than we are. */
    private static List<String> keys(Settings settings) {
        return settings.get(ReaderSettings.READER_JWT).contains("://")
                ? List.of()
                : in(settings, ReaderSettings.READER_JWT, KeySet::problems);
    }

    private static List<String> in(Settings settings, Setting<String> setting, Function<Path, List<String>> problems) {
        String name = settings.get(setting);
        if (name.equals(ReaderSettings.NONE)) {
            return List.of();
        }
        return problemsOf(name, problems).stream()
                .map(problem -> "%s: '%s' %s".formatted(setting.name(), name, problem))
                .toList();
    }

    private static List<String> problemsOf(String name, Function<Path, List<String>> problems) {
        try {
            return problems.apply(Path.of(name));
        } catch (InvalidPathException e) {
            return List.of("is no path: %s (expected: the path of a file)".formatted(e.getMessage()));
        }
    }

    private static List<String> keyStore(Path file, String password) {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password.toCharArray());
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)) {
                    return List.of();
                }
            }
            return List.of("has no private key (expected: a PKCS12 file with a key and its certificate)");
        } catch (IOException | GeneralSecurityException e) {
            return List.of(
                    "cannot be read: %s (expected: a PKCS12 file, and READER_TLS_PASSWORD its password)".formatted(e));
        }
    }
}
