package dev.lockstep.reader.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.table.Column;
import dev.lockstep.cache.table.ColumnType;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableSchema;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TablesTest {

    private final TableSchema hero = table("heroes", "hero");
    private final TableSchema mine = table("mine", "twin");
    private final TableSchema yours = table("yours", "twin");
    private final Tables tables = Tables.of(List.of(hero, mine, yours));

    @Test
    void aTableIsFoundByItsNameAloneOrWithItsSchema() {
        assertThat(tables.find("hero", TablesTest::any)).hasValue(hero);
        assertThat(tables.find("heroes.hero", TablesTest::any)).hasValue(hero);
    }

    @Test
    void aNameThatMeansTwoTablesMeansNone() {
        assertThat(tables.find("twin", TablesTest::any)).isEmpty();
        assertThat(tables.find("mine.twin", TablesTest::any)).hasValue(mine);
        assertThat(tables.find("yours.twin", TablesTest::any)).hasValue(yours);
    }

    @Test
    void otherNamesMeanNothing() {
        assertThat(tables.find("HERO", TablesTest::any)).isEmpty();
        assertThat(tables.find("other.hero", TablesTest::any)).isEmpty();
        assertThat(tables.find("", TablesTest::any)).isEmpty();
    }

    @Test
    void whatIsNotSeenMakesNoNameAmbiguous() {
        assertThat(tables.find("twin", name -> name.schema().equals("mine"))).hasValue(mine);
        assertThat(tables.find("yours.twin", name -> name.schema().equals("mine")))
                .isEmpty();
        assertThat(tables.find("twin", name -> false)).isEmpty();
    }

    @Test
    void aTableOfAnotherShapeTakesThePlaceOfTheFormerOne() {
        Column id = new Column("id", ColumnType.INTEGER, 0, 0);
        TableSchema wider =
                new TableSchema(mine.name(), List.of(id, new Column("name", ColumnType.TEXT, 0, 0)), List.of(id));

        tables.replace(wider);

        assertThat(tables.find("mine.twin", TablesTest::any)).hasValue(wider);
        assertThat(tables.find("twin", name -> name.schema().equals("mine"))).hasValue(wider);
        assertThat(tables.find("yours.twin", TablesTest::any)).hasValue(yours);
    }

    private static boolean any(TableName name) {
        return !name.table().isEmpty();
    }

    private static TableSchema table(String schema, String name) {
        Column id = new Column("id", ColumnType.INTEGER, 0, 0);
        return new TableSchema(new TableName(schema, name), List.of(id), List.of(id));
    }
}
