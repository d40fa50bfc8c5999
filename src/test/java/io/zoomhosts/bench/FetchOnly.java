package io.zoomhosts.bench;

/** The floor: fetches the pages, reads where the next one is, and does nothing with them. */
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
