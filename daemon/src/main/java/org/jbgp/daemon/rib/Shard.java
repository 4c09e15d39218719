package org.jbgp.daemon.rib;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.IntSupplier;
import org.jbgp.daemon.memory.PrefixIndex;
import org.jbgp.daemon.policy.LinkView;
import org.jbgp.daemon.policy.PolicyLog;
import org.jbgp.daemon.rib.change.Cause;
import org.jbgp.daemon.rib.change.TrackedAddresses;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.channel.Channels;
import org.jbgp.daemon.rib.channel.RefusedRoutes;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.rib.nexthop.Lookup;
import org.jbgp.daemon.rib.nexthop.NextHopRequests;
import org.jbgp.daemon.rib.nexthop.NextHopTable;
import org.jbgp.daemon.rib.nexthop.ResolvedNextHop;
import org.jbgp.daemon.rib.selection.KnownNextHops;
import org.jbgp.daemon.rib.selection.Selection;
import org.jbgp.daemon.rib.store.AttributeStore;
import org.jbgp.daemon.rib.store.PathStore;
import org.jbgp.daemon.wire.AddressFamily;

/**
 * One slice of the router's routing state: every table's part of the prefixes that hash here, with the paths, attribute
 * sets and next hops they use. Knows nothing of threads: whoever owns the shard calls it, one call at a time.
 */
public final class Shard {
    /**
     * How much is done at a time.
     *
     * @param step prefixes examined in one step of a long job, between which other work gets its turn
     * @param flushAt changed prefixes that are passed on to the export targets before more work is done
     */
    public record Pace(int step, int flushAt) {
        /** What a router uses. */
        public static final Pace USUAL = new Pace(16_384, 8_192);
    }

    private final int number;
    private final Pace pace;
    private final IntSupplier clock;
    private final LinkView links;
    private final NextHopRequests requests;
    private final NextHopTable nextHops = new NextHopTable();
    private final AttributeStore attributes = new AttributeStore(nextHops);
    private final PathStore paths = new PathStore();
    private final PrefixIndex[] indexes = {
        new PrefixIndex(AddressFamily.IPV4_UNICAST), new PrefixIndex(AddressFamily.IPV6_UNICAST)
    };
    private final Channels channels = new Channels();
    private final KnownNextHops known;
    private final Selection selection;
    private final List<TableSlice> tables = new ArrayList<>();
    private final ShardFilters filters;
    private final Resolutions resolutions;
    private final Walks walks;
    private final BatchReader reader = new BatchReader(this);
    private final Removals removals = new Removals(this);
    private final StaleRoutes stale = new StaleRoutes(this);
    private final AdjRibIns received = new AdjRibIns(this);
    private final RejectedRoutes rejected = new RejectedRoutes();
    private RefusedRoutes refusedRoutes = RefusedRoutes.UNHEARD;
    private Runnable afterFlush;
    /** Why routes change at the moment, see {@link Cause#number}. */
    private int doing;
    /** When the oldest batch came of those that are not passed on yet, 0 if there is none. */
    private long oldestReceived;
    /** Table that a pipe's channel reads, by channel. */
    private int[] carriedFrom = new int[0];

    /** Volatile because {@link #counters} may be read by other threads. */
    private volatile ChannelCounters[] counters = new ChannelCounters[16];

    /**
     * @param number which slice this is, from 0
     * @param clock seconds since some fixed moment, for the age of routes
     * @param links interfaces as filters see them
     * @param requests who looks next hops up
     */
    public Shard(int number, IntSupplier clock, LinkView links, PolicyLog policyLog, NextHopRequests requests) {
        this(number, clock, links, policyLog, requests, Pace.USUAL);
    }

    /** With another pace than usual, for tests that want many steps of few prefixes. */
    public Shard(
            int number, IntSupplier clock, LinkView links, PolicyLog policyLog, NextHopRequests requests, Pace pace) {
        this.number = number;
        this.pace = pace;
        this.walks = new Walks(this);
        this.clock = clock;
        this.links = links;
        this.requests = requests;
        this.known = new KnownNextHops(channels, paths, attributes, nextHops, links);
        this.filters = new ShardFilters(this, known, links, policyLog, new ArrivingNextHop(nextHops, requests));
        this.resolutions = new Resolutions(this, nextHops, known);
        this.selection = new Selection(channels, paths, attributes, known);
    }

