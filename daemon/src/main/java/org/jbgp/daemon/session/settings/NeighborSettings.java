package org.jbgp.daemon.session.settings;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jbgp.config.base.DebugFlag;
import org.jbgp.config.model.ProtocolCommon;
import org.jbgp.config.model.bgp.AoKey;
import org.jbgp.config.model.bgp.BgpCapabilityOptions;
import org.jbgp.config.model.bgp.BgpChannelOptions;
import org.jbgp.config.model.bgp.BgpErrorOptions;
import org.jbgp.config.model.bgp.BgpRoleOptions;
import org.jbgp.config.model.bgp.BgpSessionOptions;
import org.jbgp.config.model.bgp.BgpTimers;
import org.jbgp.config.model.bgp.BgpTransport;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.open.PeerRole;

/**
 * Everything configured about one neighbor, as the file has it, with what the router adds: addresses, router id, host
 * name. Immutable.
 *
 * @param common the options every protocol has: name, description, what is reported to the log
 * @param ends where the two ends are
 * @param identity who they are
 * @param options what the session obeys
 * @param families the families we offer, at least one, with the options of their channels
 * @param restarting our daemon has just restarted and kept all forwarding (RFC 4724 §3, R and F bits)
 * @param preserved sessions of this life have ended before, and forwarding was kept (F bit; RFC 8538 §2)
 */
