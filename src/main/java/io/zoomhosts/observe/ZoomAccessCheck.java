package io.zoomhosts.observe;

import io.zoomhosts.failure.Failure;
import io.zoomhosts.run.Run;
import io.zoomhosts.run.RunListener;
import java.util.Optional;
import java.util.Set;

/** Down after a run failed because Zoom refused the credentials or a scope is missing, until Zoom delivers a page again. */
public final class ZoomAccessCheck extends ReadinessCheck implements RunListener {

    private static final Set<Failure> REFUSED = Set.of(Failure.ACCESS_REFUSED, Failure.NOT_PERMITTED);

    private volatile String refused;

    public ZoomAccessCheck() {
        super("zoom-access");
    }

    @Override
    public void onPage(Run run) {
        refused = null;
    }

    @Override
    public void onEnd(Run run) {
        if (run.isFailed() && REFUSED.contains(run.error().failure())) {
            refused = run.error().getMessage();
        }
    }

    @Override
    Optional<String> trouble() {
        return Optional.ofNullable(refused);
    }
}
