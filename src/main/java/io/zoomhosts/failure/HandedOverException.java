package io.zoomhosts.failure;

/** The account of a run belongs to another instance now, which collects the window. */
public final class HandedOverException extends RunException {

    private static final long serialVersionUID = 1L;

    /** @param account the id of the account */
    public HandedOverException(String account) {
        super(Failure.STOPPED, "another instance works on account " + account + " now");
    }
}
