package org.jbgp.daemon.glass;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.base.IpPrefix;
import org.jbgp.daemon.control.view.ChannelStatus;
import org.jbgp.daemon.control.view.HistoryView;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RouteEntry;
import org.jbgp.daemon.control.view.RouteQuery;
import org.jbgp.daemon.control.view.RouteTables;
import org.jbgp.daemon.control.view.RouteWalk;
import org.jbgp.daemon.control.view.RouterView;
import org.jbgp.daemon.http.HttpRefusal;
import org.jbgp.daemon.wire.AddressFamily;

/** Finds what names and prefixes of requests mean. What means nothing is an {@link HttpRefusal}. Any thread. */
final class RouterLookup {
    private final RouterView view;
    private final RouteTables tables;
    private final HistoryView history;

    RouterLookup(RouterView view, RouteTables tables, HistoryView history) {
        this.view = view;
        this.tables = tables;
        this.history = history;
    }

    HistoryView history() {
        return history;
    }

    RouterView view() {
        return view;
    }

    RouteTables tables() {
        return tables;
    }

    ProtocolStatus protocol(String name) {
        return view.protocols().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new HttpRefusal(404, "there is no protocol '" + name + "'"));
    }

    /** The tables a protocol brings routes to, and a pipe takes them from. */
    List<String> tablesOf(ProtocolStatus protocol) {
        return protocol.channels().stream()
                .map(ChannelStatus::table)
                .distinct()
                .filter(this::holdsRoutes)
                .toList();
    }

    private boolean holdsRoutes(String name) {
        return tables.tables().stream().anyMatch(each -> each.name().equals(name) && each.holdsRoutes());
    }

    String table(String name) {
        if (!holdsRoutes(name)) {
            throw new HttpRefusal(404, "there is no table of routes '" + name + "'");
        }
        return name;
    }

    /** The default tables: of one family, or null for all. */
    List<String> standardTables(AddressFamily family) {
        return tables.tables().stream()
                .filter(each -> each.standard() && each.holdsRoutes() && (family == null || each.family() == family))
                .map(RouteTables.Table::name)
                .toList();
    }

    /** The table that was asked for, else the default ones; all of the prefix's family. */
    List<String> tables(Optional<String> named, RouteQuery.Prefix prefix) {
        List<String> found = tables.tables().stream()
                .filter(each -> each.holdsRoutes() && each.family() == prefix.family())
                .filter(each -> named.map(each.name()::equals).orElse(each.standard()))
                .map(RouteTables.Table::name)
                .toList();
        if (found.isEmpty()) {
            throw new HttpRefusal(
                    404,
                    named.map(table -> "there is no table of routes '" + table + "' of this family")
                            .orElse("there is no table of this family"));
        }
        return found;
    }

    /** A prefix, or an address as its longest one. */
    static RouteQuery.Prefix prefix(String text) {
        Optional<IpPrefix> address = IpAddress.parse(text)
                .map(found -> IpPrefix.of(found, found.family().bits()));
        return RouteQuery.Prefix.of(
                IpPrefix.parse(text).or(() -> address).orElseThrow(() -> new HttpRefusal(400, notOne(text))));
    }

    private static String notOne(String text) {
        int slash = text.indexOf('/');
        Optional<IpAddress> address = slash < 0 ? Optional.empty() : IpAddress.parse(text.substring(0, slash));
        String length = text.substring(slash + 1);
        if (address.isPresent() && length.matches("\\d{1,3}")) {
            int bits = Integer.parseInt(length);
            return bits > address.get().family().bits()
                    ? "a prefix of this family has " + address.get().family().bits() + " bits at most"
                    : "the prefix has bits set behind its length: " + IpPrefix.of(address.get(), bits) + " has not";
        }
        return "not a prefix, such as 192.0.2.0/24 or 2001:db8::/32, nor an address";
    }

    /** The prefix itself if the table has it, else the longest that covers it, else likewise of rejected routes. */
    RouteQuery.Prefix found(String table, RouteQuery.Prefix asked) {
        Optional<RouteQuery.Prefix> present = tables.longestMatch(table, asked, new RouteQuery.Present());
        if (present.filter(asked::equals).isPresent()) {
            return asked;
        }
        Optional<RouteQuery.Prefix> rejected = tables.longestMatch(table, asked, new RouteQuery.Rejected());
        // A rejected route of the very prefix says more than an accepted one of a shorter.
        return rejected.filter(asked::equals)
                .or(() -> present)
                .or(() -> rejected)
                .or(() -> tables.longestRemembered(table, asked))
                .orElse(asked);
    }

    /** The routes of one prefix. */
    List<RouteEntry> routes(RouteQuery query) {
        List<RouteEntry> found = new ArrayList<>();
        try (RouteWalk walk = tables.walk(query)) {
            walk.next(1, found::add);
        }
        return found;
    }

    static RouteQuery query(
            String table, RouteQuery.Range range, String protocol, RouteQuery.Rib rib, RouteQuery.Export export) {
        return new RouteQuery(table, range, protocol, false, rib, export, null, false);
    }
}
