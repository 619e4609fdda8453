package dev.lockstep.reader.stage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Writes a file of callers. The key of each is his name with "-key" behind it. */
public final class CallersJson {

    private final List<String> callers = new ArrayList<>();

    /**
     * One more.
     *
     * @param more the members besides name and key, as JSON without braces
     */
    public CallersJson with(String name, String more) {
        callers.add("{\"name\": \"%s\", \"sha256\": \"%s\", %s}".formatted(name, hash(key(name)), more));
        return this;
    }

    /** Puts it where it is to be, at once as a whole. */
    public CallersJson write(Path file) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(beside, callers.toString());
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        return this;
    }

    public static String key(String name) {
        return name + "-key";
    }

    /** As it stands in the file. */
    public static String hash(String key) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
