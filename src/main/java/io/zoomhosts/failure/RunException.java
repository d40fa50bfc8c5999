package io.zoomhosts.failure;

import java.util.regex.Pattern;

/**
 * Why a run cannot continue. The message may be logged and published. It may quote Zoom, so e-mail addresses and text that
 * looks like a token are masked in it.
 */
public class RunException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final Pattern EMAIL = Pattern.compile("[^\\s@<>\"'(),:;]+@[^\\s@<>\"'(),:;]+");

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_\\-.~+/=]{40,}");

    /** Names of broker settings and classes. They can be as long as a token, but are not masked. */
    private static final Pattern NAME = Pattern.compile("[a-z]+(?:\\.[a-z]+)+(?:\\.[A-Z][A-Za-z]+)?(?:=\\d)?");

    /** Ids and secrets in quoted text: 16 or more characters, with a digit or a capital letter inside the word. */
    private static final Pattern ID = Pattern.compile("(?=[\\w\\-~+/=]*(?:\\d|[a-z][A-Z]))[\\w\\-~+/=]{16,}");

    private final Failure failure;

    public RunException(Failure failure, String message) {
        this(failure, message, null);
    }

    public RunException(Failure failure, String message, Throwable cause) {
        super(masked(message), cause);
        this.failure = failure;
    }

    private static String masked(String message) {
        return TOKEN.matcher(EMAIL.matcher(message).replaceAll("***@***"))
                .replaceAll(found -> NAME.matcher(found.group()).matches() ? found.group() : "***");
    }

    /** Prepares text from another system for a message: masks ids and secrets. */
    public static String quoted(String words) {
        return ID.matcher(words).replaceAll("***");
    }

    public Failure failure() {
        return failure;
    }
}
