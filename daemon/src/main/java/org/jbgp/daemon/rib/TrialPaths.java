package org.jbgp.daemon.rib;

import java.util.Arrays;
import java.util.List;
import org.jbgp.daemon.policy.PolicyLog;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.channel.TrialChannel;
import org.jbgp.daemon.rib.nexthop.ResolvedNextHop;
import org.jbgp.daemon.rib.selection.BestOf;
import org.jbgp.daemon.rib.store.PathChains;
import org.jbgp.daemon.rib.store.PathStore;

/**
 * The paths that one prefix of a table would have if channels were others: judged by the same import filters, and
 * chosen by the same selection, as routes that arrive. Nothing of it is in the table: the paths are made for one
 * prefix, and freed before the next. Confined to the shard; between {@link #begin} and {@link #end} nothing else may
 * run there.
 */
public final class TrialPaths {
    private static final int NONE = 0;
    /** The only chain there is. */
    private static final int CHAIN = 1;

    private final Shard shard;
    private final TableSlice table;
    private final List<TrialChannel> trials;
    private final PathStore paths;
    private final PathChains chains;
    private final BestOf bestOf;
    /** By channel number. */
    private TrialChannel[] byNumber = new TrialChannel[0];

    private Channel[] supposed;
    private Channel[] present;
    private final PolicyLog log;

    private int[] channels = new int[8];
    private int[] pathIds = new int[8];
    private int[] former = new int[8];
    private int[] would = new int[8];
    private int[] standing = new int[8];
    private int count;
    private boolean changed;
    private boolean ranked;
    private int formerBest;
    private int head;
    private int best;
    private boolean keepsBest;

    /** @param trials the channels that would be others */
    public TrialPaths(Shard shard, TableSlice table, List<TrialChannel> trials) {
        this.shard = shard;
        this.table = table;
        this.trials = List.copyOf(trials);
        this.paths = shard.paths();
        this.chains = new PathChains(paths);
        this.bestOf = new BestOf(shard.channels(), paths, shard.selection());
        this.log = shard.filters().policyLog();
    }

    public TableSlice table() {
        return table;
    }

    /** Begins a walk over some prefixes: from now on the shard knows the channels as they would be. */
    public void begin() {
        supposed = shard.channels().all().clone();
        byNumber = new TrialChannel[supposed.length];
        for (TrialChannel trial : trials) {
            if (trial.number() < supposed.length && supposed[trial.number()] != null) {
                byNumber[trial.number()] = trial;
                if (trial.would() != null) {
                    supposed[trial.number()] = trial.would();
                }
            }
        }
        present = shard.channels().all();
    }

    /** Ends the walk. */
    public void end() {
        byNumber = new TrialChannel[0];
    }

    /** What the shard is asked from now on is answered with the channels of now; to be called after {@link #look}. */
    public void supposeNothing() {
        shard.suppose(present, log);
    }

    /**
     * Works out the paths of a prefix; {@link #release} ends it. What the shard is asked afterwards is answered with
     * the channels as they would be.
     */
    public void look(int prefix) {
        count = 0;
        changed = false;
        ranked = false;
        formerBest = table.bestIfDecided(prefix);
        shard.suppose(supposed, PolicyLog.SILENT);
        for (int path = table.head(prefix); path != NONE; path = table.next(path)) {
            there(prefix, path);
        }
        for (TrialChannel trial : trials) {
            if (isTried(trial) && trial.judges() && trial.would().table() == table.id()) {
                rejectedSoFar(prefix, trial.would());
            }
        }
        head = table.head(prefix);
        if (changed || ranked) {
            choose();
        }
        ResolvedNextHop resolution = head == NONE ? null : shard.knownNextHops().ofPath(head);
        best = resolution == null
                ? NONE
                : resolution.pending() ? TableSlice.UNDECIDED : resolution.eligible() ? head : NONE;
        keepsBest = formerBest == best
                || (formerBest > 0
                        && best > 0
                        && shard.channelOf(formerBest) == shard.channelOf(best)
                        && paths.pathId(formerBest) == paths.pathId(best)
                        && shard.attributesOf(formerBest) == shard.attributesOf(best));
    }

    private boolean isTried(TrialChannel trial) {
        return trial.number() < byNumber.length && byNumber[trial.number()] != null && trial.would() != null;
    }

