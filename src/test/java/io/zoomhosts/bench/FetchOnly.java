package io.zoomhosts.bench;

/** The lower bound: fetches the pages, reads the next page token, and publishes nothing. */
final class FetchOnly {

    private FetchOnly() {}

    public static void main(String[] arguments) throws Exception {
        ZoomLoop zoom = new ZoomLoop();
        for (Range window : Range.of(arguments)) {
            zoom.forEachPage(window, page -> {});
            window.complete();
        }
    }
}
