package io.zoomhosts.run;

/** A step of each-host failed, or of a route that it calls. Without this, Camel would name a route of the engine. */
final class HookException extends Exception {

    private static final long serialVersionUID = 1L;

    HookException(Throwable cause) {
        super(cause);
    }
}
