package io.zoomhosts.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The subjects of a report that is asked once per row of another report: per user, or per meeting.
 *
 * @param parent the name of the report whose rows are the subjects. Its windows have the same days
 * @param member of a row of the parent that is the subject
 * @param where other members of its record, by path, with the values that a row needs to be a subject. A member that a row lacks
 *     does not exclude it. {@code report.type} is also the parameter of the parent's window
 * @param parts the number of parts into which a window is cut, each a run of its own
 */
public record Subjects(String parent, String member, Map<String, String> where, int parts) {

    /** The member of {@code report} with the subject of a row. */
    public static final String MEMBER = "subject";

    /** The member of {@code report} with the part of a window. */
    static final String PART = "part";

    private static final String OF_WINDOW = Report.MEMBER + ".";

    public Subjects {
        where = Collections.unmodifiableMap(new LinkedHashMap<>(where));
    }

    /** The parameters of the parent's windows. */
    Map<String, String> parametersOfParent() {
        Map<String, String> parameters = new LinkedHashMap<>();
        where.forEach((path, value) -> {
            if (path.startsWith(OF_WINDOW)) {
                parameters.put(path.substring(OF_WINDOW.length()), value);
            }
        });
        return parameters;
    }

    /** The members of a row of the parent that decide: the subject, and those of the conditions, without what is inside them. */
    Set<String> membersOfRow() {
        Set<String> members = new LinkedHashSet<>(Set.of(member));
        where.keySet().stream()
                .filter(path -> !path.startsWith(OF_WINDOW))
                .forEach(path -> members.add(path.replaceFirst("\\..*", "")));
        return members;
    }

    /**
     * Whether a row of the parent is a subject.
     *
     * @param values the value of a member of its record by path; null if it has none
     */
    public boolean isIn(UnaryOperator<String> values) {
        return where.entrySet().stream().allMatch(condition -> {
            String value = values.apply(condition.getKey());
            return value == null || value.equalsIgnoreCase(condition.getValue());
        });
    }

    /** The name of the part of a window that asks about a subject; null if windows have no parts. */
    String partOf(String subject) {
        return parts == 1 ? null : part(Math.floorMod(subject.hashCode(), parts) + 1);
    }

    String part(int number) {
        return number + "-of-" + parts;
    }
}
