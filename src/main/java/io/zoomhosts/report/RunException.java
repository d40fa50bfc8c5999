package io.zoomhosts.report;

import java.util.regex.Pattern;

/** Why a run cannot go on. The message may be logged and published: e-mail addresses in it are masked. */
public class RunException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final Pattern EMAIL = Pattern.compile("[^\\s@<>\"'(),:;]+@[^\\s@<>\"'(),:;]+");

    private final Failure failure;

    public RunException(Failure failure, String message) {
        this(failure, message, null);
    }

    public RunException(Failure failure, String message, Throwable cause) {
        super(EMAIL.matcher(message).replaceAll("***@***"), cause);
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }
}
