package org.jbgp.config.options.bgp;

import java.util.Optional;
import java.util.function.Supplier;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.model.bgp.AoKey;
import org.jbgp.config.model.bgp.BgpCapability;
import org.jbgp.config.model.bgp.BgpCapabilityOptions.RestartMode;
import org.jbgp.config.model.bgp.BgpChannelOptions.Gateway;
import org.jbgp.config.model.bgp.BgpNeighborOptions;
import org.jbgp.config.options.argument.Context;

/**
 * What the options of a BGP protocol must satisfy together; BIRD makes each of these checks too.
 *
 * @param name the protocol's
 */
record BgpChecks(Context context, String name, BgpDraft draft) {
    private static final int MOST_TWO_BYTE_AS = 65535;

    private void error(String message) {
        draft.error(message);
    }

    private void check(boolean wrong, Supplier<String> message) {
        if (wrong) {
            error(message.get());
        }
    }

    void check() {
        boolean flat = context.dialect().isFlat();
        boolean noNeighbor = draft.ends.neighbor == null && draft.ends.neighborRange == null;
        if (draft.isIncomplete() && (draft.ends.localAs == 0 || noNeighbor || draft.ends.neighborAs == 0)) {
            return;
        }
        check(draft.ends.localAs == 0, () -> "protocol bgp '" + name + "' needs a local AS number: local as <number>;");
        check(noNeighbor, () -> "protocol bgp '" + name + "' needs a neighbor: neighbor <address> as <number>;");
        check(
                !noNeighbor
                        && draft.ends.neighborAs == 0
                        && draft.ends.neighborKind == BgpNeighborOptions.Kind.BY_NUMBER,
                () -> "the neighbor of '" + name + "' needs an AS number"
                        + (flat ? "" : ", or 'internal' or 'external'"));
        if (draft.ends.localAs == 0 || noNeighbor) {
            return;
        }
        boolean internal = draft.isInternal();
        int multihop = draft.effectiveMultihop();
        sides(internal);
        if (draft.ends.neighbor != null) {
            addresses(flat, multihop);
        } else {
            range(multihop);
        }
        times();
        aoKeys();
        bounds(
                draft.capabilities.minGracefulRestartTime,
                draft.capabilities.maxGracefulRestartTime,
                "graceful restart time",
                "'" + name + "'");
        check(
                (!draft.capabilities.enabled || !offers(BgpCapability.FOUR_BYTE_AS))
                        && draft.ends.neighborAs > MOST_TWO_BYTE_AS,
                () -> "the neighbor's AS number " + draft.ends.neighborAs + " needs 4 bytes, which are turned off for '"
                        + name + "'");
        check(
                draft.capabilities.gracefulRestart == RestartMode.OFF
                        && draft.capabilities.longLivedGracefulRestart != null
                        && draft.capabilities.longLivedGracefulRestart != RestartMode.OFF,
                () -> "'long lived graceful restart' needs 'graceful restart', which is off for '" + name + "'");
        for (BgpChannelDraft channel : draft.bgpChannels()) {
            channel(channel, flat, multihop);
        }
        if (draft.channels().isEmpty() && !flat) {
            warn("'" + name + "' has no channel, so it exchanges no routes: ipv4 { … };");
        }
    }

    private void sides(boolean internal) {
        check(
                draft.ends.neighborKind == BgpNeighborOptions.Kind.INTERNAL
                        && draft.ends.neighborAs != 0
                        && draft.ends.neighborAs != draft.ends.localAs,
                () -> "an internal neighbor has our AS number " + draft.ends.localAs + ", not "
                        + draft.ends.neighborAs);
        check(
                draft.ends.neighborKind == BgpNeighborOptions.Kind.EXTERNAL
                        && draft.ends.neighborAs == draft.ends.localAs,
                () -> "an external neighbor cannot have our own AS number " + draft.ends.localAs);
        check(
                draft.role.confederationMember && draft.role.confederation == 0,
                () -> "'confederation member' needs the 'confederation' of '" + name + "'");
        check(
                !internal && draft.role.rrClient,
                () -> "only an internal neighbor can be an RR client, but '" + name + "' is external");
        check(
                internal && draft.role.rsClient,
                () -> "only an external neighbor can be an RS client, but '" + name + "' is internal");
        check(
                internal && draft.role.localRole != null,
                () -> "a local role is for external neighbors, but '" + name + "' is internal");
        check(
                draft.role.requireRoles && draft.role.localRole == null,
                () -> "'require roles' needs a 'local role' for '" + name + "'");
        check(
                internal && draft.paths.enforceFirstAs,
                () -> "'enforce first as' is for external neighbors, but '" + name + "' is internal");
        if (requires(BgpCapability.FOUR_BYTE_AS) && !offers(BgpCapability.FOUR_BYTE_AS)) {
            warn("4-byte AS numbers are required of '" + name + "' but turned off");
        }
        if (requires(BgpCapability.ENHANCED_ROUTE_REFRESH)
                && !(offers(BgpCapability.ROUTE_REFRESH) && offers(BgpCapability.ENHANCED_ROUTE_REFRESH))) {
            warn("enhanced route refresh is required of '" + name + "' but turned off");
        }
        if (requires(BgpCapability.EXTENDED_MESSAGE) && !offers(BgpCapability.EXTENDED_MESSAGE)) {
            warn("extended messages are required of '" + name + "' but not enabled");
        }
    }

