package dev.lockstep.reader.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lockstep.cache.position.Coordinate;
import dev.lockstep.cache.position.GtidSet;
import dev.lockstep.cache.position.Position;
import dev.lockstep.reader.lookup.Claim;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PositionTokenTest {

    private static final String GTIDS = "3e11fa47-71ca-11e1-9e33-c80aa9429562:1-5";
    private static final String MORE = "3e11fa47-71ca-11e1-9e33-c80aa9429562:1-9";
    private static final Position HERE = new Position(5, new Coordinate(7, 4096), 12);
    private static final Position FURTHER = new Position(5, new Coordinate(8, 4), 0);

    @Test
    void severalMeanAllOfThem() {
        assertThat(PositionToken.parse(HERE.text() + "; " + GTIDS))
                .isEqualTo(new Claim.All(List.of(new Claim.At(HERE), new Claim.Transactions(GtidSet.parse(GTIDS)))));
        assertThat(PositionToken.parse("bin.000007:4")).isEqualTo(new Claim.Binlog(new Coordinate(7, 4)));
    }

    @Test
    void ofManyTheFurthestAndAllTransactionsAreTold() {
        assertThat(PositionToken.ofAll(Set.of(HERE.text(), FURTHER.text(), ""))).isEqualTo(FURTHER.text());
        assertThat(PositionToken.ofAll(Set.of(GTIDS, MORE))).isEqualTo(MORE);
        assertThat(PositionToken.ofAll(Set.of(MORE, HERE.text()))).isEqualTo(HERE.text() + ";" + MORE);
        assertThat(PositionToken.ofAll(Set.of())).isEmpty();
        assertThat(PositionToken.parse(PositionToken.ofAll(Set.of(MORE, HERE.text()))))
                .isInstanceOf(Claim.All.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ";", "x", GTIDS + ";", "1;2"})
    void whatIsNoneIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> PositionToken.parse(text));
    }

    @Test
    void thereIsABoundOnTheirNumber() {
        String many = String.join(";", Collections.nCopies(9, GTIDS));
        assertThatIllegalArgumentException().isThrownBy(() -> PositionToken.parse(many));
    }
}
