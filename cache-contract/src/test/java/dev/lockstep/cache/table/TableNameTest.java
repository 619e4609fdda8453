package dev.lockstep.cache.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TableNameTest {

    @Test
    void hasTheUsualSchemaUnlessItNamesOne() {
        assertThat(TableName.parse("heroes", "shop")).isEqualTo(new TableName("shop", "heroes"));
        assertThat(TableName.parse("other.heroes", "shop")).isEqualTo(new TableName("other", "heroes"));
    }

    @Test
    void isShownWithItsSchema() {
        assertThat(new TableName("shop", "heroes")).hasToString("shop.heroes");
    }
}
