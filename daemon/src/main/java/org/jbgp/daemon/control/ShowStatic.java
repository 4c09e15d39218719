package org.jbgp.daemon.control;

import java.io.IOException;
import java.util.List;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.base.NamePattern;
import org.jbgp.config.base.RoaConfig;
import org.jbgp.config.model.AspaConfig;
import org.jbgp.config.model.StaticConfig;
import org.jbgp.config.model.StaticRoute;
import org.jbgp.daemon.control.layout.ControlStyle;
import org.jbgp.daemon.control.layout.Reply;
import org.jbgp.daemon.control.view.RouterView;
import org.jbgp.daemon.control.words.CommandException;
import org.jbgp.daemon.control.words.ControlCommand;

/** Runs {@code show static}: the routes of the file, and which ways of them can be used now. */
final class ShowStatic {
    private static final int ROW = 1009;
    private static final String DORMANT = " (dormant)";

    private final RouterView view;
    private final ControlStyle style;
    private final boolean json;
    private final Reply reply;

    /** A route in JSON; the ways of one that has none are {@code null}. */
    public record Route(String protocol, String prefix, String destination, List<Way> nextHops, String gateway) {}

    /** One way of a route in JSON; {@code dormant}: it cannot be used now. */
    public record Way(String gateway, String interfaceName, int weight, boolean onlink, boolean bfd, boolean dormant) {}

    /** An authorisation in JSON. */
    public record Roa(String protocol, String prefix, int maxLength, long asn) {}

    /** The providers of a customer in JSON. */
    public record Aspa(String protocol, long customer, List<Long> providers) {}

    ShowStatic(CommandRunner session, Reply reply) {
        this.view = session.ports().view();
        this.style = session.style();
        this.json = session.json();
        this.reply = reply;
    }

    void run(ControlCommand.Selector selector) throws CommandException, IOException {
        List<StaticConfig> wanted = view.statics().stream()
                .filter(protocol -> switch (selector) {
                    case ControlCommand.Named named -> named.name().equals(protocol.name());
                    case ControlCommand.Matching matching ->
                        new NamePattern(matching.pattern()).matches(protocol.name());
                })
                .toList();
        if (wanted.isEmpty()) {
            throw switch (selector) {
                case ControlCommand.Named named ->
                    CommandException.syntax(named.name() + ": " + notStatic(named.name()));
                case ControlCommand.Matching matching -> new CommandException(8003, "No protocols match");
            };
        }
        boolean first = true;
        for (StaticConfig protocol : wanted) {
            if (json) {
                objects(protocol);
                continue;
            }
            if (!first) {
                reply.row(ROW, "");
            }
            first = false;
            if (style.isFlat()) {
                routes16(protocol);
                continue;
            }
            for (StaticRoute route : protocol.routes()) {
                route(protocol, route);
            }
            for (RoaConfig roa : protocol.roas()) {
                reply.row(ROW, roa.prefix() + "-" + roa.maxLength() + " AS" + roa.asn() + "\t");
            }
            for (AspaConfig aspa : protocol.aspas()) {
                reply.row(ROW, aspa.customer() + "\t");
            }
        }
        reply.end(0, "");
    }

    private void objects(StaticConfig protocol) throws IOException {
        for (StaticRoute route : protocol.routes()) {
            String prefix = route.prefix().toString();
            reply.object(
                    switch (route.destination()) {
                        case StaticRoute.Via via ->
                            new Route(protocol.name(), prefix, "via", ways(protocol, via), null);
                        case StaticRoute.Recursive recursive ->
                            new Route(
                                    protocol.name(),
                                    prefix,
                                    "recursive",
                                    null,
                                    recursive.gateway().toString());
                        case StaticRoute.Blackhole blackhole ->
                            new Route(protocol.name(), prefix, "blackhole", null, null);
                        case StaticRoute.Unreachable unreachable ->
                            new Route(protocol.name(), prefix, "unreachable", null, null);
                        case StaticRoute.Prohibit prohibit ->
                            new Route(protocol.name(), prefix, "prohibit", null, null);
                    });
        }
        for (RoaConfig roa : protocol.roas()) {
            reply.object(new Roa(protocol.name(), roa.prefix().toString(), roa.maxLength(), roa.asn()));
        }
        for (AspaConfig aspa : protocol.aspas()) {
            reply.object(new Aspa(protocol.name(), aspa.customer(), aspa.providers()));
        }
    }

