package dev.lockstep.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was found, for people and for machines. */
record Report(List<Finding> findings) {

    /** The width of the longest name of a check. */
    private static final int CHECK = 31;

    private static final String INDENT = " ".repeat(6);

    int exitCode() {
        return worst().exitCode();
    }

    Severity worst() {
        return findings.stream()
                .map(Finding::severity)
                .max(Comparator.naturalOrder())
                .orElse(Severity.OK);
    }

    /**
     * A line for each finding, and one for what to do where there is something to do.
     *
     * @param all whether also what is as it should be
     */
    Stream<String> lines(boolean all) {
        List<String> shown = findings.stream()
                .filter(each -> all || each.severity() != Severity.OK)
                .flatMap(Report::lines)
                .toList();
        return Stream.concat(shown.stream(), Stream.of("", summary(all)));
    }

    /** One object; its fields are listed in docs/operations.md. */
    String json() {
        ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        ObjectNode report = mapper.createObjectNode();
        report.put("worst", worst().name());
        report.put("exitCode", exitCode());
        ObjectNode counts = report.putObject("counts");
        for (Severity severity : Severity.values()) {
            counts.put(severity.name(), count(severity));
        }
        ArrayNode list = report.putArray("findings");
        for (Finding finding : findings) {
            list.addObject()
                    .put("check", finding.check().id())
                    .put("severity", finding.severity().name())
                    .put("found", finding.found())
                    .put("fix", finding.fix())
                    .put("link", finding.link());
        }
        try {
            return mapper.writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can be written", e);
        }
    }

    private static Stream<String> lines(Finding finding) {
        String first = ("%-5s %-" + CHECK + "s %s")
                .formatted(finding.severity(), finding.check().id(), finding.found());
        return finding.fix().isEmpty()
                ? Stream.of(first)
                : Stream.of(first, "%s-> %s   [%s]".formatted(INDENT, finding.fix(), finding.link()));
    }

    private String summary(boolean all) {
        String counts = Stream.of(Severity.ERROR, Severity.WARN, Severity.INFO, Severity.OK)
                .map(each -> "%d %s".formatted(count(each), each.name().toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining(", "));
        return counts + (all ? "" : " (--all shows them too)");
    }

    private int count(Severity severity) {
        return (int)
                findings.stream().filter(each -> each.severity() == severity).count();
    }
}
