package io.zoomhosts.observe;

import io.zoomhosts.routes.RejectedChange;
import java.util.Optional;

/** Down while the route files cannot be used: the service goes on with those before, but its next start would fail. */
public final class RoutesCheck extends ReadinessCheck {

    private final RejectedChange rejected;

    public RoutesCheck(RejectedChange rejected) {
        super("routes");
        this.rejected = rejected;
    }

    /** Without the reason: Camel's words may quote a setting. */
    @Override
    Optional<String> trouble() {
        return rejected.first()
                .map(problem ->
                        "a change of the routes was rejected and the previous version keeps running, but a restart"
                                + " would fail: mend " + problem.place()
                                + ", or put back what it was. The log says what is wrong");
    }
}
