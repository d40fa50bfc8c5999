package io.zoomhosts.failure;

import java.util.regex.Pattern;

/**
 * Why a run cannot go on. The message may be logged and published, and may quote Zoom: e-mail addresses in it, and
 * anything that looks like a token, are masked.
 */
public class RunException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final Pattern EMAIL = Pattern.compile("[^\\s@<>\"'(),:;]+@[^\\s@<>\"'(),:;]+");

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_\\-.~+/=]{40,}");

    /** A setting of a broker, or a class, is as long as a token, and is none. */
    private static final Pattern NAME = Pattern.compile("[a-z]+(?:\\.[a-z]+)+(?:\\.[A-Z][A-Za-z]+)?(?:=\\d)?");

    /** In the words of others: ids, and secrets too short to be told from a word by their length alone. */
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

    /** What somebody else says, fit to be part of a message: ids and secrets are masked. */
    public static String quoted(String words) {
        return ID.matcher(words).replaceAll("***");
    }

    public Failure failure() {
        return failure;
    }
}
