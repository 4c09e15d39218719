package org.jbgp.daemon.advertise;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jbgp.daemon.advertise.pack.Changes;
import org.jbgp.daemon.advertise.pack.PackingSpace;
import org.jbgp.daemon.advertise.rules.ExportCounters;
import org.jbgp.daemon.advertise.rules.ExportLimit;
import org.jbgp.daemon.advertise.rules.ExportSettings;
import org.jbgp.daemon.advertise.rules.ExportTransform;
import org.jbgp.daemon.advertise.rules.Offer;
import org.jbgp.daemon.policy.FilterMemo;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.PolicyRun;
import org.jbgp.daemon.rib.ChannelCounters;
import org.jbgp.daemon.rib.ExportTarget;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TableSlice;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.channel.RouteTrace;
import org.jbgp.daemon.rib.store.PrefixBits;

/**
 * Neighbors to which the same is advertised, in one shard: one Adj-RIB-Out, filtered once, encoded once, written to
 * every member.
 *
 * <p>The Adj-RIB-Out holds for every path sent the attribute set after the export filter and the channel it came from;
 * a member has the path unless it is that source itself. A member whose socket is slow stops taking part and collects
 * the prefixes it misses; it catches up from the Adj-RIB-Out when its socket drains. So a stuck neighbor costs one bit
 * a prefix and slows nobody. Confined to the shard.
 */
public abstract sealed class ExportGroup implements ExportTarget permits BestPathGroup, FamilyGroup, AllPathsGroup {
    private final Shard shard;
    private final ExportSettings settings;
    private final AdjRibOut adjRibOut;
    private final CatchUp catchUp;
    private final Audience audience;
    private final Joiners joiners;
    private final Changes changes;
    private final ExportCounters counters = new ExportCounters();
    private final ExportTransform transform;
    private final ExportJudge judge;
    private final UnsentPrefixes unsent;
    private final Withheld withheld;
    private final List<Runnable> waitingForFeed = new ArrayList<>();
    /** Walks over the table that are not at their end yet; the first one begins when the group is made. */
    private int feeds = 1;
    /** How far the one that was begun last has come. */
    private int walked;

    private int walkLimit;
    /** The member whose paths were passed over while it was the only one: the Adj-RIB-Out lacks them. Null for none. */
    private Member passedOver;
    /** There was another one before it. */
    private boolean othersPassedOver;
    /** Nobody belongs to it any more. */
    private boolean dissolved;

    ExportGroup(
            Shard shard,
            Executor shardExecutor,
            ExportSettings settings,
            ByteBufAllocator allocator,
            PackingSpace space,
            AdjRibOut adjRibOut) {
        this.shard = shard;
        this.settings = settings;
        this.adjRibOut = adjRibOut;
        this.changes = space.changes();
        UpdatePacker packer = new UpdatePacker(settings, shard, allocator, space);
        this.transform = packer.transform();
        this.judge = new ExportJudge(shard, settings, counters, packer);
        this.withheld = new Withheld(shard, transform);
        this.unsent = new UnsentPrefixes(shard, settings, counters, judge, withheld);
        this.audience = new Audience(shard, settings, packer, space, withheld);
        this.catchUp = new CatchUp(shard, shardExecutor, settings, adjRibOut, space, audience, withheld);
        this.joiners = new Joiners(this, shard);
    }

    /**
     * A group without members.
     *
     * @param shardExecutor runs tasks on the shard, in order
     * @param space shared by the groups of the shard
     */
    public static ExportGroup of(
            Shard shard,
            Executor shardExecutor,
            ExportSettings settings,
            ByteBufAllocator allocator,
            PackingSpace space) {
        if (settings.allPaths()) {
            return new AllPathsGroup(shard, shardExecutor, settings, allocator, space);
        }
        return settings.filterFamily() == null
                ? new BestPathGroup(shard, shardExecutor, settings, allocator, space)
                : new FamilyGroup(shard, shardExecutor, settings, allocator, space);
    }

    public ExportSettings settings() {
        return settings;
    }

    /** What happened to routes on their way to a member since it joined. Any thread. */
    public ExportCounters counters(Member member) {
        return member.counts().now();
    }

    ExportCounters counters() {
        return counters;
    }

    public List<Member> members() {
        return audience.members();
    }

    /** Number of paths this member is announced at present. */
    public int announced(Member member) {
        return adjRibOut.size() - member.own();
    }

    /**
     * What would become of a path now on its way to a member; leaves the shard's view as the filter left it. For
     * commands.
     */
    public Offer offer(Member member, TableSlice table, int prefix, int path, PolicyRun run) {
        return shard.channelOf(path) == member.channel()
                ? Offer.refused("it is the neighbor's own route (split horizon)")
                : judge.offer(table, prefix, path, run, withheld, member);
    }

