package dev.lockstep.worker.resync;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lockstep.cache.table.TableSchema;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;

/** What is captured, in a few characters: other tables or other columns have another one. */
final class Fingerprint {

    private static final int LENGTH = 32;

    private Fingerprint() {}

    static String of(Collection<TableSchema> tables) {
        StringBuilder text = new StringBuilder();
        tables.stream()
                .sorted(Comparator.comparing(each -> each.name().toString()))
                .forEach(each -> text.append(each).append('\n'));
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
