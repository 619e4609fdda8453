package dev.lockstep.cache.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What is set for some tables besides their names: by which other unique keys their rows are found, how columns stand in the
 * documents, which rows are kept, and where. Immutable.
 */
public final class TableRules {

    /** Nothing. */
    public static final TableRules NONE = of(Texts.lookups(List.of()), "");

    private static final Pattern RULE = Pattern.compile("(?<table>[^:]+):(?<rest>.+)");
    private static final Pattern COLUMN = Pattern.compile("(?<column>[^=]+)=(?<words>.+)");
    private static final Pattern CONDITION = Pattern.compile("(?<column>[^=!<>]+)(?<sign>!=|<=|>=|=|<|>)(?<value>.*)");
    private static final String NULL = "null";

    private final Map<TableName, List<List<String>>> lookups;
    private final Map<TableName, Map<String, ColumnRule>> columns;
    private final Map<TableName, List<String>> rows;
    private final Map<TableName, Storage> storages;

    /**
     * As in the settings of the same names; what does not begin with a table and a colon, such as {@code none}, is passed
     * over.
     *
     * @param salt for hashing
     */
    public record Texts(
            Collection<String> lookups,
            Collection<String> columns,
            Collection<String> rows,
            Collection<String> forms,
            String salt) {

        /** Only look-ups. */
        public static Texts lookups(Collection<String> lookups) {
            return new Texts(lookups, List.of(), List.of(), List.of(), "");
        }
    }

    private TableRules(
            Map<TableName, List<List<String>>> lookups,
            Map<TableName, Map<String, ColumnRule>> columns,
            Map<TableName, List<String>> rows,
            Map<TableName, Storage> storages) {
        this.lookups = lookups;
        this.columns = columns;
        this.rows = rows;
        this.storages = storages;
    }

    /**
     * From what is set.
     *
     * @param usualSchema of tables without one
     */
    public static TableRules of(Texts texts, String usualSchema) {
        Map<TableName, List<List<String>>> lookups = new LinkedHashMap<>();
        byTable(texts.lookups(), usualSchema)
                .forEach((table, rests) -> lookups.put(
                        table,
                        rests.stream()
                                .map(rest -> Arrays.asList(rest.split("\\+", -1)))
                                .toList()));
        Map<TableName, Map<String, ColumnRule>> columns = new LinkedHashMap<>();
        byTable(texts.columns(), usualSchema).forEach((table, rests) -> columns.put(table, rules(rests, texts.salt())));
        Map<TableName, Storage> storages = new LinkedHashMap<>();
        byTable(texts.forms(), usualSchema)
                .forEach((table, rests) -> storages.put(table, Storage.parse(String.join("+", rests))));
        return new TableRules(lookups, columns, byTable(texts.rows(), usualSchema), storages);
    }

    private static Map<TableName, List<String>> byTable(Collection<String> texts, String usualSchema) {
        Map<TableName, List<String>> rests = new LinkedHashMap<>();
        for (String text : texts) {
            Matcher rule = RULE.matcher(text);
            if (rule.matches()) {
                rests.computeIfAbsent(TableName.parse(rule.group("table"), usualSchema), table -> new ArrayList<>())
                        .add(rule.group("rest"));
            }
        }
        return rests;
    }

    private static Map<String, ColumnRule> rules(List<String> texts, String salt) {
        Map<String, ColumnRule> rules = new LinkedHashMap<>();
        for (String text : texts) {
            Matcher column = COLUMN.matcher(text);
            if (column.matches()) {
                rules.put(column.group("column"), ColumnRule.parse(column.group("words"), salt));
            }
        }
        return rules;
    }

    /** The tables for which anything is set. */
    Set<TableName> tables() {
        Set<TableName> tables = new HashSet<>(lookups.keySet());
        tables.addAll(columns.keySet());
        tables.addAll(rows.keySet());
        tables.addAll(storages.keySet());
        return tables;
    }

    /** What they make of a table; tells {@code problems} of everything that does not fit, and then of no use. */
    TableSchema applied(TableName table, List<Column> all, List<Column> key, UniqueKeys unique, List<String> problems) {
        List<List<Column>> found = new ArrayList<>();
        for (List<String> names : lookups.getOrDefault(table, List.of())) {
            if (unique.has(names)) {
                found.add(
                        names.stream().map(name -> all.get(indexOf(name, all))).toList());
            } else {
                problems.add(
                        "%s:%s: not the columns of a unique key, by which rows could be looked up (expected in DB_LOOKUPS: one of %s)"
                                .formatted(table, String.join("+", names), unique));
            }
        }
        Set<Column> shown = new HashSet<>(key);
        found.forEach(shown::addAll);
        List<Member> members = members(table, all, shown, problems);
        Form form = new Form(members, conditions(table, all, problems), storage(table, key, members, problems));
        return new TableSchema(table, all, key, found, form);
    }

