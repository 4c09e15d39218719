package org.jbgp.daemon.control;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jbgp.daemon.control.layout.ProtocolText;
import org.jbgp.daemon.control.layout.Reply;
import org.jbgp.daemon.control.layout.ReplyText;
import org.jbgp.daemon.control.view.BgpStatus;
import org.jbgp.daemon.control.view.ChannelStatus;
import org.jbgp.daemon.control.view.Inline;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.words.CommandException;
import org.jbgp.daemon.control.words.ControlCommand;

/** {@code show neighbors}: BGP at a glance, a line for each neighbor. All layouts show it alike. */
final class ShowNeighbors {
    /** Rows of a command BIRD does not have. */
    private static final int ROW = 1096;

    private static final List<String> TITLES =
            List.of("Name", "Neighbor", "AS", "State", "Up", "Imported", "Preferred", "Exported", "Info");

    /** Columns that end at the right. */
    private static final List<String> NUMBERS = List.of("AS", "Up", "Imported", "Preferred", "Exported");

    /**
     * A line; in JSON an object with these keys.
     *
     * @param name of the protocol
     * @param remote who it is
     * @param state as in {@code show protocols}
     * @param uptime of the session, null without one
     * @param routes its routes
     * @param lastError why the last session ended, empty if there was none
     */
    public record Neighbor(
            String name, Remote remote, BgpStatus.State state, Duration uptime, Routes routes, String lastError)
            implements Inline {
        /**
         * Who it is.
         *
         * @param neighborAddress null for a range
         * @param neighborRange null for a single neighbor
         * @param neighborInterface null where none is named
         * @param neighborAs 0 for a range of any AS
         */
        public record Remote(
                InetAddress neighborAddress, String neighborRange, String neighborInterface, long neighborAs)
                implements Inline {}

        /**
         * Its routes.
         *
         * @param imported routes of all channels that the import filters accepted
         * @param preferred of these, best ones
         * @param exported routes advertised to it
         */
        public record Routes(long imported, long preferred, long exported) implements Inline {}

        /** See {@link Remote#neighborAddress}. */
        public InetAddress neighborAddress() {
            return remote.neighborAddress();
        }

        /** See {@link Remote#neighborRange}. */
        public String neighborRange() {
            return remote.neighborRange();
        }

        /** See {@link Remote#neighborInterface}. */
        public String neighborInterface() {
            return remote.neighborInterface();
        }

        /** See {@link Remote#neighborAs}. */
        public long neighborAs() {
            return remote.neighborAs();
        }

        /** See {@link Routes#imported}. */
        public long imported() {
            return routes.imported();
        }

        /** See {@link Routes#preferred}. */
        public long preferred() {
            return routes.preferred();
        }

        /** See {@link Routes#exported}. */
        public long exported() {
            return routes.exported();
        }
    }

    private ShowNeighbors() {}

    static void run(CommandRunner session, ControlCommand.OfProtocols show, Reply reply)
            throws CommandException, IOException {
        List<Neighbor> neighbors = new ArrayList<>();
        for (ProtocolStatus protocol : ProtocolCommands.select(session, show.selector())) {
            if (protocol.details() instanceof BgpStatus bgp) {
                neighbors.add(neighbor(protocol, bgp));
            }
        }
        if (neighbors.isEmpty()) {
            throw switch (show.selector()) {
                case ControlCommand.Named named -> CommandException.syntax(named.name() + ": Not a BGP protocol");
                case ControlCommand.Matching matching -> new CommandException(8003, "No protocols match");
            };
        }
        if (session.json()) {
            for (Neighbor neighbor : neighbors) {
                reply.object(neighbor);
            }
        } else {
            for (String line : table(neighbors)) {
                reply.row(ROW, line);
            }
        }
        reply.end(0, "");
    }

    /** Titles and a line for each; columns are as wide as what is in them, so that most fit 80 characters. */
    private static List<String> table(List<Neighbor> neighbors) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(TITLES);
        neighbors.forEach(each -> rows.add(cells(each)));
        int[] widths = new int[TITLES.size()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = row.get(column);
            int blanks = widths[column] - cell.length();
            if (NUMBERS.contains(TITLES.get(column))) {
                line.repeat(' ', blanks).append(cell);
            } else {
                line.append(cell).repeat(' ', blanks);
            }
            line.append(' ');
        }
        return line.toString().stripTrailing();
    }

    static Neighbor neighbor(ProtocolStatus protocol, BgpStatus bgp) {
        long imported = 0;
        long preferred = 0;
        long exported = 0;
        for (ChannelStatus channel : protocol.channels()) {
            imported += channel.counts().imported();
            preferred += channel.counts().preferred();
            exported += channel.counts().exported();
        }
        return new Neighbor(
                protocol.name(),
                new Neighbor.Remote(
                        bgp.neighborAddress(), bgp.neighborRange(), bgp.neighborInterface(), bgp.neighborAs()),
                bgp.state(),
                bgp.session() == null ? null : bgp.session().uptime(),
                new Neighbor.Routes(imported, preferred, exported),
                ProtocolText.error(bgp));
    }

    private static List<String> cells(Neighbor neighbor) {
        String address = neighbor.neighborAddress() == null
                ? neighbor.neighborRange() == null ? "---" : neighbor.neighborRange()
                : ReplyText.address(neighbor.neighborAddress());
        return List.of(
                neighbor.name(),
                address + (neighbor.neighborInterface() == null ? "" : "%" + neighbor.neighborInterface()),
                neighbor.neighborAs() == 0 ? "---" : Long.toString(neighbor.neighborAs()),
                neighbor.state().label(),
                neighbor.uptime() == null ? "---" : time(neighbor.uptime()),
                Long.toString(neighbor.imported()),
                Long.toString(neighbor.preferred()),
                Long.toString(neighbor.exported()),
                neighbor.lastError());
    }

    /** Days, if any, and hours, minutes and seconds. */
    private static String time(Duration uptime) {
        String days = uptime.toDays() == 0 ? "" : uptime.toDays() + "d ";
        return days
                + String.format(
                        Locale.ROOT,
                        "%02d:%02d:%02d",
                        uptime.toHoursPart(),
                        uptime.toMinutesPart(),
                        uptime.toSecondsPart());
    }
}
