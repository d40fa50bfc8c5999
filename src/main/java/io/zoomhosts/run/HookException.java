package io.zoomhosts.run;

/**
 * A step of {@code each-host}, or of a route that it calls, failed. Without this marker the message would name a route of the
 * engine, because that is what Camel reports as the failed route.
 */
final class HookException extends Exception {

    private static final long serialVersionUID = 1L;

    HookException(Throwable cause) {
        super(cause);
    }
}
