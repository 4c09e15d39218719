package org.jbgp.daemon.policy;

/** A run-time error of a filter: rejects the route. Carries no stack trace; never leaves the package. */
final class PolicyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PolicyException(String message) {
        super(message, null, false, false);
    }
}
