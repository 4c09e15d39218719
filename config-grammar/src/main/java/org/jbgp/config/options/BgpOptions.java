package org.jbgp.config.options;

import static org.jbgp.config.options.Option.option;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jbgp.config.model.BgpConfig;
import org.jbgp.config.model.bgp.BgpCapabilityOptions.RestartMode;
import org.jbgp.config.model.bgp.BgpRoleOptions;

/** The options of {@code protocol bgp} but for those of its channels. */
final class BgpOptions {
    private static final long MOST = 0xffff_ffffL;
    private static final int MOST_SECONDS = 65535;
    private static final Pattern WITH_LETTERS = Pattern.compile("(?i)as[0-9]+");
    private static final Pattern DOTTED = Pattern.compile("([0-9]{1,5})\\.([0-9]{1,5})");

    /** The subcodes of a Cease NOTIFICATION (RFC 4486) as {@code disable after cease} calls them. */
    private static final Map<String, Integer> CEASES = new TreeMap<>(Map.of(
            "cease", 0,
            "prefix limit hit", 1,
            "administrative shutdown", 2,
            "peer deconfigured", 3,
            "administrative reset", 4,
            "connection rejected", 5,
            "configuration change", 6,
            "connection collision", 7,
            "out of resources", 8));

    static final OptionTable<BgpDraft> TABLE = new OptionTable<>(
            BgpEndpointOptions.ROWS, timers(), transport(), reflection(), paths(), capabilities(), errors());

    private BgpOptions() {}

    private static Change changes(Effect effect, Function<BgpConfig, ?> value) {
        return Change.of(BgpConfig.class, effect, value);
    }

    private static Option<BgpDraft> toggle(
            String words, Change change, String standard, String meaning, Option.Switch<BgpDraft> action) {
        return Option.toggle(words, change, standard, meaning, action);
    }

    private interface NumberSetter {
        void set(BgpDraft draft, int value);
    }

    private static Option<BgpDraft> seconds(
            String words, Change change, int least, String standard, String meaning, NumberSetter setter) {
        return option(
                words,
                change,
                "<seconds>",
                standard,
                meaning,
                (arguments, draft) -> setter.set(draft, (int) arguments.number(words, least, MOST_SECONDS)));
    }

