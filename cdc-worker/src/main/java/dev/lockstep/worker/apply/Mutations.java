package dev.lockstep.worker.apply;

import dev.lockstep.cache.document.Document;
import dev.lockstep.cache.document.DocumentEncoder;
import dev.lockstep.cache.redis.Mutation;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.worker.change.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a change of a row means for the entries under which the row is found. Not thread safe. */
final class Mutations {

    private static final Logger LOG = LoggerFactory.getLogger(Mutations.class);

    private final DocumentEncoder encoder = new DocumentEncoder();
    private final int documentBytes;
    private final ApplyMetrics metrics;

    /** A document of more bytes is not kept, where its table has no bound of its own. */
    Mutations(int documentBytes, ApplyMetrics metrics) {
        this.documentBytes = documentBytes;
        this.metrics = metrics;
    }

    /** At least one. */
    List<Mutation> of(Change.RowChange row) {
        long commitMillis = row.transaction().commitMillis();
        Function<RowKey, Mutation> remove = key -> new Mutation.Remove(key, row.position(), commitMillis);
        Function<RowKey, Mutation> invalidate = key -> new Mutation.Invalidate(key, row.position(), commitMillis);
        return switch (row) {
            case Change.RowWritten written ->
                both(
                        row,
                        document(written)
                                .<Function<RowKey, Mutation>>map(document ->
                                        key -> new Mutation.Put(key, row.position(), commitMillis, document))
                                .orElse(invalidate),
                        remove);
            case Change.RowDeleted deleted -> both(row, invalidate, remove);
            case Change.RowUnclear unclear -> {
                metrics.unclear();
                yield both(row, invalidate, invalidate);
            }
        };
    }

    private static List<Mutation> both(
            Change.RowChange row, Function<RowKey, Mutation> now, Function<RowKey, Mutation> before) {
        List<Mutation> all = new ArrayList<>(row.keys().size() + row.left().size());
        row.left().forEach(key -> all.add(before.apply(key)));
        row.keys().forEach(key -> all.add(now.apply(key)));
        return all;
    }

    private static String name(Change.RowWritten row) {
        return row.keys().stream().findFirst().map(RowKey::text).orElse("without a key");
    }

    /** Empty where the row is not to be kept. */
    private Optional<Document> document(Change.RowWritten row) {
        if (!row.schema().form().keeps(row.values())) {
            return Optional.empty();
        }
        try {
            Document document = encoder.encode(row.schema(), row.values());
            int most = row.schema().form().storage().documentBytes().orElse(documentBytes);
            if (document.length() <= most) {
                return Optional.of(document);
            }
            LOG.warn(
                    "row {} of {} at {} has a document of {} bytes (expected: at most {}); it stays a miss",
                    name(row),
                    row.schema().name(),
                    row.position(),
                    document.length(),
                    most);
        } catch (IllegalArgumentException e) {
            LOG.warn(
                    "row {} of {} at {} has no document; it becomes a miss",
                    name(row),
                    row.schema().name(),
                    row.position(),
                    e);
        }
        metrics.unclear();
        return Optional.empty();
    }
}
