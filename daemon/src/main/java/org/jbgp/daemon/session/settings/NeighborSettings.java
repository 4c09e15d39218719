package org.jbgp.daemon.session.settings;

import java.net.InetAddress;
import java.util.Map;
import org.jbgp.config.model.bgp.BgpTimers;
import org.jbgp.daemon.wire.AddressFamily;

/**
 * Everything configured about one neighbor; immutable. Build it with {@link NeighborSettingsBuilder}.
 *
 * @param name name of the protocol instance, used in log lines
 * @param description free text, may be empty
 * @param localAddress source address of our packets; null = chosen by the kernel
 * @param listenAddress address of the listener this neighbor may dial; null = wildcard (set it to {@link
 *     #localAddress} for BIRD's {@code strict bind})
 * @param listenPort port of that listener, 1..65535; 0 = an ephemeral one (tests)
 * @param remoteAddress the neighbor's address
 * @param remotePort the port we dial, 1..65535
 * @param interfaceName interface the neighbor is bound to; empty = any. Needed for link-local addresses
 * @param localAs our AS number towards this neighbor, 1..4294967295
 * @param remoteAs the neighbor's AS number; 0 = any external one
 * @param confederation our confederation, and whether the neighbor is in it (RFC 5065)
 * @param routerId our BGP Identifier, unsigned 32 bits, not 0 (RFC 6286)
 * @param hops directly connected, multihop, GTSM
 * @param password TCP MD5 key (RFC 2385), 1..80 bytes in UTF-8; empty = none
 * @param passive never dial
 * @param routeReflectorClient only shown, the session itself does not differ (RFC 4456)
 * @param routeServerClient only shown, the session itself does not differ (RFC 7947)
 * @param disabling after which errors it stays down until started again
 * @param sockets what is particular about its sockets
 * @param reports what the log is told of besides
 * @param timers all timers
 * @param capabilities what we announce besides the families
 * @param families the families we offer, at least one
 */
public record NeighborSettings(
        String name,
        String description,
        InetAddress localAddress,
        InetAddress listenAddress,
        int listenPort,
        InetAddress remoteAddress,
        int remotePort,
        String interfaceName,
        long localAs,
        long remoteAs,
        Confederation confederation,
        int routerId,
        HopLimit hops,
        String password,
        boolean passive,
        boolean routeReflectorClient,
        boolean routeServerClient,
        Disabling disabling,
        SocketSettings sockets,
        Reports reports,
        BgpTimers timers,
        CapabilitySettings capabilities,
        Map<AddressFamily, FamilySettings> families) {

    /**
     * A confederation (RFC 5065 §3).
     *
     * @param identifier AS number by which it is known outside, 0 = there is none
     * @param member the neighbor is in it
     */
    public record Confederation(long identifier, boolean member) {
        /** The usual case. */
        public static final Confederation NONE = new Confederation(0, false);
    }

    /** The IANA port of BGP. */
    public static final int BGP_PORT = 179;

    /** @throws IllegalArgumentException for values that cannot work; the message names the neighbor and the value */
    public NeighborSettings {
        families = Map.copyOf(families);
        if (remoteAddress == null) {
            throw new IllegalArgumentException(name + ": neighbor address missing");
        }
        if (families.isEmpty()) {
            throw new IllegalArgumentException(name + ": no address family");
        }
        if (localAs < 1 || localAs > 0xFFFF_FFFFL || remoteAs < 0 || remoteAs > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException(name + ": AS number out of range");
        }
        if (routerId == 0) {
            throw new IllegalArgumentException(name + ": router id must not be 0.0.0.0");
        }
        if (remotePort < 1 || remotePort > 65535 || listenPort < 0 || listenPort > 65535) {
            throw new IllegalArgumentException(name + ": port out of range");
        }
        if (localAddress != null && localAddress.getClass() != remoteAddress.getClass()) {
            throw new IllegalArgumentException(name + ": local and neighbor addresses of different IP versions");
        }
        if (password.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > 80) {
            throw new IllegalArgumentException(
                    name + ": password longer than 80 bytes (RFC 2385, TCP_MD5SIG_MAXKEYLEN)");
        }
        if (remoteAddress.isLinkLocalAddress()
                && interfaceName.isEmpty()
                && remoteAddress instanceof java.net.Inet6Address) {
            throw new IllegalArgumentException(name + ": link-local neighbor needs an interface");
        }
    }

    /** Short, and without the password, which must not get into a log by accident. */
    @Override
    public String toString() {
        return "NeighborSettings[" + name + ", " + remoteAddress.getHostAddress() + " as " + remoteAs + "]";
    }

    /** True for iBGP (RFC 4271 §1.1). A neighbor with {@link #remoteAs} 0 is external. */
    public boolean internal() {
        return localAs == remoteAs;
    }

    /** True for neighbors in our AS or our confederation. */
    public boolean interior() {
        return internal() || confederation.member();
    }

    /** The AS number we have for this neighbor: outside of a confederation, the confederation's. */
    public long publicAs() {
        return confederation.identifier() != 0 && !interior() ? confederation.identifier() : localAs;
    }

    /**
     * Whether going from these settings to {@code next} needs a new session; the rest (description, password, timers that
     * are not in the OPEN) is applied to the living one.
     */
    public boolean needsRestart(NeighborSettings next) {
        return !comparable().equals(next.comparable());
    }

    /** The same after a restart that this router recovers from, with all forwarding kept (RFC 4724 §3); or after the recovery. */
    public NeighborSettings restarting(boolean recovering) {
        NeighborSettingsBuilder same =
                new NeighborSettingsBuilder(this).capabilities(capabilities.restarting(recovering));
        families.forEach((family, offer) -> same.family(family, offer.forwardingKept(recovering)));
        return same.build();
    }

    /** These settings with everything that can change under a living session set to a fixed value. */
    private NeighborSettings comparable() {
        BgpTimers compared =
                BgpTimers.DEFAULT.withHold(timers.hold()).withKeepalive(timers.keepalive(), timers.sendHold());
        return new NeighborSettingsBuilder(restarting(false))
                .description("")
                .password("")
                .disabling(Disabling.NEVER)
                .reports(Reports.NONE)
                .sockets(new SocketSettings(sockets.freeBind(), sockets.boundToInterface(), sockets.disableRx(), 0))
                .routeReflectorClient(false)
                .routeServerClient(false)
                .timers(compared)
                .build();
    }
}
