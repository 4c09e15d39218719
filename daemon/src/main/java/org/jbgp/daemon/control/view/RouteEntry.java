package org.jbgp.daemon.control.view;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.wire.Destination;
import org.jbgp.daemon.wire.Scope;

/**
 * One route as a walk hands it out.
 *
 * @param prefix its prefix
 * @param origin where it came from
 * @param standing how it stands among others
 * @param destination what happens with packets
 * @param nextHops where they go, for {@code UNICAST}; gateway already resolved
 * @param resolution for a recursive next hop, how it was resolved, and for a route with AIGP its metric up to here;
 *     null otherwise
 * @param scope how far it is valid, by a filter's word
 * @param attributes canonical attribute bytes ({@code [flags][code][length u16][value]}…, sorted); not to be modified
 */
@SuppressWarnings("ArrayRecordComponent") // the blob is an array everywhere; entries are printed, never compared
public record RouteEntry(
        RouteQuery.Prefix prefix,
        Origin origin,
        Standing standing,
        Destination destination,
        List<NextHop> nextHops,
        Resolution resolution,
        Scope scope,
        byte[] attributes) {
    /**
     * Where it came from.
     *
     * @param protocol name of the protocol instance that imported it
     * @param kind what sort of route it is
     * @param preference its preference, 0..65535
     * @param changed when it entered the table or changed last
     * @param from the neighbor it came from, null for protocols without neighbors
     */
    public record Origin(String protocol, RouteSource.Kind kind, int preference, Instant changed, InetAddress from) {}

    /**
     * How it stands among others.
     *
     * @param primary true for the best route of the prefix
     * @param syncFailed true when the kernel refused it
     * @param stale true while a graceful restart keeps it
     * @param suppressed true for a route deterministic MED suppresses
     */
    public record Standing(boolean primary, boolean syncFailed, boolean stale, boolean suppressed) {}

    /** See {@link Origin#protocol}. */
    public String protocol() {
        return origin.protocol();
    }

    /** See {@link Origin#kind}. */
    public RouteSource.Kind kind() {
        return origin.kind();
    }

    /** See {@link Origin#preference}. */
    public int preference() {
        return origin.preference();
    }

    /** See {@link Origin#changed}. */
    public Instant changed() {
        return origin.changed();
    }

    /** See {@link Origin#from}. */
    public InetAddress from() {
        return origin.from();
    }

    /** See {@link Standing#primary}. */
    public boolean primary() {
        return standing.primary();
    }

    /** See {@link Standing#syncFailed}. */
    public boolean syncFailed() {
        return standing.syncFailed();
    }

    /** See {@link Standing#stale}. */
    public boolean stale() {
        return standing.stale();
    }

    /** See {@link Standing#suppressed}. */
    public boolean suppressed() {
        return standing.suppressed();
    }

    /**
     * Where packets go.
     *
     * @param gateway or null for a directly connected destination
     * @param interfaceName outgoing interface
     * @param weight 1..256
     * @param onlink the gateway is reachable on the interface whatever the addresses say
     */
    public record NextHop(InetAddress gateway, String interfaceName, int weight, boolean onlink) {}

    /**
     * How a recursive next hop was resolved.
     *
     * @param reachable false when nothing covers it
     * @param metric IGP metric, or AIGP metric (RFC 7311) with that added; negative when not known
     */
    public record Resolution(boolean reachable, long metric) {}
}