    private static List<Option<BgpDraft>> timers() {
        return List.of(
                option(
                        "hold time",
                        changes(Effect.RESTART, bgp -> bgp.timers().hold()),
                        "<seconds>",
                        "240",
                        "Hold time offered to the neighbor; 0 turns keepalives off.",
                        (arguments, draft) -> {
                            int seconds = (int) arguments.number("hold time", 0, MOST_SECONDS);
                            if (seconds == 1 || seconds == 2) {
                                throw arguments.failAtLast("hold time must be 0 or from 3 to 65535, not " + seconds);
                            }
                            draft.hold = seconds;
                        }),
                seconds(
                        "min hold time",
                        changes(Effect.LIVE, bgp -> bgp.timers().minHold()),
                        0,
                        "0",
                        "Smallest hold time accepted from the neighbor.",
                        (draft, seconds) -> draft.minHold = seconds),
                seconds(
                        "startup hold time",
                        changes(Effect.LIVE, bgp -> bgp.timers().startupHold()),
                        0,
                        "240",
                        "Hold time until the session is established.",
                        (draft, seconds) -> draft.startupHold = seconds),
                seconds(
                        "keepalive time",
                        changes(Effect.RESTART, bgp -> bgp.timers().keepalive()),
                        1,
                        "a third of the hold time",
                        "Time between KEEPALIVEs.",
                        (draft, seconds) -> draft.keepalive = seconds),
                seconds(
                        "min keepalive time",
                        changes(Effect.LIVE, bgp -> bgp.timers().minKeepalive()),
                        0,
                        "0",
                        "Smallest keepalive time accepted as a result of the neighbor's hold time.",
                        (draft, seconds) -> draft.minKeepalive = seconds),
                seconds(
                        "send hold time",
                        changes(Effect.RESTART, bgp -> bgp.timers().sendHold()),
                        0,
                        "twice the hold time",
                        "Closes the session when nothing could be sent for so long (RFC 9687); 0 never does.",
                        (draft, seconds) -> draft.sendHold = seconds),
                seconds(
                        "connect delay time",
                        changes(Effect.LIVE, bgp -> bgp.timers().dialing().delay()),
                        0,
                        "5",
                        "Wait before the first connection attempt.",
                        (draft, seconds) -> draft.connectDelay = seconds),
                seconds(
                        "start delay time",
                        Change.alias("connect delay time"),
                        0,
                        "5",
                        "Old name of 'connect delay time'.",
                        (draft, seconds) -> draft.connectDelay = seconds),
                seconds(
                        "connect retry time",
                        changes(Effect.LIVE, bgp -> bgp.timers().dialing().retry()),
                        0,
                        "120",
                        "Wait between connection attempts.",
                        (draft, seconds) -> draft.connectRetry = seconds),
                option(
                        "error wait time",
                        changes(
                                Effect.LIVE,
                                bgp -> List.of(
                                        bgp.timers().errorWait().least(),
                                        bgp.timers().errorWait().most())),
                        "<seconds>, <seconds>",
                        "60, 300",
                        "Wait after an error: the first one, and the longest one when errors repeat.",
                        (arguments, draft) -> {
                            draft.errorWaitMin = (int) arguments.number("error wait time", 0, MOST_SECONDS);
                            if (!arguments.tryPunctuation(",")) {
                                throw arguments.expected("','");
                            }
                            draft.errorWaitMax = (int) arguments.number("error wait time", 0, MOST_SECONDS);
                        }),
                seconds(
                        "error forget time",
                        changes(Effect.LIVE, bgp -> bgp.timers().errorWait().forget()),
                        0,
                        "300",
                        "Time without errors after which they are forgotten.",
                        (draft, seconds) -> draft.errorForget = seconds));
    }

