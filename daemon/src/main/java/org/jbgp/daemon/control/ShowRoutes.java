package org.jbgp.daemon.control;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jbgp.daemon.control.view.ChannelStatus;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RouteEntry;
import org.jbgp.daemon.control.view.RouteQuery;
import org.jbgp.daemon.control.view.RouteTables;
import org.jbgp.daemon.control.view.RouteWalk;
import org.jbgp.daemon.control.view.RouterStatus;
import org.jbgp.daemon.wire.AddressFamily;

/**
 * Runs one {@code show route}. Tables are walked in slices; between two slices the text of the first is handed to the
 * client, so neither the size of a table nor the patience of a client matters to the router.
 */
final class ShowRoutes {

    /** Prefixes a slice: some microseconds for the owner of the table, a full buffer of text for the client. */
    private static final int SLICE = 256;

    private final ControlPorts ports;
    private final Layout layout;
    private final ControlCommand.ShowRoute command;
    private final Reply reply;
    private final RouterStatus status;
    private final boolean rows;
    private boolean anyTableNamed;
    private boolean thisTableNamed;
    private RouteQuery.Prefix lastPrefix;

    ShowRoutes(ControlPorts ports, Layout layout, ControlCommand.ShowRoute command, Reply reply) {
        this.ports = ports;
        this.layout = layout;
        this.command = command;
        this.reply = reply;
        this.status = ports.view().status();
        this.rows = command.counting() != ControlCommand.Counting.COUNT;
    }

    void run() throws CommandException, IOException {
        List<String> tables = tables();
        long shown = 0;
        long routes = 0;
        long networks = 0;
        RouteWalk.Counts last = null;
        for (String table : tables) {
            thisTableNamed = false;
            if (command.table() != null || command.allTables()) {
                if (!isLookup()) {
                    nameTable(table);
                }
            }
            last = walk(table);
            shown += last.shown();
            routes += last.routes();
            networks += last.networks();
            if (counts() && layout.namesTables()) {
                nameTable(table);
                reply.row(LayoutBase.ROUTE, layout.counts(last, table));
            }
        }
        if (isLookup()) {
            if (routes == 0) {
                throw new CommandException(8001, layout.networkNotFound());
            }
            reply.end(0, "");
        } else if (counts() && !layout.namesTables()) {
            reply.end(14, layout.counts(new RouteWalk.Counts(shown, routes, networks), ""));
        } else if (counts() && tables.size() > 1) {
            if (anyTableNamed) {
                reply.row(LayoutBase.ROUTE, "");
            }
            reply.end(
                    14,
                    "Total: " + shown + " of " + routes + " routes for " + networks + " networks in " + tables.size()
                            + " tables");
        } else {
            reply.end(0, "");
        }
    }

    private boolean counts() {
        return command.counting() != ControlCommand.Counting.NONE && !isLookup();
    }

    private boolean isLookup() {
        return command.range() instanceof RouteQuery.Exactly || command.range() instanceof RouteQuery.Covering;
    }

    private RouteWalk.Counts walk(String table) throws IOException {
        RouteQuery query = new RouteQuery(
                table,
                command.range(),
                command.protocol(),
                command.primary(),
                command.filtered(),
                command.export(),
                !rows);
        lastPrefix = null;
        try (RouteWalk walk = ports.tables().walk(query)) {
            RouteWalk.RouteSink sink = entry -> print(table, entry);
            boolean more = true;
            while (more) {
                more = walk.next(SLICE, sink);
            }
            return walk.counts();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void print(String table, RouteEntry entry) {
        try {
            nameTable(table);
            boolean first = !entry.prefix().equals(lastPrefix);
            lastPrefix = entry.prefix();
            layout.route(reply, entry, first, command.details(), status);
        } catch (IOException e) {
            // The client is gone; unwind through the walk.
            throw new UncheckedIOException(e);
        }
    }

    private void nameTable(String table) throws IOException {
        if (thisTableNamed || !rows || !layout.namesTables()) {
            return;
        }
        if (anyTableNamed) {
            reply.row(LayoutBase.ROUTE, "");
        }
        reply.row(LayoutBase.ROUTE, "Table " + table + ":");
        thisTableNamed = true;
        anyTableNamed = true;
    }

    /** The tables to walk: named, or those of the protocol in question, or the default ones; of the right family. */
    private List<String> tables() throws CommandException {
        List<RouteTables.Table> all = ports.tables().tables();
        List<RouteTables.Table> chosen = new ArrayList<>();
        ProtocolStatus source = command.protocol() == null ? null : protocol(command.protocol());
        ProtocolStatus target =
                command.export() == null ? null : protocol(command.export().protocol());
        if (command.table() != null) {
            chosen.add(find(all, command.table()));
        } else if (command.allTables()) {
            chosen.addAll(all);
        } else if (target != null) {
            for (ChannelStatus channel : target.channels()) {
                if (command.exportChannel() == null || command.exportChannel().equals(channel.name())) {
                    chosen.add(find(all, channel.table()));
                }
            }
        } else if (source != null) {
            for (ChannelStatus channel : source.channels()) {
                chosen.add(find(all, channel.table()));
            }
        } else {
            all.stream().filter(RouteTables.Table::standard).forEach(chosen::add);
        }
        List<String> names = new ArrayList<>();
        AddressFamily family = family(command.range());
        for (RouteTables.Table table : chosen) {
            if (family != null && table.family() != family) {
                if (command.table() != null) {
                    throw CommandException.syntax("Incompatible type of prefix/ip for table " + table.name());
                }
            } else if (!names.contains(table.name())) {
                names.add(table.name());
            }
        }
        if (names.isEmpty()) {
            throw CommandException.syntax("No valid tables");
        }
        return names;
    }

    private static AddressFamily family(RouteQuery.Range range) {
        return switch (range) {
            case RouteQuery.Everything everything -> null;
            case RouteQuery.Exactly exactly -> exactly.prefix().family();
            case RouteQuery.Covering covering -> covering.prefix().family();
            case RouteQuery.Within within -> within.prefix().family();
        };
    }

    private ProtocolStatus protocol(String name) throws CommandException {
        for (ProtocolStatus protocol : ports.view().protocols()) {
            if (protocol.name().equals(name)) {
                return protocol;
            }
        }
        throw CommandException.syntax(name + " is not a protocol");
    }

    private static RouteTables.Table find(List<RouteTables.Table> tables, String name) throws CommandException {
        for (RouteTables.Table table : tables) {
            if (table.name().equals(name)) {
                return table;
            }
        }
        throw CommandException.syntax(name + " is not a table");
    }
}
