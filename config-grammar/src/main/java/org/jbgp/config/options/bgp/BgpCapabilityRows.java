package org.jbgp.config.options.bgp;

import static org.jbgp.config.options.bgp.BgpRows.NumberSetter;
import static org.jbgp.config.options.bgp.BgpRows.changes;
import static org.jbgp.config.options.bgp.BgpRows.toggle;
import static org.jbgp.config.options.row.Option.option;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jbgp.config.model.bgp.BgpCapability;
import org.jbgp.config.model.bgp.BgpCapabilityOptions;
import org.jbgp.config.model.bgp.BgpCapabilityOptions.RestartMode;
import org.jbgp.config.options.argument.Arguments;
import org.jbgp.config.options.row.Change;
import org.jbgp.config.options.row.Effect;
import org.jbgp.config.options.row.Option;

/** What the OPEN offers, and what is required of the neighbor's. */
final class BgpCapabilityRows {
    static final List<Option<BgpDraft>> OFFERS = List.of(
            option(
                    "capabilities",
                    changes(
                            Effect.RESTART,
                            bgp -> List.of(
                                    bgp.capabilities().enabled(),
                                    bgp.capabilities().retryWithout())),
                    "[<switch>] | auto",
                    "on; for IPv4 in 1.6 auto",
                    "Sends capabilities; 'auto' opens the session without them when the neighbor answers with NOTIFICATION"
                            + " 2/4 or 2/7, until that session ends.",
                    (arguments, draft) -> draft.capabilities.sending(arguments)),
            toggle(
                            "advertise ipv4",
                            changes(Effect.RESTART, bgp -> bgp.capabilities().advertiseIpv4()),
                            "on",
                            "Advertises the IPv4 family as a capability; a neighbor that sees no family takes it for this one.",
                            (draft, on) -> draft.capabilities.advertiseIpv4 = on)
                    .onlyOld(),
            enable(BgpCapability.FOUR_BYTE_AS, "on", "4-byte AS numbers (RFC 6793)."),
            enable(BgpCapability.ROUTE_REFRESH, "on", "Route refresh (RFC 2918)."),
            enable(BgpCapability.ENHANCED_ROUTE_REFRESH, "on", "Enhanced route refresh (RFC 7313).")
                    .onlyNew(),
            enable(BgpCapability.EXTENDED_MESSAGE, "off", "Messages of up to 65535 bytes (RFC 8654)."),
            offer(
                            "advertise hostname",
                            BgpCapability.HOSTNAME,
                            "off",
                            "Tells the neighbor the host name (draft-walton-bgp-hostname-capability).")
                    .onlyNew());

    static final List<Option<BgpDraft>> REQUIREMENTS =
            Stream.of(BgpCapability.values()).map(BgpCapabilityRows::require).toList();

    static final List<Option<BgpDraft>> RESTART = List.of(
            option(
                    "graceful restart",
                    changes(
                            Effect.RESTART,
                            bgp -> bgp.capabilities().gracefulRestart().mode()),
                    "[<switch>] | aware",
                    "aware",
                    "Graceful restart (RFC 4724): on, only as the helper, or off.",
                    (arguments, draft) -> draft.capabilities.gracefulRestart = restartMode(arguments)),
            option(
                    "graceful restart time",
                    changes(
                            Effect.RESTART,
                            bgp -> bgp.capabilities().gracefulRestart().time()),
                    "<0 to 4095>",
                    "120",
                    "Seconds the neighbor should wait for a restart.",
                    (arguments, draft) -> draft.capabilities.gracefulRestartTime =
                            (int) arguments.number("graceful restart time", 0, 4095)),
            option(
                    "graceful restart notification",
                    changes(
                            Effect.RESTART,
                            bgp -> bgp.capabilities().gracefulRestart().notifications()),
                    "[<switch>]",
                    "off",
                    "Routes are kept after a NOTIFICATION and after a hold time too, except for a hard reset (RFC 8538); no"
                            + " option of BIRD's.",
                    (arguments, draft) -> draft.capabilities.restartNotifications = arguments.toggle()),
            option(
                    "long lived graceful restart",
                    changes(
                            Effect.RESTART,
                            bgp -> bgp.capabilities().longLived().mode()),
                    "[<switch>] | aware",
                    "aware, if graceful restart is not off",
                    "Long-lived graceful restart (RFC 9494): on, only as the helper, or off.",
                    (arguments, draft) -> draft.capabilities.longLivedGracefulRestart = restartMode(arguments)),
            option(
                    "long lived stale time",
                    changes(
                            Effect.RESTART,
                            bgp -> bgp.capabilities().longLived().staleTime()),
                    "<0 to 16777215>",
                    "3600",
                    "Seconds that stale routes may stay.",
                    (arguments, draft) -> draft.capabilities.longLivedStaleTime =
                            arguments.number("long lived stale time", 0, (1 << 24) - 1)),
            restartBound(
                    "min",
                    "graceful restart time",
                    changes(
                            Effect.RESTART,
                            bgp -> bgp.capabilities().gracefulRestart().least()),
                    4095,
                    (draft, seconds) -> draft.capabilities.minGracefulRestartTime = seconds),
            restartBound(
                    "min",
                    "long lived stale time",
                    // Channels without a time of their own have the protocol's.
                    Change.alias("min long lived stale time"),
                    (1 << 24) - 1,
                    (draft, seconds) -> draft.capabilities.minLongLivedStaleTime = seconds),
            restartBound(
                    "max",
                    "graceful restart time",
                    changes(
                            Effect.RESTART,
                            bgp -> bgp.capabilities().gracefulRestart().most()),
                    4095,
                    (draft, seconds) -> draft.capabilities.maxGracefulRestartTime = seconds),
            restartBound(
                    "max",
                    "long lived stale time",
                    // Channels without a time of their own have the protocol's.
                    Change.alias("max long lived stale time"),
                    (1 << 24) - 1,
                    (draft, seconds) -> draft.capabilities.maxLongLivedStaleTime = seconds));

