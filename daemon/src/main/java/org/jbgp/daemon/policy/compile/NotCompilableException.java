package org.jbgp.daemon.policy.compile;

/** Thrown where the compiler meets what only the interpreter does; {@link PolicyCompiler#compile} alone catches it. */
final class NotCompilableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotCompilableException(String reason) {
        super(reason);
    }
}
