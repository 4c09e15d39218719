package org.jbgp.config.options;

import org.jbgp.config.source.SourcePosition;

/** Leaves a statement at its first mistake; the statements after it are still checked. */
final class StatementFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient SourcePosition position;

    StatementFailure(SourcePosition position, String message) {
        super(message, null, false, false);
        this.position = position;
    }

    SourcePosition position() {
        return position;
    }
}
