package org.jbgp.daemon.advertise;

import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jbgp.daemon.advertise.Exceptions.Combination;
import org.jbgp.daemon.advertise.pack.PackingSpace;
import org.jbgp.daemon.advertise.rules.ExportCounters;
import org.jbgp.daemon.advertise.rules.ExportSettings;
import org.jbgp.daemon.policy.FilterMemo;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TableSlice;
import org.jbgp.daemon.rib.store.AttributeStore;

/**
 * A group whose members have filters of their own that differ only in the values they look for
 * ({@link org.jbgp.config.filter.tree.FilterFamily}): the clients of a route server. A route is judged once for all
 * members that it does not name, and once for each that it names; what most of them are sent is kept and encoded once,
 * and exceptions are kept where there are any. Confined to the shard.
 */
final class FamilyGroup extends ExportGroup {
    /** Prefixes gone through at a time for a member that joins. */
    private static final int STEP = 8_192;

    private final FamilyPaths out;
    private final Exceptions exceptions;
    private final NamedMembers named = new NamedMembers();
    /** What became of the known set for each member it names. */
    private final List<FilterMemo> memos = new ArrayList<>();

    /** Attribute set and channel of the path that {@link #named} and {@link #memos} are about; 0 for none. */
    private int knownSet;

    private int knownChannel;
    private int namedCount;
    /** The member whose filter says what most get. */
    private int representative;

    private int nextSerial = 1;
    private final Map<Integer, Member> bySerial = new HashMap<>();
    /** Members that hear of prefixes of this chunk in another way than the others. */
    private final Map<Member, Prefixes> owed = new HashMap<>();

    /** Working space: serial number and attribute set of each exception. */
    private long[] found = new long[16];

    /** Working space: places in the group of members that are or were an exception. */
    private int[] places = new int[16];

    private int placeCount;
    /** There was no member whose filter could judge what came, or what there is. */
    private boolean skipped;

    FamilyGroup(
            Shard shard,
            Executor shardExecutor,
            ExportSettings settings,
            ByteBufAllocator allocator,
            PackingSpace space) {
        this(shard, shardExecutor, settings, allocator, space, new FamilyPaths(shard.attributes()));
    }

    private FamilyGroup(
            Shard shard,
            Executor shardExecutor,
            ExportSettings settings,
            ByteBufAllocator allocator,
            PackingSpace space,
            FamilyPaths out) {
        super(shard, shardExecutor, settings, allocator, space, out);
        this.out = out;
        this.exceptions = out.exceptions();
    }

    /** Prefix numbers in the order they were added. */
    private static final class Prefixes {
        private int[] numbers = new int[16];
        private int count;

