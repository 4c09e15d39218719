package org.jbgp.daemon.rib;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jbgp.daemon.memory.PrefixIndex;
import org.jbgp.daemon.monitor.RouteMonitor;
import org.jbgp.daemon.rib.change.Cause;
import org.jbgp.daemon.rib.change.ChangedPrefixes;
import org.jbgp.daemon.rib.change.TrackedAddresses;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.channel.Channels;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.rib.nexthop.ResolvedNextHop;
import org.jbgp.daemon.rib.selection.BestOf;
import org.jbgp.daemon.rib.selection.KnownNextHops;
import org.jbgp.daemon.rib.selection.Selection;
import org.jbgp.daemon.rib.store.AttributeStore;
import org.jbgp.daemon.rib.store.PathChains;
import org.jbgp.daemon.rib.store.PathStore;
import org.jbgp.daemon.rib.store.PrefixBits;
import org.jbgp.daemon.wire.AddressFamily;

/**
 * One shard's slice of a routing table (Loc-RIB with all its Adj-RIBs-In): for every prefix a chain of paths, the best
 * one first. Confined to the owning shard.
 */
public final class TableSlice {
    /** Stands for a best path that is not known yet: what was exported stays as it was. */
    public static final int UNDECIDED = -1;

    private static final int NONE = 0;
    /** Prefixes that are taken out of the index together: what that reads stays in the processor's nearer caches. */
    private static final int AHEAD = 512;
    /** Among so many paths beside the best one the second best is looked for. */
    private static final int SECOND_OF = 32;

    private final int id;
    private final String name;
    private final AddressFamily family;
    private final Shard shard;
    private final PrefixIndex index;
    private final PathStore paths;
    private final AttributeStore attributes;
    private final Channels channels;
    private final KnownNextHops nextHops;
    private final Selection selection;
    private final BestOf bestOf;
    private final PathChains chains;
    /** Prefixes with very many paths whose best one has yet to be chosen, at the flush or when somebody asks. */
    private final PrefixBits unchosen = new PrefixBits();

    private final List<ExportTarget> targets = new ArrayList<>();
    private final List<Suppressor> suppressors = new ArrayList<>(0);
    private boolean someWantAll;
    private boolean someWatchOthers;
    private TrackedAddresses tracked = TrackedAddresses.NONE;

    private final ChangedPrefixes changed;

    /** A path that competed within its neighboring AS only is gone: another one of that AS may be the best now. */
    private boolean droppedByAs;

    /** Walks over this table under way. */
    private int walks;

    private int pathCount;
    private long removals;
    private int prefixCount;

    TableSlice(Shard shard, int id, String name, AddressFamily family) {
        this.shard = shard;
        this.id = id;
        this.name = name;
        this.family = family;
        this.index = shard.index(family);
        this.changed = new ChangedPrefixes(shard::doing);
        this.paths = shard.paths();
        this.chains = new PathChains(paths);
        this.attributes = shard.attributes();
        this.channels = shard.channels();
        this.nextHops = shard.knownNextHops();
        this.selection = shard.selection();
        this.bestOf = new BestOf(channels, paths, selection);
    }

    public int id() {
        return id;
    }

    public String name() {
        return name;
    }

    public AddressFamily family() {
        return family;
    }

    /** The numbering of prefixes, shared by all tables of this family in the shard. */
    public PrefixIndex index() {
        return index;
    }

    /** Number of paths in this slice. */
    public int pathCount() {
        return pathCount;
    }

    /** Number of paths that ever went from this slice. */
    public long removals() {
        return removals;
    }

    /** Number of prefixes with a path in this slice. */
    public int prefixCount() {
        return prefixCount;
    }

    /** The prefix's first path, 0 if there is none; the best one if any can be used. */
    public int head(int prefix) {
        if (unchosen.size() > 0 && unchosen.remove(prefix)) {
            chooseNow(prefix, true, true);
        }
        return chains.head(prefix);
    }

