package org.jbgp.config.options.protocol;

import static org.jbgp.config.options.row.Option.option;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jbgp.config.base.IgpTables;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.base.IpPrefix;
import org.jbgp.config.base.RoaConfig;
import org.jbgp.config.base.TableConfig;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.config.model.AspaConfig;
import org.jbgp.config.model.ProtocolCommon;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.model.StaticConfig;
import org.jbgp.config.model.StaticRoute;
import org.jbgp.config.options.argument.Arguments;
import org.jbgp.config.options.argument.Context;
import org.jbgp.config.options.common.ChannelDraft;
import org.jbgp.config.options.common.ProtocolDraft;
import org.jbgp.config.options.row.Change;
import org.jbgp.config.options.row.Effect;
import org.jbgp.config.options.row.Option;
import org.jbgp.config.options.row.OptionTable;
import org.jbgp.config.options.row.StatementApplier;
import org.jbgp.config.source.SourcePosition;
import org.jbgp.config.syntax.Element;

/** The options of {@code protocol static}. */
public final class StaticOptions {
    public static final OptionTable<StaticDraft> TABLE = new OptionTable<>(List.of(
            option(
                    "route",
                    changes(Effect.LIVE, config -> List.of(config.routes(), config.roas(), config.aspas())),
                    "<prefix> via … | recursive <address> | blackhole | unreachable | prohibit [{ <filter code> }];"
                            + " <prefix> max <length> as <number>; aspa <number> providers <number>, … | transit",
                    "",
                    "A route, or an authorisation if the channel is of that kind.",
                    StaticOptions::route),
            option(
                    "check link",
                    changes(Effect.RESTART, config -> config.checkLink()),
                    "[<switch>]",
                    "off",
                    "Takes a next hop only while its interface has link.",
                    (arguments, draft) -> draft.checkLink = arguments.toggle()),
            Option.<StaticDraft>option(
                    "igp table",
                    changes(Effect.RESTART, config -> config.igpTables()),
                    "<table>",
                    "the channel's",
                    "Table that recursive routes with gateways of its family are resolved in.",
                    (arguments, draft) -> draft.igpTables = draft.igpTables.with(arguments.routeTable()))));

    private StaticOptions() {}

    private static Change changes(Effect effect, Function<StaticConfig, ?> value) {
        return Change.of(StaticConfig.class, effect, value);
    }

    private static void route(Arguments arguments, StaticDraft draft) {
        if (draft.hasForeignChannel()) {
            // The channel was refused; its routes have forms of their own.
            arguments.skip();
            return;
        }
        if (arguments.nextIsWord("flow4") || arguments.nextIsWord("flow6")) {
            throw arguments.fail("flow routes are not supported: jbgpd carries IPv4 and IPv6 unicast routes only");
        }
        if (arguments.tryWords("aspa")) {
            draft.aspas.add(aspa(arguments));
            return;
        }
        IpPrefix prefix = arguments.prefix();
        SourcePosition position = SourcePosition.of(arguments.here());
        if (arguments.tryWords("max")) {
            int max = (int)
                    arguments.number("max", prefix.length(), prefix.family().bits());
            arguments.words("as");
            draft.roas.add(new RoaConfig(prefix, max, arguments.number("as")));
            return;
        }
        StaticRoute.Destination destination = destination(arguments);
        Optional<Filter> attributes = Optional.empty();
        if (!arguments.atEnd() && arguments.peek() instanceof Element.RouteBlock block) {
            arguments.take();
            attributes = Optional.of(arguments.context().routeBlock(block.tree()));
        }
        draft.routes.add(new Placed(new StaticRoute(prefix, destination, attributes), position));
    }

    private static AspaConfig aspa(Arguments arguments) {
        long customer = arguments.number("customer");
        if (arguments.tryWords("transit")) {
            return new AspaConfig(customer, List.of(0L));
        }
        arguments.words("providers");
        List<Long> providers = new ArrayList<>();
        do {
            providers.add(arguments.number("provider"));
        } while (arguments.tryPunctuation(","));
        return new AspaConfig(customer, providers);
    }

    private static StaticRoute.Destination destination(Arguments arguments) {
        if (arguments.tryWords("blackhole") || arguments.tryWords("drop")) {
            return new StaticRoute.Blackhole();
        }
        if (arguments.tryWords("unreachable") || arguments.tryWords("reject")) {
            return new StaticRoute.Unreachable();
        }
        if (arguments.tryWords("prohibit")) {
            return new StaticRoute.Prohibit();
        }
        if (arguments.tryWords("recursive")) {
            return new StaticRoute.Recursive(arguments.address());
        }
        arguments.tryWords("multipath");
        List<StaticRoute.NextHop> hops = new ArrayList<>();
        while (arguments.tryWords("via")) {
            hops.add(nextHop(arguments));
        }
        if (hops.isEmpty()) {
            throw arguments.expectedOneOf(
                    "'via', 'recursive', 'blackhole', 'unreachable' or 'prohibit'",
                    List.of("via", "recursive", "blackhole", "unreachable", "prohibit"));
        }
        return new StaticRoute.Via(List.copyOf(hops));
    }

