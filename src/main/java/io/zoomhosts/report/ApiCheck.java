package io.zoomhosts.report;

import io.zoomhosts.report.ReportDeclaration.Problem;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares a report with {@link ZoomApi}. Zoom ignores a parameter that it does not know, and a value that is misspelt, and
 * answers with the rows of something else. Messages name parameters, never their values, which can come from a setting. Use one
 * instance per report.
 */
final class ApiCheck {

    private static final Set<String> OF_CALENDARS = Set.of("from", "to", "year", "month");

    private final Report report;
    private final ZoomApi.Endpoint endpoint;
    private final List<Problem> problems = new ArrayList<>();

    private ApiCheck(Report report) {
        this.report = report;
        this.endpoint = ZoomApi.reports().get(report.path());
    }

    /** What Zoom's API does not have; empty if it has everything. */
    static List<Problem> problems(Report report) {
        return new ApiCheck(report).compare();
    }

    private List<Problem> compare() {
        if (endpoint == null) {
            problem(
                    "path",
                    "path is not one of Zoom's reports, which are "
                            + ZoomApi.reports().keySet()
                            + ". If Zoom has a newer one at this path, add unchecked: true; the report is then not compared"
                            + " with Zoom's API");
            return problems;
        }
        report.query().forEach((name, value) -> check("query", name, value.isEmpty() ? List.of() : List.of(value)));
        report.varied().forEach((name, values) -> check("varied", name, values));
        checkCalendar();
        checkRequired();
        checkAnswer();
        return problems;
    }

    private void check(String property, String name, List<String> values) {
        ZoomApi.Parameter parameter = endpoint.parameters().get(name);
        if (parameter == null || parameter.inPath()) {
            problem(
                    property + "." + name,
                    "Zoom has no parameter " + name + " for this path and would ignore it. Known parameters: "
                            + declarable());
        } else if (!parameter.values().isEmpty()) {
            if (!parameter.values().containsAll(values)) {
                problem(property + "." + name, "parameter " + name + " must be one of " + parameter.values());
            }
        } else if (parameter.wholeNumber() && !values.stream().allMatch(value -> isIn(parameter, value))) {
            problem(property + "." + name, "parameter " + name + " must be a whole number" + range(parameter));
        }
    }

    private static boolean isIn(ZoomApi.Parameter parameter, String value) {
        return value.matches("-?\\d{1,18}")
                && (parameter.minimum() == null || Long.parseLong(value) >= parameter.minimum())
                && (parameter.maximum() == null || Long.parseLong(value) <= parameter.maximum());
    }

    private static String range(ZoomApi.Parameter parameter) {
        return (parameter.minimum() == null ? "" : ", at least " + parameter.minimum())
                + (parameter.maximum() == null ? "" : ", at most " + parameter.maximum());
    }

    /** The parameters that a declaration can set: not those that the engine sets for each request. */
    private Set<String> declarable() {
        Set<String> names = endpoint.query();
        names.removeAll(DeclarationCheck.OF_WINDOW);
        return names;
    }

    private void checkCalendar() {
        Set<String> wanted = new TreeSet<>(OF_CALENDARS);
        wanted.retainAll(endpoint.query());
        if (report.dated()) {
            Set<String> sent = new TreeSet<>(report.calendar()
                    .parameters(LocalDate.EPOCH, LocalDate.EPOCH)
                    .keySet());
            if (!wanted.equals(sent)) {
                problem(
                        "calendar",
                        wanted.isEmpty()
                                ? "Zoom has no parameters for the window of this report: add dated: false"
                                : "calendar asks Zoom by " + sent
                                        + ", but Zoom's parameters for the window of this report are " + wanted);
            }
        } else if (!wanted.isEmpty()) {
            problem(
                    "dated",
                    "without " + wanted + " Zoom would report on a window of its own choice: remove dated: false");
        }
    }

    private void checkRequired() {
        Set<String> sent = new HashSet<>(report.varied().keySet());
        report.query().forEach((name, value) -> {
            if (!value.isEmpty()) {
                sent.add(name);
            }
        });
        for (String name : declarable()) {
            if (endpoint.parameters().get(name).required() && !sent.contains(name)) {
                problem(
                        "query." + name,
                        "parameter " + name + " is missing or empty, and Zoom requires it for this path");
            }
        }
    }

    private void checkAnswer() {
        report.echo().members().forEach(member -> checkMember("echo", member, endpoint.answer(), "answer"));
        if (report.total() != null) {
            checkMember("total", report.total(), endpoint.answer(), "answer");
        }
        report.sums().keySet().forEach(sum -> checkMember("sums." + sum, sum, endpoint.answer(), "answer"));
        endpoint.row(report.rows())
                .ifPresentOrElse(
                        this::checkRow,
                        () -> problem(
                                "rows",
                                "rows is not an array of Zoom's answer. Arrays of the answer: "
                                        + endpoint.arrays().keySet()));
    }

    private void checkRow(Set<String> row) {
        report.key().members().forEach(member -> checkMember("key", member, row, "row"));
        if (report.rowTime() != null) {
            checkMember("rowTime", report.rowTime(), row, "row");
        }
        for (Map.Entry<String, String> sum : report.sums().entrySet()) {
            checkMember("sums." + sum.getKey(), sum.getValue(), row, "row");
        }
    }

    private void checkMember(String property, String member, Collection<String> known, String whole) {
        if (!known.contains(member)) {
            problem(
                    property,
                    "Zoom's " + whole + " has no member " + member + ". Known members of the " + whole + ": " + known);
        }
    }

    private void problem(String property, String reason) {
        problems.add(new Problem(property, reason));
    }
}