    /** The prefix's first path, whether the best one has been chosen or not; 0 if there is none. */
    int first(int prefix) {
        return chains.head(prefix);
    }

    /** The path after this one in its prefix's chain, 0 at the end. */
    public int next(int path) {
        return paths.next(path);
    }

    /** The prefix's best path, 0 if there is none that can be used. */
    public int best(int prefix) {
        int head = head(prefix);
        return head != NONE && nextHops.ofPath(head).eligible() ? head : NONE;
    }

    /**
     * The best path of a prefix beside its best one: the one that takes its place when that goes. 0 if there is none
     * that can be used, if a next hop is still looked up, or if there are so many that it is not worth the time.
     */
    public int second(int prefix) {
        int head = head(prefix);
        int next = head == NONE ? NONE : paths.next(head);
        int count = 0;
        for (int path = next; path != NONE; path = paths.next(path)) {
            if (++count > SECOND_OF || nextHops.ofPath(path).pending()) {
                return NONE;
            }
        }
        int second = next == NONE ? NONE : bestOf.choose(next, false);
        return second != NONE && nextHops.ofPath(second).reachable() ? second : NONE;
    }

    /** As {@link #best}, but {@link #UNDECIDED} where selection must wait for a next hop. */
    public int bestIfDecided(int prefix) {
        int head = head(prefix);
        if (head == NONE) {
            return NONE;
        }
        ResolvedNextHop resolution = nextHops.ofPath(head);
        return resolution.pending() ? UNDECIDED : resolution.eligible() ? head : NONE;
    }

    /** True while selection must wait for a next hop: what was exported stays as it was. */
    public boolean undecided(int prefix) {
        int head = head(prefix);
        return head != NONE && nextHops.ofPath(head).pending();
    }

    /** True if the kernel refused the prefix's best path. */
    public boolean refused(int prefix) {
        for (int i = 0; i < targets.size(); i++) {
            if (targets.get(i).refused(prefix)) {
                return true;
            }
        }
        return false;
    }

    /** True if the path's own next hop can be used. */
    public boolean usable(int path) {
        return nextHops.ofPath(path).eligible();
    }

    /** True while the path's own next hop is being looked up. */
    public boolean awaitsNextHop(int path) {
        return nextHops.ofPath(path).pending();
    }

    void addTarget(ExportTarget target) {
        targets.add(target.goesFirst() ? 0 : targets.size(), target);
        someWantAll |= target.wantsAllPaths();
        someWatchOthers |= target.watchesOthers();
        if (target.asksWhy()) {
            changed.askWhy(true);
        }
    }

    void removeTarget(ExportTarget target) {
        targets.remove(target);
        someWantAll = targets.stream().anyMatch(ExportTarget::wantsAllPaths);
        someWatchOthers = targets.stream().anyMatch(ExportTarget::watchesOthers);
        changed.askWhy(targets.stream().anyMatch(ExportTarget::asksWhy));
    }

    /**
     * Why the best path of a prefix changed, see {@link Cause#number}; only for targets that {@link
     * ExportTarget#asksWhy}, while changes are exported to them.
     *
     * @param at place of the prefix among those that are exported
     */
    public int cause(int at) {
        return changed.cause(at);
    }

    void addSuppressor(Suppressor suppressor) {
        suppressors.add(suppressor);
    }

    void removeSuppressor(Suppressor suppressor) {
        suppressors.remove(suppressor);
    }

    /** True if no route of the prefix is sent to BGP neighbors, because a less specific one stands for it. */
    public boolean suppressed(int prefix) {
        for (int i = 0; i < suppressors.size(); i++) {
            if (suppressors.get(i).suppresses(prefix)) {
                return true;
            }
        }
        return false;
    }

    /** Why, in words for operators; null if it is not. */
    public String suppression(int prefix) {
        for (Suppressor suppressor : suppressors) {
            if (suppressor.suppresses(prefix)) {
                return suppressor.reason(prefix);
            }
        }
        return null;
    }

    List<ExportTarget> targets() {
        return targets;
    }