    private boolean offers(BgpCapability capability) {
        return draft.capabilities.offered.contains(capability);
    }

    private boolean requires(BgpCapability capability) {
        return draft.capabilities.required.contains(capability);
    }

    private void bounds(long least, long most, String what, String where) {
        check(
                least > most,
                () -> "the min " + what + " " + least + " of " + where + " exceeds its max " + what + " " + most);
    }

    private void warn(String message) {
        draft.warn(message);
    }

    private void range(int multihop) {
        check(
                draft.ends.localAddress != null
                        && draft.ends.localAddress.family() != draft.ends.neighborRange.family(),
                () -> "the local address " + draft.ends.localAddress + " and the neighbor range "
                        + draft.ends.neighborRange + " of '" + name + "' are not of one family");
        boolean byInterface = draft.ends.interfaceName != null || !draft.ends.interfaces.isEmpty();
        check(
                draft.transport.strictBind && draft.ends.localAddress == null && !byInterface,
                () -> "'strict bind' needs a local address or an interface for the neighbor range of '" + name + "'");
        check(
                draft.ends.interfaceName != null && !draft.ends.interfaces.isEmpty(),
                () -> "'interface' and 'interface range' of '" + name + "' exclude each other: write one of them");
        check(
                draft.ends.neighbors.isPresent()
                        && draft.ends.neighbors.table(context).isEmpty(),
                () -> "channel neighbors of '" + name + "' needs a neighbor table: neighbor table <name>;");
        if (draft.ends.neighbors.isPresent() && !draft.ends.neighbors.exports()) {
            warn("channel neighbors of '" + name + "' exports nobody, so nobody is dialled: export all;");
        }
        check(
                multihop > 0 && byInterface,
                () -> "a multihop neighbor cannot be bound to an interface: write 'direct' for '" + name + "'");
        check(
                !draft.ends.interfaces.isEmpty() && !draft.isLinkLocalRange() && !draft.transport.strictBind,
                () -> "'interface range' needs 'strict bind' for '" + name
                        + "': only link-local addresses say which interface they are on");
    }

    private void addresses(boolean flat, int multihop) {
        check(
                draft.ends.neighbors.isPresent(),
                () -> "channel neighbors needs a 'neighbor range', but '" + name + "' has one neighbor only");
        check(
                !draft.ends.interfaces.isEmpty(),
                () ->
                        "'interface range' is for a 'neighbor range': write 'interface \"<name>\"' for the one neighbor of '"
                                + name + "'");
        Optional<IpFamily> family = context.dialect().family();
        check(
                flat && draft.ends.neighbor.family() != family.orElseThrow(),
                () -> "the neighbor " + draft.ends.neighbor + " of '" + name + "' is not "
                        + family.map(IpFamily::title).orElse("") + " like the routes of this file");
        check(
                draft.ends.localAddress != null && draft.ends.localAddress.family() != draft.ends.neighbor.family(),
                () -> "the local address " + draft.ends.localAddress + " and the neighbor " + draft.ends.neighbor
                        + " of '" + name + "' are not of one family");
        check(
                draft.ends.neighbor.isUnspecified(),
                () -> "the neighbor of '" + name + "' cannot have the address " + draft.ends.neighbor);
        if (draft.ends.neighbor.isMulticast()) {
            // BIRD takes it too: only the connection will fail.
            warn("the neighbor address " + draft.ends.neighbor + " of '" + name + "' is a multicast address");
        }
        boolean linkLocal = draft.ends.neighbor.isLinkLocal()
                || (draft.ends.localAddress != null && draft.ends.localAddress.isLinkLocal());
        check(
                linkLocal && draft.ends.interfaceName == null,
                () -> "a link-local address needs an interface: neighbor "
                        + (draft.ends.neighbor.isLinkLocal() ? draft.ends.neighbor : draft.ends.localAddress)
                        + "%<interface>");
        check(
                multihop > 0 && linkLocal,
                () -> "a neighbor with a link-local address is never multihop: write 'direct' for '" + name + "'");
        check(
                multihop > 0 && !linkLocal && draft.ends.interfaceName != null,
                () -> "a multihop neighbor cannot be bound to an interface: write 'direct' for '" + name + "'");
        check(
                multihop > 0 && Boolean.TRUE.equals(draft.transport.checkLink),
                () -> "'check link' is for direct neighbors, but '" + name + "' is multihop");
        check(
                multihop > 0 && draft.transport.bfd.isPresent() && draft.ends.localAddress == null,
                () -> "BFD with a multihop neighbor needs a local address for '" + name + "'");
        check(
                multihop > 0 && draft.transport.onlink,
                () -> "'onlink' is for direct neighbors, but '" + name + "' is multihop");
        check(
                multihop == 0 && draft.transport.onlink && draft.ends.interfaceName == null && !draft.transport.passive,
                () -> "'onlink' needs an interface for '" + name + "'");
        check(
                draft.transport.strictBind && draft.ends.localAddress == null && draft.ends.interfaceName == null,
                () -> "'strict bind' needs a local address or an interface for '" + name + "'");
    }

