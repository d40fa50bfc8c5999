package io.zoomhosts.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /**
     * All reports, by name.
     *
     * @throws IllegalArgumentException if a declaration is invalid, or two of them have the same topic
     */
    public synchronized Map<String, Report> all() {
        if (reports == null) {
            Map<String, Report> read = new LinkedHashMap<>();
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
            });
            reports = read;
        }
        return reports;
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
     * The reports that the schedule collects, without duplicates.
     *
     * @throws IllegalArgumentException if one of them is not declared
     */
    public List<Report> collected() {
        return collected.contains(ALL)
                ? List.copyOf(all().values())
                : collected.stream().distinct().map(this::get).toList();
    }

    /** Whether a topic belongs to a report: its rows, runs or rejects. */
    public boolean ownTopic(String name) {
        return all().values().stream().anyMatch(report -> report.owns(name));
    }

    public boolean isCollected(Report report) {
        return collected().contains(report);
    }
}
