package dev.lockstep.worker.capture;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Text from the bytes in which MySQL keeps it, where Java's idea of a character set is the server's in every character.
 * Where it is not, or the server itself knows no character for a code, only ASCII is read: what a SELECT would show cannot
 * be told from here. Thread safe.
 */
final class ColumnText {

    /** Stands for what cannot be read; it is this object and no equal one. For the engine all such keys are the same. */
    static final String UNREADABLE = String.valueOf(new char[] {'\0', '?', '\0'});

    private static final String LATIN = "latin1";

    /** ASCII in it means other characters. */
    private static final String SWEDISH = "swe7";

    /** Every text is valid, or the server would not have taken it. */
    private static final Map<String, Charset> UNICODE = Map.of(
            "utf8", StandardCharsets.UTF_8,
            "utf8mb3", StandardCharsets.UTF_8,
            "utf8mb4", StandardCharsets.UTF_8,
            "ucs2", StandardCharsets.UTF_16BE,
            "utf16", StandardCharsets.UTF_16BE,
            "utf16le", StandardCharsets.UTF_16LE,
            "utf32", StandardCharsets.UTF_32BE);

    /** Compared code by code with the server's, see ColumnTextIT. */
    private static final Map<String, String> OTHERS = Map.ofEntries(
            Map.entry(LATIN, "windows-1252"),
            Map.entry("latin2", "ISO-8859-2"),
            Map.entry("latin5", "ISO-8859-9"),
            Map.entry("latin7", "ISO-8859-13"),
            Map.entry("cp1250", "windows-1250"),
            Map.entry("cp1251", "windows-1251"),
            Map.entry("cp1257", "windows-1257"),
            Map.entry("cp850", "IBM850"),
            Map.entry("cp852", "IBM852"),
            Map.entry("koi8r", "KOI8-R"),
            Map.entry("macroman", "x-MacRoman"),
            Map.entry("macce", "x-MacCentralEurope"),
            Map.entry("gbk", "x-mswin-936"),
            Map.entry("gb2312", "GB2312"),
            Map.entry("euckr", "x-windows-949"));

    private final String name;
    private final @Nullable Charset charset;
    private final boolean total;

    private ColumnText(String name, @Nullable Charset charset, boolean total) {
        this.name = name;
        this.charset = charset;
        this.total = total;
    }

    /** For a character set as MySQL calls it. */
    static ColumnText of(@Nullable String name) {
        String known = name == null ? "" : name.toLowerCase(Locale.ROOT);
        Charset unicode = UNICODE.get(known);
        if (unicode != null) {
            return new ColumnText(known, unicode, true);
        }
        String other = OTHERS.get(known);
        return new ColumnText(
                known, other != null && Charset.isSupported(other) ? Charset.forName(other) : null, false);
    }

    String read(byte[] bytes) {
        if (total && charset != null) {
            return new String(bytes, charset);
        }
        if (isAscii(bytes) && !name.equals(SWEDISH)) {
            return new String(bytes, StandardCharsets.US_ASCII);
        }
        return charset == null ? UNREADABLE : decode(bytes, charset);
    }

    private String decode(byte[] bytes, Charset known) {
        try {
            String text = known.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return hasPrivate(text) ? UNREADABLE : text;
        } catch (CharacterCodingException e) {
            return name.equals(LATIN) ? latin(bytes, known) : UNREADABLE;
        }
    }

    /** Five codes of it have no character, and mean to MySQL what they mean in Unicode. */
    private static String latin(byte[] bytes, Charset known) {
        StringBuilder text = new StringBuilder(bytes.length);
        for (byte each : bytes) {
            String character = new String(new byte[] {each}, known);
            text.append(character.charAt(0) == '\uFFFD' ? (char) Byte.toUnsignedInt(each) : character.charAt(0));
        }
        return text.toString();
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte each : bytes) {
            if (each < 0) {
                return false;
            }
        }
        return true;
    }

    /** What Java keeps for codes that nobody has given a meaning. */
    private static boolean hasPrivate(String text) {
        return text.chars().anyMatch(each -> each >= 0xE000 && each <= 0xF8FF);
    }
}