    private List<Way> ways(StaticConfig protocol, StaticRoute.Via via) {
        return via.nextHops().stream()
                .map(way -> new Way(
                        way.gateway().map(IpAddress::toString).orElse(null),
                        way.interfaceName().orElse(null),
                        way.weight(),
                        way.onlink(),
                        way.bfd(),
                        view.interfaceOf(protocol, way).isEmpty()))
                .toList();
    }

    private String notStatic(String name) {
        boolean known =
                view.protocols().stream().anyMatch(protocol -> protocol.name().equals(name));
        return known ? "Not a Static protocol" : "Not a protocol";
    }

    /** 1.6 shows routes of a device behind all others. */
    private void routes16(StaticConfig protocol) throws IOException {
        for (StaticRoute route : protocol.routes()) {
            if (!isOfDevice(route)) {
                route16(protocol, route);
            }
        }
        for (StaticRoute route : protocol.routes()) {
            if (isOfDevice(route)) {
                route16(protocol, route);
            }
        }
    }

    private static boolean isOfDevice(StaticRoute route) {
        return route.destination() instanceof StaticRoute.Via via
                && via.nextHops().size() == 1
                && via.nextHops().getFirst().gateway().isEmpty();
    }

    private void route16(StaticConfig protocol, StaticRoute route) throws IOException {
        String prefix = route.prefix() + " ";
        switch (route.destination()) {
            case StaticRoute.Via via -> {
                if (via.nextHops().size() == 1) {
                    reply.row(
                            ROW,
                            prefix + way(protocol, via.nextHops().getFirst()).strip());
                    return;
                }
                boolean dormant = via.nextHops().stream()
                        .allMatch(way -> view.interfaceOf(protocol, way).isEmpty());
                reply.row(ROW, prefix + "multipath" + (dormant ? DORMANT : ""));
                for (StaticRoute.NextHop way : via.nextHops()) {
                    reply.row(
                            ROW,
                            "\tvia " + gateway(way) + " weight " + way.weight() + (way.bfd() ? " (bfd)" : "")
                                    + (view.interfaceOf(protocol, way).isPresent() ? "" : DORMANT));
                }
            }
            case StaticRoute.Recursive recursive -> reply.row(ROW, prefix + "recursive " + recursive.gateway());
            case StaticRoute.Blackhole blackhole -> reply.row(ROW, prefix + "blackhole");
            case StaticRoute.Unreachable unreachable -> reply.row(ROW, prefix + "unreachable");
            case StaticRoute.Prohibit prohibit -> reply.row(ROW, prefix + "prohibited");
        }
    }

    private static String gateway(StaticRoute.NextHop way) {
        return way.gateway().map(IpAddress::toString).orElse("")
                + way.interfaceName().map(name -> "%" + name).orElse("");
    }

    private void route(StaticConfig protocol, StaticRoute route) throws IOException {
        switch (route.destination()) {
            case StaticRoute.Via via -> {
                reply.row(ROW, route.prefix().toString());
                for (StaticRoute.NextHop way : via.nextHops()) {
                    reply.row(ROW, way(protocol, way));
                }
            }
            case StaticRoute.Recursive recursive ->
                reply.row(ROW, route.prefix() + "\trecursive " + recursive.gateway());
            case StaticRoute.Blackhole blackhole -> reply.row(ROW, route.prefix() + "\tblackhole");
            case StaticRoute.Unreachable unreachable -> reply.row(ROW, route.prefix() + "\tunreachable");
            case StaticRoute.Prohibit prohibit -> reply.row(ROW, route.prefix() + "\tprohibited");
        }
    }

    private String way(StaticConfig protocol, StaticRoute.NextHop way) {
        String dormant = view.interfaceOf(protocol, way).isPresent() ? "" : DORMANT;
        if (way.gateway().isEmpty()) {
            return "\tdev " + way.interfaceName().orElse("") + dormant;
        }
        IpAddress gateway = way.gateway().get();
        return "\tvia " + gateway
                + way.interfaceName().map(name -> "%" + name).orElse("")
                + (way.onlink() ? " onlink" : "")
                + (way.bfd() ? " (bfd)" : "")
                + dormant;
    }
}
