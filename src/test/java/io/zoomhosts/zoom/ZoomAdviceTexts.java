package io.zoomhosts.zoom;

import java.util.List;
import java.util.stream.Stream;

/** All advice on Zoom, for the test of docs/troubleshooting.md. */
public final class ZoomAdviceTexts {

    private ZoomAdviceTexts() {}

    public static List<String> all() {
        return Stream.of(ZoomAdvice.values()).map(ZoomAdvice::text).toList();
    }
}
