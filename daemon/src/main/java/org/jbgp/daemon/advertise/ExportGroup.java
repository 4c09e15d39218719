package org.jbgp.daemon.advertise;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import org.jbgp.daemon.policy.AttributeSlot;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.policy.RouteView;
import org.jbgp.daemon.rib.Channel;
import org.jbgp.daemon.rib.ExportTarget;
import org.jbgp.daemon.rib.PrefixIndex;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TableSlice;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeBlobBuilder;

/**
 * Neighbours that are told the same, in one shard: one Adj-RIB-Out, filtered once, encoded once, written to every member.
 *
 * <p>The Adj-RIB-Out holds for every prefix the attribute set after the export filter and the channel it came from; a
 * member has the prefix unless it is that source itself. A member whose socket is slow stops taking part and collects the
 * prefixes it misses; it catches up from the Adj-RIB-Out when its socket drains. So a stuck neighbour costs one bit a
 * prefix and slows nobody. Confined to the shard.
 */
public final class ExportGroup implements ExportTarget {
    private final Shard shard;
    private final ExportSettings settings;
    private final ExportRules rules;
    private final AdjRibOut adjRibOut;
    private final UpdatePacker packer;
    private final CatchUp catchUp;
    private final Changes changes;
    private final ExportCounters counters = new ExportCounters();
    private final List<Member> members = new ArrayList<>();
    private final AttributeBlobBuilder freshBlob = new AttributeBlobBuilder();
    private final List<Runnable> waitingForFeed = new ArrayList<>();
    /** Member number + 1 by channel. */
    private int[] numbers = new int[16];

    private boolean fed;
    /** Attribute set and channel whose verdict is {@link #verdict} for any prefix, within one chunk; 0 for none. */
    private int knownSet;

    private int knownChannel;
    private int verdict;

    /**
     * @param shardExecutor runs tasks on the shard, in order
     * @param space shared by the groups of the shard
     */
    public ExportGroup(
            Shard shard,
            Executor shardExecutor,
            ExportSettings settings,
            ByteBufAllocator allocator,
            PackingSpace space) {
        this.shard = shard;
        this.settings = settings;
        this.rules = new ExportRules(settings);
        this.adjRibOut = new AdjRibOut(shard.attributes());
        this.packer = new UpdatePacker(settings, shard, allocator, adjRibOut, space);
        this.catchUp = new CatchUp(shard, shardExecutor, settings, adjRibOut, packer, space);
        this.changes = space.changes();
    }

    public ExportSettings settings() {
        return settings;
    }

    public ExportCounters counters() {
        return counters;
    }

    /** What the members are told, before attributes are turned into theirs. */
    public AdjRibOut adjRibOut() {
        return adjRibOut;
    }

    public List<Member> members() {
        return members;
    }

    /** Number of prefixes this member is announced at present. */
    public int announced(Member member) {
        return adjRibOut.size() - member.own();
    }

    /** Attribute set this member was told for a prefix, 0 for none. */
    public int told(Member member, int prefix) {
        return adjRibOut.source(prefix) == member.channel() ? 0 : adjRibOut.handle(prefix);
    }

    // ---- members ------------------------------------------------------------------------------------------------

    /**
     * Takes a neighbour in and tells it everything there is.
     *
     * @param whenTold runs on the shard once it knows all, to send End-of-RIB
     */
    public void join(Member member, Runnable whenTold) {
        members.add(member);
        renumber();
        member.addOwn(adjRibOut.countOf(member.channel()));
        member.whenInSync(() -> whenFed(whenTold));
        catchUp.tellAll(member);
    }

    /** Takes in a neighbour that already was told what another group holds: only what may differ is sent. */
    public void joinFrom(ExportGroup former, Member departed, Member member) {
        for (int prefix = 1; prefix < former.adjRibOut.limit(); prefix++) {
            if (former.adjRibOut.handle(prefix) != 0 || departed.behind().contains(prefix)) {
                member.behind().add(prefix);
            }
        }
        join(member, () -> {});
    }

    /** The neighbour's session ended. */
    public void leave(Member member) {
        members.remove(member);
        renumber();
        catchUp.forget(member);
        member.leave();
    }

    /** Tells a member everything again (ROUTE-REFRESH, RFC 2918). */
    public void refresh(Member member, Runnable whenTold) {
        member.whenInSync(() -> whenFed(whenTold));
        catchUp.tellAll(member);
    }

