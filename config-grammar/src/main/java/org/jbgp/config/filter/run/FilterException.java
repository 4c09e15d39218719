package org.jbgp.config.filter.run;

/** A run-time error of a filter: rejects the route. Without stack trace, for it is an answer, not a defect. */
public final class FilterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public FilterException(String message) {
        super(message, null, false, false);
    }
}