    private BgpCapabilityRows() {}

    private static Option<BgpDraft> enable(BgpCapability capability, String standard, String meaning) {
        return offer("enable " + capability.words(), capability, standard, meaning);
    }

    private static Option<BgpDraft> offer(String words, BgpCapability capability, String standard, String meaning) {
        return toggle(
                words,
                changes(Effect.RESTART, bgp -> bgp.capabilities().offers(capability)),
                standard,
                meaning,
                (draft, on) -> put(draft.capabilities.offered, capability, on));
    }

    private static Option<BgpDraft> require(BgpCapability capability) {
        return toggle(
                        "require " + capability.words(),
                        changes(Effect.RESTART, bgp -> bgp.capabilities().requires(capability)),
                        "off",
                        "Refuses neighbors without it.",
                        (draft, on) -> put(draft.capabilities.required, capability, on))
                .onlyNew();
    }

    private static void put(Set<BgpCapability> set, BgpCapability capability, boolean on) {
        if (on) {
            set.add(capability);
        } else {
            set.remove(capability);
        }
    }

    private static Option<BgpDraft> restartBound(
            String bound, String time, Change change, int most, NumberSetter setter) {
        String words = bound + " " + time;
        return Option.<BgpDraft>option(
                        words,
                        change,
                        "<seconds>",
                        bound.equals("min") ? "0" : "none",
                        "Bound of the neighbor's '" + time + "'.",
                        (arguments, draft) -> setter.set(draft, (int) arguments.number(words, 0, most)))
                .onlyNew();
    }

    private static RestartMode restartMode(Arguments arguments) {
        if (arguments.tryWords("aware")) {
            // The default: nothing is lost.
            arguments.turnOff();
            return RestartMode.AWARE;
        }
        return arguments.toggle() ? RestartMode.ON : RestartMode.OFF;
    }

    /** What the rows write to; a field that is null was not set. Units as in the model. */
    static final class Draft {
        boolean enabled = true;
        /** Null unless said. */
        Boolean retryWithout;

        boolean advertiseIpv4 = true;
        final Set<BgpCapability> offered = EnumSet.of(
                BgpCapability.FOUR_BYTE_AS, BgpCapability.ROUTE_REFRESH, BgpCapability.ENHANCED_ROUTE_REFRESH);
        final Set<BgpCapability> required = EnumSet.noneOf(BgpCapability.class);
        RestartMode gracefulRestart = RestartMode.AWARE;
        int gracefulRestartTime = 120;
        boolean restartNotifications;
        int minGracefulRestartTime;
        int maxGracefulRestartTime = 4095;
        RestartMode longLivedGracefulRestart;
        long longLivedStaleTime = 3600;
        long minLongLivedStaleTime;
        long maxLongLivedStaleTime = (1 << 24) - 1;

        private void sending(Arguments arguments) {
            retryWithout = arguments.tryWords("auto");
            enabled = retryWithout || arguments.toggle();
        }

        /**
         * How far long-lived graceful restart goes: as far as to help, unless said otherwise or without the other one.
         */
        RestartMode longLivedMode() {
            return Optional.ofNullable(longLivedGracefulRestart)
                    .orElse(gracefulRestart == RestartMode.OFF ? RestartMode.OFF : RestartMode.AWARE);
        }

        /** Whether this router helps neighbors to restart so, at least. */
        boolean isLongLivedAware() {
            return gracefulRestart != RestartMode.OFF && longLivedMode() != RestartMode.OFF;
        }

        /** @param usually whether capabilities that are refused are left out, unless said otherwise */
        BgpCapabilityOptions build(boolean usually) {
            Set<BgpCapability> all = EnumSet.noneOf(BgpCapability.class);
            all.addAll(offered);
            put(all, BgpCapability.GRACEFUL_RESTART, gracefulRestart != RestartMode.OFF);
            put(all, BgpCapability.LONG_LIVED_GRACEFUL_RESTART, isLongLivedAware());
            return new BgpCapabilityOptions(
                    enabled,
                    Optional.ofNullable(retryWithout).orElse(usually),
                    advertiseIpv4,
                    all,
                    required,
                    new BgpCapabilityOptions.GracefulRestart(
                            gracefulRestart,
                            gracefulRestartTime,
                            minGracefulRestartTime,
                            maxGracefulRestartTime,
                            restartNotifications),
                    new BgpCapabilityOptions.LongLived(longLivedMode(), longLivedStaleTime));
        }
    }
}
