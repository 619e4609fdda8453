package dev.lockstep.reader.source;

import dev.lockstep.cache.position.Coordinate;
import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.cache.table.TableSelection;
import dev.lockstep.cache.table.UnfitTableException;
import dev.lockstep.reader.source.Sighting.Shortfall;
import dev.lockstep.reader.startup.OutageLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/** Reads rows over the connections of a {@link Database}. */
final class JdbcRowSource implements RowSource {

    private static final int NO_SUCH_SCHEMA = 1049;
    private static final int NO_SUCH_TABLE = 1146;

    private final Database database;
    private final Shapes shapes;
    private final OutageLog outages = new OutageLog(LoggerFactory.getLogger(JdbcRowSource.class), "the database");

    JdbcRowSource(Database database, TableSelection selection, Consumer<TableSchema> reshaped) {
        this.database = database;
        this.shapes = new Shapes(selection, reshaped);
    }

    @Override
    public Optional<SourceRow> read(RowRequest request) {
        return onConnection(connection -> row(connection, request));
    }

    @Override
    public Sighting see(RowRequest request, Required required) {
        return onConnection(connection -> see(connection, request, required));
    }

    /**
     * The check, the table's shape, the row, the end of the binlog: in this order, on one connection that commits by
     * itself, so that the read's snapshot is taken after what comes before it here, and before what comes after.
     */
    private Sighting see(Connection connection, RowRequest request, Required required) throws SQLException {
        Optional<Shortfall> shortfall = Visibility.shortfall(connection, required);
        Optional<SourceRow> row = row(connection, request);
        if (shortfall.isPresent()) {
            return new Sighting.Doubtful(row, shortfall.get());
        }
        Optional<Coordinate> end = BinlogEnd.of(connection);
        return end.isPresent()
                ? new Sighting.Complete(row, end.get())
                : new Sighting.Doubtful(row, Shortfall.NO_BINLOG);
    }

    /**
     * The row of exactly this key. A collation may find a row whose key is spelt otherwise; that is another key here, as it
     * is for the worker, or one row would have several entries of which only one is kept in step.
     */
    private Optional<SourceRow> row(Connection connection, RowRequest request) throws SQLException {
        return shapes.select(connection, request)
                .read(connection, request.values())
                .filter(row -> row.key().equals(request.key()));
    }

    private <T> T onConnection(Question<T> question) {
        try (Connection connection = database.connection()) {
            T answer = question.ask(connection);
            outages.answered();
            return answer;
        } catch (SQLException | UnfitTableException e) {
            if (e instanceof SQLException sql && isGone(sql)) {
                throw new TableGoneException(sql);
            }
            outages.failed(e);
            throw new SourceUnreachableException(e);
        }
    }

    private static boolean isGone(SQLException problem) {
        return problem.getErrorCode() == NO_SUCH_TABLE || problem.getErrorCode() == NO_SUCH_SCHEMA;
    }

    /** Something to be asked on a connection. */
    private interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }
}
