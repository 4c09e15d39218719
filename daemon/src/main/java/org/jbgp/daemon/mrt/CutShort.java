package org.jbgp.daemon.mrt;

import java.io.IOException;
import java.io.Serial;

/** A file ends in the middle of a record, as one does that is still being written or copied. */
final class CutShort extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    CutShort(String message) {
        super(message);
    }
}
