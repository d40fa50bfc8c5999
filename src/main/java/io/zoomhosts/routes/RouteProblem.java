package io.zoomhosts.routes;

/**
 * Why a route file cannot be used.
 *
 * @param file its name, relative to the location of the routes
 * @param line from 1 on; 0 where it is about the whole file
 * @param reason what is wrong, in one line
 */
public record RouteProblem(String file, int line, String reason) {

    /** As compilers write it: {@code <file>:<line>: <reason>}. */
    @Override
    public String toString() {
        return place() + ": " + reason;
    }

    /** The file, and the line where there is one. */
    public String place() {
        return file + (line == 0 ? "" : ":" + line);
    }
}
