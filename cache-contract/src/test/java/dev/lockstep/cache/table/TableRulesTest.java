package dev.lockstep.cache.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.document.DocumentEncoder;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
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
    void rowsAreCalledAsIsSet() {
        TableSchema schema = storedAs("hero:key=heroes/{id}:x");

        assertThat(RowKey.of(schema, List.of(BigInteger.TWO)).place().name()).isEqualTo("heroes/2:x");
        assertThat(RowKey.of(schema, List.of(BigInteger.TWO)).text()).isEqualTo("2");
        assertThat(schema.prefix()).isEqualTo("heroes/");
        assertThat(storedAs("none").prefix()).isEqualTo("heroes.hero:");
        assertThat(problems).isEmpty();
    }

    @Test
    void severalColumnsStandInTheNameWhereItSays() {
        TableSchema schema = stored(List.of(ID, MAIL), "hero:key=by;{mail}/{id}");

        assertThat(RowKey.of(schema, List.of(BigInteger.TWO, "a/b;c")).place().name())
                .isEqualTo("by;a%2Fb%3Bc/2");
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "heroes/",
                "{id}",
                "heroes{id}",
                "heroes/{name}",
                "heroes/{id}/{id}",
                "heroes/{id}/{mail}",
                "heroes/{}",
            })
    void aNameThatCouldBeTwoRowsIsRefused(String keys) {
        storedAs("hero:key=" + keys);
        assertThat(problems)
                .singleElement()
                .asString()
                .startsWith("heroes.hero:key=" + keys)
                .contains("such as hero/{id}");
    }

    @Test
    void twoColumnsNeedSomethingBetweenThem() {
        stored(List.of(ID, MAIL), "hero:key=heroes/{id}-{mail}");
        assertThat(problems).singleElement().asString().contains("such as hero/{id}/{mail}");
    }

    @Test
    void aHashHasAFieldForEachColumnThatIsNotNull() {
        TableSchema schema = schema("hero:mail=last4+as:post,hero:photo=omit", "none", "", "hero:hash");

        assertThat(new DocumentEncoder().encode(schema, ADA).fields())
                .asString(UTF_8)
                .isEqualTo("[\"id\",\"1\",\"post\",\"***.com\",\"xp\",\"1.50\",\"born\",\"1815-12-10\"]");
        assertThat(new DocumentEncoder()
                        .encode(schema, Arrays.asList(BigInteger.ONE, null, null, null, null))
                        .fields())
                .asString(UTF_8)
                .isEqualTo("[\"id\",\"1\"]");
        assertThat(new DocumentEncoder().encode(storedAs("none"), ADA).fields()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"@entry", "@document"})
    void lockstepsOwnFieldsAreNoColumns(String name) {
        schema("hero:mail=as:" + name, "none", "", "hero:hash");
        assertThat(problems).singleElement().asString().contains("a field of Lockstep's own");
    }

    @Test
    void timeAndSizeAreTheTablesOwn() {
        Storage storage = storedAs("hero:ttl=90s+bytes=512").form().storage();

        assertThat(storage.timeToLive()).contains(Duration.ofSeconds(90));
        assertThat(storage.documentBytes()).contains(512);
        assertThat(storedAs("hero:ttl=0s").form().storage().timeToLive()).contains(Duration.ZERO);
    }

    @Test
    void otherEntriesAreAnotherShapeButNotAnotherTimeOrSize() {
        String usual = storedAs("none").fingerprint();

        assertThat(storedAs("hero:json").fingerprint()).isEqualTo(usual);
        assertThat(storedAs("hero:ttl=1h+bytes=99").fingerprint()).isEqualTo(usual);
        assertThat(List.of(
                        usual,
                        storedAs("hero:hash").fingerprint(),
                        storedAs("hero:key=h/{id}").fingerprint(),
                        storedAs("hero:key=g/{id}").fingerprint(),
                        storedAs("hero:hash+key=h/{id}").fingerprint()))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "h/{id}, g/{id}, 0",
        "h/{id}, h/{id}, 1",
        "h/{id}, h/v/{id}, 1",
        "heroes.vill:{id}, g/{id}, 0",
        "heroes.villain:x/{id}, g/{id}, 1",
        "heroes.hero:{id}, g/{id}, 1",
    })
    void twoTablesNeverHaveOneName(String one, String other, int clashing) {
        TableName villain = new TableName("heroes", "villain");
        TableRules rules = rules("none", "none", "", "hero:key=" + one + ",villain:key=" + other);
        TableSchema first = rules.applied(HERO, ALL, List.of(ID), UniqueKeys.NONE, problems);
        TableSchema second = rules.applied(villain, ALL, List.of(ID), UniqueKeys.NONE, problems);

        assertThat(ClashingNames.in(List.of(first, second))).hasSize(clashing);
    }

    @Test
    void hashingNeedsASalt() {
        schema("hero:mail=hash", "none", "");
        assertThat(problems).singleElement().asString().contains("DB_SALT");
    }

    private TableSchema schema(String columns, String rows) {
        return schema(columns, rows, "pepper");
    }

    private TableSchema storedAs(String forms) {
        return stored(List.of(ID), forms);
    }

    private TableSchema stored(List<Column> key, String forms) {
        return rules("none", "none", "", forms).applied(HERO, ALL, key, UniqueKeys.NONE, problems);
    }

    private TableSchema schema(String columns, String rows, String salt) {
        return schema(columns, rows, salt, "none");
    }

    private TableSchema schema(String columns, String rows, String salt, String forms) {
        return rules(columns, rows, salt, forms).applied(HERO, ALL, List.of(ID), UniqueKeys.NONE, problems);
    }

    private static TableRules rules(String columns, String rows, String salt, String forms) {
        TableRules.Texts texts = new TableRules.Texts(
                List.of("none"),
                List.of(columns.split(",")),
                List.of(rows.split(",")),
                List.of(forms.split(",")),
                salt);
        return TableRules.of(texts, "heroes");
    }

    private static String document(TableSchema schema, String mail) {
        List<Object> values = new ArrayList<>(ADA);
        values.set(1, mail);
        return new DocumentEncoder().encode(schema, values).toString();
    }
}
