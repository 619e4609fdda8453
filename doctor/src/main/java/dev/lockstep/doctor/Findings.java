package dev.lockstep.doctor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Predicate;

/** What has been found so far. Not thread safe. */
final class Findings {

    private final List<Finding> all = new ArrayList<>();

    void ok(Check check, String found) {
        all.add(new Finding(check, Severity.OK, found, ""));
    }

    void info(Check check, String found, String fix) {
        all.add(new Finding(check, Severity.INFO, found, fix));
    }

    void warn(Check check, String found, String fix) {
        all.add(new Finding(check, Severity.WARN, found, fix));
    }

    void error(Check check, String found, String fix) {
        all.add(new Finding(check, Severity.ERROR, found, fix));
    }

    /** Where it fits, it is as it should be; otherwise it must be mended. */
    void require(Check check, boolean fits, String found, String fix) {
        all.add(new Finding(check, fits ? Severity.OK : Severity.ERROR, found, fits ? "" : fix));
    }

    /** It could not be looked at, and that is said already where something is wrong. */
    void notChecked(Check check, String why) {
        info(check, "not checked: " + why, "");
    }

    /** Whatever nothing was said about was not looked at. */
    void restNotChecked(Predicate<Check> which, String why) {
        EnumSet<Check> rest = EnumSet.allOf(Check.class);
        all.forEach(finding -> rest.remove(finding.check()));
        rest.stream().filter(which).forEach(check -> notChecked(check, why));
    }

    boolean has(Check check, Severity severity) {
        return all.stream().anyMatch(each -> each.check() == check && each.severity() == severity);
    }

    /** In the order of the checks. */
    List<Finding> all() {
        return all.stream().sorted(Comparator.comparing(Finding::check)).toList();
    }
}
