package io.zoomhosts.report;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * All declared reports. They are available when the routes are loaded, and do not change after that. Thread-safe.
 */
public final class Reports {

    /** The name that means all declared reports. */
    static final String ALL = "all";

    private final Supplier<Map<String, ReportDeclaration>> declared;
    private final List<String> collected;
    private Map<String, Report> reports;

    /**
     * @param declared supplies the declarations by name; called once
     * @param collected names of the reports that the schedule collects, or {@code all}
     */
    public Reports(Supplier<Map<String, ReportDeclaration>> declared, List<String> collected) {
        this.declared = declared;
        this.collected = collected;
    }

    /** Prepares the comparison of declarations with Zoom's API, in the background. Call it as early as possible. */
    public static void prepare() {
        ZoomApi.readInBackground();
    }

    /**
     * All reports, by name.
     *
     * @throws IllegalArgumentException if a declaration is invalid, or does not fit the others
     */
    public synchronized Map<String, Report> all() {
        if (reports == null) {
            Map<String, Report> read = new LinkedHashMap<>();
            Set<String> unchecked = new HashSet<>();
            declared.get().forEach((name, declaration) -> {
                List<ReportDeclaration.Problem> problems = declaration.problems(name);
                if (!problems.isEmpty()) {
                    throw new IllegalArgumentException("report " + name + " cannot be used: "
                            + problems.stream()
                                    .map(ReportDeclaration.Problem::reason)
                                    .collect(Collectors.joining("; ")));
                }
                Report report = declaration.report(name);
                read.values().stream()
                        .filter(other -> other.topic().equals(report.topic()))
                        .findFirst()
                        .ifPresent(other -> {
                            throw new IllegalArgumentException("the reports " + other.name() + " and " + name
                                    + " cannot have the same topic " + report.topic());
                        });
                read.put(name, report);
                if (declaration.isUnchecked()) {
                    unchecked.add(name);
                }
            });
            read.values().forEach(report -> checkSubjects(report, read));
            read.values().stream()
                    .filter(report -> !unchecked.contains(report.name()))
                    .forEach(report -> checkMembers(report, read));
            reports = read;
        }
        return reports;
    }

    private static void checkSubjects(Report report, Map<String, Report> all) {
        if (!report.isBySubject()) {
            return;
        }
        Report parent = all.get(report.subjects().parent());
        if (parent == null) {
            throw new IllegalArgumentException(
                    "report " + report.name() + " cannot be used: its subjects are the rows of report "
                            + report.subjects().parent() + ", which is not declared");
        }
        if (parent.calendar() != report.calendar()) {
            throw new IllegalArgumentException(
                    "report " + report.name() + " cannot be used: its calendar is not that of report " + parent.name()
                            + ", whose rows are its subjects");
        }
        Set<Report> ancestors = new HashSet<>(Set.of(report));
        for (Report ancestor = parent;
                ancestor.isBySubject();
                ancestor = all.get(ancestor.subjects().parent())) {
            if (!ancestors.add(ancestor) || !all.containsKey(ancestor.subjects().parent())) {
                throw new IllegalArgumentException("report " + report.name() + " cannot be used: its subjects would be"
                        + " rows of itself, or of a report that is not declared");
            }
        }
        Map<String, String> parameters = report.subjects().parametersOfParent();
        boolean isKnown = parameters.keySet().equals(parent.varied().keySet())
                && parameters.entrySet().stream()
                        .allMatch(asked -> parent.varied().get(asked.getKey()).contains(asked.getValue()));
        if (!isKnown) {
            throw new IllegalArgumentException(
                    "report " + report.name() + " cannot be used: 'where' must say which window of report "
                            + parent.name() + " has its subjects, with "
                            + (parent.varied().isEmpty()
                                    ? "members of its rows only"
                                    : "a value of "
                                            + parent.varied().entrySet().stream()
                                                    .map(known -> "report." + known.getKey() + " " + known.getValue())
                                                    .collect(Collectors.joining(", "))));
        }
    }

