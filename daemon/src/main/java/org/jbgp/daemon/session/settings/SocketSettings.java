package org.jbgp.daemon.session.settings;

/**
 * What is particular about a neighbor's sockets.
 *
 * @param freeBind they may be bound to an address the machine does not have (IP_FREEBIND)
 * @param boundToInterface the listener takes connections over the neighbor's interface only ({@code strict bind} with {@code interface})
 * @param disableRx nothing is read once the session stands, and the hold timer does not run: for tests
 * @param sizeWarning a warning is logged when more bytes wait to be sent, 0 = never
 */
public record SocketSettings(boolean freeBind, boolean boundToInterface, boolean disableRx, long sizeWarning) {
    /** The usual case. */
    public static final SocketSettings DEFAULT = new SocketSettings(false, false, false, 0);
}
