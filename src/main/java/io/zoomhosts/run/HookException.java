package io.zoomhosts.run;

/**
 * A step of a hook for rows, or of a route that it calls, failed. Without this marker the message would name a route of the
 * engine, because that is what Camel reports as the failed route.
 */
public final class HookException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String hook;

    /** @param hook the id of the route */
    public HookException(String hook, Throwable cause) {
        super(cause);
        this.hook = hook;
    }

    String hook() {
        return hook;
    }
}
