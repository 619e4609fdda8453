package dev.lockstep.reader.source;

import dev.lockstep.cache.position.Coordinate;
import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.reader.source.Sighting.Shortfall;
import dev.lockstep.reader.startup.OutageLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.LoggerFactory;

/** Reads rows over the connections of a {@link Database}. */
final class JdbcRowSource implements RowSource {

    private final Database database;
    private final Map<TableSchema, RowSelect> selects = new ConcurrentHashMap<>();
    private final OutageLog outages = new OutageLog(LoggerFactory.getLogger(JdbcRowSource.class), "the database");

    JdbcRowSource(Database database) {
        this.database = database;
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
     * Three statements in this order on one connection that commits by itself, so that the read's snapshot is taken after
     * the check and before the end of the binlog is asked for.
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

    private Optional<SourceRow> row(Connection connection, RowRequest request) throws SQLException {
        return selects.computeIfAbsent(request.schema(), RowSelect::new).read(connection, request.values());
    }

    private <T> T onConnection(Question<T> question) {
        try (Connection connection = database.connection()) {
            T answer = question.ask(connection);
            outages.answered();
            return answer;
        } catch (SQLException e) {
            outages.failed(e);
            throw new SourceUnreachableException(e);
        }
    }

    /** Something to be asked on a connection. */
    private interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }
}
