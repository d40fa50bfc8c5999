package io.zoomhosts.report;

import io.zoomhosts.report.ReportDeclaration.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds what is missing or wrong in the declaration of a report. */
final class DeclarationCheck {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,60}");
    private static final Pattern PATH = Pattern.compile("(/[\\w.-]+)+");
    private static final Pattern PATH_WITH_SUBJECT = Pattern.compile("(/[\\w.-]+)*/\\{\\w+}(/[\\w.-]+)*");
    private static final Pattern MEMBER = Pattern.compile("\\w+");
    private static final Pattern ROWS = Pattern.compile("\\w+|\\.");
    private static final Pattern CONDITIONS = Pattern.compile("|[\\w.]+\\s*=[^,=]+(,\\s*[\\w.]+\\s*=[^,=]+)*");
    private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,240}");
    private static final Pattern ROUTE = Pattern.compile("[\\w.-]{1,60}");
    private static final Pattern WORD = Pattern.compile("\\S+");
    private static final Pattern PARTS = Pattern.compile("[1-9]\\d{0,2}");
    private static final Pattern MONTHS = Pattern.compile("[1-9]\\d?");
    private static final Pattern DAYS = Pattern.compile("\\d{1,2}");

    /** Parameters that the engine sets for each request. */
    static final Set<String> OF_WINDOW = Set.of("from", "to", "year", "month", "next_page_token");

    /** Other members of {@code report} in every event. */
    private static final Set<String> RESERVED =
            Set.of("name", "account_id", "run_id", "collected_at", Subjects.MEMBER, Subjects.PART);

    private final String name;
    private final ReportDeclaration declaration;
    private final Map<String, String> properties;
    private final List<Problem> problems = new ArrayList<>();

    DeclarationCheck(String name, ReportDeclaration declaration) {
        this.name = name;
        this.declaration = declaration;
        this.properties = declaration.properties();
    }

    List<Problem> problems() {
        if (!NAME.matcher(name).matches() || name.equals(Reports.ALL)) {
            add(
                    null,
                    "'" + name
                            + "' is not a valid report name: use lower-case letters, digits and hyphens, begin with"
                            + " a letter,"
                            + " and do not use 'all'");
        }
        boolean bySubject = properties.get("subjects") != null;
        required(
                "path",
                bySubject ? PATH_WITH_SUBJECT : PATH,
                bySubject
                        ? "a path with the place of the subject, such as /report/meetings/{meetingId}"
                        : "a path below the API's address such as /report/users");
        required("calendar", oneOf(Calendar.values()), words(Calendar.values()));
        required("monthsBack", MONTHS, "a number of months, 1 to 99");
        required("marginDays", DAYS, "a number of days, 0 to 99");
        required("settlingDays", DAYS, "a number of days, 0 to 99");
        required("rows", ROWS, "the member of a page that holds the rows, such as users, or . if the page is the row");
        required(
                "key",
                RowKey.DECLARED,
                "values that are unique among the rows of a window, separated by slashes: members such as id or"
                        + " id/start_time, what was asked such as report.account_id, hash(a,b), or hash if there are none");
        required("echo", oneOf(Echo.values()), words(Echo.values()));
        optional("rowTime", MEMBER, "the member of a row with its time, such as start_time");
        required("total", MEMBER, "the member of a page that counts all rows, such as total_records, or none");
        optional("topic", TOPIC, "a topic name (letters, digits, '.', '_', '-')");
        required("eventType", WORD, "a CloudEvents type such as io.zoomhosts.host.reported.v1");
        required("scope", WORD, "the scope that the Zoom app needs, such as report:read:list_users:admin");
        optional("countedAs", MEMBER, "the name of a member of run events");
        optional("hook", ROUTE, "the id of your route, such as each-host");
        sums();
        parameters();
        subjects(bySubject);
        return problems;
    }

    private void subjects(boolean bySubject) {
        required("parts", PARTS, "a number of parts, 1 to 999");
        if (bySubject) {
            required("subjects", NAME, "the name of the report whose rows are the subjects");
            required("subject", MEMBER, "the member of a row of that report that is the subject");
            optional("where", CONDITIONS, "conditions such as type=Meeting, separated by commas");
        } else {
            if (!declaration.isDated()) {
                add("dated", "dated: false needs subjects: nothing else would tell Zoom what to report on");
            }
            if (properties.get("subject") != null
                    || !properties.get("where").isEmpty()
                    || PARTS.matcher(properties.get("parts")).matches()
                            && !properties.get("parts").equals("1")) {
                add(
                        "subjects",
                        "subject, where and parts mean nothing without subjects, the report whose rows are the subjects");
            }
            if ("uuid".equals(properties.get("echo"))) {
                add("echo", "uuid needs subjects: without them there is no uuid to compare with");
            }
        }
        String key = properties.get("key");
        if (key != null && RowKey.DECLARED.matcher(key).matches()) {
            if (bySubject
                    && RowKey.of(key).isNumbered()
                    && !RowKey.of(key).asked().contains(Subjects.MEMBER)) {
                add(
                        "key",
                        "a hash needs report.subject beside it in a report by subject: equal rows of two subjects would get"
                                + " the same key, or another key when they are collected again");
            }
            RowKey.of(key).asked().stream()
                    .filter(asked -> !(asked.equals("account_id")
                            || asked.equals(Subjects.MEMBER) && bySubject
                            || declaration.getVaried().containsKey(asked)))
                    .forEach(asked -> add(
                            "key",
                            "report." + asked
                                    + " cannot be part of the key: use report.account_id, a parameter in varied such as"
                                    + " report.type, or report.subject in a report by subject"));
        }
    }

    private void sums() {
        declaration.getSums().forEach((sum, summed) -> {
            if (!MEMBER.matcher(summed).matches()) {
                add("sums", "total " + sum + " needs the name of the row member to add up");
            }
        });
    }

    private void parameters() {
        names("query", declaration.getQuery());
        names("varied", declaration.getVaried());
        declaration.getVaried().forEach((parameter, list) -> {
            List<String> values = ReportDeclaration.values(list);
            if (values.isEmpty()) {
                add("varied", "parameter " + parameter + " has no value");
            } else if (!values.stream().allMatch(MEMBER.asMatchPredicate())) {
                add("varied", "the values of " + parameter + " must be words, separated by commas");
            } else if (declaration.getQuery().containsKey(parameter)) {
                add("varied", "parameter " + parameter + " is also in query");
            } else if (RESERVED.contains(parameter)) {
                add("varied", "parameter " + parameter + " cannot vary: every event has another member of this name");
            }
        });
        declaration.getScheduled().forEach((parameter, list) -> {
            List<String> values = ReportDeclaration.values(list);
            List<String> known =
                    ReportDeclaration.values(declaration.getVaried().getOrDefault(parameter, ""));
            if (known.isEmpty()) {
                add("scheduled", "parameter " + parameter + " is not in varied");
            } else if (values.isEmpty() || !known.containsAll(values)) {
                add("scheduled", "each value of " + parameter + " must be one of " + known + ", the values in varied");
            }
        });
    }

    private void names(String property, Map<String, String> parameters) {
        parameters.keySet().stream()
                .filter(OF_WINDOW::contains)
                .forEach(parameter -> add(
                        property,
                        "parameter " + parameter + " cannot be declared: the engine sets it for each request"));
    }

    private void required(String property, Pattern valid, String what) {
        if (properties.get(property) == null) {
            add(property, property + " is missing: it must be " + what);
        } else {
            optional(property, valid, what);
        }
    }

    private void optional(String property, Pattern valid, String what) {
        String value = properties.get(property);
        if (value != null && !valid.matcher(value).matches()) {
            add(property, property + (value.isBlank() ? " is missing: it must be " : " must be ") + what);
        }
    }

    private void add(String property, String reason) {
        problems.add(new Problem(property, reason));
    }

    private static Pattern oneOf(Enum<?>[] values) {
        return Pattern.compile(Arrays.stream(values).map(DeclarationCheck::word).collect(Collectors.joining("|")));
    }

    private static String words(Enum<?>[] values) {
        return Arrays.stream(values).map(DeclarationCheck::word).collect(Collectors.joining(" or "));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
