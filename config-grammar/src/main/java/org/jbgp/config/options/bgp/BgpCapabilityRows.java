package org.jbgp.config.options.bgp;

import static org.jbgp.config.options.bgp.BgpRows.NumberSetter;
import static org.jbgp.config.options.bgp.BgpRows.changes;
import static org.jbgp.config.options.bgp.BgpRows.toggle;
import static org.jbgp.config.options.row.Option.option;

import java.util.List;
import java.util.Optional;
import org.jbgp.config.model.bgp.BgpCapabilityOptions;
import org.jbgp.config.model.bgp.BgpCapabilityOptions.RestartMode;
import org.jbgp.config.options.argument.Arguments;
import org.jbgp.config.options.row.Change;
import org.jbgp.config.options.row.Effect;
import org.jbgp.config.options.row.Option;

/** What the OPEN offers and asks for. */
final class BgpCapabilityRows {
    static final List<Option<BgpDraft>> ROWS = List.of(
            toggle(
                    "capabilities",
                    changes(Effect.RESTART, bgp -> bgp.capabilities().capabilities()),
                    "on",
                    "Sends capabilities.",
                    (draft, on) -> draft.capabilities.capabilities = on),
            toggle(
                            "advertise ipv4",
                            Change.NOTHING,
                            "on",
                            "Announces the IPv4 family as a capability.",
                            (draft, on) -> {})
                    .onlyOld()
                    .loses("the IPv4 family is announced as it is needed"),
            toggle(
                    "enable as4",
                    changes(Effect.RESTART, bgp -> bgp.capabilities().as4()),
                    "on",
                    "4-byte AS numbers (RFC 6793).",
                    (draft, on) -> draft.capabilities.as4 = on),
            toggle(
                    "enable route refresh",
                    changes(Effect.RESTART, bgp -> bgp.capabilities().routeRefresh()),
                    "on",
                    "Route refresh (RFC 2918).",
                    (draft, on) -> draft.capabilities.routeRefresh = on),
            toggle(
                            "enable enhanced route refresh",
                            changes(Effect.RESTART, bgp -> bgp.capabilities().enhancedRouteRefresh()),
                            "on",
                            "Enhanced route refresh (RFC 7313).",
                            (draft, on) -> draft.capabilities.enhancedRouteRefresh = on)
                    .onlyNew(),
            toggle(
                    "enable extended messages",
                    changes(Effect.RESTART, bgp -> bgp.capabilities().extendedMessages()),
                    "off",
                    "Messages of up to 65535 bytes (RFC 8654).",
                    (draft, on) -> draft.capabilities.extendedMessages = on),
            toggle(
                            "advertise hostname",
                            changes(Effect.RESTART, bgp -> bgp.capabilities().advertiseHostname()),
                            "off",
                            "Tells the neighbor the host name (draft-walton-bgp-hostname-capability).",
                            (draft, on) -> draft.capabilities.advertiseHostname = on)
                    .onlyNew(),
            toggle(
                            "require as4",
                            changes(Effect.RESTART, bgp -> bgp.capabilities().requireAs4()),
                            "off",
                            "Refuses neighbors without it.",
                            (draft, on) -> draft.capabilities.requireAs4 = on)
                    .onlyNew(),
            toggle(
                            "require route refresh",
                            changes(Effect.RESTART, bgp -> bgp.capabilities().requireRouteRefresh()),
                            "off",
                            "Refuses neighbors without it.",
                            (draft, on) -> draft.capabilities.requireRouteRefresh = on)
                    .onlyNew(),
            toggle(
                            "require enhanced route refresh",
                            changes(Effect.RESTART, bgp -> bgp.capabilities().requireEnhancedRouteRefresh()),
                            "off",
                            "Refuses neighbors without it.",
                            (draft, on) -> draft.capabilities.requireEnhancedRouteRefresh = on)
                    .onlyNew(),
            toggle(
                            "require extended messages",
                            changes(Effect.RESTART, bgp -> bgp.capabilities().requireExtendedMessages()),
                            "off",
                            "Refuses neighbors without it.",
                            (draft, on) -> draft.capabilities.requireExtendedMessages = on)
                    .onlyNew(),
            toggle(
                            "require hostname",
                            changes(Effect.RESTART, bgp -> bgp.capabilities().requireHostname()),
                            "off",
                            "Refuses neighbors without it.",
                            (draft, on) -> draft.capabilities.requireHostname = on)
                    .onlyNew(),
            toggle(
                            "require graceful restart",
                            changes(Effect.RESTART, bgp -> bgp.capabilities().requireGracefulRestart()),
                            "off",
                            "Refuses neighbors without it.",
                            (draft, on) -> draft.capabilities.requireGracefulRestart = on)
                    .onlyNew(),
            toggle(
                            "require long lived graceful restart",
                            changes(Effect.RESTART, bgp -> bgp.capabilities().requireLongLivedGracefulRestart()),
                            "off",
                            "Refuses neighbors without it.",
                            (draft, on) -> draft.capabilities.requireLongLivedGracefulRestart = on)
                    .onlyNew(),
            toggle(
                            "disable rx",
                            changes(Effect.RESTART, bgp -> bgp.capabilities().disableRx()),
                            "off",
                            "Reads nothing from the neighbor once the session is up, and does not miss it; for tests.",
                            (draft, on) -> draft.capabilities.disableRx = on)
                    .onlyNew(),
            option(
                    "graceful restart",
                    changes(Effect.RESTART, bgp -> bgp.capabilities().gracefulRestart()),
                    "[<switch>] | aware",
                    "aware",
                    "Graceful restart (RFC 4724): on, only as the helper, or off.",
                    (arguments, draft) -> draft.capabilities.gracefulRestart = restartMode(arguments)),
            option(
                    "graceful restart time",
                    changes(Effect.RESTART, bgp -> bgp.capabilities().gracefulRestartTime()),
                    "<0 to 4095>",
                    "120",
                    "Seconds the neighbor should wait for a restart.",
                    (arguments, draft) -> draft.capabilities.gracefulRestartTime =
                            (int) arguments.number("graceful restart time", 0, 4095)),
            option(
                    "long lived graceful restart",
                    changes(Effect.RESTART, bgp -> bgp.capabilities().longLivedGracefulRestart()),
                    "[<switch>] | aware",
                    "aware, if graceful restart is not off",
                    "Long-lived graceful restart (RFC 9494): on, only as the helper, or off.",
                    (arguments, draft) -> draft.capabilities.longLivedGracefulRestart = restartMode(arguments)),
            option(
                    "long lived stale time",
                    changes(Effect.RESTART, bgp -> bgp.capabilities().longLivedStaleTime()),
                    "<0 to 16777215>",
                    "3600",
                    "Seconds that stale routes may stay.",
                    (arguments, draft) -> draft.capabilities.longLivedStaleTime =
                            arguments.number("long lived stale time", 0, (1 << 24) - 1)),
            restartBound(
                    "min",
                    "graceful restart time",
                    changes(Effect.RESTART, bgp -> bgp.capabilities().minGracefulRestartTime()),
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
                    changes(Effect.RESTART, bgp -> bgp.capabilities().maxGracefulRestartTime()),
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
            // The default, which nobody can miss.
            arguments.turnOff();
            return RestartMode.AWARE;
        }
        return arguments.toggle() ? RestartMode.ON : RestartMode.OFF;
    }