    /** Who hears of routes that no table takes. */
    public void reportRefused(RefusedRoutes listener) {
        refusedRoutes = listener;
    }

    /** What runs after each flush, null for nothing. */
    public void afterFlush(Runnable task) {
        afterFlush = task;
    }

    /** When the oldest batch came whose routes are not passed on yet, by {@link RouteBatch#born}; 0 for none. */
    public long oldestReceived() {
        return oldestReceived;
    }

    /** Why routes change at the moment, see {@link Cause#number}. */
    int doing() {
        return doing;
    }

    /** From now on routes change for this reason, until what changed is passed on. */
    void doing(int cause) {
        doing = cause;
    }

    RefusedRoutes refusedRoutes() {
        return refusedRoutes;
    }

    public int number() {
        return number;
    }

    /** Seconds of the router's clock. */
    public int seconds() {
        return clock.getAsInt();
    }

    /** The numbering of prefixes of one family. */
    public PrefixIndex index(AddressFamily family) {
        return indexes[family.index()];
    }

    public AttributeStore attributes() {
        return attributes;
    }

    /** Bytes that paths occupy, roughly. Any thread. */
    public long pathBytes() {
        return paths.size() * 16L;
    }

    /** Bytes of the arrays that paths and attribute sets are kept in, a moment old. Any thread. */
    public long heldBytes() {
        return paths.heldBytes() + attributes.heldBytes();
    }

    PathStore paths() {
        return paths;
    }

    KnownNextHops knownNextHops() {
        return known;
    }

    Selection selection() {
        return selection;
    }

    /** How filters run here. */
    public ShardFilters filters() {
        return filters;
    }

    /**
     * Has all that is asked of the shard speak of other channels, and filters report elsewhere, until it is called
     * again: within one task, for a trial.
     *
     * @return the channels so far
     */
    Channel[] suppose(Channel[] others, PolicyLog log) {
        filters.reportTo(log);
        return channels.suppose(others);
    }

    /** The channels by number. */
    public Channels channels() {
        return channels;
    }

    public LinkView links() {
        return links;
    }

    // ---- set-up, from the control thread by way of the shard's inbox ---------------------------------------------

    /** Adds the slice of a table; numbers are given by the router, densely. */
    public TableSlice addTable(int id, String name, AddressFamily family) {
        while (tables.size() <= id) {
            tables.add(null);
        }
        TableSlice table = new TableSlice(this, id, name, family);
        tables.set(id, table);
        return table;
    }

    /** The slice of a table that was added. */
    public TableSlice table(int id) {
        return tables.get(id);
    }

    /** As many as table numbers were ever given. */
    int tableCount() {
        return tables.size();
    }

    /** Takes a table without channels and targets out. */
    public void removeTable(int id) {
        tables.set(id, null);
    }

    /** Adds a channel, or replaces the one with the same number. */
    public void putChannel(Channel channel) {
        int id = channel.id();
        if (id >= counters.length) {
            counters = Arrays.copyOf(counters, Math.max(id + 1, counters.length * 2));
        }
        removals.finish(id);
        channels.put(channel);
        if (counters[id] == null) {
            counters[id] = new ChannelCounters();
        }
        received.put(channel, counters[id]);
    }

    /**
     * What happened to a channel's routes counts from now on, unless some of them are there still: those of a neighbor
     * that restarts are the same ones (RFC 4724).
     */
    public void startCounting(int channel) {
        counters[channel].startAgain();
    }

    /** What channels remember of their received routes. */
    public AdjRibIns received() {
        return received;
    }

    /** The path or remembered route after this one in its chain, 0 at the end. */
    int nextOf(int path) {
        return paths.next(path);
    }

    /**
     * Puts a changed channel in the place of one that has routes, as after a new session with a neighbor whose routes
     * were kept. Where that matters to selection, or to whom a route goes, its prefixes choose again.
     */
    public void replaceChannel(Channel channel) {
        int id = channel.id();
        Channel former = channels.orNull(id);
        putChannel(channel);
        if (former == null || counters[id].imported == 0 || former.ranksAs(channel)) {
            return;
        }
        doing = Cause.OPTIONS.with(id);
        for (TableSlice table : List.copyOf(tables)) {
            // Pipes may have brought its routes to other tables.
            if (table != null && table.family() == channel.family() && table.prefixCount() > 0) {
                walks.over(table, prefix -> table.reselectFor(prefix, channel.id()));
                List.copyOf(table.targets()).forEach(target -> target.channelReplaced(former, channel));
            }
        }
    }

