package io.zoomhosts.routes;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Finds user steps that use an undocumented member of one of the program's variables, which may change in the next version.
 *
 * @param documented the variables by name, with their documented members
 */
record MembersOfVariables(Map<String, Set<String>> documented) {

    private static final Pattern MEMBER = Pattern.compile("\\{variables?(?:[.:]|\\[)(\\w+)]?\\??\\.(\\w+)");

    /** The problems in a file; none outside {@code yours/}. */
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
                        "the variable " + asked.group(1) + " has no member '" + asked.group(2)
                                + "' that your steps can use: use one of "
                                + new TreeSet<>(documented.get(asked.group(1)))))
                .toList();
    }
}
