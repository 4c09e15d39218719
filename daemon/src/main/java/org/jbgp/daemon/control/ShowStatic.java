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

/** Runs {@code show static}: the routes of the file, and which ways of them can be used now. */
final class ShowStatic {
    private static final int ROW = 1009;
    private static final String DORMANT = " (dormant)";

    private final RouterView view;
    private final ControlStyle style;
    private final Reply reply;

    ShowStatic(RouterView view, ControlStyle style, Reply reply) {
        this.view = view;
        this.style = style;
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
