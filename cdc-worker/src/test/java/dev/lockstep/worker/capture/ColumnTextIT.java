package dev.lockstep.worker.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testbed.server.MySqlServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every code of every character set: what is read is what the server says, or it is said that it cannot be read. */
final class ColumnTextIT {

    @Test
    void noCodeIsReadOtherwiseThanByTheServer() throws SQLException {
        try (MySqlServer mysql = MySqlServer.start();
                Connection connection = mysql.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE charsets");
            statement.execute("USE charsets");
            statement.execute("CREATE TABLE codes (n INT PRIMARY KEY)");
            statement.execute("INSERT INTO codes VALUES "
                    + IntStream.range(0, 65536)
                            .filter(code -> code < 256 || code >= 0x8000)
                            .mapToObj("(%d)"::formatted)
                            .collect(Collectors.joining(",")));
            List<String> differences = new ArrayList<>();
            int readable = 0;
            for (String charset : charsets(statement)) {
                readable += compare(statement, charset, differences);
            }
            assertThat(differences).isEmpty();
            assertThat(readable).as("characters read that are not ASCII").isGreaterThan(50_000);
        }
    }

    private static int compare(Statement statement, String charset, List<String> differences) throws SQLException {
        ColumnText text = ColumnText.of(charset);
        int readable = 0;
        try (ResultSet codes = statement.executeQuery(codes(charset))) {
            while (codes.next()) {
                byte[] code = bytes(codes.getInt(1));
                String server = codes.getString(2);
                // What the server has changed, or does not take, cannot stand in a column.
                if (server == null || server.isEmpty() || !hex(code).equals(codes.getString(3))) {
                    continue;
                }
                String read = text.read(code);
                if (!isUnreadable(read)) {
                    readable += code[0] < 0 ? 1 : 0;
                    if (!read.equals(server)) {
                        differences.add("%s %s: %s (expected: %s)".formatted(charset, hex(code), read, server));
                    }
                }
            }
        }
        return readable;
    }

    /** What the server makes of each code in UTF-8, and what it makes of it in the character set itself. */
    private static String codes(String charset) {
        String code = "CONVERT(UNHEX(IF(n < 256, LPAD(HEX(n), 2, '0'), HEX(n))) USING " + charset + ")";
        return "SELECT n, CONVERT(%s USING utf8mb4), HEX(%s) FROM codes".formatted(code, code);
    }

    private static List<String> charsets(Statement statement) throws SQLException {
        List<String> charsets = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(
                "SELECT character_set_name FROM information_schema.character_sets WHERE character_set_name <> 'binary'")) {
            while (rows.next()) {
                charsets.add(rows.getString(1));
            }
        }
        return charsets;
    }

    @SuppressWarnings("ReferenceEquality")
    private static boolean isUnreadable(String text) {
        return text == ColumnText.UNREADABLE;
    }

    private static byte[] bytes(int code) {
        return code < 256 ? new byte[] {(byte) code} : new byte[] {(byte) (code >> 8), (byte) code};
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }
}
