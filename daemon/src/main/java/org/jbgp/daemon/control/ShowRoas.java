package org.jbgp.daemon.control;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.base.IpPrefix;
import org.jbgp.config.base.RoaConfig;
import org.jbgp.daemon.control.layout.JsonLayout;
import org.jbgp.daemon.control.layout.Reply;
import org.jbgp.daemon.control.view.RouteQuery;
import org.jbgp.daemon.control.view.RouterView;
import org.jbgp.daemon.control.words.CommandException;
import org.jbgp.daemon.control.words.ControlCommand;
import org.jbgp.daemon.wire.AddressFamily;

/** {@code show roa} of BIRD 1.6. */
final class ShowRoas {
    private static final int ROA = 1019;

    private final RouterView view;
    private final JsonLayout json;
    private final Reply reply;

    ShowRoas(CommandRunner session, Reply reply) {
        this.view = session.ports().view();
        this.json = session.json() ? new JsonLayout(view) : null;
        this.reply = reply;
    }

    /** An authorisation, and where it is. */
    private record Shown(String table, RouterView.Authorisation authorisation) {}

    void run(ControlCommand.ShowRoa show) throws CommandException, IOException {
        List<Shown> shown = new ArrayList<>();
        boolean[] known = new boolean[1];
        for (String table : tables(show.table())) {
            view.authorisations(table, null, each -> {
                if (covers(show.range(), each.roa())) {
                    known[0] = true;
                    if (show.origin() < 0 || show.origin() == each.roa().asn()) {
                        shown.add(new Shown(table, each));
                    }
                }
            });
        }
        if (!known[0] && show.range() instanceof RouteQuery.Exactly) {
            throw new CommandException(8001, "Network not in table");
        }
        for (Shown each : shown) {
            if (json != null) {
                json.enter(each.table());
                json.authorisation(reply, each.authorisation(), true, view.status());
                continue;
            }
            RoaConfig roa = each.authorisation().roa();
            reply.row(ROA, roa.prefix() + " max " + roa.maxLength() + " as " + Long.toUnsignedString(roa.asn()));
        }
        reply.end(0, "");
    }

    private List<String> tables(String wanted) throws CommandException {
        List<String> all = view.authorisationTables();
        if (all.isEmpty()) {
            throw CommandException.syntax("No ROA table defined");
        }
        if (wanted == null) {
            return all;
        }
        if (!all.contains(wanted)) {
            throw CommandException.syntax(wanted + " is not a ROA table");
        }
        return List.of(wanted);
    }

    /** True if the authorisation is one of those a command asks for. */
    static boolean covers(RouteQuery.Range range, RoaConfig roa) {
        return switch (range) {
            case RouteQuery.Everything everything -> true;
            case RouteQuery.Exactly exactly -> prefix(exactly.prefix()).equals(roa.prefix());
            case RouteQuery.Within within -> contains(prefix(within.prefix()), roa.prefix());
            // What could say something about the prefix.
            case RouteQuery.Covering covering ->
                contains(roa.prefix(), prefix(covering.prefix()))
                        && roa.maxLength() >= covering.prefix().length();
        };
    }

    private static boolean contains(IpPrefix wide, IpPrefix narrow) {
        return wide.family() == narrow.family()
                && wide.length() <= narrow.length()
                && IpPrefix.of(narrow.address(), wide.length()).equals(wide);
    }

    private static IpPrefix prefix(RouteQuery.Prefix prefix) {
        IpFamily family = prefix.family() == AddressFamily.IPV4_UNICAST ? IpFamily.IPV4 : IpFamily.IPV6;
        return new IpPrefix(family, prefix.hi(), prefix.lo(), prefix.length());
    }
}