public record NeighborSettings(
        ProtocolCommon common,
        Endpoints ends,
        Identity identity,
        BgpSessionOptions options,
        Map<AddressFamily, BgpChannelOptions> families,
        boolean restarting,
        boolean preserved) {

    /** The IANA port of BGP. */
    public static final int BGP_PORT = 179;

    /** TCP_MD5SIG_MAXKEYLEN of linux/tcp.h. */
    private static final int LONGEST_PASSWORD = 80;

    /** @throws IllegalArgumentException for values that cannot work; the message names the neighbor and the value */
    public NeighborSettings {
        families = Map.copyOf(families);
        String name = common.name();
        InetAddress remote = ends.remoteAddress();
        if (remote == null) {
            throw new IllegalArgumentException(name + ": neighbor address missing");
        }
        if (families.isEmpty()) {
            throw new IllegalArgumentException(name + ": no address family");
        }
        if (identity.localAs() < 1
                || identity.localAs() > 0xFFFF_FFFFL
                || identity.remoteAs() < 0
                || identity.remoteAs() > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException(name + ": AS number out of range");
        }
        if (identity.routerId() == 0) {
            throw new IllegalArgumentException(name + ": router id must not be 0.0.0.0");
        }
        if (ends.remotePort() < 1 || ends.remotePort() > 65535 || ends.listenPort() < 0 || ends.listenPort() > 65535) {
            throw new IllegalArgumentException(name + ": port out of range");
        }
        if (ends.localAddress() != null && ends.localAddress().getClass() != remote.getClass()) {
            throw new IllegalArgumentException(name + ": local and neighbor addresses of different IP versions");
        }
        String password = options.transport().key().password().orElse("");
        if (password.getBytes(StandardCharsets.UTF_8).length > LONGEST_PASSWORD) {
            throw new IllegalArgumentException(
                    name + ": password longer than 80 bytes (RFC 2385, TCP_MD5SIG_MAXKEYLEN)");
        }
        if (remote.isLinkLocalAddress() && ends.interfaceName().isEmpty() && remote instanceof Inet6Address) {
            throw new IllegalArgumentException(name + ": link-local neighbor needs an interface");
        }
    }

    /** Short, and without the password, which must not get into a log by accident. */
    @Override
    public String toString() {
        return "NeighborSettings[" + name() + ", " + remoteAddress().getHostAddress() + " as " + remoteAs() + "]";
    }

    /** Name of the protocol, used in log lines. */
    public String name() {
        return common.name();
    }

    /** Whether the log has changes of state and what caused them. */
    public boolean reportsEvents() {
        return common.debug().contains(DebugFlag.EVENTS);
    }

    /** Whether the log has messages. */
    public boolean reportsPackets() {
        return common.debug().contains(DebugFlag.PACKETS);
    }

    /** See {@link Endpoints#localAddress}. */
    public InetAddress localAddress() {
        return ends.localAddress();
    }

    /** See {@link Endpoints#listenAddress}. */
    public InetAddress listenAddress() {
        return ends.listenAddress();
    }

    /** See {@link Endpoints#listenPort}. */
    public int listenPort() {
        return ends.listenPort();
    }

    /** See {@link Endpoints#remoteAddress}. */
    public InetAddress remoteAddress() {
        return ends.remoteAddress();
    }

    /** See {@link Endpoints#remotePort}. */
    public int remotePort() {
        return ends.remotePort();
    }

    /** See {@link Endpoints#interfaceName}. */
    public String interfaceName() {
        return ends.interfaceName();
    }

    /** See {@link Identity#localAs}. */
    public long localAs() {
        return identity.localAs();
    }

    /** See {@link Identity#remoteAs}. */
    public long remoteAs() {
        return identity.remoteAs();
    }

    /** See {@link Identity#routerId}. */
    public int routerId() {
        return identity.routerId();
    }

    /** How the TCP connection is made. */
    public BgpTransport transport() {
        return options.transport();
    }

    /** TCP MD5 key (RFC 2385), 1..80 bytes in UTF-8; empty = none. */
    public String password() {
        return transport().key().password().orElse("");
    }

    /** Keys of TCP-AO (RFC 5925); empty = none. */
    public List<AoKey> aoKeys() {
        return transport().key().ao();
    }

    /** What the listener that the neighbor may dial is bound to. */
    public NeighborRange.Device device() {
        return new NeighborRange.Device(boundToInterface() ? interfaceName() : "", common.vrfDevice());
    }

    /** The device that a connection to the neighbor is bound to; empty = none. */
    public String dialDevice() {
        return interfaceName().isEmpty() ? common.vrfDevice() : interfaceName();
    }

    /**
     * The listener takes connections over the neighbor's interface only ({@code strict bind} with {@code interface}).
     */
    public boolean boundToInterface() {
        return transport().binding().strict() && !interfaceName().isEmpty();
    }

    /** All timers. */
    public BgpTimers timers() {
        return options.timers();
    }

    /** Reflection, route server, confederation and role. */
    public BgpRoleOptions role() {
        return options.role();
    }

    /** What the OPEN offers besides the families, and requires. */
    public BgpCapabilityOptions capabilities() {
        return options.capabilities();
    }

    /** What happens after an error. */
    public BgpErrorOptions errors() {
        return options.errors();
    }

    /** True for iBGP (RFC 4271 §1.1). A neighbor with {@link #remoteAs} 0 is external. */
    public boolean internal() {
        return localAs() == remoteAs();
    }

    /** True for neighbors in our AS or our confederation. */
    public boolean interior() {
        return internal() || role().confederationMember();
    }

    /** True if we are in a confederation (RFC 5065 §3). */
    public boolean confederated() {
        return role().confederation().isPresent();
    }

    /** The AS number of our confederation; our own outside of one (RFC 5065 §3). */
    public long confederationAs() {
        return role().confederation().orElse(localAs());
    }

    /** The AS number we have for this neighbor: outside of a confederation, the confederation's. */
    public long publicAs() {
        return interior() ? localAs() : confederationAs();
    }

    /** Our role on the session (RFC 9234 §4), null if we have none. */
    public PeerRole ownRole() {
        return role().localRole().map(role -> PeerRole.valueOf(role.name())).orElse(null);
    }

    /**
     * The same after a restart that this router recovers from, with all forwarding kept (RFC 4724 §3); or after the
     * recovery.
     */
    public NeighborSettings restarting(boolean recovering) {
        return new NeighborSettings(common, ends, identity, options, families, recovering, preserved);
    }

    /** The same with an OPEN that has no capabilities, whatever the file says. */
    public NeighborSettings withoutCapabilities() {
        BgpCapabilityOptions wanted = capabilities();
        BgpCapabilityOptions none = new BgpCapabilityOptions(
                false,
                false,
                wanted.advertiseIpv4(),
                wanted.offered(),
                wanted.required(),
                wanted.gracefulRestart(),
                wanted.longLived());
        return new NeighborSettings(
                common,
                ends,
                identity,
                new BgpSessionOptions(options.transport(), options.timers(), options.role(), none, options.errors()),
                families,
                restarting,
                preserved);
    }

    /** The same after a first session, whose end leaves forwarding as it is where RFC 8538 holds. */
    public NeighborSettings afterSession() {
        return preserving(capabilities().gracefulRestart().notifications());
    }

    /**
     * The same for a new session that we asked for ourselves: nothing was restarted, and forwarding goes on. A neighbor
     * to which the end of the old one looked like a restart keeps our routes only if the new one says so (RFC 4724
     * §4.2).
     */
    public NeighborSettings renewed() {
        return preserving(true);
    }

    private NeighborSettings preserving(boolean forwarding) {
        return new NeighborSettings(common, ends, identity, options, families, restarting, forwarding);
    }
}