    private static List<Option<BgpDraft>> transport() {
        return List.of(
                option(
                        "multihop",
                        changes(Effect.RESTART, bgp -> bgp.transport().multihop()),
                        "[<1 to 255>]",
                        "64 for internal neighbors, else direct",
                        "The neighbor need not be on a connected network; the number is the TTL.",
                        (arguments, draft) ->
                                draft.multihop = arguments.atEnd() ? 64 : (int) arguments.number("multihop", 1, 255)),
                option(
                        "direct",
                        Change.alias("multihop"),
                        "",
                        "for external neighbors",
                        "The neighbor is on a connected network.",
                        (arguments, draft) -> draft.multihop = 0),
                toggle(
                        "ttl security",
                        changes(Effect.RESTART, bgp -> bgp.transport().ttlSecurity()),
                        "off",
                        "Accepts only packets that cannot have come from farther away (RFC 5082).",
                        (draft, on) -> draft.ttlSecurity = on),
                toggle(
                        "passive",
                        changes(Effect.RESTART, bgp -> bgp.transport().passive()),
                        "off",
                        "Never dials, only listens.",
                        (draft, on) -> draft.passive = on),
                toggle(
                        "strict bind",
                        changes(Effect.RESTART, bgp -> bgp.transport().strictBind()),
                        "off",
                        "Listens on the local address and interface only.",
                        (draft, on) -> draft.strictBind = on),
                toggle(
                        "free bind",
                        changes(Effect.RESTART, bgp -> bgp.transport().freeBind()),
                        "off",
                        "Binds to the local address even if the machine does not have it.",
                        (draft, on) -> draft.freeBind = on),
                toggle(
                        "onlink",
                        changes(Effect.RESTART, bgp -> bgp.transport().onlink()),
                        "off",
                        "The neighbor is on the interface even if no address there says so.",
                        (draft, on) -> draft.onlink = on),
                toggle(
                        "check link",
                        changes(Effect.RESTART, bgp -> bgp.transport().checkLink()),
                        "on for direct neighbors of 2.x",
                        "An interface without link is as good as down.",
                        (draft, on) -> draft.checkLink = on),
                option(
                        "password",
                        changes(Effect.LIVE, bgp -> bgp.transport().password()),
                        "<string>",
                        "",
                        "Key of TCP MD5 (RFC 2385).",
                        (arguments, draft) -> {
                            String password = arguments.text();
                            // TCP_MD5SIG_MAXKEYLEN of linux/tcp.h
                            if (password.isEmpty() || password.length() > 80) {
                                throw arguments.failAtLast("a password has from 1 to 80 characters");
                            }
                            draft.password = password;
                        }),
                option(
                        "authentication",
                        Change.alias("password"),
                        "none | md5",
                        "md5 if there is a password",
                        "How TCP segments are authenticated.",
                        (arguments, draft) -> {
                            String method = arguments.choice("none", "md5", "ao");
                            if (method.equals("ao")) {
                                throw arguments.failAtLast("'authentication ao' is not supported: use md5");
                            }
                            draft.md5 = method.equals("md5");
                        }),
                Option.<BgpDraft>refused(
                                "keys",
                                "Keys of TCP-AO (RFC 5925).",
                                "jbgpd does not do TCP-AO: without it the session would not be protected, so use 'password' (MD5) at both ends")
                        .onlyNew(),
                Option.<BgpDraft>option(
                                "tx size warning",
                                changes(Effect.LIVE, bgp -> bgp.transport().txSizeWarning()),
                                "<bytes>",
                                "0, which is never",
                                "Warns when more waits to be sent (3.x); at most 8 MiB do.",
                                (arguments, draft) -> draft.txSizeWarning = arguments.number("tx size warning"))
                        .onlyNew(),
                toggle(
                        "setkey",
                        changes(Effect.LIVE, bgp -> bgp.transport().setKey()),
                        "on",
                        "Installs the password in the kernel itself; always done on Linux.",
                        (draft, on) -> draft.setKey = on),
                Option.<BgpDraft>option(
                                "bfd",
                                changes(Effect.LIVE, bgp -> bgp.transport().bfd()),
                                "[<switch>] | graceful | { … }",
                                "off",
                                "Watches the neighbor with BFD (RFC 5880).",
                                (arguments, draft) -> {
                                    if (arguments.nextIsBlock()) {
                                        BfdSessionOptions.read(arguments, "bfd", true);
                                        draft.bfd = true;
                                    } else {
                                        draft.bfd = arguments.tryWords("graceful") || arguments.toggle();
                                    }
                                })
                        .loses("a dead neighbor is noticed by the hold timer only: jbgpd has no BFD yet"));
    }