    /** Attribute set this member was sent for a path of the table, 0 if it was not sent that path. */
    public abstract int advertised(Member member, int prefix, int path);

    /** Hears of what a member was sent, withheld or not. */
    @FunctionalInterface
    interface Sent {
        /**
         * One path.
         *
         * @param key path identifier, 0 where there is one path a prefix
         * @param source channel it came by
         */
        void path(int key, int handle, int source);
    }

    /** Shows what the Adj-RIB-Out holds of a prefix for a member. */
    abstract void sent(Member member, int prefix, Sent to);

    // ---- members ------------------------------------------------------------------------------------------------

    /**
     * Takes a neighbor in and advertises everything there is to it.
     *
     * @param whenDone runs on the shard once it knows all, to send End-of-RIB
     */
    public void join(Member member, Runnable whenDone) {
        audience.add(member);
        member.counts(new MemberCounts(counters));
        member.counts().goOnFrom(member.former() == null ? new ExportCounters() : member.former());
        member.whenInSync(() -> whenFed(whenDone));
        catchUp.hold(member);
        joining(member);
        joiners.add(member);
    }

    /** Finds out what some members that join are to be sent of the prefixes {@code [from, to)}. */
    void review(List<Member> joining, int from, int to) {
        withheld.forget();
        adjRibOut.each(from, to, (prefix, handle, source) -> {
            int excluded = withheld.from(prefix, handle, source);
            for (int i = 0; i < withheld.count(excluded); i++) {
                Member member = members().get(withheld.member(excluded, i));
                if (member.underReview()) {
                    count(member, source, 1);
                    if (source != member.channel()) {
                        unsent.ownAddress(member, prefix);
                    }
                }
            }
        });
        catchUp.addAll(joining, from, to);
    }

    /** All prefixes have been reviewed for these members. */
    void joined(List<Member> joining) {
        boolean lacking = othersPassedOver || (passedOver != null && !members().equals(List.of(passedOver)));
        if (lacking) {
            passedOver = null;
            othersPassedOver = false;
            members().stream().filter(member -> !joining.contains(member)).forEach(Member::holdCounts);
        }
        for (Member member : joining) {
            member.joined();
            ExportCounters start = atJoin(member, lacking);
            if (member.former() != null) {
                start.add(member.former());
                member.awaitFeed(feeds > 0 || lacking);
            }
            member.counts().goOnFrom(start);
            unsent.reportAll(member);
        }
        feeds += lacking ? 1 : 0;
        catchUp.begin(joining);
        if (lacking) {
            shard.refeed(settings.table(), this, this::fed);
        }
    }

    /** What a new member's numbers begin with, as if the table were gone through for it alone. */
    private ExportCounters atJoin(Member member, boolean lacking) {
        ExportCounters start = new ExportCounters();
        start.accepted = announced(member);
        if (lacking) {
            return start;
        }
        if (feeds > 0) {
            start.updates = counters.updates;
            start.rejected = counters.rejected + member.own();
            start.filtered = counters.filtered;
            return start;
        }
        TableSlice table = shard.table(settings.table());
        ChannelCounters own = shard.counters(member.channel());
        start.updates = wantsAllPaths() ? table.pathCount() : table.prefixCount();
        long unsentNow = member.counts().now().unsent;
        start.rejected = own == null
                ? member.own() - (unsentNow - counters.unsent)
                : wantsAllPaths() ? own.imported : own.preferred;
        start.rejected += unsentNow;
        start.filtered = Math.max(0, start.updates - start.rejected - start.accepted);
        return start;
    }

    /** Takes in a neighbor that already was sent what another group holds: only what may differ is sent. */
    public void joinFrom(ExportGroup former, Member departed, Member member) {
        // Nothing more is sent by the former group.
        shard.flush();
        PrefixBits missed = departed.behind();
        int limit = shard.index(settings.family()).limit();
        for (int prefix = 1; prefix < limit; prefix++) {
            if (former.adjRibOut.holds(prefix) || missed.contains(prefix)) {
                member.behind().add(prefix);
            }
        }
        expect(former.adjRibOut);
        member.comesWith(former.counters(departed));
        // End-of-RIB may be yet to come.
        join(member, departed.handOver());
    }

    /** A member has been added, and is about to be advertised what there is. */
    void joining(Member member) {}

    /** A member has been removed. */
    void left(Member member) {}

    /** Somebody who was sent this is about to join. */
    abstract void expect(AdjRibOut former);

    /** The neighbor's session ended. */
    public void leave(Member member) {
        audience.remove(member);
        catchUp.forget(member);
        member.leave();
        left(member);
        joiners.remove(member);
    }

