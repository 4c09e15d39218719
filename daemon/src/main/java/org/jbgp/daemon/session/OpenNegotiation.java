package org.jbgp.daemon.session;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jbgp.config.model.bgp.BgpCapability;
import org.jbgp.config.model.bgp.BgpCapabilityOptions;
import org.jbgp.config.model.bgp.BgpChannelOptions;
import org.jbgp.config.model.bgp.BgpTimers;
import org.jbgp.daemon.session.settings.NeighborSettings;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.Notification;
import org.jbgp.daemon.wire.open.Capability;
import org.jbgp.daemon.wire.open.CapabilityType;
import org.jbgp.daemon.wire.open.NotificationText;
import org.jbgp.daemon.wire.open.OpenMessage;
import org.jbgp.daemon.wire.open.PeerRole;

/** Our OPEN for one neighbor, and the judgement of the neighbor's (RFC 4271 §6.2). Immutable, safe on every thread. */
public final class OpenNegotiation {
    /** A plain lambda: what {@code comparingInt} makes is linked anew at every start. */
    private static final Comparator<Capability> BY_CODE = (left, right) -> Integer.compare(left.code(), right.code());

    private static final int RESERVED_ROLE = 255;

    private final NeighborSettings settings;
    private final OpenMessage localOpen;
    private final OfferedCapabilities local;

    public OpenNegotiation(NeighborSettings settings) {
        this.settings = settings;
        this.localOpen = OpenMessage.of(
                settings.publicAs(), settings.timers().hold(), settings.routerId(), localCapabilities(settings));
        this.local = OfferedCapabilities.of(localOpen);
    }

    /** What a neighbor's OPEN leads to. */
    public sealed interface Outcome {}

    /** The session may come up. */
    public record Agreed(Negotiated negotiated) implements Outcome {}

    /** It may not; answer with the notification, and log the text. */
    public record Refused(Notification notification, String text) implements Outcome {}

    /** The OPEN we send. */
    public OpenMessage localOpen() {
        return localOpen;
    }

    /** The row of a capability that options offer or require; it has the same name, as a test holds. */
    static CapabilityType type(BgpCapability capability) {
        return CapabilityType.valueOf(capability.name());
    }

    private static List<Capability> localCapabilities(NeighborSettings settings) {
        BgpCapabilityOptions wanted = settings.capabilities();
        List<Capability> list = new ArrayList<>();
        if (!wanted.enabled()) {
            return list;
        }
        boolean forwarding = settings.restarting() || settings.preserved();
        List<Capability.NextHopFamily> nextHops = new ArrayList<>();
        List<Capability.AddPathFamily> addPaths = new ArrayList<>();
        List<Capability.RestartFamily> restarts = new ArrayList<>();
        List<Capability.LongLivedFamily> longLived = new ArrayList<>();
        for (AddressFamily family : AddressFamily.values()) {
            BgpChannelOptions offer = settings.families().get(family);
            if (offer == null) {
                continue;
            }
            if (family != AddressFamily.IPV4_UNICAST || wanted.advertiseIpv4()) {
                list.add(new Capability.MultiProtocol(family));
            }
            if (offer.nextHops().extended().enabled() && family == AddressFamily.IPV4_UNICAST) {
                nextHops.add(
                        new Capability.NextHopFamily(family.afi(), family.safi(), AddressFamily.IPV6_UNICAST.afi()));
            }
            int mode = (offer.addPaths().receive() ? Capability.AddPath.RECEIVE : 0)
                    | (offer.addPaths().send() ? Capability.AddPath.SEND : 0);
            if (mode != 0) {
                addPaths.add(new Capability.AddPathFamily(family.afi(), family.safi(), mode));
            }
            if (offer.restart().graceful()) {
                restarts.add(new Capability.RestartFamily(family.afi(), family.safi(), forwarding));
            }
            if (offer.restart().longLived()) {
                longLived.add(new Capability.LongLivedFamily(family.afi(), family.safi(), forwarding, (int)
                        offer.restart().staleTime()));
            }
        }
        for (BgpCapability capability : wanted.offered()) {
            CapabilityType type = type(capability);
            if (type.isSimple()) {
                list.add(new Capability.Simple(type));
            }
        }
        if (!nextHops.isEmpty()) {
            list.add(new Capability.ExtendedNextHop(nextHops));
        }
        if (settings.ownRole() != null) {
            list.add(new Capability.Role(settings.ownRole().code()));
        }
        if (wanted.offers(BgpCapability.GRACEFUL_RESTART) || !restarts.isEmpty()) {
            // RFC 4724 §3: without a family it only says that we send End-of-RIB and help others.
            int time = restarts.isEmpty() ? 0 : wanted.gracefulRestart().time();
            list.add(new Capability.GracefulRestart(
                    settings.restarting(), wanted.gracefulRestart().notifications(), time, restarts));
        }
        if (wanted.offers(BgpCapability.FOUR_BYTE_AS)) {
            list.add(new Capability.FourByteAs(settings.publicAs()));
        }
        if (!addPaths.isEmpty()) {
            list.add(new Capability.AddPath(addPaths));
        }
        if (wanted.offers(BgpCapability.LONG_LIVED_GRACEFUL_RESTART)) {
            list.add(new Capability.LongLivedGracefulRestart(longLived));
        }
        String hostname = settings.identity().hostname();
        if (wanted.offers(BgpCapability.HOSTNAME) && !hostname.isEmpty()) {
            list.add(new Capability.Hostname(hostname, ""));
        }
        list.sort(BY_CODE);
        return list;
    }

