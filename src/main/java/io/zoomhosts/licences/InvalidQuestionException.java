package io.zoomhosts.licences;

/** A request has parameters that cannot be answered. The message is for the user. */
final class InvalidQuestionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidQuestionException(String message) {
        super(message);
    }
}
