package io.zoomhosts.failure;

/** This instance no longer works on the account of a run: another instance takes it over. */
public final class HandedOverException extends RunException {

    private static final long serialVersionUID = 1L;

    public HandedOverException(String account) {
        super(
                Failure.STOPPED,
                "this instance no longer works on account " + account
                        + ": another instance takes it over and collects the window. Nothing of this run is visible");
    }
}