    void track(TrackedAddresses addresses) {
        tracked = addresses;
    }

    Set<Address> takeTouched() {
        return tracked.takeHits();
    }

    /**
     * Puts a path in, replacing the channel's earlier one with the same path identifier.
     *
     * @param handle attribute set; the caller's reference passes to the table
     * @return true if something changed, false if the same path was there already
     */
    boolean announce(int prefix, Channel channel, ChannelCounters counters, int pathId, int handle) {
        return put(prefix, channel, channel.id(), counters, pathId, handle);
    }

    /**
     * Puts the path of a pipe's other table in, as {@link #announce}: the route stays the one of the channel it came
     * by.
     */
    boolean carry(int prefix, Channel channel, int sender, int pathId, int handle) {
        return put(prefix, channel, sender, shard.counters(sender), pathId, handle);
    }

    private boolean put(int prefix, Channel channel, int sender, ChannelCounters counters, int pathId, int handle) {
        boolean own = sender == channel.id();
        int head = chains.head(prefix);
        int path = own && absent(prefix, counters, pathId) ? NONE : chains.find(prefix, channel.id(), pathId);
        if (path != NONE) {
            int old = paths.attributes(path);
            boolean wasStale = paths.stale(path);
            paths.setStale(path, false);
            if (own && (old != handle || wasStale)) {
                reportAccepted(channel, prefix, pathId, handle);
            }
            if (old == handle) {
                attributes.release(handle);
                return false;
            }
            paths.setAttributes(path, handle, shard.seconds());
            attributes.release(old);
            if (path == head) {
                reselect(prefix, true);
            } else {
                improve(prefix, head, path);
            }
            return true;
        }
        path = paths.allocate(handle, channel.id(), sender, pathId, shard.seconds());
        pathCount++;
        counters.added();
        if (own) {
            reportAccepted(channel, prefix, pathId, handle);
            if (pathId == 0) {
                counters.plain.add(prefix);
            }
        }
        if (head == NONE) {
            prefixCount++;
            chains.addFirst(prefix, path);
            counters.preferred++;
            markBest(prefix);
        } else if (choosesAmongAll(prefix, channel)) {
            chains.addSecond(prefix, path);
            reselect(prefix, false);
        } else if (selection.replaces(path, head)) {
            chains.addFirst(prefix, path);
            becameBest(prefix, head, path);
        } else {
            chains.addSecond(prefix, path);
            markAny(prefix);
        }
        return true;
    }

    private void reportAccepted(Channel channel, int prefix, int pathId, int handle) {
        RouteMonitor monitor = channel.rules().monitor();
        if (monitor != null) {
            monitor.accepted(
                    shard.number(),
                    family,
                    pathId,
                    index.hi(prefix),
                    index.lo(prefix),
                    index.length(prefix),
                    attributes.array(handle),
                    attributes.offset(handle),
                    attributes.length(handle));
        }
    }

    /**
     * True if comparing with the first path does not show the best: with deterministic MED, and while a walk over the
     * table goes on, because what a path is worth may have changed and the first one may not be the best any more; nor
     * does it before the best one has been chosen.
     */
    private boolean choosesAmongAll(int prefix, Channel channel) {
        return walks > 0 || channel.decision().deterministicMed() || (unchosen.size() > 0 && unchosen.contains(prefix));
    }

    /** A walk over this table begins, see {@link Walks#over}. */
    void walkBegins() {
        walks++;
    }

    void walkEnds() {
        walks--;
    }

    /** True while a walk over this table goes on, see {@link #walkBegins}. */
    boolean walking() {
        return walks > 0;
    }

    /** True if the channel itself surely brought no such path: those with an identifier must be looked for. */
    private static boolean absent(int prefix, ChannelCounters counters, int pathId) {
        return pathId == 0 && !counters.plain.contains(prefix);
    }

    /** The channel's path with this identifier, 0 if there is none. */
    int find(int prefix, int channel, int pathId) {
        return chains.find(prefix, channel, pathId);
    }