    /** A misspelt member would leave a window without subjects, or without conditions, and complete. */
    private static void checkMembers(Report report, Map<String, Report> all) {
        if (!report.isBySubject()) {
            return;
        }
        Report parent = all.get(report.subjects().parent());
        Optional.ofNullable(ZoomApi.reports().get(parent.path()))
                .flatMap(endpoint -> endpoint.row(parent.rows()))
                .ifPresent(row -> report.subjects().membersOfRow().stream()
                        .filter(member -> !row.contains(member))
                        .findFirst()
                        .ifPresent(member -> {
                            throw new IllegalArgumentException("report " + report.name()
                                    + " cannot be used: the rows of report " + parent.name()
                                    + ", which are its subjects, have no member " + member + ". Known members: " + row);
                        }));
    }

    /** The report whose rows are the subjects of a report. */
    public Report parent(Report report) {
        return all().get(report.subjects().parent());
    }

    /** The windows whose rows are the subjects of a window. */
    public List<Window> parentsOf(Window window) {
        return parent(window.report())
                .parts(window.report().subjects().parametersOfParent(), window.from(), window.to());
    }

    /**
     * The windows of a report that the schedule should have collected on {@code today}: its own, and those whose rows are the subjects
     * of another report that the schedule collects.
     *
     * @param collected the reports that the schedule collects of the account
     */
    public Set<Window> scheduledOn(Report report, LocalDate today, Collection<Report> collected) {
        Set<Window> windows = new LinkedHashSet<>(report.scheduledOn(today));
        for (Report other : collected) {
            if (other.isBySubject() && parent(other).equals(report)) {
                other.scheduledOn(today).forEach(window -> windows.addAll(parentsOf(window)));
            }
        }
        return windows;
    }

    /** How far back Zoom reports, in months: the longest time of all reports. */
    public int monthsBack() {
        return all().values().stream()
                .mapToInt(report -> report.retention().monthsBack())
                .max()
                .orElse(0);
    }

    /** How many other reports must be collected before a report: 0 if it has no subjects. */
    public int depth(Report report) {
        return report.isBySubject() ? 1 + depth(parent(report)) : 0;
    }

    /**
     * The report with this name.
     *
     * @throws IllegalArgumentException if it does not exist
     */
    public Report get(String name) {
        Report report = all().get(name);
        if (report == null) {
            throw new IllegalArgumentException("there is no report '" + name
                    + "'. The reports declared in routes/reports and routes/yours are " + all().keySet());
        }
        return report;
    }

    /**
     * The reports that the schedule collects of an account that does not say otherwise.
     *
     * @throws IllegalArgumentException if one of them is not declared
     */
    public List<Report> collected() {
        return named(collected);
    }

    /**
     * The reports with these names, or all of them, and those whose rows are their subjects. Without duplicates.
     *
     * @throws IllegalArgumentException if one of them is not declared
     */
    public List<Report> named(Collection<String> names) {
        if (names.contains(ALL)) {
            return List.copyOf(all().values());
        }
        Set<Report> reports = new LinkedHashSet<>();
        names.forEach(name -> addWithParents(get(name), reports));
        return List.copyOf(reports);
    }

    /** Whether {@link #named} accepts a name. */
    public boolean isKnown(String name) {
        return name.equals(ALL) || all().containsKey(name);
    }

    private void addWithParents(Report report, Set<Report> reports) {
        if (report.isBySubject()) {
            addWithParents(parent(report), reports);
        }
        reports.add(report);
    }

    /** Whether a topic belongs to a report: its rows, runs or rejects. */
    public boolean ownTopic(String name) {
        return all().values().stream().anyMatch(report -> report.owns(name));
    }

    public boolean isCollected(Report report) {
        return collected().contains(report);
    }
}