    /** Judges a well-formed OPEN; the checks stand in BIRD's order, which decides which error is reported first. */
    public Outcome negotiate(OpenMessage peer) {
        BgpTimers timers = settings.timers();
        int holdTime = Math.min(peer.holdTime(), timers.hold());
        int baseHold = Math.max(1, timers.hold());
        int keepaliveTime =
                timers.keepalive() > 0 ? (int) ((long) timers.keepalive() * holdTime / baseHold) : holdTime / 3;
        int sendHoldTime = timers.sendHold() == BgpTimers.AUTOMATIC
                ? 2 * holdTime
                : (int) ((long) timers.sendHold() * holdTime / baseHold);
        if (holdTime > 0 && keepaliveTime == 0) {
            keepaliveTime = 1;
        }
        // RFC 4271 §4.2: hold time 1 and 2 must be refused.
        if (peer.holdTime() == 1
                || peer.holdTime() == 2
                || holdTime < timers.minHold()
                || keepaliveTime < timers.minKeepalive()) {
            return refuse(Notification.Kind.UNACCEPTABLE_HOLD_TIME, bytes16(peer.holdTime()));
        }
        // RFC 6286 §2.2: not 0, and within an AS nobody else has ours.
        if (peer.routerId() == 0 || (settings.internal() && peer.routerId() == settings.routerId())) {
            return refuse(Notification.Kind.BAD_BGP_IDENTIFIER, bytes32(peer.routerId()));
        }
        OfferedCapabilities offered = OfferedCapabilities.of(peer);
        Map<AddressFamily, FamilyNegotiated> families = families(offered);
        List<AddressFamily> missing = new ArrayList<>();
        settings.families().forEach((family, wanted) -> {
            if (!families.containsKey(family) && (wanted.mandatory() || families.isEmpty())) {
                missing.add(family);
            }
        });
        if (!missing.isEmpty()) {
            return refuse(Notification.Kind.CAPABILITY_MISSING, multiprotocolCapabilities(missing));
        }
        byte[] missingCapabilities = missing(offered);
        if (missingCapabilities.length > 0) {
            return refuse(Notification.Kind.CAPABILITY_MISSING, missingCapabilities);
        }
        long peerAs = offered.has(CapabilityType.FOUR_BYTE_AS) ? offered.as() : peer.as2();
        // A neighbor whose AS is not configured must be external.
        boolean wrongAs = settings.remoteAs() == 0 ? peerAs == settings.localAs() : peerAs != settings.remoteAs();
        if (wrongAs) {
            return refuse(
                    Notification.Kind.BAD_PEER_AS,
                    offered.has(CapabilityType.FOUR_BYTE_AS) ? bytes32((int) peerAs) : bytes16(peer.as2()));
        }
        String mismatch = roleMismatch(peer, offered.role());
        if (!mismatch.isEmpty()) {
            // The clause leaves the data open: the role that was offered, 255 for none.
            Notification notification =
                    new Notification(Notification.Kind.ROLE_MISMATCH, new byte[] {(byte) offered.role()});
            return new Refused(notification, notification.description() + ": " + mismatch);
        }
        return new Agreed(new Negotiated(
                new Negotiated.Parties(
                        settings.localAs(),
                        settings.publicAs(),
                        peerAs,
                        settings.routerId(),
                        peer.routerId(),
                        settings.internal(),
                        settings.interior()),
                inUse(offered),
                new Negotiated.Times(holdTime, keepaliveTime, sendHoldTime),
                new Negotiated.PeerRestart(
                        offered.restarting(),
                        offered.restartTime(),
                        local.restart().notifications() && offered.restart().notifications()),
                families));
    }

