package io.zoomhosts.routes;

/**
 * Why a route file cannot be used.
 *
 * @param file its name, relative to the location of the routes
 * @param line the line, starting at 1; 0 if the problem is about the whole file
 * @param reason what is wrong, in one line
 */
public record RouteProblem(String file, int line, String reason) {

    /** The format of compilers: {@code <file>:<line>: <reason>}. */
    @Override
    public String toString() {
        return place() + ": " + reason;
    }

    /** The file, followed by the line if there is one. */
    public String place() {
        return file + (line == 0 ? "" : ":" + line);
    }
}