    /** Takes the channel's path with this identifier out; false if there was none. */
    boolean withdraw(int prefix, Channel channel, ChannelCounters counters, int pathId) {
        int path = absent(prefix, counters, pathId) ? NONE : chains.find(prefix, channel.id(), pathId);
        if (path == NONE) {
            return false;
        }
        int head = chains.head(prefix);
        int sender = paths.sender(path);
        chains.unlink(prefix, path);
        drop(prefix, path);
        if (path == head) {
            newHead(prefix, sender);
        } else {
            settleAfterRemoval(prefix, head);
        }
        return true;
    }

    /** Takes all paths of this prefix out that the condition holds for, in one go along the chain; returns how many. */
    int removeIf(int prefix, IntPredicate condition) {
        int head = chains.head(prefix);
        int bestSender = head == NONE ? NONE : paths.sender(head);
        int removed = chains.removeIf(prefix, condition, path -> drop(prefix, path));
        if (removed > 0) {
            if (chains.head(prefix) == head) {
                settleAfterRemoval(prefix, head);
            } else {
                newHead(prefix, bestSender);
            }
        }
        return removed;
    }

    /** Marks the channel's path with this identifier stale, if there is one; see {@link StaleRoutes}. */
    void markStale(int prefix, int channel, int pathId) {
        int path = find(prefix, channel, pathId);
        if (path != NONE) {
            paths.setStale(path, true);
        }
    }

    /** Chooses the best path again, for instance because a next hop's state changed; targets hear of it in any case. */
    void reselect(int prefix, boolean bestTouched) {
        reselect(prefix, bestTouched, true);
    }

    /** @param standing true if the first path was the best until now */
    private void reselect(int prefix, boolean bestTouched, boolean standing) {
        if (chains.isLong(prefix)) {
            // Many changes of one prefix may come in a row, and to go over all its paths for each would hold everything
            // up.
            unchosen.add(prefix);
            markBest(prefix);
        } else {
            chooseNow(prefix, bestTouched, standing);
        }
    }

    private void chooseNow(int prefix, boolean bestTouched, boolean standing) {
        int head = chains.head(prefix);
        if (head == NONE) {
            return;
        }
        int best = bestOf.choose(head, standing);
        if (best != head) {
            chains.moveToFront(prefix, best);
            becameBest(prefix, head, best);
        } else if (bestTouched) {
            markBest(prefix);
        } else {
            markAny(prefix);
        }
    }

    /** Chooses again if a channel, which changed, has a path of this prefix. */
    void reselectFor(int prefix, int channel) {
        int head = chains.head(prefix);
        for (int path = head; path != NONE; path = paths.next(path)) {
            if (paths.channel(path) == channel) {
                reselect(prefix, path == head);
                return;
            }
        }
    }

    /** Puts every prefix in {@code [from, to)} that has a path on the list for all targets. */
    void touch(int from, int to) {
        for (int prefix = from; prefix < to; prefix++) {
            if (chains.head(prefix) != NONE) {
                markBest(prefix);
            }
        }
    }

    /** Puts a prefix on the list for all targets, if it has a path. */
    void touch(int prefix) {
        if (chains.head(prefix) != NONE) {
            markBest(prefix);
        }
    }

    /** True if the prefix is on the list for the targets. */
    boolean awaitsFlush(int prefix) {
        return changed.contains(prefix);
    }

    int dirtyCount() {
        return changed.count();
    }

    /** Passes on to all targets what changed since the last flush. */
    void flush() {
        if (changed.count() == 0) {
            return;
        }
        for (int i = 0; unchosen.size() > 0 && i < changed.count(); i++) {
            if (unchosen.remove(changed.get(i))) {
                chooseNow(changed.get(i), true, true);
            }
        }
        changed.take(someWatchOthers);
        export();
        if (someWantAll) {
            passedOn(changed.taken(), changed.takenCount());
        }
        releaseUnused(changed.taken(), changed.takenCount());
        changed.recycle();
    }

