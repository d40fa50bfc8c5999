package io.zoomhosts.faults;

import io.zoomhosts.failure.Failure;
import io.zoomhosts.sandbox.Fault;
import io.zoomhosts.sandbox.FaultyTcpProxy;
import io.zoomhosts.sandbox.SandboxAnswer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A fault of Zoom and its outcome. It affects the first run of the window that the service collects first.
 *
 * @param name the fault in a few words
 * @param fault fault of Zoom or of the connection to it, during that run only
 * @param failure failure of that run, after which a later trigger completes the window; empty if that run is complete
 * @param pages requests for pages in that run
 * @param tokens requests for an access token until all windows are complete
 * @param settings settings of the service that differ from the defaults
 * @param says members of the window's complete run event
 */
record ZoomFault(
        String name,
        Function<FaultyTcpProxy, Fault> fault,
        Optional<Failure> failure,
        int pages,
        int tokens,
        Map<String, String> settings,
        Map<String, Long> says) {

    /** The first run is complete in spite of the fault. */
    static ZoomFault complete(String name, int pages, Function<FaultyTcpProxy, Fault> fault) {
        return new ZoomFault(name, fault, Optional.empty(), pages, 1, Map.of(), Map.of());
    }

    static ZoomFault complete(String name, int pages, Fault fault) {
        return complete(name, pages, proxy -> fault);
    }

    /** The first run fails; a later trigger completes the window. */
    static ZoomFault failed(String name, Failure failure, int pages, Fault fault) {
        return failed(name, failure, pages, proxy -> fault);
    }

    static ZoomFault failed(String name, Failure failure, int pages, Function<FaultyTcpProxy, Fault> fault) {
        return new ZoomFault(name, fault, Optional.of(failure), pages, 1, Map.of(), Map.of());
    }

    ZoomFault tokens(int requests) {
        return new ZoomFault(name, fault, failure, pages, requests, settings, says);
    }

    ZoomFault set(String property, String value) {
        Map<String, String> more = new HashMap<>(settings);
        more.put(property, value);
        return new ZoomFault(name, fault, failure, pages, tokens, more, says);
    }

    ZoomFault says(String member, long count) {
        Map<String, Long> more = new HashMap<>(says);
        more.put(member, count);
        return new ZoomFault(name, fault, failure, pages, tokens, settings, more);
    }

    /** Replaces one answer to a request for a page, counted from 1. */
    static Fault page(int nth, SandboxAnswer answer) {
        return pages(nth, nth, answer);
    }

    /** Replaces the answers to a range of requests for pages, counted from 1. */
    static Fault pages(int first, int last, SandboxAnswer answer) {
        return (request, nth) ->
                Optional.of(answer).filter(struck -> request.isForPage() && nth >= first && nth <= last);
    }

    /** Replaces the answers to the first requests for pages, in this order. */
    static Fault script(SandboxAnswer... answers) {
        return (request, nth) ->
                request.isForPage() && nth <= answers.length ? Optional.of(answers[nth - 1]) : Optional.empty();
    }

    /** Among the first {@code last} requests for pages, replaces the answers to all but those for first pages. */
    static Fault laterPages(int last, SandboxAnswer answer) {
        return (request, nth) -> pages(1, last, answer).answer(request, nth).filter(struck -> request.query()
                .containsKey("next_page_token"));
    }

    /** Breaks the connection in the answer to one request for a page. */
    static Function<FaultyTcpProxy, Fault> page(int nth, Consumer<FaultyTcpProxy> broken) {
        return pages(nth, nth, broken);
    }

    /** Breaks the connection in the answers to a range of requests for pages. */
    static Function<FaultyTcpProxy, Fault> pages(int first, int last, Consumer<FaultyTcpProxy> broken) {
        return proxy -> (request, nth) -> {
            if (request.isForPage() && nth >= first && nth <= last) {
                broken.accept(proxy);
            }
            return Optional.empty();
        };
    }

    /** Replaces the first {@code last} answers of the token endpoint. */
    static Fault tokens(int last, SandboxAnswer answer) {
        return (request, nth) -> Optional.of(answer).filter(struck -> request.isForToken() && nth <= last);
    }

    /** Breaks the connection in the first answer of the token endpoint. */
    static Function<FaultyTcpProxy, Fault> token(Consumer<FaultyTcpProxy> broken) {
        return proxy -> (request, nth) -> {
            if (request.isForToken() && nth == 1) {
                broken.accept(proxy);
            }
            return Optional.empty();
        };
    }

    @Override
    public String toString() {
        return name;
    }
}
