package io.zoomhosts.routes;

import java.util.List;
import java.util.Optional;

/**
 * The problems of a rejected change of route files, for the health check. The previous routes keep running, but a restart
 * would fail with these files. Thread-safe.
 */
public final class RejectedChange {

    private volatile List<RouteProblem> problems = List.of();

    void set(List<RouteProblem> found) {
        problems = found;
    }

    void clear() {
        problems = List.of();
    }

    /** The first problem; empty if no change is rejected. */
    public Optional<RouteProblem> first() {
        return problems.stream().findFirst();
    }
}