    private void there(int prefix, int path) {
        int channel = shard.channelOf(path);
        int handle = shard.attributesOf(path);
        TrialChannel trial = channel < byNumber.length ? byNumber[channel] : null;
        if (trial == null || paths.carried(path)) {
            shard.attributes().retain(handle);
            add(channel, paths.pathId(path), handle, handle, path);
            return;
        }
        ranked = true;
        if (trial.would() == null) {
            add(channel, paths.pathId(path), handle, NONE, path);
        } else if (trial.judges()) {
            int received = received(prefix, channel, paths.pathId(path), handle);
            add(channel, paths.pathId(path), handle, judge(trial.would(), prefix, received), path);
        } else {
            shard.attributes().retain(handle);
            add(channel, paths.pathId(path), handle, handle, path);
        }
    }

    /** The route before the filter where that is remembered, else as the filter of now left it. */
    private int received(int prefix, int channel, int pathId, int otherwise) {
        AdjRibIn in = shard.received().of(channel);
        int entry = in == null ? NONE : in.find(prefix, pathId);
        return entry == NONE ? otherwise : paths.attributes(entry);
    }

    private void rejectedSoFar(int prefix, Channel channel) {
        AdjRibIn in = shard.received().of(channel.id());
        if (in == null) {
            return;
        }
        for (int entry = in.head(prefix); entry != NONE; entry = paths.next(entry)) {
            if (in.rejected(entry)) {
                int handle = judge(channel, prefix, paths.attributes(entry));
                if (handle != NONE) {
                    add(channel.id(), paths.pathId(entry), NONE, handle, NONE);
                }
            }
        }
    }

    private int judge(Channel channel, int prefix, int received) {
        int handle = shard.filters().judge(channel, prefix, received);
        if (handle == NONE) {
            // Nobody waits for the interface that the filter asked for.
            shard.filters().lacksInterface();
        }
        return handle;
    }

    private void add(int channel, int pathId, int handleNow, int handleThen, int path) {
        if (count == channels.length) {
            channels = Arrays.copyOf(channels, 2 * count);
            pathIds = Arrays.copyOf(pathIds, 2 * count);
            former = Arrays.copyOf(former, 2 * count);
            would = Arrays.copyOf(would, 2 * count);
            standing = Arrays.copyOf(standing, 2 * count);
        }
        channels[count] = channel;
        pathIds[count] = pathId;
        former[count] = handleNow;
        would[count] = handleThen;
        standing[count++] = path;
        changed |= handleNow != handleThen;
    }

    private void choose() {
        int now = shard.seconds();
        boolean firstStands = count > 0 && standing[0] != NONE && would[0] != NONE;
        for (int i = count - 1; i >= 0; i--) {
            if (standing[i] != NONE && would[i] != NONE) {
                chains.addFirst(CHAIN, copy(i, would[i] == former[i] ? paths.changed(standing[i]) : now));
            }
        }
        for (int i = 0; i < count; i++) {
            if (standing[i] == NONE) {
                int path = copy(i, now);
                if (chains.head(CHAIN) == NONE) {
                    chains.addFirst(CHAIN, path);
                } else {
                    chains.addSecond(CHAIN, path);
                }
            }
        }
        head = chains.head(CHAIN);
        if (head != NONE) {
            int best = bestOf.choose(head, firstStands);
            if (best != head) {
                chains.moveToFront(CHAIN, best);
                head = best;
            }
        }
    }

    private int copy(int index, int since) {
        int path = standing[index];
        int sender = path == NONE ? channels[index] : paths.sender(path);
        return paths.allocate(would[index], channels[index], sender, pathIds[index], since);
    }

    /** Frees what {@link #look} made. */
    public void release() {
        chains.removeIf(CHAIN, path -> true, paths::free);
        for (int i = 0; i < count; i++) {
            if (would[i] != NONE) {
                shard.attributes().release(would[i]);
            }
        }
        count = 0;
    }

    /** True if every path would be there as it is, in whatever order. */
    public boolean isUnchanged() {
        return !changed;
    }

    /** True if the best path and its attributes would be the same. */
    public boolean keepsBest() {
        return keepsBest;
    }

    /** The best path of now, 0 for none, {@link TableSlice#UNDECIDED} if not known. */
    public int formerBest() {
        return formerBest;
    }

    /** The first path of the chain as it would be, 0 for none; {@link TableSlice#next} goes on. */
    public int head() {
        return head;
    }

    /** What the best path would be, 0 for none, {@link TableSlice#UNDECIDED} while its next hop is looked up. */
    public int best() {
        return best;
    }

    /** Routes known of: those there, and those that would be. */
    public int count() {
        return count;
    }

    /** Number of the channel of a route. */
    public int channel(int index) {
        return channels[index];
    }

    /** Attribute set of a route now, 0 if it is rejected. */
    public int former(int index) {
        return former[index];
    }

    /** Attribute set that a route would have, 0 if it would be rejected or gone. */
    public int would(int index) {
        return would[index];
    }
}
