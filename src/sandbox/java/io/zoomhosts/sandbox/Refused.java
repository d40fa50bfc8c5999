package io.zoomhosts.sandbox;

/** Thrown for a request that Zoom answers with an error instead of rows. */
final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final int code;

    private Refused(int status, int code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    /** A parameter that is missing or out of range; the message says which. */
    static Refused parameter(String message) {
        return new Refused(400, 300, message);
    }

    /** A page token that is unknown, that belongs to another request, or that has expired. */
    static Refused pageToken() {
        return parameter("The next page token is either invalid or has expired.");
    }

    static Refused otherKind(boolean webinarAsked) {
        return parameter(webinarAsked ? "Can not access meeting info." : "Can not access webinar info.");
    }

    /** The meeting has no report, or there is no such meeting. */
    static Refused noMeeting(String subject) {
        return new Refused(404, 3001, "Meeting does not exist: " + subject + ".");
    }

    static Refused olderThanAYear() {
        return new Refused(400, 12702, "Can not access a meeting a year ago.");
    }

    static Refused noUser(String subject) {
        return new Refused(404, 1001, "User does not exist: " + subject + ".");
    }

    static Refused group(String groupId) {
        return new Refused(403, 12703, "You do not have permission to access this group: " + groupId + ".");
    }

    SandboxAnswer answer() {
        return SandboxAnswer.error(status, code, getMessage());
    }

    @Override
    public String toString() {
        return status + " code " + code + ": " + getMessage();
    }
}
