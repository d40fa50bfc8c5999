package io.zoomhosts.instances;

/** The states of {@link Ownership}; {@link Lease} says what they mean. */
public enum State {
    JOINING,
    MEMBER,
    UNCONFIRMED,
    LOST,
    ALONE,
    CLOSED
}
