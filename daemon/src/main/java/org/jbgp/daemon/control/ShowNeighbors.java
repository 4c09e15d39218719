package org.jbgp.daemon.control;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jbgp.daemon.control.layout.Json;
import org.jbgp.daemon.control.layout.JsonLayout;
import org.jbgp.daemon.control.layout.LayoutBase;
import org.jbgp.daemon.control.layout.Reply;
import org.jbgp.daemon.control.layout.ReplyText;
import org.jbgp.daemon.control.view.BgpStatus;
import org.jbgp.daemon.control.view.ChannelStatus;
import org.jbgp.daemon.control.view.Inline;
import org.jbgp.daemon.control.view.ProtocolStatus;

/** {@code show neighbors}: BGP at a glance, a line for each neighbor. All layouts show it alike. */
final class ShowNeighbors {
    /** Rows of a command BIRD does not have. */
    private static final int ROW = 1096;

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
        if (!session.json()) {
            reply.row(ROW, line("Name", "Neighbor", "AS", "State", "Up", "Imported", "Preferred", "Exported", "Info"));
        }
        for (Neighbor neighbor : neighbors) {
            reply.row(session.json() ? JsonLayout.JSON : ROW, session.json() ? Json.text(neighbor) : line(neighbor));
        }
        reply.end(0, "");
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
                LayoutBase.errorText(bgp));
    }

    private static String line(Neighbor neighbor) {
        String address = neighbor.neighborAddress() == null
                ? neighbor.neighborRange() == null ? "---" : neighbor.neighborRange()
                : ReplyText.address(neighbor.neighborAddress());
        return line(
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

    private static String line(
            String name,
            String address,
            String as,
            String state,
            String up,
            String imported,
            String preferred,
            String exported,
            String lastError) {
        return String.format(
                        Locale.ROOT,
                        "%-16s %-24s %10s %-11s %12s %9s %9s %9s  %s",
                        name,
                        address,
                        as,
                        state,
                        up,
                        imported,
                        preferred,
                        exported,
                        lastError)
                .stripTrailing();
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
