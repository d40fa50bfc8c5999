package io.zoomhosts.routes;

/**
 * Why a route file cannot be used.
 *
 * @param file its name
 * @param line where, from 1 on; 0 where it is not about a line
 * @param reason what is wrong there, in one line
 */
public record RouteProblem(String file, int line, String reason) {

    /** As compilers write it: {@code <file>:<line>: <reason>}. */
    @Override
    public String toString() {
        return file + (line == 0 ? "" : ":" + line) + ": " + reason;
    }
}