    /** The capabilities that are in use on the session, as their rows say. */
    private Set<CapabilityType> inUse(OfferedCapabilities offered) {
        Set<CapabilityType> types = EnumSet.noneOf(CapabilityType.class);
        for (CapabilityType type : offered.types()) {
            boolean used = switch (type.use()) {
                case BOTH -> local.has(type);
                case NEIGHBOR -> true;
                case BY_VALUE -> false;
            };
            if (used) {
                types.add(type);
            }
        }
        return types;
    }

    /** What is wrong with the neighbor's role (RFC 9234 §4.2), empty if nothing is. */
    private String roleMismatch(OpenMessage peer, int role) {
        boolean contradictory = peer.capabilities().stream()
                .anyMatch(each -> each instanceof Capability.Role(int other) && other != role);
        PeerRole own = settings.ownRole();
        if (contradictory) {
            return "the neighbor announces several";
        }
        if (role < 0) {
            return settings.role().requireRoles() ? "the neighbor announces none" : "";
        }
        if (role == RESERVED_ROLE || (own != null && !own.fits(role))) {
            String ours = own == null ? "none" : own.label();
            return "the neighbor is " + PeerRole.label(role) + ", we are " + ours;
        }
        return "";
    }

    /** RFC 5492 §3: the capabilities that were required and not offered, each without a value. */
    private byte[] missing(OfferedCapabilities offered) {
        Set<Integer> codes = new TreeSet<>();
        for (BgpCapability each : settings.capabilities().required()) {
            if (!offered.has(type(each))) {
                codes.add(type(each).code());
            }
        }
        settings.families().forEach((family, wanted) -> {
            BgpChannelOptions.AddPaths paths = wanted.addPaths();
            if (paths.required()
                    && ((paths.receive() && !offered.addPathSend().contains(family))
                            || (paths.send() && !offered.addPathReceive().contains(family)))) {
                codes.add(CapabilityType.ADD_PATH.code());
            }
            if (wanted.nextHops().extended().required()
                    && !offered.extendedNextHop().contains(family)) {
                codes.add(CapabilityType.EXTENDED_NEXT_HOP.code());
            }
        });
        ByteBuffer data = ByteBuffer.allocate(2 * codes.size());
        codes.forEach(code -> data.put(code.byteValue()).put((byte) 0));
        return data.array();
    }

    private Map<AddressFamily, FamilyNegotiated> families(OfferedCapabilities offered) {
        Map<AddressFamily, FamilyNegotiated> families = new EnumMap<>(AddressFamily.class);
        for (AddressFamily family : AddressFamily.values()) {
            if (!local.families().contains(family) || !offered.families().contains(family)) {
                continue;
            }
            families.put(
                    family,
                    new FamilyNegotiated(
                            local.addPathReceive().contains(family)
                                    && offered.addPathSend().contains(family),
                            local.addPathSend().contains(family)
                                    && offered.addPathReceive().contains(family),
                            local.extendedNextHop().contains(family)
                                    && offered.extendedNextHop().contains(family),
                            offered.restartable().contains(family),
                            offered.forwardingKept().contains(family),
                            local.has(CapabilityType.LONG_LIVED_GRACEFUL_RESTART)
                                    ? offered.staleTimes().getOrDefault(family, 0)
                                    : 0,
                            offered.longLivedKept().contains(family)));
        }
        return families;
    }

    private static Refused refuse(Notification.Kind kind, byte[] data) {
        Notification notification = new Notification(kind, data);
        return new Refused(notification, NotificationText.of(notification));
    }

    private static byte[] bytes16(int value) {
        return new byte[] {(byte) (value >> 8), (byte) value};
    }

    private static byte[] bytes32(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    /** RFC 5492 §3: the data lists the capabilities that made us refuse. */
    private static byte[] multiprotocolCapabilities(List<AddressFamily> families) {
        ByteBuffer data = ByteBuffer.allocate(6 * families.size());
        for (AddressFamily family : families) {
            data.put((byte) CapabilityType.MULTIPROTOCOL.code())
                    .put((byte) 4)
                    .putShort((short) family.afi())
                    .put((byte) 0)
                    .put((byte) family.safi());
        }
        return data.array();
    }
}
