package dev.lockstep.reader.source;

import dev.lockstep.cache.position.Coordinate;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.cache.table.TableSelection;
import dev.lockstep.cache.table.UnfitTableException;
import dev.lockstep.reader.source.Sighting.Shortfall;
import dev.lockstep.reader.startup.OnceLog;
import dev.lockstep.reader.startup.OutageLog;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads rows over the connections of a {@link Database}. */
final class JdbcRowSource implements RowSource {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcRowSource.class);

    private static final int NO_SUCH_SCHEMA = 1049;
    /** The class of SQL states that a connection which has ended leaves. */
    private static final String CONNECTION_PROBLEM = "08";

    private static final int NO_SUCH_TABLE = 1146;

    private final Database database;
    private final Shapes shapes;
    private final OutageLog outages = new OutageLog(LOG, "the database");
    private final OnceLog refusals = new OnceLog(LOG::warn);
    private final OnceLog unfitRows = new OnceLog(LOG::warn);

    JdbcRowSource(Database database, TableSelection selection, Consumer<TableSchema> reshaped) {
        this.database = database;
        this.shapes = new Shapes(selection, reshaped);
    }

    @Override
    public List<Found> read(List<RowRequest> requests, Shown shown) {
        return onConnection(connection -> {
            Visibility.await(connection, shown);
            List<Optional<SourceRow>> rows = rows(connection, requests);
            String seen = BinlogEnd.of(connection).transactions();
            return rows.stream().map(row -> new Found(row, seen)).toList();
        });
    }

    @Override
    public List<Sighting> see(List<RowRequest> requests, List<Required> required) {
        return onConnection(connection -> see(connection, requests, required));
    }

    /**
     * The check, the table's shape, the rows, the end of the binlog: in this order, on one connection that commits by
     * itself, so that the read's snapshot is taken after what comes before it here, and before what comes after.
     */
    private List<Sighting> see(Connection connection, List<RowRequest> requests, List<Required> required)
            throws SQLException {
        Map<Required, Optional<Shortfall>> shortfalls = new HashMap<>();
        for (Required each : Set.copyOf(required)) {
            shortfalls.put(each, Visibility.shortfall(connection, each));
        }
        List<Optional<SourceRow>> rows = rows(connection, requests);
        BinlogEnd end = BinlogEnd.of(connection);
        List<Sighting> sightings = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Optional<Shortfall> shortfall = shortfalls.getOrDefault(required.get(i), Optional.empty());
            sightings.add(sighting(new Found(rows.get(i), end.transactions()), shortfall, end.coordinate()));
        }
        return sightings;
    }

    private static Sighting sighting(Found found, Optional<Shortfall> shortfall, Optional<Coordinate> end) {
        if (shortfall.isPresent()) {
            return new Sighting.Doubtful(found, shortfall.get());
        }
        return end.<Sighting>map(coordinate -> new Sighting.Complete(found, coordinate))
                .orElseGet(() -> new Sighting.Doubtful(found, Shortfall.NO_BINLOG));
    }

    /**
     * The rows of exactly these keys. A collation may find a row whose key is spelt otherwise; that is another key here, as it
     * is for the worker, or one row would have several entries of which only one is kept in step.
     */
    private List<Optional<SourceRow>> rows(Connection connection, List<RowRequest> requests) throws SQLException {
        Map<RowKey, SourceRow> rows = shapes
                .select(connection, requests.getFirst())
                .read(connection, requests.stream().map(RowRequest::values).toList(), unfitRows::warn)
                .stream()
                .collect(Collectors.toMap(SourceRow::key, row -> row, (one, other) -> one));
        return requests.stream()
                .map(request -> Optional.ofNullable(rows.get(request.key())))
                .toList();
    }

    private <T> T onConnection(Question<T> question) {
        try {
            T answer = asked(question);
            outages.answered();
            return answer;
        } catch (SQLException | UnfitTableException e) {
            if (e instanceof SQLException sql && isGone(sql)) {
                throw new TableGoneException(sql);
            }
            if (isRefusal(e)) {
                outages.answered();
                refusals.warn("the database does not answer this question: " + e.getMessage());
                throw SourceUnreachableException.refused(e);
            }
            outages.failed(e);
            throw new SourceUnreachableException(e);
        }
    }

    /** Once more where the connection had ended before: as after a failover, the database itself is most likely there. */
    private <T> T asked(Question<T> question) throws SQLException {
        try (Connection connection = database.connection()) {
            try {
                return question.ask(connection);
            } catch (SQLException e) {
                if (!hasEnded(e)) {
                    throw e;
                }
            }
        }
        database.renew();
        try (Connection connection = database.connection()) {
            return question.ask(connection);
        }
    }

    /** A database that does not answer in time is not asked again: that would be the same wait once more. */
    private static boolean hasEnded(SQLException problem) {
        String state = problem.getSQLState();
        return state != null
                && state.startsWith(CONNECTION_PROBLEM)
                && Stream.<Throwable>iterate(problem, Objects::nonNull, Throwable::getCause)
                        .noneMatch(SocketTimeoutException.class::isInstance);
    }

    /** What is wrong with one table, or with what may be done with it, says nothing of others. */
    private static boolean isRefusal(Exception problem) {
        return problem instanceof UnfitTableException || problem instanceof SQLSyntaxErrorException;
    }

    private static boolean isGone(SQLException problem) {
        return problem.getErrorCode() == NO_SUCH_TABLE || problem.getErrorCode() == NO_SUCH_SCHEMA;
    }

    /** Something to be asked on a connection. */
    private interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }
}
