package org.jbgp.daemon.control.view;

import java.time.Instant;
import java.util.List;

/**
 * One protocol instance.
 *
 * @param name configured name, e.g. {@code Mesh_10_192_0_3}
 * @param type BIRD's name of the protocol sort: {@code BGP Static Device Direct Kernel Pipe RPKI BMP}
 * @param life whether it runs
 * @param notes what is said of it besides
 * @param channels its channels, the main one first; empty for device
 * @param details what only this sort of protocol has
 */
public record ProtocolStatus(
        String name, String type, Life life, Notes notes, List<ChannelStatus> channels, Details details) {
    /**
     * Whether it runs.
     *
     * @param state life cycle state
     * @param enabled false after {@code disable} or with {@code disabled} in the configuration
     * @param changed when {@code state} changed last
     * @param created when the protocol was made: at the start, or by the reload that brought it or made it anew
     */
    public record Life(State state, boolean enabled, Instant changed, Instant created) implements Inline {
        /** From a protocol, which does not know when it was made. */
        public Life(State state, boolean enabled, Instant changed) {
            this(state, enabled, changed, null);
        }
    }

    /**
     * What is said of it besides.
     *
     * @param description text of the {@code description} option, or null
     * @param message administrative message of the last enable/disable/restart or of the neighbor, or null
     * @param routerId own router id of this protocol as unsigned 32 bits, or null when it uses the global one
     * @param vrf name of the VRF, or null
     */
    public record Notes(String description, String message, Integer routerId, String vrf) implements Inline {}

    /** See {@link Life#state}. */
    public State state() {
        return life.state();
    }

    /** See {@link Life#enabled}. */
    public boolean enabled() {
        return life.enabled();
    }

    /** See {@link Life#changed}. */
    public Instant changed() {
        return life.changed();
    }

    /** See {@link Life#created}. */
    public Instant created() {
        return life.created();
    }

    /** See {@link Notes#description}. */
    public String description() {
        return notes.description();
    }

    /** See {@link Notes#message}. */
    public String message() {
        return notes.message();
    }

    /** See {@link Notes#routerId}. */
    public Integer routerId() {
        return notes.routerId();
    }

    /** See {@link Notes#vrf}. */
    public String vrf() {
        return notes.vrf();
    }

    public ProtocolStatus {
        channels = List.copyOf(channels);
    }

    /** Whether routes are exported to this sort of protocol. */
    public boolean takesRoutes() {
        return switch (details) {
            case BgpStatus bgp -> true;
            case PipeStatus pipe -> true;
            case AggregatorStatus aggregator -> true;
            case RpkiStatus rpki -> false;
            case MrtStatus mrt -> false;
            case RadvStatus radv -> false;
            case BmpStatus bmp -> false;
            case NoDetails none -> type.equals("Kernel");
        };
    }

    /** The same with an operator's message, unless it has one; null changes nothing. */
    public ProtocolStatus withMessage(String text) {
        return notes.message() != null || text == null
                ? this
                : new ProtocolStatus(
                        name,
                        type,
                        life,
                        new Notes(notes.description(), text, notes.routerId(), notes.vrf()),
                        channels,
                        details);
    }

    /** The same, made then. */
    public ProtocolStatus createdAt(Instant moment) {
        return new ProtocolStatus(
                name, type, new Life(life.state(), life.enabled(), life.changed(), moment), notes, channels, details);
    }

    /** Life cycle of a protocol; {@code WAIT} and {@code FEED} are known to 1.6 layouts only, 2.x says {@code up}. */
    public enum State {
        DOWN,
        START,
        /** Up, but routes are not exported yet. */
        WAIT,
        /** Up, the first export is under way. */
        FEED,
        UP,
        STOP,
        /** Down, its routes are still being removed from the tables. */
        FLUSH
    }

    /** What only one sort of protocol has. */
    public sealed interface Details
            permits NoDetails, BgpStatus, BmpStatus, PipeStatus, RpkiStatus, MrtStatus, RadvStatus, AggregatorStatus {}

    /** Nothing beyond channels. */
    public record NoDetails() implements Details {}

    /**
     * A pipe between two tables. The first channel of the protocol carries filters, counts and changes as seen from the
     * primary table: what goes to the peer table is exported, what comes from there is imported.
     *
     * @param primary table on this side
     * @param peer table on the other side
     * @param importState {@code down feed up}: how far routes of the peer table have come over
     * @param exportState likewise for routes of the primary table
     */
    public record PipeStatus(String primary, String peer, String importState, String exportState) implements Details {}
}
