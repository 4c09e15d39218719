package org.jbgp.daemon.glass;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jbgp.config.base.IpAddress;
import org.jbgp.daemon.control.layout.ProtocolText;
import org.jbgp.daemon.control.layout.ReplyText;
import org.jbgp.daemon.control.view.BgpStatus;
import org.jbgp.daemon.control.view.ChannelStatus;
import org.jbgp.daemon.control.view.ProtocolStatus;

/**
 * Protocols as birdwatcher has them: each line {@code name: value} of {@code show protocols all} under its name in
 * lower case, so that what several channels say is said by the last of them; numbers are numbers. The HTTP thread.
 */
final class BirdwatcherProtocols {
    private final BirdwatcherTimes times = new BirdwatcherTimes();

    /** Of {@code show protocols}. */
    Map<String, Object> brief(ProtocolStatus protocol) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("proto", protocol.type());
        object.put("table", ProtocolText.table(protocol));
        object.put("state", ProtocolText.state(protocol.state()));
        object.put("since", times.text(protocol.changed()));
        object.put("info", info(protocol));
        return object;
    }

    /** Of {@code show protocols all}. */
    Map<String, Object> full(ProtocolStatus protocol) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("protocol", protocol.name());
        object.put("bird_protocol", protocol.type());
        object.put("table", ProtocolText.table(protocol));
        object.put("state", ProtocolText.state(protocol.state()));
        object.put("state_changed", times.text(protocol.changed()));
        object.put("connection", info(protocol));
        putText(object, "description", protocol.description());
        putText(object, "message", protocol.message());
        putText(object, "vrf", protocol.vrf());
        switch (protocol.details()) {
            case BgpStatus bgp -> neighbor(object, bgp);
            case ProtocolStatus.PipeStatus pipe -> {
                object.put("table", pipe.primary());
                object.put("peer_table", pipe.peer());
            }
            default -> {
                // No reader asks for more of the others.
            }
        }
        Map<String, Long> sums = new LinkedHashMap<>();
        Map<String, Object> channels = new LinkedHashMap<>();
        Map<String, Object> changes = new LinkedHashMap<>();
        for (ChannelStatus channel : protocol.channels()) {
            channels.put(channel.name(), channel(object, protocol, channel, sums));
            changes.put("import_updates", channel.changes().importUpdates());
            changes.put("import_withdraws", channel.changes().importWithdraws());
            changes.put("export_updates", channel.changes().exportUpdates());
            changes.put("export_withdraws", channel.changes().exportWithdraws());
        }
        object.put("channels", channels);
        object.put("routes", sums);
        object.put("route_changes", changes);
        return object;
    }

    private static void neighbor(Map<String, Object> object, BgpStatus bgp) {
        object.put("bgp_state", bgp.state().label());
        // Of a range there is none, and readers must have one.
        object.put(
                "neighbor_address",
                bgp.neighborAddress() == null
                        ? bgp.neighborRange()
                        : ReplyText.address(bgp.neighborAddress())
                                + (bgp.neighborInterface() == null ? "" : "%" + bgp.neighborInterface()));
        putText(object, "neighbor_range", bgp.neighborRange());
        object.put("neighbor_as", bgp.neighborAs());
        object.put("local_as", bgp.localAs());
        BgpStatus.Session session = bgp.session();
        if (session != null) {
            object.put("neighbor_id", IpAddress.ipv4(session.neighborId()).toString());
            object.put("session", ProtocolText.sort(session));
            object.put("source_address", ReplyText.address(session.source()));
            putTimer(object, "hold_timer", session.hold());
            putTimer(object, "keepalive_timer", session.keepalive());
            putTimer(object, "send_hold_timer", session.sendHold());
        }
        String error = ProtocolText.error(bgp);
        putText(object, "last_error", error.isEmpty() ? null : error);
    }

    private static Map<String, Object> channel(
            Map<String, Object> object, ProtocolStatus protocol, ChannelStatus channel, Map<String, Long> sums) {
        // The lines of a channel stand under those of its protocol, and birdwatcher does not distinguish them.
        if (!(protocol.details() instanceof ProtocolStatus.PipeStatus)) {
            object.put("state", channel.state().name());
            object.put("table", channel.table());
            object.put("preference", channel.setup().preference());
            object.put("input_filter", channel.setup().importFilter());
            object.put("output_filter", channel.setup().exportFilter());
        }
        for (ChannelStatus.Limit limit : channel.setup().limits()) {
            object.put(
                    limit.kind().name().toLowerCase(Locale.ROOT) + "_limit",
                    limit.hit() ? limit.limit() + " [HIT]" : limit.limit());
            object.put("action", limit.action().name().toLowerCase(Locale.ROOT));
        }
        if (channel.bgp().nextHop() != null) {
            object.put("bgp_next_hop", ReplyText.address(channel.bgp().nextHop()));
        }
        if (channel.state() == ChannelStatus.State.DOWN) {
            return Map.of();
        }
        Map<String, Long> routes = new LinkedHashMap<>();
        routes.put("imported", channel.counts().imported());
        if (channel.setup().keepsFiltered()) {
            routes.put("filtered", channel.counts().filtered());
        }
        routes.put("exported", channel.counts().exported());
        routes.put("preferred", channel.counts().preferred());
        routes.forEach((name, count) -> sums.merge(name, count, Long::sum));
        // birdwatcher says the one, Alice-LG reads the other.
        return Map.of("routes", routes, "routes_count", routes);
    }

    private static String info(ProtocolStatus protocol) {
        return switch (protocol.details()) {
            case BgpStatus bgp -> {
                boolean ended = EnumSet.of(ProtocolStatus.State.DOWN, ProtocolStatus.State.FLUSH)
                        .contains(protocol.state());
                yield ((ended ? "" : bgp.state().label() + " ") + ProtocolText.error(bgp)).strip();
            }
            case ProtocolStatus.PipeStatus pipe -> pipe.primary() + " <=> " + pipe.peer();
            default -> "";
        };
    }

    private static void putText(Map<String, Object> object, String key, String value) {
        if (value != null) {
            object.put(key, value);
        }
    }

    private static void putTimer(Map<String, Object> object, String key, BgpStatus.Countdown timer) {
        if (timer != null) {
            object.put(
                    key,
                    ReplyText.millis(timer.remaining()) + "/"
                            + (timer.total() == null ? "-" : timer.total().toSeconds()));
        }
    }
}