    /** What the rows write to; a field that is null was not set. Units as in the model. */
    static final class Draft {
        boolean capabilities = true;
        boolean as4 = true;
        boolean routeRefresh = true;
        boolean enhancedRouteRefresh = true;
        boolean extendedMessages;
        boolean advertiseHostname;
        RestartMode gracefulRestart = RestartMode.AWARE;
        int gracefulRestartTime = 120;
        int minGracefulRestartTime;
        int maxGracefulRestartTime = 4095;
        RestartMode longLivedGracefulRestart;
        long longLivedStaleTime = 3600;
        long minLongLivedStaleTime;
        long maxLongLivedStaleTime = (1 << 24) - 1;
        boolean requireAs4;
        boolean requireRouteRefresh;
        boolean requireEnhancedRouteRefresh;
        boolean requireExtendedMessages;
        boolean requireHostname;
        boolean requireGracefulRestart;
        boolean requireLongLivedGracefulRestart;
        boolean disableRx;

        BgpCapabilityOptions build() {
            return new BgpCapabilityOptions(
                    capabilities,
                    as4,
                    routeRefresh,
                    enhancedRouteRefresh,
                    extendedMessages,
                    advertiseHostname,
                    gracefulRestart,
                    gracefulRestartTime,
                    minGracefulRestartTime,
                    maxGracefulRestartTime,
                    Optional.ofNullable(longLivedGracefulRestart)
                            .orElse(gracefulRestart == RestartMode.OFF ? RestartMode.OFF : RestartMode.AWARE),
                    longLivedStaleTime,
                    requireAs4,
                    requireRouteRefresh,
                    requireEnhancedRouteRefresh,
                    requireExtendedMessages,
                    requireHostname,
                    requireGracefulRestart,
                    requireLongLivedGracefulRestart,
                    disableRx);
        }
    }
}
