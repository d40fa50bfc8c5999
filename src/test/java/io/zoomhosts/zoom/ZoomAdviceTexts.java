package io.zoomhosts.zoom;

import java.util.List;
import java.util.stream.Stream;

/** All advice on Zoom, for the test of the page that lists it. */
public final class ZoomAdviceTexts {

    private ZoomAdviceTexts() {}

    public static List<String> all() {
        return Stream.of(ZoomAdvice.values()).map(ZoomAdvice::text).toList();
    }
}
