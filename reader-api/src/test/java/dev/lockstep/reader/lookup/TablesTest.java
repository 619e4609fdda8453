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
        assertThat(tables.find("hero")).hasValue(hero);
        assertThat(tables.find("heroes.hero")).hasValue(hero);
    }

    @Test
    void aNameThatMeansTwoTablesMeansNone() {
        assertThat(tables.find("twin")).isEmpty();
        assertThat(tables.find("mine.twin")).hasValue(mine);
        assertThat(tables.find("yours.twin")).hasValue(yours);
    }

    @Test
    void otherNamesMeanNothing() {
        assertThat(tables.find("HERO")).isEmpty();
        assertThat(tables.find("other.hero")).isEmpty();
        assertThat(tables.find("")).isEmpty();
    }

    private static TableSchema table(String schema, String name) {
        Column id = new Column("id", ColumnType.INTEGER, 0, 0);
        return new TableSchema(new TableName(schema, name), List.of(id), List.of(id));
    }
}
