package dev.lockstep.cache.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.document.DocumentEncoder;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TableRulesTest {

    private static final TableName HERO = new TableName("heroes", "hero");
    private static final Column ID = new Column("id", ColumnType.INTEGER, 0, 0);
    private static final Column MAIL = new Column("mail", ColumnType.TEXT, 0, 0);
    private static final Column XP = new Column("xp", ColumnType.DECIMAL, 0, 0);
    private static final Column BORN = new Column("born", ColumnType.DATE, 0, 0);
    private static final Column PHOTO = new Column("photo", ColumnType.BYTES, 0, 0);
    private static final List<Column> ALL = List.of(ID, MAIL, XP, BORN, PHOTO);
    private static final List<Object> ADA = List.of(
            BigInteger.ONE, "ada@example.com", new BigDecimal("1.50"), LocalDate.of(1815, 12, 10), new byte[] {1, 2, 3
            });

    private final List<String> problems = new ArrayList<>();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            none                                 | {"id":1,"mail":"ada@example.com","xp":"1.50","born":"1815-12-10","photo":"AQID"}
            villain:mail=omit                    | {"id":1,"mail":"ada@example.com","xp":"1.50","born":"1815-12-10","photo":"AQID"}
            hero:mail=omit,hero:photo=omit       | {"id":1,"xp":"1.50","born":"1815-12-10"}
            hero:id=only,hero:xp=only+as:points  | {"id":1,"points":"1.50"}
            hero:id=only,hero:mail=redact        | {"id":1,"mail":"***"}
            hero:id=only,hero:mail=last4         | {"id":1,"mail":"***.com"}
            hero:id=only,hero:xp=last4           | {"id":1,"xp":"***"}
            hero:id=only,hero:born=last5+as:day  | {"id":1,"day":"***12-10"}
            hero:id=as:number,hero:mail=as:id    | {"number":1,"id":"ada@example.com","xp":"1.50","born":"1815-12-10","photo":"AQID"}
            """)
    void columnsStandAsTheyAreSet(String columns, String document) {
        TableSchema schema = schema(columns, "none");

        assertThat(problems).isEmpty();
        assertThat(new DocumentEncoder().encode(schema, ADA)).hasToString(document);
    }

    @Test
    void whatIsHashedIsEqualForEqualValuesAndSalts() {
        String hashed = document(schema("hero:mail=hash+only", "none"), "ada@example.com");

        // printf ada@example.com | openssl dgst -sha256 -hmac pepper
        assertThat(hashed).isEqualTo("{\"mail\":\"73c43507a0192e95887a051ea55e31d1744e34bf152ba65977f3e52fd1f683a5\"}");
        assertThat(document(schema("hero:mail=hash+only", "none"), "ada@example.com"))
                .isEqualTo(hashed);
        assertThat(document(schema("hero:mail=hash+only", "none"), "bo@example.com"))
                .isNotEqualTo(hashed);
        assertThat(document(schema("hero:mail=hash+only", "none", "salt"), "ada@example.com"))
                .isNotEqualTo(hashed);
    }

    @Test
    void nullIsNotHidden() {
        TableSchema schema = schema("hero:mail=redact,hero:xp=hash,hero:born=last4,hero:photo=only", "none");

        assertThat(new DocumentEncoder().encode(schema, Arrays.asList(BigInteger.ONE, null, null, null, null)))
                .hasToString("{\"mail\":null,\"xp\":null,\"born\":null,\"photo\":null}");
    }

    @Test
    void anotherFormIsAnotherShapeAndTellsNoSalt() {
        List<TableSchema> schemas = List.of(
                schema("none", "none"),
                schema("hero:mail=omit", "none"),
                schema("hero:mail=redact", "none"),
                schema("hero:mail=hash", "none"),
                schema("hero:mail=hash", "none", "another"),
                schema("none", "hero:xp>1"),
                schema("none", "hero:xp>=1"),
                schema("none", "hero:xp=null"));

        assertThat(schemas.stream().map(TableSchema::fingerprint)).doesNotHaveDuplicates();
        assertThat(schemas.toString()).doesNotContain("pepper");
        assertThat(schemas.getFirst()).isEqualTo(new TableSchema(HERO, ALL, List.of(ID)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            none                          | true
            hero:xp=1.5                   | true
            hero:xp=1.51                  | false
            hero:xp!=1.5                  | false
            hero:xp>=1&xp<2               | true
            hero:xp>1.5                   | false
            hero:xp>=1,hero:id>1          | false
            hero:mail=ada%40example.com   | true
            hero:mail=ADA%40example.com   | false
            hero:born<1900-01-01          | true
            hero:born>1900-01-01          | false
            hero:mail=null                | false
            hero:mail!=null               | true
            hero:mail<null                | false
            """)
    void rowsAreKeptThatMeetAllConditions(String rows, boolean kept) {
        assertThat(schema("none", rows).form().keeps(ADA)).isEqualTo(kept);
        assertThat(problems).isEmpty();
    }

    @Test
    void nullIsEqualToNullOnly() {
        List<Object> nobody = Arrays.asList(BigInteger.ONE, null, null, null, null);

        assertThat(schema("none", "hero:mail=null").form().keeps(nobody)).isTrue();
        assertThat(schema("none", "hero:mail!=x").form().keeps(nobody)).isTrue();
        assertThat(schema("none", "hero:mail=x").form().keeps(nobody)).isFalse();
        assertThat(schema("none", "hero:xp<9").form().keeps(nobody)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hero:nmae=omit",
                "hero:id=redact",
                "hero:id=hash",
                "hero:mail=as:id",
                "hero:mail=as:xp,hero:id=only,hero:xp=as:xp"
            })
    void columnsThatDoNotFitAreNamed(String columns) {
        schema(columns, "none");
        assertThat(problems).singleElement().asString().startsWith("heroes.hero:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hero:nmae=1", "hero:xp=one", "hero:photo=00", "hero:born>2026-02-30"})
    void conditionsThatDoNotFitAreNamed(String rows) {
        schema("none", rows);
        assertThat(problems)
                .singleElement()
                .asString()
                .startsWith("heroes.hero:")
                .contains("DB_ROWS");
    }

    @Test
    void hashingNeedsASalt() {
        schema("hero:mail=hash", "none", "");
        assertThat(problems).singleElement().asString().contains("DB_SALT");
    }

    private TableSchema schema(String columns, String rows) {
        return schema(columns, rows, "pepper");
    }

    private TableSchema schema(String columns, String rows, String salt) {
        TableRules.Texts texts =
                new TableRules.Texts(List.of("none"), List.of(columns.split(",")), List.of(rows.split(",")), salt);
        return TableRules.of(texts, "heroes").applied(HERO, ALL, List.of(ID), UniqueKeys.NONE, problems);
    }

    private static String document(TableSchema schema, String mail) {
        List<Object> values = new ArrayList<>(ADA);
        values.set(1, mail);
        return new DocumentEncoder().encode(schema, values).toString();
    }
}
