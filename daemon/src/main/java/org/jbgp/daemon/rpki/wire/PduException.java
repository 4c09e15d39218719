package org.jbgp.daemon.rpki.wire;

/** A message cannot be taken; the other side hears so, and the connection ends. */
public final class PduException extends Exception {
    private static final long serialVersionUID = 1;

    private final PduError error;

    /** True where the other side must not hear of it: RFC 8210 §5.11 forbids an Error Report about an Error Report. */
    private final boolean silent;

    public PduException(PduError error, String message) {
        this(error, message, false);
    }

    PduException(PduError error, String message, boolean silent) {
        super(message, null, false, false);
        this.error = error;
        this.silent = silent;
    }

    public PduError error() {
        return error;
    }

    public boolean silent() {
        return silent;
    }
}