    /** Passes on to the export targets what changed, if there is enough of it. */
    public void flushIfMuch() {
        if (dirty() >= pace.flushAt()) {
            flush();
        }
    }

    /** The routes that import filters rejected last. */
    public RejectedRoutes rejected() {
        return rejected;
    }

    /** The channel of that number, null if there is none. */
    public Channel channelOrNull(int id) {
        return channels.orNull(id);
    }

    /** The channel of that number. */
    public Channel channel(int id) {
        return channels.get(id);
    }

    /** What happened to the channel's routes in this shard; null for a channel never put. Any thread. */
    public ChannelCounters counters(int channel) {
        ChannelCounters[] present = counters;
        return channel < present.length ? present[channel] : null;
    }

    /**
     * Attaches a target to a table and passes on to it, in steps, everything that is there; then {@code whenFed} runs.
     */
    public void attach(int table, ExportTarget target, Runnable whenFed) {
        TableSlice slice = tables.get(table);
        slice.flush();
        slice.addTarget(target);
        walks.feed(slice, target, whenFed);
    }

    /** Attaches a target that wants to hear of changes only. */
    public void listen(int table, ExportTarget target) {
        TableSlice slice = tables.get(table);
        slice.flush();
        slice.addTarget(target);
    }

    /** Passes everything on to a target again, for instance because its filter changed. */
    public void refeed(int table, ExportTarget target, Runnable whenFed) {
        TableSlice slice = tables.get(table);
        slice.flush();
        walks.feed(slice, target, whenFed);
    }

    /** From now on BGP neighbors are not sent what the suppressor says, of changes and of what is {@link #touch}ed. */
    public void suppress(int table, Suppressor suppressor) {
        tables.get(table).addSuppressor(suppressor);
    }

    /** Ends {@link #suppress}. */
    public void suppressNoMore(int table, Suppressor suppressor) {
        tables.get(table).removeSuppressor(suppressor);
    }

    /** Passes on to all targets, in steps, the prefixes of a table that the condition holds for. */
    public void touch(int table, IntPredicate which) {
        TableSlice slice = tables.get(table);
        walks.over(slice, prefix -> {
            if (which.test(prefix)) {
                slice.touch(prefix);
            }
        });
    }

    /** Passes one prefix of a table on to all targets. */
    public void touch(int table, int prefix) {
        tables.get(table).touch(prefix);
    }

    /** True if the table has a path without identifier that came by the channel. */
    public boolean has(int table, int prefix, int channel) {
        return tables.get(table).find(prefix, channel, 0) != 0;
    }

    /** Detaches a target. Nothing is withdrawn from it, and nothing more passed on to it. */
    public void detach(int table, ExportTarget target) {
        tables.get(table).removeTarget(target);
    }

    // ---- routes -------------------------------------------------------------------------------------------------

    /**
     * Applies what a protocol instance learned.
     *
     * @param channelIds the channel of each address family by its ordinal; routes of a family with channel 0 are
     *     dropped
     * @param endOfRib called when an End-of-RIB marker is reached, may be null
     */
    public void apply(RouteBatch batch, int[] channelIds, EndOfRibListener endOfRib) {
        read(batch, channelIds, endOfRib);
        flushIfMuch();
    }

    /** The same without passing anything on: {@link #flushIfMuch} is to follow. */
    public void read(RouteBatch batch, int[] channelIds, EndOfRibListener endOfRib) {
        doing = announcing(channelIds);
        if (oldestReceived == 0) {
            oldestReceived = batch.born();
        }
        reader.read(batch, channelIds, endOfRib);
    }

    /**
     * The same from within an export target, which runs in a flush: that one goes on until nothing is changed any more.
     */
    public void take(RouteBatch batch, int[] channelIds) {
        int before = doing;
        doing = announcing(channelIds);
        reader.read(batch, channelIds, null);
        doing = before;
    }

    private static int announcing(int[] channelIds) {
        int channel = 0;
        for (int i = 0; i < channelIds.length && channel == 0; i++) {
            channel = channelIds[i];
        }
        return Cause.UPDATE.with(channel);
    }

