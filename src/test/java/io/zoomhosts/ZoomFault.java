package io.zoomhosts;

import io.zoomhosts.failure.Failure;
import io.zoomhosts.sandbox.Answer;
import io.zoomhosts.sandbox.BrokenLine;
import io.zoomhosts.sandbox.Fault;
import io.zoomhosts.sandbox.ReceivedRequest;
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
        Function<BrokenLine, Fault> fault,
        Optional<Failure> failure,
        int pages,
        int tokens,
        Map<String, String> settings,
        Map<String, Long> says) {

    private static final String PAGES = "/report/users";
    private static final String TOKENS = "/oauth/token";

    /** The first run rides it out. */
    static ZoomFault complete(String name, int pages, Function<BrokenLine, Fault> fault) {
        return new ZoomFault(name, fault, Optional.empty(), pages, 1, Map.of(), Map.of());
    }

    static ZoomFault complete(String name, int pages, Fault fault) {
        return complete(name, pages, line -> fault);
    }

    /** The first run fails; a later fire completes the window. */
    static ZoomFault failed(String name, Failure failure, int pages, Fault fault) {
        return failed(name, failure, pages, line -> fault);
    }

    static ZoomFault failed(String name, Failure failure, int pages, Function<BrokenLine, Fault> fault) {
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

    static boolean asksForPage(ReceivedRequest request) {
        return request.path().endsWith(PAGES);
    }

    static boolean asksForToken(ReceivedRequest request) {
        return request.path().equals(TOKENS);
    }

    /** In place of one answer to a request for a page, counted from 1. */
    static Fault page(int nth, Answer answer) {
        return pages(nth, nth, answer);
    }

    /** In place of the answers to the first to the last of these requests for pages, counted from 1. */
    static Fault pages(int first, int last, Answer answer) {
        return (request, nth) ->
                Optional.of(answer).filter(struck -> asksForPage(request) && nth >= first && nth <= last);
    }

    /** Answers to the first requests for pages, one after the other. */
    static Fault script(Answer... answers) {
        return (request, nth) ->
                asksForPage(request) && nth <= answers.length ? Optional.of(answers[nth - 1]) : Optional.empty();
    }

    /** Up to that many requests for pages: in place of those that are not the first page of a try. */
    static Fault laterPages(int last, Answer answer) {
        return (request, nth) -> pages(1, last, answer).answer(request, nth).filter(struck -> request.query()
                .containsKey("next_page_token"));
    }

    /** Breaks the line in the answer to one request for a page. */
    static Function<BrokenLine, Fault> page(int nth, Consumer<BrokenLine> broken) {
        return pages(nth, nth, broken);
    }

    /** Breaks the line in the answers to the first to the last of these requests for pages. */
    static Function<BrokenLine, Fault> pages(int first, int last, Consumer<BrokenLine> broken) {
        return line -> (request, nth) -> {
            if (asksForPage(request) && nth >= first && nth <= last) {
                broken.accept(line);
            }
            return Optional.empty();
        };
    }

    /** In place of that many answers of the token endpoint, from the first. */
    static Fault tokens(int last, Answer answer) {
        return (request, nth) -> Optional.of(answer).filter(struck -> asksForToken(request) && nth <= last);
    }

    /** Breaks the line in the first answer of the token endpoint. */
    static Function<BrokenLine, Fault> token(Consumer<BrokenLine> broken) {
        return line -> (request, nth) -> {
            if (asksForToken(request) && nth == 1) {
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