    private void times() {
        check(
                draft.timers.keepalive > draft.timers.hold && draft.timers.hold > 0,
                () -> "the keepalive time " + draft.timers.keepalive + " of '" + name + "' exceeds its hold time "
                        + draft.timers.hold);
        if (draft.timers.hold > 0
                && draft.timers.keepalive <= draft.timers.hold
                && draft.timers.keepalive > draft.timers.hold / 2) {
            warn("the keepalive time " + draft.timers.keepalive + " of '" + name
                    + "' is more than half of its hold time " + draft.timers.hold);
        }
        check(
                draft.timers.sendHold > 0 && draft.timers.sendHold < draft.timers.hold,
                () -> "the send hold time " + draft.timers.sendHold + " of '" + name + "' is less than its hold time "
                        + draft.timers.hold);
        check(
                draft.timers.minHold > draft.timers.hold,
                () -> "the min hold time " + draft.timers.minHold + " of '" + name + "' exceeds its hold time "
                        + draft.timers.hold);
        int keepalive = draft.timers.keepalive == 0 ? draft.timers.hold / 3 : draft.timers.keepalive;
        check(
                draft.timers.minKeepalive > keepalive,
                () -> "the min keepalive time " + draft.timers.minKeepalive + " of '" + name
                        + "' exceeds its keepalive time " + keepalive);
        check(
                draft.transport.md5 && draft.transport.password == null,
                () -> "'authentication md5' of '" + name + "' needs a 'password'");
    }

    private void aoKeys() {
        boolean some = !draft.transport.keys.isEmpty();
        check(
                draft.transport.ao && !some && !draft.isIncomplete(),
                () -> "'authentication ao' of '" + name + "' needs 'keys': keys { key { id 1; secret \"…\"; }; };");
        check(
                some && !draft.transport.ao && !draft.isIncomplete(),
                () -> "the keys of '" + name + "' are not used without 'authentication ao'");
        check(
                draft.transport.ao && draft.transport.password != null,
                () -> "'" + name + "' has a password beside 'authentication ao', which does not use it: remove one");
        check(
                draft.transport.ao && draft.ends.neighborRange != null,
                () -> "'authentication ao' is for one neighbor, but '" + name + "' has a 'neighbor range'");
        check(
                some && draft.transport.keys.stream().allMatch(key -> key.preference() == AoKey.Preference.DEPRECATED),
                () -> "all keys of '" + name + "' are deprecated: one must not be");
    }

    private void channel(BgpChannelDraft channel, boolean flat, int multihop) {
        String where = flat ? "'" + name + "'" : "channel " + channel.name + " of '" + name + "'";
        check(
                !flat && !draft.isInterior() && !draft.isIncomplete() && channel.importFilter == null,
                () -> "an external neighbor needs an 'import' rule in " + where);
        check(
                !flat && !draft.isInterior() && !draft.isIncomplete() && channel.exportFilter == null,
                () -> "an external neighbor needs an 'export' rule in " + where);
        bounds(channel.leastStaleTime(draft), channel.mostStaleTime(draft), "long lived stale time", where);
        check(
                channel.requireAddPaths && !channel.receivesPaths && !channel.sendsPaths,
                () -> "'require add paths' needs 'add paths' in " + where);
        check(
                channel.requireExtendedNextHop && !channel.extendedNextHop,
                () -> "'require extended next hop' needs 'extended next hop' in " + where);
        Gateway gateway = channel.effectiveGateway(draft);
        check(
                multihop > 0 && gateway == Gateway.DIRECT,
                () -> "'gateway direct' is for direct neighbors, but '" + name + "' is multihop");
        check(
                gateway == Gateway.RECURSIVE
                        && channel.igpTables
                                .of(channel.family == IpFamily.IPV4 ? IpFamily.IPV6 : IpFamily.IPV4)
                                .isPresent()
                        && !channel.extendedNextHop,
                () -> "the igp table of " + where + " does not hold " + channel.family.title() + " routes");
        if (channel.table != null) {
            check(
                    gateway == Gateway.RECURSIVE && channel.table.sorted(),
                    () -> "'gateway recursive' cannot be used with the sorted table '" + channel.table.name() + "' of "
                            + where);
            check(
                    draft.paths.deterministicMed && channel.table.sorted(),
                    () -> "'deterministic med' cannot be used with the sorted table '" + channel.table.name() + "' of "
                            + where);
            check(
                    channel.secondary && !channel.table.sorted(),
                    () -> "'secondary' needs a sorted table, which '" + channel.table.name() + "' of " + where
                            + " is not");
        }
    }
}
