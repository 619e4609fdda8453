package dev.lockstep.reader.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.table.Column;
import dev.lockstep.cache.table.ColumnType;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableSchema;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RowSelectTest {

    @Test
    void quotesEveryNameAndBindsEveryValue() {
        Column id = new Column("i`d", ColumnType.INTEGER, 0, 0);
        Column at = new Column("at", ColumnType.DATETIME, 3, 0);
        Column span = new Column("span", ColumnType.TIME, 6, 0);
        TableSchema schema = new TableSchema(new TableName("my`schema", "t"), List.of(id, at, span), List.of(at, id));

        assertThat(new RowSelect(schema).sql(1))
                .isEqualTo("SELECT `i``d`, CAST(`at` AS CHAR), CAST(`span` AS CHAR) FROM `my``schema`.`t`"
                        + " WHERE `at` = CAST(? AS DATETIME(6)) AND `i``d` = ?");
    }
}
