package org.jbgp.daemon.control.view;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;

/**
 * A route that an import filter rejected not long ago. Whether it is still announced is not known.
 *
 * @param at when
 * @param channel whose filter it was
 * @param prefix its prefix
 * @param filter name of the filter of now
 * @param accepts what that filter makes of it: true if it would take it today
 * @param decisions of the filter of now, a line each, with its place in the file; empty if its attributes were too many
 *     to be kept
 * @param attributes canonical attribute bytes as received, see {@link RouteEntry#attributes}; empty if not kept
 */
@SuppressWarnings("ArrayRecordComponent") // the blob is an array everywhere; see RouteEntry
public record RejectedRoute(
        Instant at,
        Channel channel,
        RouteQuery.Prefix prefix,
        String filter,
        boolean accepts,
        List<String> decisions,
        byte[] attributes) {
    /**
     * Whose.
     *
     * @param protocol name of the protocol
     * @param table its table
     * @param from the neighbor, null for protocols without neighbors
     */
    public record Channel(String protocol, String table, InetAddress from) {}
}