    private static List<Option<BgpDraft>> reflection() {
        return List.of(
                toggle(
                        "rr client",
                        changes(Effect.RESTART, bgp -> bgp.role().rrClient()),
                        "off",
                        "The neighbor is a client of this route reflector (RFC 4456).",
                        (draft, on) -> draft.rrClient = on),
                option(
                        "rr cluster id",
                        changes(Effect.RESTART, bgp -> bgp.role().rrClusterId()),
                        "<number> | <IPv4 address>",
                        "the router id",
                        "Cluster id of this route reflector.",
                        (arguments, draft) -> draft.rrClusterId = arguments.quad()),
                toggle(
                        "rs client",
                        changes(Effect.RESTART, bgp -> bgp.role().rsClient()),
                        "off",
                        "The neighbor is a client of this route server (RFC 7947).",
                        (draft, on) -> draft.rsClient = on),
                toggle(
                                "confederation member",
                                changes(Effect.RESTART, bgp -> bgp.role().confederationMember()),
                                "off",
                                "The neighbor is in this router's confederation, in another AS of it.",
                                (draft, on) -> draft.confederationMember = on)
                        .onlyNew(),
                Option.<BgpDraft>option(
                                "confederation",
                                changes(Effect.RESTART, bgp -> bgp.role().confederation()),
                                "<number>",
                                "none",
                                "AS number by which neighbors outside know this router's confederation (RFC 5065).",
                                (arguments, draft) -> draft.confederation = asn(arguments))
                        .onlyNew(),
                Option.<BgpDraft>option(
                                "local role",
                                changes(Effect.RESTART, bgp -> bgp.role().localRole()),
                                "peer | provider | customer | rs_server | rs_client",
                                "",
                                "Our role on the session (RFC 9234): it must fit the neighbor's, and routes that leak are neither taken nor told.",
                                (arguments, draft) -> {
                                    String role =
                                            arguments.choice("peer", "provider", "customer", "rs_server", "rs_client");
                                    draft.localRole = BgpRoleOptions.LocalRole.valueOf(role.toUpperCase(Locale.ROOT));
                                })
                        .onlyNew(),
                toggle(
                                "require roles",
                                changes(Effect.RESTART, bgp -> bgp.role().requireRoles()),
                                "off",
                                "Refuses neighbors without a role.",
                                (draft, on) -> draft.requireRoles = on)
                        .onlyNew());
    }

    private static List<Option<BgpDraft>> paths() {
        return List.of(
                option(
                        "allow local as",
                        changes(Effect.RESTART, bgp -> bgp.paths().allowLocalAs()),
                        "[<number>]",
                        "0",
                        "How often this router's AS may occur in a received path; any number if none is given.",
                        (arguments, draft) -> draft.allowLocalAs =
                                arguments.atEnd() ? 255 : (int) arguments.number("allow local as", 0, 255)),
                toggle(
                        "allow bgp_local_pref",
                        changes(Effect.RESTART, bgp -> bgp.paths().allowBgpLocalPref()),
                        "off",
                        "Takes LOCAL_PREF from external neighbors.",
                        (draft, on) -> draft.allowBgpLocalPref = on),
                toggle(
                                "allow bgp_med",
                                changes(Effect.RESTART, bgp -> bgp.paths().allowBgpMed()),
                                "off",
                                "Passes MED received from one external neighbor on to this one.",
                                (draft, on) -> draft.allowBgpMed = on)
                        .onlyNew(),
                Option.<BgpDraft>option(
                                "allow as sets",
                                changes(Effect.RESTART, bgp -> bgp.paths().allowAsSets()),
                                "[<switch>]",
                                "on",
                                "Accepts AS_SETs in received paths (RFC 9774).",
                                (arguments, draft) -> draft.allowAsSets = arguments.toggle())
                        .onlyNew(),
                toggle(
                                "enforce first as",
                                changes(Effect.RESTART, bgp -> bgp.paths().enforceFirstAs()),
                                "off",
                                "Refuses paths whose first AS is not the neighbor's.",
                                (draft, on) -> draft.enforceFirstAs = on)
                        .onlyNew(),
                option(
                        "max path length",
                        changes(Effect.RESTART, bgp -> bgp.paths().caps().asPathLength()),
                        "<number>",
                        "any",
                        "Refuses received paths with more ASes (no option of BIRD's; OpenBGPD: max-as-len).",
                        (arguments, draft) ->
                                draft.mostPathLength = (int) arguments.number("max path length", 0, 0xFFFF)),
                option(
                        "max communities",
                        changes(Effect.RESTART, bgp -> bgp.paths().caps().communities()),
                        "<number>",
                        "any",
                        "Refuses received paths with more communities, of all kinds together"
                                + " (no option of BIRD's; OpenBGPD: max-communities).",
                        (arguments, draft) ->
                                draft.mostCommunities = (int) arguments.number("max communities", 0, 0xFFFF)),
                toggle(
                        "path metric",
                        changes(Effect.RESTART, bgp -> bgp.paths().pathMetric()),
                        "on",
                        "Prefers shorter AS paths.",
                        (draft, on) -> draft.pathMetric = on),
                toggle(
                        "med metric",
                        changes(Effect.RESTART, bgp -> bgp.paths().medMetric()),
                        "off",
                        "Compares MEDs of different neighbor ASes too.",
                        (draft, on) -> draft.medMetric = on),
                toggle(
                        "igp metric",
                        changes(Effect.RESTART, bgp -> bgp.paths().igpMetric()),
                        "on",
                        "Prefers the nearer next hop.",
                        (draft, on) -> draft.igpMetric = on),
                toggle(
                        "prefer older",
                        changes(Effect.RESTART, bgp -> bgp.paths().preferOlder()),
                        "off",
                        "Prefers the older path to the lower router id.",
                        (draft, on) -> draft.preferOlder = on),
                toggle(
                        "deterministic med",
                        changes(Effect.RESTART, bgp -> bgp.paths().deterministicMed()),
                        "off",
                        "Compares the paths of each neighbor AS first, so that the order of arrival does not matter.",
                        (draft, on) -> draft.deterministicMed = on),
                option(
                        "default bgp_med",
                        changes(Effect.RESTART, bgp -> bgp.paths().defaultMed()),
                        "<number>",
                        "0",
                        "MED of paths without one.",
                        (arguments, draft) -> draft.defaultMed = arguments.number("default bgp_med")),
                option(
                        "default bgp_local_pref",
                        changes(Effect.RESTART, bgp -> bgp.paths().defaultLocalPref()),
                        "<number>",
                        "100",
                        "LOCAL_PREF of paths without one.",
                        (arguments, draft) -> draft.defaultLocalPref = arguments.number("default bgp_local_pref")),
                toggle(
                        "interpret communities",
                        changes(Effect.EXPORT, bgp -> bgp.paths().interpretCommunities()),
                        "on",
                        "Obeys the well-known communities (RFC 1997).",
                        (draft, on) -> draft.interpretCommunities = on));
    }

