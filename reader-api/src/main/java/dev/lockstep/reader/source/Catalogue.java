package dev.lockstep.reader.source;

import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.cache.table.TableSelection;
import dev.lockstep.cache.table.TableSelection.Selected;
import dev.lockstep.cache.table.UnfitTableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the tables of a selection look like, as the server says. Blocks; thread safe. */
public final class Catalogue {

    private static final Logger LOG = LoggerFactory.getLogger(Catalogue.class);

    private final Database database;
    private final TableSelection selection;
    private final AtomicReference<List<TableName>> seen = new AtomicReference<>(List.of());
    private final AtomicReference<List<String>> leftOut = new AtomicReference<>(List.of());

    public Catalogue(Database database, TableSelection selection) {
        this.database = database;
        this.selection = selection;
    }

    /** Whether there can be others at another time. */
    public boolean isOpen() {
        return selection.isOpen();
    }

    /**
     * All tables, where others match a pattern than the last time. If there are none, this costs one question for each
     * pattern.
     *
     * @throws SourceUnreachableException where the database does not answer
     */
    public Optional<List<TableSchema>> changed() {
        try (Connection connection = database.connection()) {
            List<TableName> matching = selection.matching(connection);
            if (matching.equals(seen.get())) {
                return Optional.empty();
            }
            List<TableSchema> all = load(connection);
            seen.set(matching);
            return Optional.of(all);
        } catch (SQLException | UnfitTableException e) {
            throw new SourceUnreachableException(e);
        }
    }

    /**
     * All tables, on a server that has what the reader needs. What matches a pattern and does not fit is logged, once.
     *
     * @throws UnfitServerException naming everything about the server that does not fit
     * @throws dev.lockstep.cache.table.UnfitTableException naming everything about the tables that does not fit
     */
    public List<TableSchema> load() throws SQLException {
        try (Connection connection = database.connection()) {
            ServerCheck.require(connection);
            return load(connection);
        }
    }

    private List<TableSchema> load(Connection connection) throws SQLException {
        Selected selected = selection.load(connection);
        if (!selected.leftOut().equals(leftOut.getAndSet(selected.leftOut()))) {
            selected.leftOut().forEach(each -> LOG.warn("left out: {}", each));
        }
        return selected.schemas();
    }
}
