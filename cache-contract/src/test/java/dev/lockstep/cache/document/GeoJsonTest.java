package dev.lockstep.cache.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lockstep.cache.table.Column;
import dev.lockstep.cache.table.ColumnType;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableSchema;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GeoJsonTest {

    private static final String POINT_1_2 = "0101000000000000000000f03f0000000000000040";
    private static final Column PLACE = new Column("place", ColumnType.GEOMETRY, 0, 0);
    private static final TableSchema TABLE =
            new TableSchema(new TableName("shop", "t"), List.of(PLACE), List.of(PLACE));

    @Test
    void aPointIsItsTwoNumbers() {
        assertThat(document("00000000" + POINT_1_2)).isEqualTo("{\"type\":\"Point\",\"coordinates\":[1.0,2.0]}");
        assertThat(document("e6100000" + POINT_1_2)).isEqualTo("{\"type\":\"Point\",\"coordinates\":[1.0,2.0]}");
    }

    @Test
    void anotherReferenceSystemIsSaid() {
        assertThat(document("110f0000" + POINT_1_2))
                .isEqualTo("{\"type\":\"Point\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"EPSG:3857\"}},"
                        + "\"coordinates\":[1.0,2.0]}");
    }

    @Test
    void partsOfACollectionAreGeometriesAndPartsOfAMultiPointAreNot() {
        assertThat(document("00000000" + "010400000001000000" + POINT_1_2))
                .isEqualTo("{\"type\":\"MultiPoint\",\"coordinates\":[[1.0,2.0]]}");
        assertThat(document("00000000" + "010700000001000000" + POINT_1_2))
                .isEqualTo("{\"type\":\"GeometryCollection\",\"geometries\":["
                        + "{\"type\":\"Point\",\"coordinates\":[1.0,2.0]}]}");
        assertThat(document("00000000" + "010700000000000000"))
                .isEqualTo("{\"type\":\"GeometryCollection\",\"geometries\":[]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00000000",
                "000000000101000000000000000000f03f",
                "00000000" + POINT_1_2 + "00",
                "000000000108000000",
                "0000000000000000013ff00000000000004000000000000000"
            })
    void whatIsNoGeometryIsRefused(String hex) {
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> document(hex));
    }

    private static String document(String hex) {
        String whole = new DocumentEncoder()
                .encode(TABLE, List.of(HexFormat.of().parseHex(hex)))
                .toString();
        return whole.substring("{\"place\":".length(), whole.length() - 1);
    }
}