    private static List<Option<BgpDraft>> capabilities() {
        List<Option<BgpDraft>> rows = new ArrayList<>(List.of(
                toggle(
                        "capabilities",
                        changes(Effect.RESTART, bgp -> bgp.capabilities().capabilities()),
                        "on",
                        "Sends capabilities.",
                        (draft, on) -> draft.capabilities = on),
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
                        (draft, on) -> draft.as4 = on),
                toggle(
                        "enable route refresh",
                        changes(Effect.RESTART, bgp -> bgp.capabilities().routeRefresh()),
                        "on",
                        "Route refresh (RFC 2918).",
                        (draft, on) -> draft.routeRefresh = on),
                toggle(
                                "enable enhanced route refresh",
                                changes(
                                        Effect.RESTART,
                                        bgp -> bgp.capabilities().enhancedRouteRefresh()),
                                "on",
                                "Enhanced route refresh (RFC 7313).",
                                (draft, on) -> draft.enhancedRouteRefresh = on)
                        .onlyNew(),
                toggle(
                        "enable extended messages",
                        changes(Effect.RESTART, bgp -> bgp.capabilities().extendedMessages()),
                        "off",
                        "Messages of up to 65535 bytes (RFC 8654).",
                        (draft, on) -> draft.extendedMessages = on),
                toggle(
                                "advertise hostname",
                                changes(
                                        Effect.RESTART,
                                        bgp -> bgp.capabilities().advertiseHostname()),
                                "off",
                                "Tells the neighbor the host name (draft-walton-bgp-hostname-capability).",
                                (draft, on) -> draft.advertiseHostname = on)
                        .onlyNew(),
                toggle(
                                "require as4",
                                changes(
                                        Effect.RESTART,
                                        bgp -> bgp.capabilities().requireAs4()),
                                "off",
                                "Refuses neighbors without it.",
                                (draft, on) -> draft.requireAs4 = on)
                        .onlyNew(),
                toggle(
                                "require route refresh",
                                changes(
                                        Effect.RESTART,
                                        bgp -> bgp.capabilities().requireRouteRefresh()),
                                "off",
                                "Refuses neighbors without it.",
                                (draft, on) -> draft.requireRouteRefresh = on)
                        .onlyNew(),
                toggle(
                                "require enhanced route refresh",
                                changes(
                                        Effect.RESTART,
                                        bgp -> bgp.capabilities().requireEnhancedRouteRefresh()),
                                "off",
                                "Refuses neighbors without it.",
                                (draft, on) -> draft.requireEnhancedRouteRefresh = on)
                        .onlyNew(),
                toggle(
                                "require extended messages",
                                changes(
                                        Effect.RESTART,
                                        bgp -> bgp.capabilities().requireExtendedMessages()),
                                "off",
                                "Refuses neighbors without it.",
                                (draft, on) -> draft.requireExtendedMessages = on)
                        .onlyNew(),
                toggle(
                                "require hostname",
                                changes(
                                        Effect.RESTART,
                                        bgp -> bgp.capabilities().requireHostname()),
                                "off",
                                "Refuses neighbors without it.",
                                (draft, on) -> draft.requireHostname = on)
                        .onlyNew(),
                toggle(
                                "require graceful restart",
                                changes(
                                        Effect.RESTART,
                                        bgp -> bgp.capabilities().requireGracefulRestart()),
                                "off",
                                "Refuses neighbors without it.",
                                (draft, on) -> draft.requireGracefulRestart = on)
                        .onlyNew(),
                toggle(
                                "require long lived graceful restart",
                                changes(
                                        Effect.RESTART,
                                        bgp -> bgp.capabilities().requireLongLivedGracefulRestart()),
                                "off",
                                "Refuses neighbors without it.",
                                (draft, on) -> draft.requireLongLivedGracefulRestart = on)
                        .onlyNew(),
                toggle(
                                "disable rx",
                                changes(
                                        Effect.RESTART,
                                        bgp -> bgp.capabilities().disableRx()),
                                "off",
                                "Reads nothing from the neighbor once the session is up, and does not miss it; for tests.",
                                (draft, on) -> draft.disableRx = on)
                        .onlyNew(),
                option(
                        "graceful restart",
                        changes(Effect.RESTART, bgp -> bgp.capabilities().gracefulRestart()),
                        "[<switch>] | aware",
                        "aware",
                        "Graceful restart (RFC 4724): on, only as the helper, or off.",
                        (arguments, draft) -> draft.gracefulRestart = restartMode(arguments)),
                option(
                        "graceful restart time",
                        changes(Effect.RESTART, bgp -> bgp.capabilities().gracefulRestartTime()),
                        "<0 to 4095>",
                        "120",
                        "Seconds the neighbor should wait for a restart.",
                        (arguments, draft) ->
                                draft.gracefulRestartTime = (int) arguments.number("graceful restart time", 0, 4095)),
                option(
                        "long lived graceful restart",
                        changes(Effect.RESTART, bgp -> bgp.capabilities().longLivedGracefulRestart()),
                        "[<switch>] | aware",
                        "aware, if graceful restart is not off",
                        "Long-lived graceful restart (RFC 9494): on, only as the helper, or off.",
                        (arguments, draft) -> draft.longLivedGracefulRestart = restartMode(arguments)),
                option(
                        "long lived stale time",
                        changes(Effect.RESTART, bgp -> bgp.capabilities().longLivedStaleTime()),
                        "<0 to 16777215>",
                        "3600",
                        "Seconds that stale routes may stay.",
                        (arguments, draft) -> draft.longLivedStaleTime =
                                arguments.number("long lived stale time", 0, (1 << 24) - 1))));
        rows.add(restartBound(
                "min",
                "graceful restart time",
                changes(Effect.RESTART, bgp -> bgp.capabilities().minGracefulRestartTime()),
                4095,
                (draft, seconds) -> draft.minGracefulRestartTime = seconds));
        rows.add(restartBound(
                "min",
                "long lived stale time",
                // Channels without a time of their own have the protocol's.
                Change.alias("min long lived stale time"),
                (1 << 24) - 1,
                (draft, seconds) -> draft.minLongLivedStaleTime = seconds));
        rows.add(restartBound(
                "max",
                "graceful restart time",
                changes(Effect.RESTART, bgp -> bgp.capabilities().maxGracefulRestartTime()),
                4095,
                (draft, seconds) -> draft.maxGracefulRestartTime = seconds));
        rows.add(restartBound(
                "max",
                "long lived stale time",
                // Channels without a time of their own have the protocol's.
                Change.alias("max long lived stale time"),
                (1 << 24) - 1,
                (draft, seconds) -> draft.maxLongLivedStaleTime = seconds));
        return rows;
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
            // The default, which nobody can miss.
            arguments.turnOff();
            return RestartMode.AWARE;
        }
        return arguments.toggle() ? RestartMode.ON : RestartMode.OFF;
    }

    private static List<Option<BgpDraft>> errors() {
        return List.of(
                toggle(
                        "disable after error",
                        changes(Effect.LIVE, bgp -> bgp.errors().disableAfterError()),
                        "off",
                        "Stops for good after an error, until enabled by command.",
                        (draft, on) -> draft.disableAfterError = on),
                seconds(
                        "channel error wait time",
                        changes(Effect.LIVE, bgp -> bgp.errors().channelErrorWait()),
                        0,
                        "120",
                        "Time after which a family disabled for a malformed attribute is asked for again, by a route refresh or a"
                                + " new session; 0: never. jbgpd's own.",
                        (draft, seconds) -> draft.channelErrorWait = seconds),
                Option.<BgpDraft>option(
                        "disable after cease",
                        changes(Effect.LIVE, bgp -> bgp.errors().disableAfterCease()),
                        "[<switch>] | { cease, administrative shutdown, … }",
                        "off",
                        "Stops for good after a Cease with one of these reasons; 'on' is any but connection collision.",
                        (arguments, draft) -> draft.disableAfterCease = ceases(arguments)));
    }

    private static Set<Integer> ceases(Arguments arguments) {
        if (!arguments.nextIsBlock()) {
            return arguments.toggle() ? Set.of(0, 1, 2, 3, 4, 5, 6, 8) : Set.of();
        }
        Set<Integer> subcodes = new HashSet<>();
        Arguments list = CommonArguments.list(arguments);
        do {
            subcodes.add(cease(list));
        } while (list.tryPunctuation(","));
        CommonArguments.finish(list);
        return subcodes;
    }

    private static int cease(Arguments list) {
        for (Map.Entry<String, Integer> cease : CEASES.entrySet()) {
            if (list.tryWords(cease.getKey().split(" "))) {
                return cease.getValue();
            }
        }
        throw list.fail("unknown reason of a Cease: expected one of " + String.join(", ", CEASES.keySet()));
    }

    /** An AS number. */
    static long asn(Arguments arguments) {
        if (!arguments.atEnd() && !arguments.nextIsConstant()) {
            String text = arguments.peek().token().getText();
            if (WITH_LETTERS.matcher(text).matches()) {
                throw arguments.fail("an AS number is written without 'AS': " + text.substring(2));
            }
            Matcher dotted = DOTTED.matcher(text);
            if (dotted.matches()) {
                long number = Long.parseLong(dotted.group(1)) << 16 | Long.parseLong(dotted.group(2));
                throw arguments.fail("an AS number is written as one number: " + number + ", not " + text);
            }
        }
        return arguments.number("an AS number", 1, MOST);
    }
}