    /** Advertises everything to a member again (ROUTE-REFRESH, RFC 2918). */
    public void refresh(Member member, Runnable whenDone) {
        member.whenInSync(() -> whenFed(whenDone));
        catchUp.advertiseAll(member);
    }

    /**
     * Writes what a member was sent of the prefixes with numbers from {@code from} on, for somebody who watches it.
     *
     * @param most prefix numbers looked at
     * @param out takes whole messages; ownership passes
     * @return where to go on, 0 at the end
     */
    public int present(Member member, int from, int most, Consumer<ByteBuf> out) {
        return catchUp.present(member, from, most, out);
    }

    /** The table has been gone through once since the group was made, or since it lacked something. */
    public void fed() {
        if (--feeds > 0) {
            return;
        }
        members().forEach(Member::releaseCounts);
        members().forEach(member -> member.awaitFeed(false));
        catchUp.goOn();
        List<Runnable> tasks = List.copyOf(waitingForFeed);
        waitingForFeed.clear();
        tasks.forEach(Runnable::run);
    }

    private void whenFed(Runnable task) {
        if (feeds == 0) {
            task.run();
        } else {
            waitingForFeed.add(task);
        }
    }

    /** Forgets the Adj-RIB-Out; for a group nobody belongs to any more. */
    public void dissolve() {
        dissolved = true;
        adjRibOut.clear();
        unsent.clear();
    }

    // ---- the way of a change --------------------------------------------------------------------------------------

    @Override
    public boolean holds(int prefix) {
        return adjRibOut.holds(prefix) || catchUp.holds(prefix);
    }

    @Override
    public void export(TableSlice table, int[] prefixes, int count) {
        if (dissolved) {
            // The table was still being gone through for it.
            return;
        }
        long begun = System.nanoTime();
        for (int from = 0; from < count; from += Changes.LIMIT) {
            try {
                exportChunk(table, prefixes, from, Math.min(count, from + Changes.LIMIT));
            } finally {
                judge.forget();
            }
        }
        if (shard().filters().lacksInterface()) {
            shard().filters().failedFor(table, this);
        }
        audience.worked(System.nanoTime() - begun);
    }

    @Override
    public void walked(int to, int limit) {
        walked = to;
        walkLimit = limit;
    }

    /** How far the table has been gone through while {@link #feeding}, as a prefix number. */
    int walked() {
        return walked;
    }

    /** Where that ends. */
    int walkLimit() {
        return walkLimit;
    }

    @Override
    public void channelReplaced(Channel before, Channel now) {
        if (!dissolved && !transform.treatsAlike(before, now)) {
            catchUp.advertiseAllFrom(now.id());
        }
    }

    /**
     * Brings the Adj-RIB-Out up to date for {@code prefixes[from .. to)}, and advertises to the members what changed.
     */
    abstract void exportChunk(TableSlice table, int[] prefixes, int from, int to);

    /**
     * Advertises the changes that were gathered to all members, or has them remember these; nothing of them stays here.
     */
    void advertise() {
        if (changes.count() > 0 && !members().isEmpty()) {
            changes.sort();
            audience.advertise();
            for (int i = 0; i < members().size(); i++) {
                catchUp.watch(members().get(i));
            }
        }
        changes.end();
    }

    /**
     * What becomes of a path: the attribute set sent, with a reference the caller owns, or 0.
     *
     * @param path 0 for none
     * @param formerSource channel of what was sent before, 0 for nothing
     * @param counts false for a path that has been counted and has not changed
     */
    int decide(TableSlice table, int prefix, int path, int formerSource, boolean counts) {
        int handle = path == 0 ? 0 : evaluate(table, prefix, path, counts);
        ExportLimit limit = settings.single().limit();
        if (limit == null) {
            return handle;
        }
        int source = handle == 0 ? 0 : shard.channelOf(path);
        if (!limit.admits(source, formerSource)) {
            counters.rejected++;
            report(prefix, RouteTrace.Event.LIMITED);
            shard.attributes().release(handle);
            handle = 0;
            source = 0;
        }
        limit.left(formerSource, source);
        return handle;
    }

    /**
     * True if the only member brought the path itself. It is advertised to nobody then, so that it need not be filtered
     * nor kept, until a second member joins: then the table is gone through again.
     */
    boolean passesOver(int path) {
        if (path == 0 || members().size() != 1 || members().getFirst().channel() != shard.channelOf(path)) {
            return false;
        }
        Member only = members().getFirst();
        if (!only.equals(passedOver)) {
            othersPassedOver |= passedOver != null;
            passedOver = only;
        }
        counters.updates++;
        counters.rejected++;
        return true;
    }

    /**
     * To be called when all paths of a prefix have been decided on: remembers, and reports to the members, if one of
     * them cannot be sent.
     */
    void decided(int prefix) {
        unsent.decided(prefix, members());
    }

