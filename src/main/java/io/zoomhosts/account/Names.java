package io.zoomhosts.account;

import java.util.Collection;
import java.util.stream.Collectors;

/** Names for people, who read the first ones. */
public final class Names {

    private Names() {}

    /** The first names, separated by commas, and the number of the others. */
    public static String first(int most, Collection<?> names) {
        return names.stream().limit(most).map(String::valueOf).collect(Collectors.joining(", "))
                + (names.size() > most ? " and " + (names.size() - most) + " more" : "");
    }
}
