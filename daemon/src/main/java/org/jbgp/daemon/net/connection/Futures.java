package org.jbgp.daemon.net.connection;

import java.util.concurrent.Future;

/** For futures nobody has to wait for. */
public final class Futures {

    private Futures() {}

    /**
     * Says in code that a failure of this future needs no attention here: a write or close that fails shows as a lost
     * connection in the channel's handler, and a scheduled task handles its own errors.
     */
    public static void forget(Future<?> unused) {}
}