    /**
     * One direction of a pipe.
     *
     * @param from number of the table read
     * @param into number of the table written
     * @param sender the channel that counts what enters it
     * @param back the channel of the other direction
     */
    public Carrying carrying(int from, int into, int sender, int back) {
        if (sender >= carriedFrom.length) {
            carriedFrom = Arrays.copyOf(carriedFrom, sender + 16);
        }
        carriedFrom[sender] = from;
        return new Carrying(this, from, into, sender, back);
    }

    /** Number of the table that the pipe of this channel reads. */
    int carriedFrom(int sender) {
        return carriedFrom[sender];
    }

    /** The channel that put a path into its table: the one it came by, or that of a pipe. */
    public int senderOf(int path) {
        return paths.sender(path);
    }

    /** True if a path is new or has changed since those who want all paths were given its prefix. */
    public boolean freshOf(int path) {
        return paths.fresh(path);
    }

    /** When a path last changed, in seconds of the router's clock. */
    public int changedOf(int path) {
        return paths.changed(path);
    }

    /** True while a path awaits being announced again. */
    public boolean staleOf(int path) {
        return paths.stale(path);
    }

    /** Path identifier of a path (RFC 7911). */
    public int pathIdOf(int path) {
        return paths.pathId(path);
    }

    /** Why a path of a prefix is not its best one, in words about it. */
    public String disadvantage(int best, int path) {
        return selection.disadvantage(best, path);
    }

    /** Where a route that has a BGP next hop wants to go. */
    public Address nextHopOf(int handle) {
        int nextHop = attributes.nextHop(handle);
        return nextHop == 0 ? Address.NONE : nextHops.address(nextHop);
    }

    /** True if the first path is better than the second, of the same prefix. */
    public boolean better(int path, int other) {
        return selection.compare(path, other) > 0;
    }

    /** True if both paths are equally good up to the IGP metric, so that {@code merge paths} may join them. */
    public boolean mergeable(int pathA, int pathB) {
        return selection.mergeable(pathA, pathB);
    }

    /** Called when a channel's End-of-RIB (RFC 4724 §2) has passed the shard. */
    @FunctionalInterface
    public interface EndOfRibListener {
        void endOfRib(int channel);
    }

    /**
     * Removes all routes of a channel, or only the stale ones, in steps; then {@code whenDone} runs. If the channel is
     * put again meanwhile, what is left is removed at once, so that no route of the next session is hit.
     */
    public void withdrawAll(int channel, boolean staleOnly, Runnable whenDone) {
        removals.begin(channel, staleOnly, whenDone);
    }

    /** Marks all routes of a channel stale until they are announced again. */
    public void markStale(int channel) {
        // A removal of stale routes that is under way must not find the ones marked now.
        removals.finish(channel);
        stale.mark(channel);
    }

    /** Has all stale routes of a channel lose against others, by the community LLGR_STALE (RFC 9494). In steps. */
    public void depreferenceStale(int channel) {
        stale.depreference(channel);
    }

    /** Hands everything that changed to the export targets, and unanswered next hops to the resolver. */
    public void flush() {
        boolean again;
        do {
            again = false;
            for (int i = 0; i < tables.size(); i++) {
                TableSlice table = tables.get(i);
                if (table != null && table.dirtyCount() > 0) {
                    Set<Address> touched = table.takeTouched();
                    if (!touched.isEmpty()) {
                        requests.touched(table.id(), touched);
                    }
                    table.flush();
                    again = true;
                }
            }
        } while (again);
        doing = 0;
        oldestReceived = 0;
        List<NextHopRequests.Request> wanted = known.takeWanted();
        if (!wanted.isEmpty()) {
            requests.lookUp(number, wanted);
        }
        if (afterFlush != null) {
            afterFlush.run();
        }
    }

    private int dirty() {
        int sum = 0;
        for (int i = 0; i < tables.size(); i++) {
            TableSlice table = tables.get(i);
            sum += table == null ? 0 : table.dirtyCount();
        }
        return sum;
    }

    /** Does one step of the long jobs under way; false if there are none. */
    public boolean step() {
        return walks.step();
    }

    /** True if a long job is under way. */
    public boolean hasJobs() {
        return walks.underWay();
    }