    private int evaluate(TableSlice table, int prefix, int path, boolean counts) {
        long filtered = counters.filtered;
        int handle = judge.evaluate(table, prefix, path, counts);
        if (counters.filtered != filtered) {
            int owner = withheld.memberOf(shard.channelOf(path));
            if (owner >= 0) {
                members().get(owner).counts().ownFiltered();
            }
        }
        return handle;
    }

    /** Whose filter says what becomes of a path from now on. */
    void judgeBy(Policy policy) {
        judge.use(policy);
    }

    /**
     * What becomes of a path for one member by its own filter: the attribute set, with a reference the caller owns, or
     * 0.
     *
     * @param known what became of the same set for other prefixes
     */
    int decideFor(Member member, TableSlice table, int prefix, int path, FilterMemo known) {
        int result = judge.evaluate(table, prefix, path, member.policy(), known);
        if (ExportJudge.isUnsent(result)) {
            unsent.report(member, prefix, judge.obstacle());
        }
        return Math.max(result, 0);
    }

    void forget(FilterMemo known) {
        judge.forget(known);
    }

    /** Advertises the present state of some prefixes to one member. */
    void advertise(Member member, int[] prefixes, int count) {
        catchUp.advertiseNow(member, prefixes, count);
    }

    /** True if rules and filter let the members have this path. */
    boolean allows(TableSlice table, int prefix, int path) {
        int handle = judge.evaluate(table, prefix, path, true);
        if (handle != 0) {
            shard.attributes().release(handle);
        }
        return handle != 0;
    }

    /**
     * Counts a change of what is advertised of a prefix.
     *
     * @param former the set before, 0 for nothing
     * @param handle the set now, 0 for nothing
     * @param excluded whom the change is withheld from, as a number
     * @param source channel the set now came by
     */
    void count(int prefix, int former, int handle, int excluded, int source) {
        if (handle == 0) {
            counters.withdrawalsAdvertised++;
        } else {
            counters.accepted++;
        }
        if (excluded != 0) {
            for (int i = 0; i < withheld.count(excluded); i++) {
                Member member = members().get(withheld.member(excluded, i));
                member.counts().ownChanged(handle != 0);
                if (handle != 0 && member.channel() != source) {
                    unsent.ownAddress(member, prefix);
                }
            }
            // Who is watched is alone in his group: these are not for him.
            if (handle != 0) {
                report(prefix, RouteTrace.Event.REJECTED);
            }
        } else if (settings.single().trace() != null) {
            report(
                    prefix,
                    handle == 0
                            ? RouteTrace.Event.REMOVED
                            : former == 0 ? RouteTrace.Event.ADDED : RouteTrace.Event.REPLACED);
        }
    }

    /**
     * Counts and gathers a change of the one path of a prefix that all members are sent, apart from those it is
     * withheld from.
     *
     * @param index of the prefix among those being gone through
     * @param formerHandle the set before, 0 for nothing; still valid
     * @param handle the set now, 0 for nothing
     */
    void changed(int prefix, int index, int formerHandle, int formerSource, int handle, int source) {
        int formerly = withheld.formerlyFrom(prefix, formerHandle, formerSource);
        int excluded = handle == 0 ? formerly : withheld.from(prefix, handle, source);
        countWithheld(prefix, formerly, formerSource, formerHandle == 0 ? 0 : -1);
        countWithheld(prefix, excluded, source, handle == 0 ? 0 : 1);
        count(prefix, formerHandle, handle, excluded, source);
        changes.add(index, excluded, handle, source, formerSource);
    }

    /** Announced paths of this source are withheld from some members: {@code delta} more of them. */
    void countWithheld(int prefix, int excluded, int source, int delta) {
        if (delta != 0 && excluded != 0) {
            for (int i = 0; i < withheld.count(excluded); i++) {
                Member member = members().get(withheld.member(excluded, i));
                if (member.counts(prefix)) {
                    count(member, source, delta);
                }
            }
        }
    }

    private static void count(Member member, int source, int delta) {
        member.addOwn(delta);
        if (source != member.channel()) {
            member.counts().addUnsent(delta);
        }
    }

    private void report(int prefix, RouteTrace.Event event) {
        judge.report(shard.table(settings.table()), prefix, event);
    }

    Shard shard() {
        return shard;
    }

    Withheld withheld() {
        return withheld;
    }

    Changes changes() {
        return changes;
    }

    Audience audience() {
        return audience;
    }

    /** True while the table is gone through for all members. */
    boolean feeding() {
        return feeds > 0;
    }

    /** True if some member does not know everything yet. */
    boolean someLag() {
        return catchUp.someLag();
    }
}
