package org.jbgp.daemon.control;

import java.io.IOException;
import java.util.List;
import org.jbgp.config.model.AspaConfig;
import org.jbgp.config.model.IpAddress;
import org.jbgp.config.model.RoaConfig;
import org.jbgp.config.model.StaticConfig;
import org.jbgp.config.model.StaticRoute;
import org.jbgp.daemon.control.view.RouterView;

/** Runs {@code show static}: the routes of the file, and which ways of them can be used now. */
final class ShowStatic {
    private static final int ROW = 1009;

    private final RouterView view;
    private final Reply reply;

    ShowStatic(RouterView view, Reply reply) {
        this.view = view;
        this.reply = reply;
    }

    void run(ControlCommand.Selector selector) throws CommandException, IOException {
        List<StaticConfig> wanted = view.statics().stream()
                .filter(protocol -> switch (selector) {
                    case ControlCommand.Named named -> named.name().equals(protocol.name());
                    case ControlCommand.Matching matching -> new Glob(matching.pattern()).matches(protocol.name());
                })
                .toList();
        if (wanted.isEmpty()) {
            throw new CommandException(8003, "No protocols match");
        }
        boolean first = true;
        for (StaticConfig protocol : wanted) {
            if (!first) {
                reply.row(ROW, "");
            }
            first = false;
            for (StaticRoute route : protocol.routes()) {
                route(route);
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

    private void route(StaticRoute route) throws IOException {
        switch (route.destination()) {
            case StaticRoute.Via via -> {
                reply.row(ROW, route.prefix().toString());
                for (StaticRoute.NextHop way : via.nextHops()) {
                    reply.row(ROW, way(way));
                }
            }
            case StaticRoute.Recursive recursive ->
                reply.row(ROW, route.prefix() + "\trecursive " + recursive.gateway());
            case StaticRoute.Blackhole blackhole -> reply.row(ROW, route.prefix() + "\tblackhole");
            case StaticRoute.Unreachable unreachable -> reply.row(ROW, route.prefix() + "\tunreachable");
            case StaticRoute.Prohibit prohibit -> reply.row(ROW, route.prefix() + "\tprohibited");
        }
    }

    private String way(StaticRoute.NextHop way) {
        String dormant = view.interfaceOf(way).isPresent() ? "" : " (dormant)";
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
