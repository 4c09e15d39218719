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
import org.jbgp.daemon.rib.PrefixBits;
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
    /** A member with this much unsent falls behind: bounds what one neighbour can pin of the shared buffers. */
    static final long QUEUE_LIMIT = 8L << 20;

    private static final int STEP = 8_192;
    private static final int INDEX_BITS = 16;
    private static final int HANDLE_BITS = 28;
    private static final int CHUNK = 1 << INDEX_BITS;

    private final Shard shard;
    private final Executor shardExecutor;
    private final ExportSettings settings;
    private final ExportRules rules;
    private final UpdatePacker packer;
    private final AdjRibOut adjRibOut;
    private final ExportCounters counters = new ExportCounters();
    private final List<Member> members = new ArrayList<>();
    private final List<Member> lagging = new ArrayList<>();
    private final AttributeBlobBuilder freshBlob = new AttributeBlobBuilder();
    private final List<Runnable> waitingForFeed = new ArrayList<>();
    /** Member number + 1 by channel. */
    private int[] numbers = new int[16];

    private boolean fed;
    private long[] order = new long[256];
    private int[] oldSources = new int[256];

    /**
     * @param shardExecutor runs tasks on the shard, in order
     */
    public ExportGroup(Shard shard, Executor shardExecutor, ExportSettings settings, ByteBufAllocator allocator) {
        this.shard = shard;
        this.shardExecutor = shardExecutor;
        this.settings = settings;
        this.rules = new ExportRules(settings);
        this.packer = new UpdatePacker(settings, shard, allocator);
        this.adjRibOut = new AdjRibOut(shard.attributes());
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
        if (adjRibOut.size() > 0) {
            for (int prefix = 1; prefix < adjRibOut.limit(); prefix++) {
                if (adjRibOut.handle(prefix) != 0) {
                    member.behind().add(prefix);
                }
            }
        }
        member.whenInSync(() -> whenFed(whenTold));
        fallBehind(member);
        catchUp(member);
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
        lagging.remove(member);
        member.leave();
    }

    /** Tells a member everything again (ROUTE-REFRESH, RFC 2918). */
    public void refresh(Member member, Runnable whenTold) {
        for (int prefix = 1; prefix < adjRibOut.limit(); prefix++) {
            if (adjRibOut.handle(prefix) != 0) {
                member.behind().add(prefix);
            }
        }
        member.whenInSync(() -> whenFed(whenTold));
        fallBehind(member);
        catchUp(member);
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
        if (adjRibOut.handle(prefix) != 0) {
            return true;
        }
        for (int i = 0; i < lagging.size(); i++) {
            if (lagging.get(i).behind().contains(prefix)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void export(TableSlice table, int[] prefixes, int count) {
        for (int from = 0; from < count; from += CHUNK) {
            exportChunk(table, prefixes, from, Math.min(count, from + CHUNK));
        }
    }

    private void exportChunk(TableSlice table, int[] prefixes, int from, int to) {
        int size = to - from;
        if (order.length < size) {
            order = new long[Math.max(size, order.length * 2)];
            oldSources = new int[order.length];
        }
        int changes = 0;
        for (int i = 0; i < size; i++) {
            int prefix = prefixes[from + i];
            if (table.undecided(prefix)) {
                continue;
            }
            int oldHandle = adjRibOut.handle(prefix);
            int oldSource = adjRibOut.source(prefix);
            int best = table.best(prefix);
            int handle = best == 0 ? 0 : evaluate(table, prefix, best);
            int source = handle == 0 ? 0 : shard.channelOf(best);
            if (handle == oldHandle && source == oldSource) {
                if (handle != 0) {
                    shard.attributes().release(handle);
                }
                continue;
            }
            adjRibOut.put(prefix, handle, source);
            countOwn(oldSource, -1);
            countOwn(source, 1);
            if (handle == 0) {
                counters.withdrawals++;
            } else {
                counters.accepted++;
            }
            oldSources[i] = oldSource;
            int excluded = memberOf(handle == 0 ? oldSource : source) + 1;
            order[changes++] = (long) excluded << (INDEX_BITS + HANDLE_BITS) | (long) handle << INDEX_BITS | i;
        }
        if (changes > 0 && !members.isEmpty()) {
            Arrays.sort(order, 0, changes);
            tell(table.index(), prefixes, from, changes);
        }
        if (order.length > CHUNK / 2) {
            order = new long[256];
            oldSources = new int[256];
        }
    }

    /** The attribute set after rules and filter, with a reference the caller owns; 0 if the path is not announced. */
    private int evaluate(TableSlice table, int prefix, int path) {
        Channel channel = shard.channel(shard.channelOf(path));
        int handle = shard.attributesOf(path);
        RouteSource source = channel.source();
        byte[] blob = shard.attributes().array(handle);
        int offset = shard.attributes().offset(handle);
        int length = shard.attributes().length(handle);
        counters.updates++;
        if (!rules.allows(source, blob, offset, length)) {
            counters.rejected++;
            return 0;
        }
        Policy policy = settings.policy();
        if (policy.equals(Policy.ALL)) {
            shard.attributes().retain(handle);
            return handle;
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
        if (!policy.accept(view, shard.policyLog())) {
            counters.filtered++;
            return 0;
        }
        if (!view.modified()) {
            shard.attributes().retain(handle);
            return handle;
        }
        return internModified(view);
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
    private void tell(PrefixIndex index, int[] prefixes, int from, int changes) {
        ByteBuf all = packer.buffer();
        int at = 0;
        List<Region> regions = new ArrayList<>(1);
        while (at < changes) {
            int excluded = (int) (order[at] >>> (INDEX_BITS + HANDLE_BITS));
            int start = all.writerIndex();
            int end = at;
            while (end < changes && (int) (order[end] >>> (INDEX_BITS + HANDLE_BITS)) == excluded) {
                end++;
            }
            packer.withdrawals(all, index, prefixes, from, order, at, withdrawEnd(at, end));
            announce(all, index, prefixes, from, withdrawEnd(at, end), end);
            regions.add(new Region(excluded - 1, start, all.writerIndex(), at, end));
            at = end;
        }
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            if (member.lagging()) {
                remember(member, prefixes, from, changes);
            } else {
                write(member, i, all, regions);
            }
        }
        for (Region region : regions) {
            if (region.excluded >= 0) {
                withdrawFormer(region, index, prefixes, from);
            }
        }
        all.release();
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            if (!member.lagging() && member.outlet().queuedBytes() > QUEUE_LIMIT) {
                fallBehind(member);
                awaitDrain(member);
            }
        }
    }

    /** Part of the encoded changes that one member, or none (-1), must not get. */
    private record Region(int excluded, int start, int end, int from, int to) {}

    private int withdrawEnd(int from, int to) {
        int end = from;
        while (end < to && handleAt(end) == 0) {
            end++;
        }
        return end;
    }

    private int handleAt(int at) {
        return (int) (order[at] >>> INDEX_BITS) & ((1 << HANDLE_BITS) - 1);
    }

    private int indexAt(int at) {
        return (int) order[at] & (CHUNK - 1);
    }

    private void announce(ByteBuf out, PrefixIndex index, int[] prefixes, int from, int start, int end) {
        int at = start;
        while (at < end) {
            int handle = handleAt(at);
            int source = adjRibOut.source(prefixes[from + indexAt(at)]);
            boolean usable = packer.start(handle, shard.channel(source));
            for (; at < end && handleAt(at) == handle; at++) {
                int prefix = prefixes[from + indexAt(at)];
                if (adjRibOut.source(prefix) != source) {
                    break;
                }
                if (usable) {
                    packer.add(out, index, prefix);
                }
            }
            if (usable) {
                packer.finish(out);
            }
        }
    }

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
    private void withdrawFormer(Region region, PrefixIndex index, int[] prefixes, int from) {
        Member member = members.get(region.excluded);
        if (member.lagging()) {
            return;
        }
        ByteBuf out = packer.buffer();
        packer.startWithdrawals();
        for (int at = region.from; at < region.to; at++) {
            int old = oldSources[indexAt(at)];
            if (handleAt(at) != 0 && old != 0 && old != member.channel()) {
                packer.add(out, index, prefixes[from + indexAt(at)]);
            }
        }
        packer.finish(out);
        if (out.isReadable()) {
            member.outlet().write(out);
        } else {
            out.release();
        }
    }

    private void remember(Member member, int[] prefixes, int from, int changes) {
        for (int at = 0; at < changes; at++) {
            member.behind().add(prefixes[from + indexAt(at)]);
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

    // ---- catching up ----------------------------------------------------------------------------------------------

    private void fallBehind(Member member) {
        if (!member.lagging()) {
            member.lag();
            lagging.add(member);
        }
    }

    private void awaitDrain(Member member) {
        if (!member.waiting()) {
            member.waiting(true);
            member.outlet()
                    .onWritable(() -> shardExecutor.execute(() -> {
                        member.waiting(false);
                        catchUp(member);
                    }));
        }
    }

    private void catchUp(Member member) {
        if (member.gone() || !member.lagging() || member.waiting()) {
            return;
        }
        if (member.outlet().queuedBytes() > QUEUE_LIMIT / 2) {
            awaitDrain(member);
            return;
        }
        PrefixBits behind = member.behind();
        PrefixIndex index = shard.index(settings.family());
        int[] step = new int[Math.min(STEP, behind.size())];
        int count = 0;
        int cursor = member.cursor();
        while (count < step.length) {
            int prefix = behind.next(cursor, index.limit());
            if (prefix < 0) {
                if (cursor == 1) {
                    break;
                }
                cursor = 1;
                continue;
            }
            behind.remove(prefix);
            step[count++] = prefix;
            cursor = prefix + 1;
        }
        member.cursor(cursor);
        if (count > 0) {
            tellOne(member, index, step, count);
        }
        if (behind.size() > 0 && count > 0) {
            shard.later(() -> catchUp(member));
        } else {
            lagging.remove(member);
            member.inSync();
        }
    }

    private void tellOne(Member member, PrefixIndex index, int[] prefixes, int count) {
        if (order.length < count) {
            order = new long[count];
            oldSources = new int[count];
        }
        for (int i = 0; i < count; i++) {
            int prefix = prefixes[i];
            int handle = adjRibOut.source(prefix) == member.channel() ? 0 : adjRibOut.handle(prefix);
            order[i] = (long) handle << INDEX_BITS | i;
        }
        Arrays.sort(order, 0, count);
        ByteBuf out = packer.buffer();
        int withdrawn = withdrawEnd(0, count);
        packer.withdrawals(out, index, prefixes, 0, order, 0, withdrawn);
        announce(out, index, prefixes, 0, withdrawn, count);
        if (out.isReadable()) {
            member.outlet().write(out);
        } else {
            out.release();
        }
        for (int i = 0; i < withdrawn; i++) {
            shard.released(settings.family(), prefixes[indexAt(i)]);
        }
    }
}
