package org.jbgp.daemon.control.view;

import java.net.InetAddress;

/**
 * A best path as it was at some time.
 *
 * @param origin whom it came from
 * @param attributes canonical attribute bytes, see {@link RouteEntry#attributes}; empty if there were too many to be
 *     kept; not to be modified
 */
@SuppressWarnings("ArrayRecordComponent") // the blob is an array everywhere; see RouteEntry
public record PastRoute(Origin origin, byte[] attributes) {
    /**
     * Whom it came from.
     *
     * @param protocol name of the protocol instance
     * @param kind what sort of route it was, as {@code show route all} says
     * @param from the neighbor, null for protocols without neighbors
     */
    public record Origin(String protocol, String kind, InetAddress from) {}
}
