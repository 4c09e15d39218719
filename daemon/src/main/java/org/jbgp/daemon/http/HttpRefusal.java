package org.jbgp.daemon.http;

/** A request that cannot be served. The message is for the client: what is wrong, how to mend it. */
public final class HttpRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    /** @param status of HTTP, 4xx or 5xx */
    public HttpRefusal(int status, String message) {
        // The stack of a wrong request says nothing, and costs more than the request.
        super(message, null, false, false);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
