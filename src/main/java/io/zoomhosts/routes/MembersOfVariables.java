package io.zoomhosts.routes;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Finds steps of a user's that ask a variable of the program's for something that may change with the next version.
 *
 * @param documented names of variables, each with the members that stay
 */
record MembersOfVariables(Map<String, Set<String>> documented) {

    private static final Pattern MEMBER = Pattern.compile("\\{variables?(?:[.:]|\\[)(\\w+)]?\\??\\.(\\w+)");

    /** What is refused in a file; nothing outside of {@code yours/}. */
    List<RouteProblem> in(RouteFile file) {
        if (!file.folder().equals(RouteFile.YOURS)) {
            return List.of();
        }
        return MEMBER.matcher(file.text())
                .results()
                .filter(asked -> documented.containsKey(asked.group(1))
                        && !documented.get(asked.group(1)).contains(asked.group(2)))
                .map(asked -> new RouteProblem(
                        file.name(),
                        file.line(asked.start()),
                        "the variable " + asked.group(1) + " has no '" + asked.group(2)
                                + "' for steps of yours: there are " + new TreeSet<>(documented.get(asked.group(1)))))
                .toList();
    }
}