    private void export() {
        for (ExportTarget target : targets) {
            if (target.wantsAllPaths()) {
                target.export(this, changed.taken(), changed.takenCount());
            } else if (changed.takenBestCount() > 0) {
                target.export(this, changed.takenBest(), changed.takenBestCount());
            }
            if (changed.takenOthersCount() > 0 && target.watchesOthers()) {
                target.othersChanged(this, changed.takenOthers(), changed.takenOthersCount());
            }
        }
    }

    private void releaseUnused(int[] prefixes, int count) {
        for (int i = 0; i < count; i++) {
            if (i % AHEAD == 0) {
                lookAhead(prefixes, i, Math.min(count, i + AHEAD));
            }
            if (chains.head(prefixes[i]) == NONE) {
                shard.releasePrefix(family, prefixes[i]);
            } else if (targets.isEmpty()) {
                // No target asked for the resolution; `show route` must not be the first to.
                nextHops.ofPath(chains.head(prefixes[i]));
            }
        }
    }

    private void lookAhead(int[] prefixes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (chains.head(prefixes[i]) == NONE) {
                index.lookAhead(prefixes[i]);
            }
        }
    }

    /** These prefixes have been passed on to the targets that want all paths: what is there is no longer new. */
    void passedOn(int[] prefixes, int count) {
        for (int i = 0; i < count; i++) {
            for (int path = chains.head(prefixes[i]); path != NONE; path = paths.next(path)) {
                // What waits for its next hop has not been passed on.
                if (!awaitsNextHop(path)) {
                    paths.setPassedOn(path);
                }
            }
        }
    }

    private void improve(int prefix, int head, int path) {
        if (choosesAmongAll(prefix, channels.get(paths.channel(path)))) {
            reselect(prefix, false);
        } else if (selection.replaces(path, head)) {
            chains.moveToFront(prefix, path);
            becameBest(prefix, head, path);
        } else {
            markAny(prefix);
        }
    }

    private void drop(int prefix, int path) {
        ChannelCounters counters = shard.counters(paths.sender(path));
        Channel channel = channels.get(paths.channel(path));
        RouteMonitor monitor = channel.rules().monitor();
        if (monitor != null && !paths.carried(path)) {
            monitor.removed(
                    shard.number(),
                    family,
                    paths.pathId(path),
                    index.hi(prefix),
                    index.lo(prefix),
                    index.length(prefix));
        }
        attributes.release(paths.attributes(path));
        pathCount--;
        removals++;
        droppedByAs |= channel.decision().deterministicMed();
        counters.removed();
        if (paths.pathId(path) == 0 && !paths.carried(path)) {
            counters.plain.remove(prefix);
        }
        paths.free(path);
    }

    /** The first path is gone; another one stands there, if any, until the best one is chosen. */
    private void newHead(int prefix, int formerSender) {
        droppedByAs = false;
        shard.counters(formerSender).preferred--;
        int first = chains.head(prefix);
        if (first == NONE) {
            prefixCount--;
            markBest(prefix);
            return;
        }
        shard.counters(paths.sender(first)).preferred++;
        reselect(prefix, true, false);
    }

    /** Others than the first path are gone. */
    private void settleAfterRemoval(int prefix, int head) {
        if (droppedByAs || choosesAmongAll(prefix, channels.get(paths.channel(head)))) {
            droppedByAs = false;
            reselect(prefix, false);
        } else {
            markAny(prefix);
        }
    }

    private void becameBest(int prefix, int old, int fresh) {
        shard.counters(paths.sender(old)).preferred--;
        shard.counters(paths.sender(fresh)).preferred++;
        markBest(prefix);
    }

    private void markBest(int prefix) {
        if (tracked != TrackedAddresses.NONE) {
            tracked.touched(index.hi(prefix), index.lo(prefix), index.length(prefix));
        }
        changed.addBest(prefix);
    }

    private void markAny(int prefix) {
        if (someWantAll || someWatchOthers) {
            changed.addOther(prefix);
        }
    }
}
