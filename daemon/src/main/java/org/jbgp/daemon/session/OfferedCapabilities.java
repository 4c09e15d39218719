package org.jbgp.daemon.session;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.open.Capability;
import org.jbgp.daemon.wire.open.CapabilityType;
import org.jbgp.daemon.wire.open.OpenMessage;

/**
 * The capabilities of one OPEN message as far as jbgpd knows them (RFC 5492). Immutable.
 *
 * @param families multiprotocol families (RFC 4760); IPv4 unicast alone if the OPEN named none
 * @param types the rows of those that were sent; Long-Lived Graceful Restart counts only together with Graceful Restart
 * @param extendedNextHop families whose routes may have IPv6 next hops (RFC 8950)
 * @param addPaths ADD-PATH (RFC 7911)
 * @param restart Graceful Restart (RFC 4724)
 * @param longLived Long-Lived Graceful Restart (RFC 9494)
 * @param values single values
 */
public record OfferedCapabilities(
        Set<AddressFamily> families,
        Set<CapabilityType> types,
        Set<AddressFamily> extendedNextHop,
        AddPaths addPaths,
        Restart restart,
        LongLived longLived,
        Values values) {
    /**
     * ADD-PATH (RFC 7911).
     *
     * @param addPathReceive families the sender can receive several paths for (RFC 7911)
     * @param addPathSend families the sender can send several paths for (RFC 7911)
     */
    public record AddPaths(Set<AddressFamily> addPathReceive, Set<AddressFamily> addPathSend) {
        public AddPaths {
            addPathReceive = Set.copyOf(addPathReceive);
            addPathSend = Set.copyOf(addPathSend);
        }
    }

    /**
     * Graceful Restart (RFC 4724).
     *
     * @param restarting R bit of Graceful Restart (RFC 4724)
     * @param restartTime seconds in it, 0..4095
     * @param restartable the families in it
     * @param forwardingKept those of them with the F bit
     * @param notifications N bit: it holds after a NOTIFICATION too (RFC 8538 §2)
     */
    public record Restart(
            boolean restarting,
            int restartTime,
            Set<AddressFamily> restartable,
            Set<AddressFamily> forwardingKept,
            boolean notifications) {
        public Restart {
            restartable = Set.copyOf(restartable);
            forwardingKept = Set.copyOf(forwardingKept);
        }
    }

    /**
     * Long-Lived Graceful Restart (RFC 9494).
     *
     * @param staleTimes the families of Long-Lived Graceful Restart (RFC 9494) with their stale times in seconds
     * @param longLivedKept those of them with the F bit
     */
    public record LongLived(Map<AddressFamily, Integer> staleTimes, Set<AddressFamily> longLivedKept) {
        public LongLived {
            staleTimes = Map.copyOf(staleTimes);
            longLivedKept = Set.copyOf(longLivedKept);
        }
    }

    /**
     * Single values.
     *
     * @param as AS number of the 4-byte AS capability, 0 without it
     * @param role BGP role (RFC 9234), any number of 0..255; -1 without the capability
     * @param hostname the host name, null without the capability
     */
    public record Values(long as, int role, String hostname) {}

    /** See {@link AddPaths#addPathReceive}. */
    public Set<AddressFamily> addPathReceive() {
        return addPaths.addPathReceive();
    }

    /** See {@link AddPaths#addPathSend}. */
    public Set<AddressFamily> addPathSend() {
        return addPaths.addPathSend();
    }

    /** See {@link Restart#restarting}. */
    public boolean restarting() {
        return restart.restarting();
    }

    /** See {@link Restart#restartTime}. */
    public int restartTime() {
        return restart.restartTime();
    }

    /** See {@link Restart#restartable}. */
    public Set<AddressFamily> restartable() {
        return restart.restartable();
    }

    /** See {@link Restart#forwardingKept}. */
    public Set<AddressFamily> forwardingKept() {
        return restart.forwardingKept();
    }

    /** See {@link LongLived#staleTimes}. */
    public Map<AddressFamily, Integer> staleTimes() {
        return longLived.staleTimes();
    }

    /** See {@link LongLived#longLivedKept}. */
    public Set<AddressFamily> longLivedKept() {
        return longLived.longLivedKept();
    }

    /** See {@link Values#as}. */
    public long as() {
        return values.as();
    }

    /** See {@link Values#role}. */
    public int role() {
        return values.role();
    }

    /** See {@link Values#hostname}. */
    public String hostname() {
        return values.hostname();
    }

    public OfferedCapabilities {
        families = Set.copyOf(families);
        types = Set.copyOf(types);
        extendedNextHop = Set.copyOf(extendedNextHop);
    }

    /** Whether the capability was sent. */
    public boolean has(CapabilityType type) {
        return types.contains(type);
    }

    /** Reads them out of an OPEN; families jbgpd does not carry are left out. */
    public static OfferedCapabilities of(OpenMessage open) {
        Set<AddressFamily> families = EnumSet.noneOf(AddressFamily.class);
        Set<AddressFamily> nextHops = EnumSet.noneOf(AddressFamily.class);
        Set<AddressFamily> receive = EnumSet.noneOf(AddressFamily.class);
        Set<AddressFamily> send = EnumSet.noneOf(AddressFamily.class);
        Set<AddressFamily> restartable = EnumSet.noneOf(AddressFamily.class);
        Set<AddressFamily> kept = EnumSet.noneOf(AddressFamily.class);
        Map<AddressFamily, Integer> staleTimes = new EnumMap<>(AddressFamily.class);
        Set<AddressFamily> longLivedKept = EnumSet.noneOf(AddressFamily.class);
        for (AddressFamily family : AddressFamily.values()) {
            if (open.offers(family)) {
                families.add(family);
            }
        }
        Set<CapabilityType> types = EnumSet.noneOf(CapabilityType.class);
        for (Capability capability : open.capabilities()) {
            if (capability.type() != null) {
                types.add(capability.type());
            }
            switch (capability) {
                case Capability.ExtendedNextHop(List<Capability.NextHopFamily> entries) -> {
                    for (Capability.NextHopFamily entry : entries) {
                        if (entry.nextHopAfi() == AddressFamily.IPV6_UNICAST.afi()) {
                            addIfCarried(nextHops, entry.afi(), entry.safi());
                        }
                    }
                }
                case Capability.AddPath(List<Capability.AddPathFamily> entries) -> {
                    for (Capability.AddPathFamily entry : entries) {
                        if ((entry.mode() & Capability.AddPath.RECEIVE) != 0) {
                            addIfCarried(receive, entry.afi(), entry.safi());
                        }
                        if ((entry.mode() & Capability.AddPath.SEND) != 0) {
                            addIfCarried(send, entry.afi(), entry.safi());
                        }
                    }
                }
                case Capability.GracefulRestart ignored -> {}
                case Capability.MultiProtocol ignored -> {}
                case Capability.Simple ignored -> {}
                case Capability.Role ignored -> {}
                case Capability.FourByteAs ignored -> {}
                case Capability.LongLivedGracefulRestart ignored -> {}
                case Capability.Hostname ignored -> {}
                case Capability.Unknown ignored -> {}
            }
        }
        Capability.GracefulRestart restart = open.lastCapability(Capability.GracefulRestart.class);
        if (restart != null) {
            for (Capability.RestartFamily entry : restart.entries()) {
                addIfCarried(restartable, entry.afi(), entry.safi());
                if (entry.forwarding()) {
                    addIfCarried(kept, entry.afi(), entry.safi());
                }
            }
        }
        Capability.LongLivedGracefulRestart longLived = open.lastCapability(Capability.LongLivedGracefulRestart.class);
        // RFC 9494 §4.1: without the other capability this one does not count.
        if (restart == null) {
            types.remove(CapabilityType.LONG_LIVED_GRACEFUL_RESTART);
        }
        if (restart != null && longLived != null) {
            for (Capability.LongLivedFamily entry : longLived.entries()) {
                AddressFamily family = AddressFamily.of(entry.afi(), entry.safi());
                if (family != null) {
                    staleTimes.put(family, entry.staleTime());
                    if (entry.forwarding()) {
                        longLivedKept.add(family);
                    }
                }
            }
        }
        Capability.FourByteAs four = open.capability(Capability.FourByteAs.class);
        Capability.Role role = open.capability(Capability.Role.class);
        Capability.Hostname hostname = open.capability(Capability.Hostname.class);
        return new OfferedCapabilities(
                families,
                types,
                nextHops,
                new AddPaths(receive, send),
                new Restart(
                        restart != null && restart.restarting(),
                        restart == null ? 0 : restart.restartTime(),
                        restartable,
                        kept,
                        restart != null && restart.notification()),
                new LongLived(staleTimes, longLivedKept),
                new Values(
                        four == null ? 0 : four.as(),
                        role == null ? -1 : role.role(),
                        hostname == null ? null : hostname.shown()));
    }

    private static void addIfCarried(Set<AddressFamily> set, int afi, int safi) {
        AddressFamily family = AddressFamily.of(afi, safi);
        if (family != null) {
            set.add(family);
        }
    }
}
