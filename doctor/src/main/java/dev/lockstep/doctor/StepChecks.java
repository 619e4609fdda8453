package dev.lockstep.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.cache.redis.Watermark;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.cache.table.TableSelection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether what stands in Redis fits the source and the settings. Pure: it is given what both say. */
final class StepChecks {

    private final List<Watermark> watermarks;
    private final Findings findings;

    /** Of the partitions that have a watermark; at least one. */
    StepChecks(List<Watermark> watermarks, Findings findings) {
        this.watermarks = List.copyOf(watermarks);
        this.findings = findings;
    }

    /** The transactions that the worker would not ask for again if it began at a watermark. */
    static String resumeGtids(Watermark watermark) {
        try {
            return new ObjectMapper()
                    .readTree(watermark.progress().offset())
                    .path("gtids")
                    .asText("");
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    void epochs() {
        String epochs = watermarks.stream()
                .map(each -> Long.toString(each.progress().position().epoch()))
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        if (epochs.contains(",")) {
            findings.warn(
                    Check.STEP_EPOCH,
                    "the partitions are in different epochs: %s; a worker did not get to the end of its start"
                            .formatted(epochs),
                    "start a worker: it begins anew, and everything is read from the database once");
        } else {
            findings.ok(Check.STEP_EPOCH, "every partition is in epoch " + epochs);
        }
    }

    void server(String source) {
        List<String> others = watermarks.stream()
                .map(Watermark::server)
                .filter(each -> !each.equals(source))
                .distinct()
                .toList();
        if (others.isEmpty()) {
            findings.ok(Check.STEP_SERVER, "what stands in Redis is of this source, " + source);
        } else {
            findings.warn(
                    Check.STEP_SERVER,
                    "what stands in Redis is of server_uuid %s, DB_HOST is %s: readers fill nothing"
                            .formatted(String.join(", ", others), source),
                    "let DB_HOST of worker and readers be the same writer; after a failover the worker's next start mends it");
        }
    }

    void shapes(List<TableSchema> schemas, TableSelection followed) {
        Map<TableName, String> present = schemas.stream()
                .collect(Collectors.toMap(TableSchema::name, TableSchema::fingerprint, (one, same) -> one));
        TreeSet<String> differing = new TreeSet<>();
        for (Watermark watermark : watermarks) {
            present.forEach((table, shape) -> {
                if (!shape.equals(watermark.tables().get(table))) {
                    differing.add(
                            table + (watermark.tables().containsKey(table) ? " (other columns)" : " (not followed)"));
                }
            });
            watermark.tables().keySet().stream()
                    .filter(each -> !followed.contains(each))
                    .forEach(each -> differing.add(each + " (followed, but not in DB_TABLE)"));
        }
        if (differing.isEmpty()) {
            findings.ok(Check.STEP_SHAPES, "the worker follows these tables, and they look as they did");
        } else {
            findings.warn(
                    Check.STEP_SHAPES,
                    "the worker does not follow the tables as they are: " + String.join(", ", differing),
                    "give worker and readers the same DB_TABLE and restart the worker: it begins anew");
        }
    }
}
