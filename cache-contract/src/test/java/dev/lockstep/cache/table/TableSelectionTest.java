package dev.lockstep.cache.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TableSelectionTest {

    @ParameterizedTest
    @CsvSource({
        "hero,            heroes.hero,       true",
        "hero,            heroes.heroine,    false",
        "hero,            shop.hero,         false",
        "shop.hero,       shop.hero,         true",
        "*,               heroes.hero,       true",
        "*,               shop.hero,         false",
        "shop.*,          shop.a.b,          true",
        "shop.order_*,    shop.order_line,   true",
        "shop.order_*,    shop.orderXline,   false",
        "shop.*_2026,     shop.order_2026,   true",
        "shop_*.order,    shop_7.order,      true",
        "*.*,             any.thing,         true",
        "shop.a\\Eb*,     shop.a\\Ebc,       true",
        "shop.*,          shop._order_gho,   false",
        "shop.*,          shop._order_old,   false",
        "shop._order_gho, shop._order_gho,   true",
        "shop.*,          shop._order_items, true",
    })
    void containsWhatIsNamedOrMatches(String text, String table, boolean contained) {
        assertThat(TableSelection.of(List.of(text), "heroes").contains(TableName.parse(table, "none")))
                .isEqualTo(contained);
    }

    @Test
    void onlyAPatternIsOpen() {
        assertThat(TableSelection.of(List.of("hero", "shop.order"), "heroes").isOpen())
                .isFalse();
        assertThat(TableSelection.of(List.of("hero", "shop.*"), "heroes").isOpen())
                .isTrue();
    }

    @Test
    void saysWhatItWasMadeOf() {
        assertThat(TableSelection.of(List.of("shop.*", "hero", "hero"), "heroes"))
                .hasToString("heroes.hero, shop.*");
    }
}
