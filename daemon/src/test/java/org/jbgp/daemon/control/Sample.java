package org.jbgp.daemon.control;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jbgp.config.base.IpPrefix;
import org.jbgp.daemon.control.view.BgpStatus;
import org.jbgp.daemon.control.view.ChannelStatus;
import org.jbgp.daemon.control.view.InterfaceStatus;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RouteEntry;
import org.jbgp.daemon.control.view.RoutePlan;
import org.jbgp.daemon.control.view.RouteQuery;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.Destination;
import org.jbgp.daemon.wire.Scope;

/** Values for the situations recordings were made in, shorter to write than their constructors. */
final class Sample {

    static final ProtocolStatus.NoDetails NONE = new ProtocolStatus.NoDetails();

    private Sample() {}

    static InterfaceStatus.Address own(String address, int length, String opposite, String scope) {
        return new InterfaceStatus.Address(
                address(address),
                length,
                InterfaceStatus.Rank.PREFERRED,
                opposite == null ? null : address(opposite),
                scope);
    }

    /**
     * {@code target}: a destination word, an interface, or {@code gateway%interface[!][*weight]} separated by blanks.
     */
    static RouteEntry route(
            String prefixText,
            String protocol,
            RouteSource.Kind kind,
            int preference,
            Instant changed,
            String from,
            boolean primary,
            byte[] attributes,
            String target) {
        IpPrefix p = IpPrefix.parse(prefixText).orElseThrow();
        RouteQuery.Prefix prefix = new RouteQuery.Prefix(
                p.family().bits() == 32 ? AddressFamily.IPV4_UNICAST : AddressFamily.IPV6_UNICAST,
                p.hi(),
                p.lo(),
                p.length());
        Destination destination = switch (target) {
            case "blackhole" -> Destination.BLACKHOLE;
            case "unreachable" -> Destination.UNREACHABLE;
            case "prohibit" -> Destination.PROHIBIT;
            default -> Destination.UNICAST;
        };
        List<RouteEntry.NextHop> hops = new java.util.ArrayList<>();
        if (destination == Destination.UNICAST) {
            for (String hop : target.split(" ", -1)) {
                String[] weighted = hop.split("\\*", -1);
                String name = weighted[0].replaceAll(".*%|!", "");
                InetAddress gateway = weighted[0].contains("%") ? address(weighted[0].replaceAll("%.*", "")) : null;
                hops.add(new RouteEntry.NextHop(
                        gateway, name, weighted.length > 1 ? Integer.parseInt(weighted[1]) : 1, hop.contains("!")));
            }
        }
        return new RouteEntry(
                prefix,
                new RouteEntry.Origin(protocol, kind, preference, changed, from == null ? null : address(from)),
                new RouteEntry.Standing(primary, false, false, false),
                destination,
                hops,
                null,
                Scope.UNIVERSE,
                attributes);
    }

    static ProtocolStatus protocol(
            String name,
            String type,
            ProtocolStatus.State state,
            String changed,
            String description,
            List<ChannelStatus> channels,
            ProtocolStatus.Details details) {
        return new ProtocolStatus(
                name,
                type,
                new ProtocolStatus.Life(state, true, FakeRouter.at(changed)),
                new ProtocolStatus.Notes(description, null, null, null),
                channels,
                details);
    }

    static ChannelStatus channel(
            String name,
            int preference,
            String in,
            String out,
            long imported,
            long filtered,
            long exported,
            long preferred,
            ChannelStatus.Changes changes) {
        return new ChannelStatus(
                name,
                ChannelStatus.State.UP,
                name.equals("ipv6") ? "master6" : "master4",
                new ChannelStatus.Setup(preference, in, out, false, List.of()),
                new ChannelStatus.Counts(imported, filtered, exported, preferred),
                changes,
                ChannelStatus.Recovery.NONE,
                ChannelStatus.Bgp.NONE);
    }

    static ChannelStatus.Changes changes(
            long in,
            long inRejected,
            long inFiltered,
            long inAccepted,
            long out,
            long outRejected,
            long outFiltered,
            long outAccepted) {
        return new ChannelStatus.Changes(
                new ChannelStatus.Updates(in, inRejected, inFiltered, 0, inAccepted),
                ChannelStatus.Withdraws.NONE,
                new ChannelStatus.Updates(out, outRejected, outFiltered, 0, outAccepted),
                ChannelStatus.Withdraws.NONE);
    }

    static BgpStatus.Countdown timer(String remaining, int total) {
        return new BgpStatus.Countdown(
                Duration.ofMillis(Math.round(Double.parseDouble(remaining) * 1000)), Duration.ofSeconds(total));
    }

    /** ORIGIN IGP, an AS_PATH of one segment, NEXT_HOP and LOCAL_PREF 100. */
    static byte[] path(String nextHop, String ases) {
        int count = ases.length() / 8;
        return bytes("40010001" + "00" + "4002" + hex4(2 + 4 * count) + "02"
                + hex4(count).substring(2) + ases + "4003" + hex4(nextHop.length() / 2) + nextHop + "40050004"
                + "00000064");
    }

    /** Of a file that changes an import filter. */
    static RoutePlan routePlan() {
        byte[] before = path("0a000001", "0000fde9");
        byte[] after = path("0a000001", "0000fde90000fde9");
        RouteQuery.Prefix prefix = new RouteQuery.Prefix(AddressFamily.IPV4_UNICAST, 0, 0xC0000200L, 24);
        return new RoutePlan(
                List.of(new RoutePlan.Channel(
                        "up1",
                        "ipv4",
                        RoutePlan.Direction.IMPORT,
                        new RoutePlan.Counts(2, 1, 1),
                        Map.of("bgp_path", 1L),
                        List.of(
                                new RoutePlan.Route(prefix, "added", List.of(), "", new RoutePlan.Sets(null, after)),
                                new RoutePlan.Route(
                                        prefix,
                                        "changed",
                                        List.of("bgp_path"),
                                        "",
                                        new RoutePlan.Sets(before, after))))),
                List.of(new RoutePlan.Table(
                        "master4",
                        1,
                        new RoutePlan.Counts(2, 0, 0),
                        1,
                        Map.of(),
                        List.of(new RoutePlan.Route(
                                prefix, "moved", List.of(), "up1 -> up2", new RoutePlan.Sets(null, null))))),
                List.of("up2: it is new, and what it will bring is not known"),
                900_000,
                Duration.ofMillis(2_340));
    }

    private static String hex4(int number) {
        return HexFormat.of().toHexDigits((short) number);
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