        void add(int prefix) {
            if (count == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * count);
            }
            numbers[count++] = prefix;
        }
    }

    @Override
    public boolean wantsAllPaths() {
        return false;
    }

    @Override
    public int advertised(Member member, int prefix, int path) {
        withheld().forget();
        int handle = out.handle(member, prefix);
        if (withheld().from(member, handle, out.source(prefix))) {
            return 0;
        }
        return shard().table(settings().table()).head(prefix) == path ? handle : 0;
    }

    @Override
    void expect(AdjRibOut former) {
        // An announcement takes the place of the former one, and a prefix without one is withdrawn.
    }

    // ---- members ----------------------------------------------------------------------------------------------------

    @Override
    void joining(Member member) {
        member.serial(nextSerial++);
        bySerial.put(member.serial(), member);
        boolean all = named.renumber(members()) || (skipped && members().size() == 1);
        skipped = false;
        forgetKnown();
        List<ExportCounters> before =
                members().stream().map(other -> other.counts().now()).toList();
        member.joining(true);
        // A first member is sent what the table's feed finds, or what is there already.
        if (all || members().size() > 1) {
            exportAgain(all, members().size() - 1);
        }
        member.joining(false);
        for (int i = 0; i < before.size(); i++) {
            members().get(i).counts().goOnFrom(before.get(i));
        }
        countExceptions(member);
    }

    /** Goes through all prefixes, or those whose best path names a member, for the sake of one that joins. */
    private void exportAgain(boolean all, int place) {
        TableSlice table = shard().table(settings().table());
        int limit = table.index().limit();
        int[] step = new int[Math.min(STEP, limit)];
        int count = 0;
        for (int prefix = 1; prefix < limit; prefix++) {
            int best = table.head(prefix);
            if (best != 0 && (all || names(best, place))) {
                step[count++] = prefix;
            }
            if (count == step.length || (count > 0 && prefix == limit - 1)) {
                export(table, step, count);
                count = 0;
            }
        }
    }

    /**
     * Whether a path names a member that joins, or all others: then what became of it is not what becomes of one that
     * it does not name.
     */
    private boolean names(int path, int place) {
        know(path);
        return named.isFound(place) || namedCount == members().size() - 1;
    }

    /** What {@link Member#own} of a member that joins is by exceptions alone. */
    private void countExceptions(Member member) {
        member.addOwn(-member.own());
        for (int prefix = 1; prefix < out.limit(); prefix++) {
            if (out.exceptions(prefix) != Exceptions.NONE) {
                State state = state(prefix);
                member.addOwn(state.missing(member));
            }
        }
    }

    @Override
    void left(Member member) {
        bySerial.remove(member.serial());
        skipped |= members().isEmpty();
        named.renumber(members());
        forgetKnown();
    }

    // ---- the way of a change ----------------------------------------------------------------------------------------

    @Override
    void exportChunk(TableSlice table, int[] prefixes, int from, int to) {
        if (members().isEmpty()) {
            skipped = true;
            for (int at = from; at < to; at++) {
                out.put(prefixes[at], 0, 0, Exceptions.NONE);
            }
            return;
        }
        changes().begin(prefixes, from, to - from);
        withheld().forget();
        for (int at = from; at < to; at++) {
            int best = table.bestIfDecided(prefixes[at]);
            if (best != TableSlice.UNDECIDED) {
                exportOne(table, prefixes[at], at - from, best);
            }
        }
        forgetKnown();
        advertise();
        owed.forEach((member, owing) -> advertise(member, owing.numbers, owing.count));
        owed.clear();
    }

    private void exportOne(TableSlice table, int prefix, int index, int best) {
        if (best == 0) {
            counters().withdrawals++;
        }
        int path = passesOver(best) ? 0 : best;
        long filtered = counters().filtered;
        int common = common(table, prefix, path, out.source(prefix));
        decided(prefix);
        if (out.exceptions(prefix) == Exceptions.NONE && (path == 0 || namedCount == 0)) {
            changeForAll(prefix, index, common, common == 0 ? 0 : shard().channelOf(path));
            return;
        }
        State old = state(prefix);
        int number = path == 0 ? Exceptions.NONE : exceptions(table, prefix, path, common);
        Combination combination = exceptions.get(number);
        countVerdicts(combination, common, counters().filtered != filtered);
        int handle = common;
        if (combination.othersRefused()) {
            handle = combination.sets()[0];
            shard().attributes().retain(handle);
        }
        State now = new State(combination, handle, handle == 0 ? 0 : shard().channelOf(path));
        if (!now.equals(old)) {
            change(prefix, index, old, now);
        }
        out.put(prefix, handle, now.source, number);
    }

    private void changeForAll(int prefix, int index, int handle, int source) {
        int oldHandle = out.handle(prefix);
        int oldSource = out.source(prefix);
        if (handle == oldHandle && source == oldSource) {
            release(handle);
            return;
        }
        changed(prefix, index, oldHandle, oldSource, handle, source);
        out.put(prefix, handle, source, Exceptions.NONE);
    }

    private State state(int prefix) {
        return new State(exceptions.get(out.exceptions(prefix)), out.handle(prefix), out.source(prefix));
    }

    /**
     * What is advertised of a prefix.
     *
     * @param handle attribute set of those who are no exception, unless these are refused; 0 if nobody is sent it
     * @param source channel it came by
     */
    private record State(Combination combination, int handle, int source) {
        int common() {
            return combination.othersRefused() ? 0 : handle;
        }

        int commonSource() {
            return common() == 0 ? 0 : source;
        }

        int setOf(Member member) {
            return combination.setOf(member.serial(), handle);
        }

        /** 1 if the member is not sent what is common, -1 if it is sent what is not. */
        int missing(Member member) {
            return (common() == 0 ? 0 : 1) - (setOf(member) == 0 ? 0 : 1);
        }
    }

    /** The attribute set of all members that the path does not name, with a reference that the caller owns, or 0. */
    private int common(TableSlice table, int prefix, int path, int formerSource) {
        if (path != 0) {
            know(path);
            int place = 0;
            while (place < members().size() && named.isFound(place)) {
                place++;
            }
            representative = place == members().size() ? 0 : place;
            judgeBy(members().get(representative).policy());
        }
        return decide(table, prefix, path, formerSource, true);
    }

    /** The number of the combination of those who get something else, with a reference that the caller owns. */
    private int exceptions(TableSlice table, int prefix, int path, int common) {
        int source = shard().channelOf(path);
        int count = 0;
        for (int i = 0; i < namedCount; i++) {
            Member member = members().get(named.found(i));
            if (named.found(i) == representative || withheld().from(member, common, source)) {
                continue;
            }
            int set = decideFor(member, table, prefix, path, memos.get(i));
            if (set != 0 && withheld().from(member, set, source)) {
                shard().attributes().release(set);
                set = 0;
            }
            if (set == common) {
                release(set);
                continue;
            }
            if (count == found.length) {
                found = Arrays.copyOf(found, 2 * count);
            }
            found[count++] = (long) member.serial() << 32 | set;
        }
        if (count == 0) {
            return Exceptions.NONE;
        }
        Arrays.sort(found, 0, count);
        int[] serials = new int[count];
        int[] sets = new int[count];
        for (int i = 0; i < count; i++) {
            serials[i] = (int) (found[i] >>> 32);
            sets[i] = (int) found[i];
        }
        return exceptions.number(new Combination(common == 0, serials, sets));
    }

    /** Exceptions count otherwise than the group does. */
    private void countVerdicts(Combination combination, int common, boolean filtered) {
        for (int i = 0; i < combination.members().length; i++) {
            Member member = bySerial.get(combination.members()[i]);
            if (common != 0 && combination.sets()[i] == 0) {
                member.counts().differ(0, 1, 0);
            } else if (common == 0 && filtered) {
                member.counts().differ(0, -1, 0);
            }
        }
    }

    private void change(int prefix, int index, State old, State now) {
        boolean changed = now.common() != old.common() || now.commonSource() != old.commonSource();
        placeCount = 0;
        for (int serial : old.combination.members()) {
            except(serial, prefix, old, now, changed);
        }
        for (int serial : now.combination.members()) {
            if (!old.combination.names(serial)) {
                except(serial, prefix, old, now, changed);
            }
        }
        if (!changed) {
            return;
        }
        int formerly = old.common() == 0 ? 0 : withheld().formerlyFrom(prefix, old.handle, old.source);
        int excluded = now.common() == 0 ? formerly : withheld().from(prefix, now.handle, now.source);
        countWithheld(formerly, old.source, old.common() == 0 ? 0 : -1);
        countWithheld(excluded, now.source, now.common() == 0 ? 0 : 1);
        count(prefix, old.common(), now.common(), excluded, now.source);
        changes()
                .add(
                        index,
                        withheld().with(excluded, places, placeCount),
                        now.common(),
                        now.commonSource(),
                        old.commonSource());
    }

    /** A member that is or was an exception hears of its own change, if there is one, and not of the others'. */
    private void except(int serial, int prefix, State old, State now, boolean othersChanged) {
        Member member = bySerial.get(serial);
        if (member == null) {
            return;
        }
        int before = old.setOf(member);
        int after = now.setOf(member);
        member.addOwn(now.missing(member) - old.missing(member));
        boolean changed = before != after || (after != 0 && old.source != now.source);
        int accepted = changed && after != 0 ? 1 : 0;
        int withdrawn = before != 0 && after == 0 ? 1 : 0;
        int othersAccepted = othersChanged && now.common() != 0 ? 1 : 0;
        int othersWithdrawn = othersChanged && now.common() == 0 ? 1 : 0;
        member.counts().differ(accepted - othersAccepted, 0, withdrawn - othersWithdrawn);
        if (placeCount == places.length) {
            places = Arrays.copyOf(places, 2 * placeCount);
        }
        places[placeCount++] = withheld().memberOf(member.channel());
        if (changed && !member.joining()) {
            owed.computeIfAbsent(member, key -> new Prefixes()).add(prefix);
        }
    }

    /** From now on {@link #named} is about this path. */
    private void know(int path) {
        int set = shard().attributesOf(path);
        int channel = shard().channelOf(path);
        if (set == knownSet && channel == knownChannel) {
            return;
        }
        forgetKnown();
        knownSet = set;
        knownChannel = channel;
        AttributeStore attributes = shard().attributes();
        namedCount = named.find(attributes.array(set), attributes.offset(set), attributes.length(set));
        while (memos.size() < namedCount) {
            memos.add(new FilterMemo());
        }
    }

    /** Sets are known by their handles only as long as nothing else runs. */
    private void forgetKnown() {
        for (int i = 0; i < namedCount; i++) {
            forget(memos.get(i));
        }
        namedCount = 0;
        knownSet = 0;
    }

    private void release(int set) {
        if (set != 0) {
            shard().attributes().release(set);
        }
    }
}