    private Storage storage(TableName table, List<Column> key, List<Member> members, List<String> problems) {
        Storage storage = storages.getOrDefault(table, Storage.USUAL);
        storage.keys()
                .filter(keys -> !keys.fits(key))
                .ifPresent(keys -> problems.add(
                        "%s:key=%s: not each column of the key once, behind a text with one of : / | ; (expected in DB_FORMS: such as %s/%s)"
                                .formatted(
                                        table,
                                        keys,
                                        table.table(),
                                        key.stream()
                                                .map(column -> "{" + column.name() + "}")
                                                .collect(Collectors.joining("/")))));
        if (storage.hashed()) {
            members.stream()
                    .map(Member::name)
                    .filter(Storage.RESERVED::contains)
                    .forEach(name ->
                            problems.add("%s:%s: a field of Lockstep's own (expected in DB_COLUMNS: another name)"
                                    .formatted(table, name)));
        }
        return storage;
    }

    private List<Member> members(TableName table, List<Column> all, Set<Column> shown, List<String> problems) {
        Map<String, ColumnRule> rules = columns.getOrDefault(table, Map.of());
        requireColumns("DB_COLUMNS", table, rules.keySet(), all, problems);
        boolean only = rules.values().stream().anyMatch(ColumnRule::only);
        List<Member> members = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int at = 0; at < all.size(); at++) {
            Column column = all.get(at);
            ColumnRule rule = rules.get(column.name());
            if (rule == null ? only : rule.omitted()) {
                continue;
            }
            Member member = rule == null
                    ? new Member(at, column.name(), Mask.NONE)
                    : new Member(at, rule.name().orElse(column.name()), rule.mask());
            if (!member.mask().equals(Mask.NONE) && shown.contains(column)) {
                problems.add(
                        "%s:%s: the key shows what is to be hidden (expected in DB_COLUMNS: columns of no key by which rows are found)"
                                .formatted(table, column.name()));
            }
            if (member.mask().equals(new Mask.Hashed(""))) {
                problems.add("%s:%s: to be hashed without a salt (expected: DB_SALT)".formatted(table, column.name()));
            }
            if (!names.add(member.name())) {
                problems.add("%s:%s: two columns of this name (expected in DB_COLUMNS: another name)"
                        .formatted(table, member.name()));
            }
            members.add(member);
        }
        return members;
    }

    private List<Condition> conditions(TableName table, List<Column> all, List<String> problems) {
        List<Condition> conditions = new ArrayList<>();
        for (String text : rows.getOrDefault(table, List.of())) {
            for (String part : text.split("&", -1)) {
                Matcher condition = CONDITION.matcher(part);
                if (!condition.matches()
                        || !requireColumns("DB_ROWS", table, List.of(condition.group("column")), all, problems)) {
                    continue;
                }
                int at = indexOf(condition.group("column"), all);
                try {
                    conditions.add(condition(at, all.get(at), condition.group("sign"), condition.group("value")));
                } catch (UnfitKeyException e) {
                    problems.add("%s:%s: %s (expected in DB_ROWS: a value that is written as in a key)"
                            .formatted(table, part, e.getMessage()));
                }
            }
        }
        return conditions;
    }

    private static Condition condition(int at, Column column, String sign, String value) {
        Condition.Comparator comparator = Arrays.stream(Condition.Comparator.values())
                .filter(each -> each.sign.equals(sign))
                .findFirst()
                .orElseThrow();
        if (column.type() == ColumnType.BYTES) {
            throw new UnfitKeyException("bytes cannot be compared");
        }
        return new Condition(at, comparator, value.equals(NULL) ? null : KeyPart.parse(column, value));
    }

    private static boolean requireColumns(
            String setting, TableName table, Collection<String> names, List<Column> all, List<String> problems) {
        Set<String> unknown = new TreeSet<>(names);
        all.forEach(each -> unknown.remove(each.name()));
        unknown.forEach(name -> problems.add("%s:%s: no such column (expected in %s: one of %s)"
                .formatted(table, name, setting, all.stream().map(Column::name).collect(Collectors.joining(", ")))));
        return unknown.isEmpty();
    }

    private static int indexOf(String name, List<Column> all) {
        return all.stream().map(Column::name).toList().indexOf(name);
    }
}
