package io.zoomhosts.observe;

import io.zoomhosts.routes.RejectedChange;

/** Down while a change to the route files is rejected: the service runs the previous version, but a restart would fail. */
public final class RoutesCheck extends ReadinessCheck {

    private final RejectedChange rejected;

    public RoutesCheck(RejectedChange rejected) {
        super("routes");
        this.rejected = rejected;
    }

    /** The message omits the reason, because Camel's text may quote the value of a setting. */
    @Override
    Finding look() {
        return rejected.first()
                .map(problem -> Finding.down(
                        "a change to the routes was rejected. The previous version keeps running, but a restart would"
                                + " fail. Fix " + problem.place()
                                + " or restore the previous file. The log contains the reason"))
                .orElse(Finding.UP);
    }
}
