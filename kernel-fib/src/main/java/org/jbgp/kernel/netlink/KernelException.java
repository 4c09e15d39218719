package org.jbgp.kernel.netlink;

import java.io.IOException;

/** A system call or a whole netlink request failed (a refused route is no exception: see {@code ErrorSink}). */
public final class KernelException extends IOException {
    private static final long serialVersionUID = 1;

    private final int errno;

    public KernelException(String operation, int errno) {
        super(operation + ": " + Errno.text(errno));
        this.errno = errno;
    }

    /** The Linux error number. */
    public int errno() {
        return errno;
    }
}