    /** The table has been gone through once since the group was made. */
    public void fed() {
        fed = true;
        List<Runnable> tasks = List.copyOf(waitingForFeed);
        waitingForFeed.clear();
        tasks.forEach(Runnable::run);
    }

    private void whenFed(Runnable task) {
        if (fed) {
            task.run();
        } else {
            waitingForFeed.add(task);
        }
    }

    /** Forgets the Adj-RIB-Out; for a group nobody belongs to any more. */
    public void dissolve() {
        adjRibOut.clear();
    }

    // ---- the way of a change --------------------------------------------------------------------------------------

    @Override
    public boolean wantsAllPaths() {
        return false;
    }

    @Override
    public boolean holds(int prefix) {
        return adjRibOut.handle(prefix) != 0 || catchUp.holds(prefix);
    }

    @Override
    public void export(TableSlice table, int[] prefixes, int count) {
        for (int from = 0; from < count; from += Changes.LIMIT) {
            exportChunk(table, prefixes, from, Math.min(count, from + Changes.LIMIT));
        }
    }

    private void exportChunk(TableSlice table, int[] prefixes, int from, int to) {
        changes.begin(prefixes, from, to - from);
        // Sets of the table stay as long as nothing but this runs; so do those that were just put into the Adj-RIB-Out.
        knownSet = 0;
        for (int at = from; at < to; at++) {
            if (!table.undecided(prefixes[at])) {
                exportOne(table, prefixes[at], at - from);
            }
        }
        if (changes.count() > 0 && !members.isEmpty()) {
            changes.sort();
            tell();
        }
        changes.end();
    }

    private void exportOne(TableSlice table, int prefix, int index) {
        int oldHandle = adjRibOut.handle(prefix);
        int oldSource = adjRibOut.source(prefix);
        int best = table.best(prefix);
        int handle = best == 0 ? 0 : evaluate(table, prefix, best);
        int source = handle == 0 ? 0 : shard.channelOf(best);
        ExportLimit limit = settings.limit();
        if (limit != null) {
            if (!limit.admits(source, oldSource)) {
                counters.rejected++;
                shard.attributes().release(handle);
                handle = 0;
                source = 0;
            }
            limit.left(oldSource, source);
        }
        if (handle == oldHandle && source == oldSource) {
            if (handle != 0) {
                shard.attributes().release(handle);
            }
            return;
        }
        adjRibOut.put(prefix, handle, source);
        countOwn(oldSource, -1);
        countOwn(source, 1);
        if (handle == 0) {
            counters.withdrawals++;
        } else {
            counters.accepted++;
        }
        changes.add(index, memberOf(handle == 0 ? oldSource : source) + 1, handle, oldSource);
    }

    /** What a route is not told for; attribute sets are positive. */
    private static final int FORBIDDEN = 0;

    private static final int FILTERED = -1;

    /** The attribute set after rules and filter, with a reference the caller owns; 0 if the path is not announced. */
    private int evaluate(TableSlice table, int prefix, int path) {
        int channel = shard.channelOf(path);
        int handle = shard.attributesOf(path);
        counters.updates++;
        int result;
        if (handle == knownSet && channel == knownChannel) {
            result = verdict;
            if (result > 0) {
                shard.attributes().retain(result);
            }
        } else {
            result = judge(table, prefix, channel, handle);
        }
        if (result == FILTERED) {
            counters.filtered++;
        } else if (result == FORBIDDEN) {
            counters.rejected++;
        }
        return Math.max(result, 0);
    }

    private int judge(TableSlice table, int prefix, int channelId, int handle) {
        Channel channel = shard.channel(channelId);
        RouteSource source = channel.source();
        byte[] blob = shard.attributes().array(handle);
        int offset = shard.attributes().offset(handle);
        int length = shard.attributes().length(handle);
        if (!rules.allows(source, blob, offset, length)) {
            return known(handle, channelId, FORBIDDEN);
        }
        Policy policy = settings.policy();
        if (policy.equals(Policy.ALL)) {
            shard.attributes().retain(handle);
            return known(handle, channelId, handle);
        }
        RouteView view = shard.view();
        PrefixIndex index = table.index();
        view.load(
                table.family(),
                index.hi(prefix),
                index.lo(prefix),
                index.length(prefix),
                source,
                blob,
                offset,
                length,
                shard.way(channel, handle));
        if (settings.presetLocalPref() && source.kind() != RouteSource.Kind.RTS_BGP) {
            view.presetU32(AttributeSlot.LOCAL_PREF, settings.defaultLocalPref());
        }
        int result = FILTERED;
        if (policy.accept(view, shard.policyLog())) {
            if (view.modified()) {
                result = internModified(view);
            } else {
                shard.attributes().retain(handle);
                result = handle;
            }
        }
        return view.particular() ? result : known(handle, channelId, result);
    }

