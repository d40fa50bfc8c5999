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
 * A fault of Zoom and what becomes of the window that it strikes: the first one that the service collects.
 *
 * @param name what goes wrong
 * @param fault what Zoom, or the line to it, does in the first run of that window and no longer
 * @param failure how that run fails, and a later fire completes the window; empty where that run is complete
 * @param pages requests for pages in that run
 * @param tokens requests for an access token until all windows are complete
 * @param settings of the service, where the shipped ones do not do
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

    /** The first run rides it out. */
    static ZoomFault complete(String name, int pages, Function<FaultyTcpProxy, Fault> fault) {
        return new ZoomFault(name, fault, Optional.empty(), pages, 1, Map.of(), Map.of());
    }

    static ZoomFault complete(String name, int pages, Fault fault) {
        return complete(name, pages, line -> fault);
    }

    /** The first run fails; a later fire completes the window. */
    static ZoomFault failed(String name, Failure failure, int pages, Fault fault) {
        return failed(name, failure, pages, line -> fault);
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

    /** In place of one answer to a request for a page, counted from 1. */
    static Fault page(int nth, SandboxAnswer answer) {
        return pages(nth, nth, answer);
    }

    /** In place of the answers to the first to the last of these requests for pages, counted from 1. */
    static Fault pages(int first, int last, SandboxAnswer answer) {
        return (request, nth) ->
                Optional.of(answer).filter(struck -> request.isForPage() && nth >= first && nth <= last);
    }

    /** Answers to the first requests for pages, one after the other. */
    static Fault script(SandboxAnswer... answers) {
        return (request, nth) ->
                request.isForPage() && nth <= answers.length ? Optional.of(answers[nth - 1]) : Optional.empty();
    }

    /** Up to that many requests for pages: in place of those that are not the first page of a try. */
    static Fault laterPages(int last, SandboxAnswer answer) {
        return (request, nth) -> pages(1, last, answer).answer(request, nth).filter(struck -> request.query()
                .containsKey("next_page_token"));
    }

    /** Breaks the line in the answer to one request for a page. */
    static Function<FaultyTcpProxy, Fault> page(int nth, Consumer<FaultyTcpProxy> broken) {
        return pages(nth, nth, broken);
    }

    /** Breaks the line in the answers to the first to the last of these requests for pages. */
    static Function<FaultyTcpProxy, Fault> pages(int first, int last, Consumer<FaultyTcpProxy> broken) {
        return line -> (request, nth) -> {
            if (request.isForPage() && nth >= first && nth <= last) {
                broken.accept(line);
            }
            return Optional.empty();
        };
    }

    /** In place of that many answers of the token endpoint, from the first. */
    static Fault tokens(int last, SandboxAnswer answer) {
        return (request, nth) -> Optional.of(answer).filter(struck -> request.isForToken() && nth <= last);
    }

    /** Breaks the line in the first answer of the token endpoint. */
    static Function<FaultyTcpProxy, Fault> token(Consumer<FaultyTcpProxy> broken) {
        return line -> (request, nth) -> {
            if (request.isForToken() && nth == 1) {
                broken.accept(line);
            }
            return Optional.empty();
        };
    }

    @Override
    public String toString() {
        return name;
    }
}
