package org.jbgp.daemon.policy;

import java.net.InetAddress;
import org.jbgp.daemon.wire.AttributeBlob;

/**
 * The unchanging facts of the protocol instance (for BGP: of one established session) that routes come from; what
 * filters see as {@code proto}, {@code source}, {@code from} and what best-path selection compares for every route of
 * that source. Immutable, safe on every thread.
 *
 * @param protocol configured name of the protocol instance, e.g. {@code Mesh_10_192_0_3}
 * @param kind what sort of route this is, BIRD's RTS_* value
 * @param preference default preference of its routes, 0..65535 (BIRD: direct 240, static 200, bgp 100, kernel 10)
 * @param peerAddress remote address of a BGP session, null for other protocols
 * @param localAddress local address of a BGP session, null for other protocols
 * @param peerAs AS number of the BGP neighbor, 0 for other protocols
 * @param localAs our AS number towards that neighbor, 0 for other protocols
 * @param peerRouterId BGP Identifier from the neighbor's OPEN as unsigned 32 bits (RFC 6286), 0 for other protocols
 * @param internal true for an iBGP session (RFC 4271 §1.1)
 * @param reflectorClient true if the neighbor is our route-reflection client (RFC 4456)
 */
public record RouteSource(
        String protocol,
        Kind kind,
        int preference,
        InetAddress peerAddress,
        InetAddress localAddress,
        long peerAs,
        long localAs,
        int peerRouterId,
        boolean internal,
        boolean reflectorClient) {

    /** A source that is not a BGP session. */
    public static RouteSource local(String protocol, Kind kind, int preference) {
        return new RouteSource(protocol, kind, preference, null, null, 0, 0, 0, false, false);
    }

    /**
     * The source of a route of this protocol as filters and commands see it.
     *
     * @param blob holds the route's attributes
     */
    public Kind kindOf(byte[] blob, int offset, int length) {
        return kind == Kind.RTS_STATIC
                        && AttributeBlob.find(blob, offset, length, AttributeBlob.ENGINE, AttributeBlob.STATIC_DEVICE)
                                != AttributeBlob.ABSENT
                ? Kind.RTS_STATIC_DEVICE
                : kind;
    }

    /** BIRD's RTS_* constants, as filters compare them with {@code source} (BIRD {@code nest/route.h}). */
    public enum Kind {
        RTS_STATIC(1, "static"),
        RTS_INHERIT(2, "inherit"),
        RTS_DEVICE(3, "device"),
        RTS_STATIC_DEVICE(4, "static-device"),
        RTS_REDIRECT(5, "redirect"),
        RTS_BGP(11, "BGP"),
        RTS_PIPE(12, "pipe"),
        RTS_BABEL(13, "Babel"),
        RTS_RPKI(14, "RPKI"),
        RTS_PERF(15, "Perf"),
        RTS_AGGREGATED(16, "aggregated");

        private final int code;
        private final String label;

        Kind(int code, String label) {
            this.code = code;
            this.label = label;
        }

        /** The number filters print and compare. */
        public int code() {
            return code;
        }

        /** How {@code show route all} names it in its {@code Type:} line. */
        public String label() {
            return label;
        }
    }
}
