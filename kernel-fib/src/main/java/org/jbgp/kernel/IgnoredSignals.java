package org.jbgp.kernel;

import org.jbgp.kernel.netlink.Libc;

/**
 * Signals that this process was started with as ignored, which a JVM leaves so for ever: no handler can be set for
 * them. The launcher ignores SIGHUP from its first instruction on, so that none ends the process before it can serve
 * one; nohup does too.
 */
public final class IgnoredSignals {
    /**
     * A function of the C library that, called with the number of a signal, does nothing: as a handler it neither ends
     * the process nor counts as ignoring, and the JVM can put its own in its place.
     */
    private static final String HARMLESS = "abs";

    private IgnoredSignals() {}

    /**
     * From now on the signal is delivered to this process, and thrown away until the JVM has a handler for it. To be
     * called by a thread that lives as long as the process: if the parent had blocked the signal, that thread takes it.
     *
     * @param number 1 for SIGHUP
     */
    public static void deliver(int number) {
        Libc.signal(number, HARMLESS);
        Libc.call("sigrelse", number);
    }
}
