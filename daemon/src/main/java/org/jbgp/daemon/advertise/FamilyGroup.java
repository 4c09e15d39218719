package org.jbgp.daemon.advertise;

import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

    /** Members that hear of prefixes of this chunk in another way than the others. */
    private final Owed owed = new Owed();

    /** Working space: serial number and attribute set of each exception. */
    private long[] found = new long[16];

    /** Working space: places in the group of members that are or were an exception. */
    private int[] places = new int[16];

    private int placeCount;
    /** {@link #named} does not know the present members. */
    private boolean outdated;
    /** Nothing has been judged yet. */
    private boolean fresh = true;
    /** The member for which all was judged that ever was; null if there is none. */
    private Member first;

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
    void sent(Member member, int prefix, Sent to) {
        int handle = out.handle(member, prefix);
        if (handle != 0) {
            to.path(0, handle, out.source(prefix));
        }
    }

    @Override
    void expect(AdjRibOut former) {
        // An announcement takes the place of the former one, and a prefix without one is withdrawn.
    }

    // ---- members ----------------------------------------------------------------------------------------------------

    @Override
    void joining(Member member) {
        exceptions.enter(member);
        first = fresh ? member : first;
        fresh = false;
        outdated = true;
    }

    @Override
    void left(Member member) {
        exceptions.left(member);
        outdated = true;
    }

    @Override
    void review(List<Member> joining, int from, int to) {
        if (!joining.contains(first)) {
            judgeFor(joining, from, to);
        }
        super.review(joining, from, to);
        countExceptions(from, to);
    }

    /** Judges again what members that join may be exceptions of; for the others nothing happens that counts. */
    private void judgeFor(List<Member> joining, int from, int to) {
        renumber();
        TableSlice table = shard().table(settings().table());
        int settled =
                (int) members().stream().filter(member -> !member.joining()).count();
        int[] prefixes = new int[to - from];
        int count = 0;
        for (int prefix = from; prefix < to; prefix++) {
            int head = table.head(prefix);
            if (table.undecided(prefix)) {
                withhold(prefix, joining);
            } else if (head != 0 && concerns(head, settled)) {
                prefixes[count++] = prefix;
            }
        }
        forgetKnown();
        if (count > 0) {
            List<ExportCounters> before =
                    members().stream().map(other -> other.counts().now()).toList();
            export(table, prefixes, count);
            for (int i = 0; i < before.size(); i++) {
                members().get(i).counts().goOnFrom(before.get(i));
            }
        }
    }

    /**
     * Whether something else than what is kept for the others may become of a path for those that join: it names one of
     * them; or it names all others, so that nobody's result is that of one it does not name.
     *
     * @param settled number of members that do not join
     */
    private boolean concerns(int path, int settled) {
        know(path);
        int others = 0;
        for (int i = 0; i < namedCount; i++) {
            Member member = members().get(named.found(i));
            if (member.underReview()) {
                return true;
            }
            others += member.joining() ? 0 : 1;
        }
        return others == settled;
    }

    /** What was sent of a prefix stays until a next hop is known; who joins is not sent what may name it. */
    private void withhold(int prefix, List<Member> joining) {
        State state = state(prefix);
        if (state.handle == 0 || state.combination.othersRefused()) {
            return;
        }
        Combination more = state.combination;
        for (Member member : joining) {
            more = more.without(member.serial());
        }
        for (int set : more.sets()) {
            retain(set);
        }
        retain(state.handle);
        out.put(prefix, state.handle, state.source, exceptions.number(more));
    }

    /** What {@link Member#own} of members that join is by exceptions alone. */
    private void countExceptions(int from, int to) {
        for (int prefix = from; prefix < Math.min(to, out.limit()); prefix++) {
            if (out.exceptions(prefix) != Exceptions.NONE) {
                State state = state(prefix);
                for (int serial : state.combination.members()) {
                    Member member = exceptions.member(serial);
                    if (member != null && member.underReview()) {
                        member.addOwn(state.missing(member));
                    }
                }
            }
        }
    }

    private void renumber() {
        if (outdated) {
            forgetKnown();
            named.renumber(members());
            outdated = false;
        }
    }

    // ---- the way of a change ----------------------------------------------------------------------------------------

    @Override
    void exportChunk(TableSlice table, int[] prefixes, int from, int to) {
        fresh = false;
        if (members().isEmpty()) {
            for (int at = from; at < to; at++) {
                out.put(prefixes[at], 0, 0, Exceptions.NONE);
            }
            return;
        }
        renumber();
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
        owed.settle(this::advertise);
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
            Member member = exceptions.member(combination.members()[i]);
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
        countWithheld(prefix, formerly, old.source, old.common() == 0 ? 0 : -1);
        countWithheld(prefix, excluded, now.source, now.common() == 0 ? 0 : 1);
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
        Member member = exceptions.member(serial);
        if (member == null) {
            return;
        }
        int before = old.setOf(member);
        int after = now.setOf(member);
        if (member.counts(prefix)) {
            member.addOwn(now.missing(member) - old.missing(member));
        }
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
        if (changed) {
            owed.add(member, prefix);
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

    private void retain(int set) {
        if (set != 0) {
            shard().attributes().retain(set);
        }
    }

    private void release(int set) {
        if (set != 0) {
            shard().attributes().release(set);
        }
    }
}
