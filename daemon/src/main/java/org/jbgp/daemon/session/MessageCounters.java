package org.jbgp.daemon.session;

/**
 * Messages and bytes of one direction since the neighbor was configured. Immutable snapshot.
 *
 * @param opens OPEN messages
 * @param updates UPDATE messages
 * @param notifications NOTIFICATION messages
 * @param keepalives KEEPALIVE messages
 * @param routeRefreshes ROUTE-REFRESH messages
 * @param bytes bytes of BGP messages, headers included
 */
public record MessageCounters(
        long opens, long updates, long notifications, long keepalives, long routeRefreshes, long bytes) {

    /** Nothing yet. */
    public static final MessageCounters ZERO = new MessageCounters(0, 0, 0, 0, 0, 0);

    /** All messages together. */
    public long messages() {
        return opens + updates + notifications + keepalives + routeRefreshes;
    }
}
