package org.jbgp.daemon.control;

import java.util.ArrayList;
import java.util.List;
import org.jbgp.daemon.control.view.ChannelStatus;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RadvStatus;
import org.jbgp.daemon.control.view.RouteQuery;
import org.jbgp.daemon.control.view.RouteTables;
import org.jbgp.daemon.control.words.CommandException;
import org.jbgp.daemon.control.words.ControlCommand;
import org.jbgp.daemon.wire.AddressFamily;

/**
 * The tables one {@code show route} goes through: those it names, or those of the protocol it is about, or the default
 * ones; by the rules of BIRD's {@code nest/rt-show.c}, of 2.x or of 1.6.
 */
final class RouteTableChoice {

    private static final int PROTOCOL_DOWN = 8005;

    private final ControlPorts ports;
    private final ControlCommand.ShowRoute command;
    private final boolean flat;
    private final List<RouteTables.Table> all;

    /** @param flat by the rules of 1.6, where a command has one table and prints nothing instead of refusing */
    RouteTableChoice(ControlPorts ports, ControlCommand.ShowRoute command, boolean flat) {
        this.ports = ports;
        this.command = command;
        this.flat = flat;
        this.all = ports.tables().tables();
    }

    /**
     * The tables, each once.
     *
     * @throws CommandException when a name means nothing, when a named table does not fit the rest of the command, or
     *     when none is left
     */
    List<RouteTables.Table> tables() throws CommandException {
        ProtocolStatus target =
                command.target() == null ? null : protocol(command.target().protocol());
        if (target != null && command.target().channel() != null) {
            // For its error.
            channel(target, command.target().channel());
        }
        if (flat && target != null && !isUp(target)) {
            if (!isLookup(command.range())) {
                throw new CommandException(PROTOCOL_DOWN, "Protocol is down");
            }
            return List.of();
        }
        boolean named = !flat && command.tables().said() == ControlCommand.Tables.Said.NAMED;
        AddressFamily family = family(command.range());
        List<RouteTables.Table> fitting = new ArrayList<>();
        for (RouteTables.Table table : chosen(target)) {
            if (target != null && !isExported(target, table)) {
                if (named) {
                    throw CommandException.syntax("No export channel for table " + table.name());
                }
            } else if (family != null && (table.family() != family || !table.holdsRoutes())) {
                if (named) {
                    throw CommandException.syntax("Incompatible type of prefix/ip for table " + table.name());
                }
            } else if (command.filter() != null && table.contents() == RouteTables.Table.Contents.NEIGHBORS) {
                if (named) {
                    throw CommandException.syntax("Filters do not apply to the neighbor table " + table.name());
                }
            } else if (!fitting.contains(table)) {
                fitting.add(table);
            }
        }
        if (fitting.isEmpty() && !flat) {
            throw CommandException.syntax("No valid tables");
        }
        return fitting;
    }

    private List<RouteTables.Table> chosen(ProtocolStatus target) throws CommandException {
        switch (command.rib()) {
            case RouteQuery.Received received -> {
                return List.of(find(received(received).table()));
            }
            case RouteQuery.Sent sent -> {
                return List.of(find(sent(sent).table()));
            }
            case RouteQuery.Present present -> {
                // Chosen below.
            }
            case RouteQuery.Rejected rejected -> {
                // Likewise.
            }
        }
        List<RouteTables.Table> chosen = new ArrayList<>();
        for (String name : command.tables().names()) {
            if (flat) {
                chosen.clear();
            }
            chosen.add(find(name));
        }
        if (command.tables().all()) {
            chosen.addAll(all);
        }
        if (!chosen.isEmpty()) {
            return chosen;
        }
        if (target != null) {
            for (String table : tablesUp(target)) {
                chosen.add(find(table));
            }
        } else if (command.protocol() != null) {
            ProtocolStatus protocol = protocol(command.protocol());
            for (ChannelStatus channel : protocol.channels()) {
                chosen.add(find(channel.table()));
            }
            if (protocol.details() instanceof RadvStatus radv && !radv.table().isEmpty()) {
                chosen.add(find(radv.table()));
            }
        }
        // In 1.6 a protocol without channels stands beside the default table too.
        if (chosen.isEmpty() && (command.protocol() == null || flat) && target == null) {
            all.stream().filter(RouteTables.Table::standard).forEach(chosen::add);
        }
        return chosen;
    }

    /**
     * The tables a protocol exports at present; also of a channel that is down if it is asked for by name, as in BIRD.
     */
    private List<String> tablesUp(ProtocolStatus target) {
        List<String> tables = new ArrayList<>();
        String channel = command.target().channel();
        for (ChannelStatus each : target.channels()) {
            if (channel == null ? flat || each.state() == ChannelStatus.State.UP : channel.equals(each.name())) {
                tables.add(each.table());
                if (!flat && target.details() instanceof ProtocolStatus.PipeStatus pipe) {
                    tables.add(pipe.peer());
                }
            }
        }
        return tables;
    }

    /** Whether a protocol has a channel that exports the table. */
    private boolean isExported(ProtocolStatus target, RouteTables.Table table) {
        if (!target.takesRoutes()) {
            return false;
        }
        if (target.details() instanceof ProtocolStatus.PipeStatus pipe
                && pipe.peer().equals(table.name())) {
            return true;
        }
        String channel = command.target().channel();
        return target.channels().stream()
                .anyMatch(
                        each -> each.table().equals(table.name()) && (channel == null || channel.equals(each.name())));
    }

    private static boolean isUp(ProtocolStatus protocol) {
        return switch (protocol.state()) {
            case WAIT, FEED, UP -> true;
            case DOWN, START, STOP, FLUSH -> false;
        };
    }

    static boolean isLookup(RouteQuery.Range range) {
        return range instanceof RouteQuery.Exactly || range instanceof RouteQuery.Covering;
    }

    private ChannelStatus received(RouteQuery.Received received) throws CommandException {
        ChannelStatus channel = channel(protocol(received.protocol()), received.channel());
        String missing = "No import table in channel " + received.protocol() + "." + received.channel();
        if (!ports.view().keepsReceived(received.protocol(), received.channel())) {
            throw CommandException.syntax(missing + ", see `import table on`");
        }
        requireUp(channel, missing);
        return channel;
    }

    private ChannelStatus sent(RouteQuery.Sent sent) throws CommandException {
        ProtocolStatus protocol = protocol(sent.protocol());
        ChannelStatus channel = channel(protocol, sent.channel());
        String missing = "No export table in channel " + sent.protocol() + "." + sent.channel();
        if (!protocol.type().equals("BGP")) {
            throw CommandException.syntax(missing);
        }
        requireUp(channel, missing);
        return channel;
    }

    private static void requireUp(ChannelStatus channel, String missing) throws CommandException {
        if (channel.state() != ChannelStatus.State.UP) {
            throw CommandException.syntax(missing + ", it is not up");
        }
    }

    private static ChannelStatus channel(ProtocolStatus protocol, String name) throws CommandException {
        for (ChannelStatus channel : protocol.channels()) {
            if (channel.name().equals(name)) {
                return channel;
            }
        }
        throw CommandException.syntax("Channel " + protocol.name() + "." + name + " not found");
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

    private RouteTables.Table find(String name) throws CommandException {
        for (RouteTables.Table table : all) {
            if (table.name().equals(name)) {
                return table;
            }
        }
        throw CommandException.syntax(name + " is not a table");
    }
}
