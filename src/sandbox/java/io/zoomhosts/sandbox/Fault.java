package io.zoomhosts.sandbox;

import java.util.Optional;

/**
 * A fault of the sandbox, consulted before it answers a request. Called by several threads at once. If it throws, the
 * request is answered with 500 and the exception's text.
 */
@FunctionalInterface
public interface Fault {

    /** No fault: the sandbox gives its own answers. */
    Fault NONE = (request, nth) -> Optional.empty();

    /**
     * @param request the request
     * @param nth 1 for the first request to that path since the sandbox started; each path is counted separately
     * @return the answer to send instead of the sandbox's own, or empty for the sandbox's own
     */
    Optional<SandboxAnswer> answer(ReceivedRequest request, int nth);
}