    /**
     * Runs a task when the tables have chosen among all that has come so far, and what they are exported to knows. Next
     * hops that are being looked up are asked for, but not waited for.
     */
    public void whenChosen(Runnable task) {
        flush();
        if (tables.stream().anyMatch(table -> table != null && table.walking())) {
            later(() -> whenChosen(task));
        } else {
            task.run();
        }
    }

    /** Walks under way that take more than one step. Any thread. */
    public List<LongWalk> longWalks() {
        return walks.present();
    }

    Walks walks() {
        return walks;
    }

    /** Queues a step of a long job; it runs when the work that arrived before it is done. */
    public void later(Runnable job) {
        walks.later(job);
    }

    /**
     * Runs a task of which somebody awaits the end. If it throws, or one of the steps of jobs that it queues does, he
     * hears of it, and it goes on to whoever runs the step, which reports it.
     *
     * @param whenFailed runs on the shard
     */
    public void watched(Consumer<Throwable> whenFailed, Runnable task) {
        walks.watched(whenFailed, task);
    }

    /** A task that will run outside of the shard's jobs, as a part of what is being {@link #watched} now. */
    public Runnable bound(Runnable task) {
        return walks.bound(task);
    }

    /** Prefixes to examine in one step of a long job. */
    public int stepSize() {
        return pace.step();
    }

    // ---- next hops ----------------------------------------------------------------------------------------------

    /** Where a route leads, with gateways and interfaces in full. */
    public ResolvedNextHop resolution(Channel channel, int handle) {
        return known.ofRoute(channel, handle);
    }

    /** What became of the next hop of a route; the same object as long as that stays so. */
    public ResolvedNextHop nextHopResolution(Channel channel, int handle) {
        return known.ofNextHop(channel, handle);
    }

    /** The number of a route's next hop in this shard, 0 if it has none. */
    public int nextHopNumber(int handle) {
        return attributes.nextHop(handle);
    }

    /** Number of the channel a path came by. */
    public int channelOf(int path) {
        return paths.channel(path);
    }

    /** Handle of a path's attribute set. */
    public int attributesOf(int path) {
        return paths.attributes(path);
    }

    /** The resolver's answers: sets them and chooses anew wherever they matter. */
    public void resolved(List<NextHopRequests.Answer> answers) {
        doing = Cause.NEXT_HOP.with(0);
        resolutions.resolved(answers, tables, walks);
    }

    /** From now on these addresses are watched in the table: the resolver hears when a route to one of them changes. */
    public void track(int table, Collection<Address> addresses) {
        TableSlice slice = tables.get(table);
        slice.track(addresses.isEmpty() ? TrackedAddresses.NONE : new TrackedAddresses(slice.family(), addresses));
    }

    /**
     * The longest match for an address in one table, as far as this shard knows; never through another recursive route.
     */
    public Lookup lookUp(int table, Address address) {
        return resolutions.lookUp(tables.get(table), address);
    }

    /**
     * Sends routes through filters again that changed authorizations may matter to, in steps; then {@code whenDone}
     * runs.
     */
    public void revalidate(Revalidation what, Runnable whenDone) {
        Runnable then = whenDone;
        for (AddressFamily family : AddressFamily.values()) {
            if (what.concerns(family)) {
                Runnable last = then;
                then = () -> new RevalidationWalk(this, what, family, last).begin();
            }
        }
        then.run();
    }

    // ---- inner machinery ----------------------------------------------------------------------------------------

    void releasePrefix(AddressFamily family, int prefix) {
        PrefixIndex index = index(family);
        if (!index.present(prefix) || received.remembers(family, prefix)) {
            return;
        }
        for (int i = 0; i < tables.size(); i++) {
            TableSlice table = tables.get(i);
            if (table == null || table.family() != family) {
                continue;
            }
            // What is yet to be passed on is looked at again then.
            if (table.head(prefix) != 0 || table.awaitsFlush(prefix)) {
                return;
            }
            for (ExportTarget target : table.targets()) {
                if (target.holds(prefix)) {
                    return;
                }
            }
        }
        index.remove(prefix);
    }

    /** A target let go of a prefix; its number is freed if nobody else needs it. */
    public void released(AddressFamily family, int prefix) {
        releasePrefix(family, prefix);
    }
}
