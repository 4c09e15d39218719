package org.jbgp.daemon.instance;

import java.util.List;
import org.jbgp.daemon.advertise.ExportGroup;
import org.jbgp.daemon.advertise.Member;
import org.jbgp.daemon.advertise.rules.ExportSettings;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TrialTarget;
import org.jbgp.daemon.rib.channel.TrialChannel;
import org.jbgp.daemon.trial.Tally;

/**
 * What becomes of one protocol's routes under another configuration: what its channels would be, and what it would be
 * given.
 *
 * @param imports the channels that would be others
 * @param exports what it would be given
 * @param notes what cannot be known of it, as sentences
 */
public record ProtocolTrial(List<Import> imports, Exports exports, List<String> notes) {
    /** Nothing to try. */
    public static final ProtocolTrial NONE = new ProtocolTrial(List.of(), (shard, to) -> {}, List.of());

    public ProtocolTrial {
        imports = List.copyOf(imports);
        notes = List.copyOf(notes);
    }

    /**
     * A channel on its way in.
     *
     * @param channel its name
     * @param table number of the table its routes are in
     */
    public record Import(String channel, int table, TrialChannel trial) {}

    /** Works out what the protocol would be given; on each shard. */
    @FunctionalInterface
    public interface Exports {
        void on(Shard shard, Recipients to);
    }

    /** Takes what would be given to whom. On the shard. */
    public interface Recipients {
        /**
         * A BGP neighbor.
         *
         * @param channel name of the channel
         * @param settings what it would have, null if the channel would be gone
         */
        void neighbor(String channel, ExportGroup group, Member member, ExportSettings settings);

        /** Another protocol. */
        void other(String channel, int table, Target target);
    }

    /** Makes what hears of a table. */
    @FunctionalInterface
    public interface Target {
        TrialTarget with(Tally tally);
    }

    /**
     * Why it is not known for sure what another import filter makes of a channel's routes; empty if it can.
     *
     * @param former the filter of now
     * @param keeps all routes are remembered as received
     * @param keepsRejected those that the filter rejected are
     */
    public static List<String> doubts(
            String channel, Policy former, boolean changesRoutes, boolean keeps, boolean keepsRejected) {
        if (keeps || former.equals(Policy.ALL)) {
            return List.of();
        }
        String forgotten = channel + ": routes that import filter " + former
                + " rejects now are not kept; what the new one would accept of them is not known"
                + " (`import keep filtered on` or `import table on` keeps them)";
        String altered = channel + ": import filter " + former
                + " sets attributes; routes are judged as it left them (`import table on` keeps them as received)";
        return changesRoutes
                ? keepsRejected ? List.of(altered) : List.of(forgotten, altered)
                : keepsRejected ? List.of() : List.of(forgotten);
    }
}
