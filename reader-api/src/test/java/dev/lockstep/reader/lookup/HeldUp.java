package dev.lockstep.reader.lookup;

import dev.lockstep.reader.source.Found;
import dev.lockstep.reader.source.RowRequest;
import dev.lockstep.reader.source.RowSource;
import dev.lockstep.reader.source.Sighting;
import java.sql.SQLException;
import java.util.List;

/** A source in which something happens after each read with proof, and so before the fill. */
record HeldUp(RowSource source, Meanwhile meanwhile) implements RowSource {

    /** What happens. */
    interface Meanwhile {
        void happen() throws SQLException;
    }

    @Override
    public List<Found> read(List<RowRequest> requests, Shown shown) {
        return source.read(requests, shown);
    }

    @Override
    public List<Sighting> see(List<RowRequest> requests, List<Required> required) {
        List<Sighting> sightings = source.see(requests, required);
        try {
            meanwhile.happen();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return sightings;
    }
}
