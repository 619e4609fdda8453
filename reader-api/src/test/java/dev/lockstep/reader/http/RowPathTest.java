package dev.lockstep.reader.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RowPathTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', emptyValue = "", nullValues = "NULL", textBlock = """
            /v1/hero/1                  | hero        | 1
            /v1/heroes.hero/1           | heroes.hero | 1
            /v1/hero/a%2Fb%2Cc,d%25     | hero        | a%2Fb%2Cc,d%25
            /v1/hero/a/b                | hero        | a/b
            /v1/hero/a+b                | hero        | a+b
            /v1/hero/..                 | hero        | ..
            /v1/hero/a/                 | hero        | a/
            /v1/hero/                   | hero        | ''
            /v1/h%C3%A9ros/1            | héros       | 1
            /v1/a+b/1                   | a+b         | 1
            /v1/a%2Fb/1                 | a/b         | 1
            /v1//1                      | ''          | 1
            /v1/hero/by                 | hero        | by
            /v1/hero/by/1               | hero        | by/1
            """)
    void takesTheTableDecodedAndTheKeyAsItIs(String path, String table, String key) {
        assertThat(RowPath.parse(path)).hasValue(new RowPath(table, List.of(), key));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', emptyValue = "", textBlock = """
            /v1/hero/by/name/Storm      | name  | Storm
            /v1/hero/by/a%2C,b/x%2F,y/z | a,;b  | x%2F,y/z
            /v1/hero/by/a+b/            | a+b   | ''
            """)
    void aUniqueKeyHasItsColumnsDecoded(String path, String columns, String key) {
        assertThat(RowPath.parse(path)).hasValue(new RowPath("hero", List.of(columns.split(";", -1)), key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "*", "/v1", "/v1/", "/v1/hero", "/v2/hero/1", "v1/hero/1", "/v1/%zz/1", "/v1/%/1"})
    void whatNamesNoRowIsNone(String path) {
        assertThat(RowPath.parse(path)).isEmpty();
    }
}
