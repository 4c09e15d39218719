package org.jbgp.config.options.argument;

import org.jbgp.config.source.SourcePosition;

/** Leaves a statement at its first mistake; the statements after it are still checked. */
public final class StatementFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient SourcePosition position;

    public StatementFailure(SourcePosition position, String message) {
        super(message, null, false, false);
        this.position = position;
    }

    public SourcePosition position() {
        return position;
    }
}