    private static StaticRoute.NextHop nextHop(Arguments arguments) {
        Optional<IpAddress> gateway = Optional.empty();
        Optional<String> interfaceName = Optional.empty();
        if (arguments.nextIsText()) {
            interfaceName = Optional.of(arguments.text());
        } else if (arguments.nextIsAddress()) {
            gateway = Optional.of(arguments.address());
            if (arguments.tryPunctuation("%")) {
                interfaceName = Optional.of(arguments.nextIsText() ? arguments.text() : arguments.name("interface"));
            }
        } else {
            throw arguments.expectedText("<address> or <interface>");
        }
        int weight = 1;
        boolean onlink = false;
        boolean bfd = false;
        while (true) {
            if (arguments.tryWords("weight")) {
                weight = (int) arguments.number("weight", 1, 256);
            } else if (arguments.tryWords("onlink")) {
                onlink = switchInside(arguments);
            } else if (arguments.tryWords("dev")) {
                interfaceName = Optional.of(arguments.text());
            } else if (arguments.tryWords("bfd")) {
                bfd = switchInside(arguments);
            } else if (arguments.nextIsWord("mpls")) {
                throw arguments.fail("'mpls' is not supported: jbgpd carries no labels");
            } else {
                break;
            }
        }
        if (onlink && bfd) {
            throw arguments.failAtLast("'bfd' and 'onlink' cannot be combined");
        }
        if (gateway.isPresent() && gateway.get().isLinkLocal() && interfaceName.isEmpty()) {
            throw arguments.failAtLast("the link-local address " + gateway.get() + " needs an interface: via "
                    + gateway.get() + "%<interface>");
        }
        return new StaticRoute.NextHop(gateway, interfaceName, weight, onlink, bfd);
    }

    /** A switch that something may follow. */
    private static boolean switchInside(Arguments arguments) {
        if (arguments.tryWords("off") || arguments.tryWords("no") || arguments.tryWords("false")) {
            return false;
        }
        if (!arguments.tryWords("on") && !arguments.tryWords("yes")) {
            arguments.tryWords("true");
        }
        return true;
    }

    /** A route and where it was written. */
    record Placed(StaticRoute route, SourcePosition position) {}

    /** A static protocol while its options are read. */
    public static final class StaticDraft extends ProtocolDraft {
        final List<Placed> routes = new ArrayList<>();
        final List<RoaConfig> roas = new ArrayList<>();
        final List<AspaConfig> aspas = new ArrayList<>();
        boolean checkLink;
        IgpTables igpTables = IgpTables.NONE;

        public StaticDraft(Context context, SourcePosition position) {
            super(context, position);
        }

        @Override
        protected StatementApplier.Scope<?> own() {
            return new StatementApplier.Scope<>(TABLE, this);
        }

        @Override
        protected ProtocolConfig finish(ProtocolCommon common) {
            if (channels().isEmpty()) {
                check(true, "protocol static '" + common.name() + "' needs a channel: ipv4; or ipv6;");
            } else {
                ChannelDraft channel = channels().values().iterator().next();
                for (Placed placed : routes) {
                    checkRoute(placed, channel);
                }
                if (channel.kind() != TableConfig.Kind.ROA && !roas.isEmpty()) {
                    error("routes with 'max … as …' need a channel roa4 or roa6");
                } else {
                    roas.stream()
                            .map(RoaConfig::prefix)
                            .filter(prefix -> prefix.family() != channel.family)
                            .findFirst()
                            .ifPresent(prefix -> error("the prefix " + prefix + " is not " + channel.family.title()
                                    + " like the channel"));
                }
                if (channel.kind() != TableConfig.Kind.ASPA && !aspas.isEmpty()) {
                    error("routes of 'aspa' need a channel aspa");
                }
            }
            return new StaticConfig(
                    common,
                    channelConfigs(),
                    routes.stream().map(Placed::route).toList(),
                    roas,
                    aspas,
                    checkLink,
                    igpTables);
        }

        /** The message about a route that the channel cannot hold, if it cannot. */
        private Optional<String> mismatch(StaticRoute route, ChannelDraft channel) {
            return switch (channel.kind()) {
                case ASPA ->
                    Optional.of("a route of an ASPA channel is written 'route aspa <number> providers <number>, …'");
                case ROA ->
                    Optional.of("a route of a ROA channel is written 'route <prefix> max <length> as <number>'");
                case ROUTES ->
                    route.prefix().family() == channel.family
                            ? Optional.empty()
                            : Optional.of("the route " + route.prefix() + " is not " + channel.family.title() + " like "
                                    + (context.dialect().isFlat()
                                            ? "the routes of this file"
                                            : "the protocol's channel"));
            };
        }

        private void checkRoute(Placed placed, ChannelDraft channel) {
            StaticRoute route = placed.route();
            mismatch(route, channel).ifPresent(message -> context.problems().error(placed.position(), message));
            // IPv4 routes through IPv6 neighbors are fine (RFC 8950), the other way round is not.
            if (route.prefix().family() == IpFamily.IPV6 && route.destination() instanceof StaticRoute.Via via) {
                for (StaticRoute.NextHop hop : via.nextHops()) {
                    hop.gateway()
                            .filter(gateway -> gateway.family() == IpFamily.IPV4)
                            .ifPresent(gateway -> context.problems()
                                    .error(
                                            placed.position(),
                                            "an IPv6 route cannot go via the IPv4 address " + gateway));
                }
            }
        }
    }
}
