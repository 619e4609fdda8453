package dev.lockstep.reader.lookup;

import dev.lockstep.reader.source.RowRequest;
import dev.lockstep.reader.source.RowSource;
import dev.lockstep.reader.source.Sighting;
import dev.lockstep.reader.source.SourceRow;
import java.sql.SQLException;
import java.util.Optional;

/** A source in which something happens after each read with proof, and so before the fill. */
record HeldUp(RowSource source, Meanwhile meanwhile) implements RowSource {

    /** What happens. */
    interface Meanwhile {
        void happen() throws SQLException;
    }

    @Override
    public Optional<SourceRow> read(RowRequest request) {
        return source.read(request);
    }

    @Override
    public Sighting see(RowRequest request, Required required) {
        Sighting sighting = source.see(request, required);
        try {
            meanwhile.happen();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return sighting;
    }
}
