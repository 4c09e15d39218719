package org.jbgp.daemon.control;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jbgp.daemon.control.layout.JsonLayout;
import org.jbgp.daemon.control.layout.Layout;
import org.jbgp.daemon.control.layout.LayoutBase;
import org.jbgp.daemon.control.layout.Reply;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RadvStatus;
import org.jbgp.daemon.control.view.RouteEntry;
import org.jbgp.daemon.control.view.RouteQuery;
import org.jbgp.daemon.control.view.RouteTables;
import org.jbgp.daemon.control.view.RouteWalk;
import org.jbgp.daemon.control.view.RouterStatus;
import org.jbgp.daemon.control.view.RouterView;
import org.jbgp.daemon.control.words.CommandException;
import org.jbgp.daemon.control.words.ControlCommand;

/**
 * Runs one {@code show route}. Tables are walked in slices; between two slices the text of the first is handed to the
 * client, so the router needs no more memory for a large table or a slow client.
 */
final class ShowRoutes {

    /** Prefixes a slice: some microseconds for the owner of the table, a full buffer of text for the client. */
    private static final int SLICE = 256;

    /** BIRD: evaluation runtime error. */
    private static final int FILTER_FAULT = 8008;

    private final ControlPorts ports;
    private final Layout layout;
    private final ControlCommand.ShowRoute command;
    private final Reply reply;
    private final RouterStatus status;
    private final boolean rows;
    private boolean anyTableNamed;
    private boolean thisTableNamed;
    private RouteQuery.Prefix lastPrefix;
    private RouteWalk.FilterFault fault;

    ShowRoutes(ControlPorts ports, Layout layout, ControlCommand.ShowRoute command, Reply reply) {
        this.ports = ports;
        this.layout = layout;
        this.command = command;
        this.reply = reply;
        this.status = ports.view().status();
        this.rows = command.form().counting() != ControlCommand.Counting.COUNT;
    }

    void run() throws CommandException, IOException {
        List<RouteTables.Table> tables = new RouteTableChoice(ports, command, !layout.namesTables()).tables();
        long shown = 0;
        long routes = 0;
        long networks = 0;
        RouteWalk.Counts last = null;
        for (RouteTables.Table table : tables) {
            thisTableNamed = false;
            layout.enter(shownName(table));
            if (command.tables().said() != ControlCommand.Tables.Said.NOTHING && !isLookup()) {
                nameTable(shownName(table));
            }
            last = switch (table.contents()) {
                case ROUTES -> walk(table.name());
                case AUTHORISATIONS -> authorisations(table);
                case NEIGHBORS -> neighbors(table);
            };
            shown += last.shown();
            routes += last.routes();
            networks += last.networks();
            if (counts() && layout.namesTables()) {
                nameTable(shownName(table));
                reply.row(layout.isData() ? JsonLayout.JSON : LayoutBase.ROUTE, layout.counts(last, shownName(table)));
            }
        }
        if (fault != null) {
            reply.row(FILTER_FAULT, "Run-time error, " + fault.routes() + " routes left out: " + fault.first());
        }
        if (isLookup()) {
            if (routes == 0) {
                throw new CommandException(8001, layout.networkNotFound());
            }
            reply.end(0, "");
        } else if (counts() && !layout.namesTables()) {
            reply.end(14, layout.counts(new RouteWalk.Counts(shown, routes, networks), ""));
        } else if (counts() && tables.size() > 1 && !layout.isData()) {
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

    private boolean isChannelTable() {
        return command.rib() instanceof RouteQuery.Received || command.rib() instanceof RouteQuery.Sent;
    }

    /** BIRD calls the tables of a channel by their purpose. */
    private String shownName(RouteTables.Table table) {
        return switch (command.rib()) {
            case RouteQuery.Present present -> table.name();
            case RouteQuery.Rejected rejected -> table.name();
            case RouteQuery.Received received -> "import";
            case RouteQuery.Sent sent -> "export";
        };
    }

    /** Authorizations stand in no routing table; they are shown as they come. */
    private RouteWalk.Counts authorisations(RouteTables.Table table) throws IOException {
        // None is ever rejected.
        if (!(command.rib() instanceof RouteQuery.Present)) {
            return new RouteWalk.Counts(0, 0, 0);
        }
        long[] all = new long[1];
        long[] shown = new long[1];
        ports.view().authorisations(table.name(), null, each -> all[0]++);
        if (command.target() == null) {
            ports.view().authorisations(table.name(), command.filter(), each -> {
                if ((command.protocol() != null && !command.protocol().equals(each.protocol()))
                        || (command.primary() && !each.best())
                        || !covers(each)) {
                    return;
                }
                shown[0]++;
                if (rows) {
                    nameTable(table.name());
                    layout.authorisation(reply, each, command.form().details(), status);
                }
            });
        }
        return new RouteWalk.Counts(shown[0], all[0], all[0]);
    }

    /** Routers that were found stand in no routing table either; no filter is about them. */
    private RouteWalk.Counts neighbors(RouteTables.Table table) throws IOException {
        if (!(command.rib() instanceof RouteQuery.Present)) {
            return new RouteWalk.Counts(0, 0, 0);
        }
        long all = 0;
        long shown = 0;
        for (ProtocolStatus protocol : ports.view().protocols()) {
            if (protocol.details() instanceof RadvStatus radv && radv.table().equals(table.name())) {
                all += radv.found().size();
                if (command.protocol() == null || command.protocol().equals(protocol.name())) {
                    shown += radv.found().size();
                    for (RadvStatus.Neighbor neighbor : rows ? radv.found() : List.<RadvStatus.Neighbor>of()) {
                        nameTable(table.name());
                        layout.neighbor(
                                reply, protocol.name(), neighbor, command.form().details(), status);
                    }
                }
            }
        }
        return new RouteWalk.Counts(shown, all, all);
    }

    private boolean covers(RouterView.Authorisation each) {
        return each.roa() == null
                ? command.range() instanceof RouteQuery.Everything
                : ShowRoas.covers(command.range(), each.roa());
    }

    private boolean counts() {
        return command.form().counting() != ControlCommand.Counting.NONE && !isLookup();
    }

    private boolean isLookup() {
        return RouteTableChoice.isLookup(command.range());
    }

    private RouteWalk.Counts walk(String table) throws IOException {
        RouteQuery query = new RouteQuery(
                table,
                command.range(),
                command.protocol(),
                command.primary(),
                command.rib(),
                command.target() == null ? null : command.target().export(),
                command.filter(),
                !rows);
        lastPrefix = null;
        try (RouteWalk walk = ports.tables().walk(query)) {
            String heading = isChannelTable() ? shownName(RouteTables.Table.ofRoutes(table, null, false)) : table;
            RouteWalk.RouteSink sink = entry -> print(heading, entry);
            boolean more = true;
            while (more) {
                more = walk.next(SLICE, sink);
            }
            fault = walk.fault() == null ? fault : walk.fault();
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
            layout.route(reply, entry, first, command.form().details(), status);
        } catch (IOException e) {
            // The client is gone; unwind through the walk.
            throw new UncheckedIOException(e);
        }
    }

    private void nameTable(String table) throws IOException {
        if (thisTableNamed || !rows || !layout.namesTables() || layout.isData()) {
            return;
        }
        if (anyTableNamed) {
            reply.row(LayoutBase.ROUTE, "");
        }
        reply.row(LayoutBase.ROUTE, "Table " + table + ":");
        thisTableNamed = true;
        anyTableNamed = true;
    }
}
