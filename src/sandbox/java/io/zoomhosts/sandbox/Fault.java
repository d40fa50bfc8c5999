package io.zoomhosts.sandbox;

import java.util.Optional;

/**
 * Misbehaviour of the sandbox, consulted before it answers a request itself; called by several threads at once. When
 * it throws, the request is answered 500 with the exception's text.
 */
@FunctionalInterface
public interface Fault {

    /** Answers nothing: the sandbox behaves. */
    Fault NONE = (request, nth) -> Optional.empty();

    /**
     * @param request what was asked
     * @param nth 1 for the first request to that path since the start of the sandbox; each path is counted apart
     * @return what goes on the wire instead of the sandbox's own answer, or empty to let it answer
     */
    Optional<SandboxAnswer> answer(ReceivedRequest request, int nth);
}
