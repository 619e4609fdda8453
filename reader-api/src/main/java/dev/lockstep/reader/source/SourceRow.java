package dev.lockstep.reader.source;

import dev.lockstep.cache.document.Document;
import dev.lockstep.cache.table.RowKey;
import java.util.Optional;

/**
 * A row as the database shows it.
 *
 * @param key the row's own, of the kind that was asked by; where a collation takes several spellings for one, not the one that was asked for
 * @param document empty where it has a value that no document can have
 * @param kept whether it is one of the rows that are kept in Redis
 * @param mostBytes of a document that is kept, where its table has a bound of its own
 */
public record SourceRow(RowKey key, Optional<Document> document, boolean kept, Optional<Integer> mostBytes) {}
