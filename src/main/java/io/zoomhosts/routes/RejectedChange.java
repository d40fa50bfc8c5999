package io.zoomhosts.routes;

import java.util.List;
import java.util.Optional;

/**
 * What keeps the route files from being used since the last look at them, for an operator to see: the routes in use go on, but
 * the next start would refuse these files. Thread-safe.
 */
public final class RejectedChange {

    private volatile List<RouteProblem> problems = List.of();

    void set(List<RouteProblem> found) {
        problems = found;
    }

    void clear() {
        problems = List.of();
    }

    /** What is wrong; empty while no change is rejected. */
    public Optional<RouteProblem> first() {
        return problems.stream().findFirst();
    }
}