    private int known(int handle, int channel, int result) {
        knownSet = handle;
        knownChannel = channel;
        verdict = result;
        return result;
    }

    private int internModified(RouteView view) {
        int size = view.encode();
        int fresh = (view.modified(AttributeSlot.MED) ? ExportTransform.FRESH_MED : 0)
                | (view.modified(AttributeSlot.NEXT_HOP) ? ExportTransform.FRESH_NEXT_HOP : 0);
        if (fresh == 0) {
            return shard.attributes().intern(view.encoded(), 0, size);
        }
        freshBlob.clear();
        freshBlob.copyFrom(view.encoded(), 0, size);
        freshBlob.setU8(AttributeBlob.ENGINE, ExportTransform.FRESH, fresh);
        return shard.attributes().intern(freshBlob.array(), 0, freshBlob.length());
    }

    /** Encodes the sorted changes once and gives every member all but its own routes. */
    private void tell() {
        ByteBuf all = packer.buffer();
        int count = changes.count();
        int at = 0;
        List<Region> regions = new ArrayList<>(1);
        while (at < count) {
            int excluded = changes.excluded(at);
            int start = all.writerIndex();
            int end = at;
            while (end < count && changes.excluded(end) == excluded) {
                end++;
            }
            packer.write(all, changes, at, end);
            regions.add(new Region(excluded - 1, start, all.writerIndex(), at, end));
            at = end;
        }
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            if (member.lagging()) {
                remember(member);
            } else {
                write(member, i, all, regions);
            }
        }
        for (Region region : regions) {
            if (region.excluded >= 0) {
                withdrawFormer(region);
            }
        }
        all.release();
        for (int i = 0; i < members.size(); i++) {
            catchUp.watch(members.get(i));
        }
    }

    /** Part of the encoded changes that one member, or none (-1), must not get. */
    private record Region(int excluded, int start, int end, int from, int to) {}

    private static void write(Member member, int number, ByteBuf all, List<Region> regions) {
        int start = 0;
        for (Region region : regions) {
            if (region.excluded == number) {
                send(member, all, start, region.start);
                start = region.end;
            }
        }
        send(member, all, start, all.writerIndex());
    }

    private static void send(Member member, ByteBuf all, int start, int end) {
        if (end > start) {
            member.outlet().write(all.retainedSlice(start, end - start));
        }
    }

    /** A member whose own path became best must forget what it was told before. */
    private void withdrawFormer(Region region) {
        Member member = members.get(region.excluded);
        if (member.lagging()) {
            return;
        }
        PrefixIndex index = shard.index(settings.family());
        ByteBuf out = packer.buffer();
        packer.startWithdrawals();
        for (int at = region.from; at < region.to; at++) {
            int old = changes.oldSource(at);
            if (changes.handle(at) != 0 && old != 0 && old != member.channel()) {
                packer.add(out, index, changes.prefix(at));
            }
        }
        packer.finish(out);
        if (out.isReadable()) {
            member.outlet().write(out);
        } else {
            out.release();
        }
    }

    private void remember(Member member) {
        for (int at = 0; at < changes.count(); at++) {
            member.behind().add(changes.prefix(at));
        }
    }

    private void countOwn(int source, int delta) {
        int number = memberOf(source);
        if (number >= 0) {
            members.get(number).addOwn(delta);
        }
    }

    private int memberOf(int channel) {
        return channel < numbers.length ? numbers[channel] - 1 : -1;
    }

    private void renumber() {
        Arrays.fill(numbers, 0);
        for (int i = 0; i < members.size(); i++) {
            int channel = members.get(i).channel();
            if (channel >= numbers.length) {
                numbers = Arrays.copyOf(numbers, Math.max(channel + 1, numbers.length * 2));
            }
            numbers[channel] = i + 1;
        }
    }
}
