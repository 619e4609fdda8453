package dev.lockstep.client;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Somebody who reads what he has written, and never reads less than he has read: a user's visit, a job, a chain of messages.
 *
 * <p>It remembers one place in the database's history, behind everything that it has committed and everything that it has been
 * answered. Each request demands that the answer be at that place or later; the reader then waits for the worker, asks the
 * database, or says with 503 that nobody can show it yet. What it never does is to answer with something older.
 *
 * <pre>{@code
 * connection.commit();
 * session.committed(connection);
 * HttpResponse<String> answer = session.seen(http.send(session.apply(request).build(), BodyHandlers.ofString()));
 * }</pre>
 *
 * <p>All readers that a session asks must share one Redis, in which the places are counted; which of them it asks each time is
 * all the same. Thread safe. Threads that share a session see each other's writes too.
 */
public final class Session {

    /** The header of a request, and of an answer. */
    public static final String HEADER = "Lockstep-Position";

    private final AtomicReference<Place> place;

    private Session(Place place) {
        this.place = new AtomicReference<>(place);
    }

    /** One that has neither written nor read anything yet. */
    public Session() {
        this(Place.START);
    }

    /**
     * One that goes on where another was, perhaps in another process.
     *
     * @param position what {@link #position} said there, or the {@link #HEADER} of an answer; empty for none
     * @throws IllegalArgumentException where it is none
     */
    public static Session at(String position) {
        return new Session(Place.parse(position));
    }

    /**
     * Where it is, for {@link #at}: printable, without spaces; empty where it has neither written nor read anything. Most often 42
     * characters, and seldom more than some hundred.
     */
    public String position() {
        return place.get().text();
    }

    /**
     * Remembers what has just been committed on a connection, to be called as the next thing after {@link Connection#commit},
     * or after a statement that commits by itself.
     *
     * <p>With MySQL Connector/J, and {@code trackSessionState=true&sessionVariables=session_track_gtids=OWN_GTID} in its URL,
     * the server has told the driver already, and nothing is asked. Without these, or with another driver, the database is asked
     * for all transactions that are executed: one more round trip, and a demand that other people's commits are in. Works through
     * pools whose connections can be unwrapped.
     *
     * @throws SQLException where the database had to be asked and does not answer, or has no GTIDs
     */
    public void committed(Connection connection) throws SQLException {
        add(new Place("", CommitGtid.of(connection)));
    }

    /**
     * Remembers what was committed by somebody else, or through a driver that is not JDBC.
     *
     * @param gtids as MySQL writes them
     * @throws IllegalArgumentException where it is no set of GTIDs, or has tags
     */
    public void committed(String gtids) {
        add(new Place("", Gtids.parse(gtids)));
    }

    /** Demands that the answer have everything in it that this session has written and read so far. */
    public HttpRequest.Builder apply(HttpRequest.Builder request) {
        String position = position();
        return position.isEmpty() ? request : request.setHeader(HEADER, position);
    }

    /**
     * Remembers what an answer has shown, so that no later one shows less. An answer without a place, such as a 503, changes nothing.
     *
     * @return the answer
     */
    public <T> HttpResponse<T> seen(HttpResponse<T> answer) {
        Optional<String> shown = answer.headers().firstValue(HEADER);
        if (shown.isPresent()) {
            Place there = Place.parse(shown.get());
            String demanded = answer.request().headers().firstValue(HEADER).orElse("");
            // The answer has all that was demanded in it, and so has whatever is not before its place. So a session
            // that goes on step by step holds one place, however much it writes.
            place.updateAndGet(held -> held.text().equals(demanded) ? there : held.plus(there));
        }
        return answer;
    }

    private void add(Place committed) {
        place.updateAndGet(held -> held.plus(committed));
    }

    /** {@link #position}. */
    @Override
    public String toString() {
        return position();
    }
}
