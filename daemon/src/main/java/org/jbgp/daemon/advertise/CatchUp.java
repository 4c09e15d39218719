package org.jbgp.daemon.advertise;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jbgp.daemon.advertise.pack.Changes;
import org.jbgp.daemon.advertise.pack.PackingSpace;
import org.jbgp.daemon.advertise.rules.ExportSettings;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.store.PrefixBits;

/**
 * The members of a group that do not know everything yet: new ones, and those whose sockets are slow. Each has the set
 * of prefixes it must still be sent; as its socket takes them, it is sent the Adj-RIB-Out's present state of just
 * those, and then takes part again. Members that miss nearly the same are sent it together, encoded once: after a
 * reload these are all members. Confined to the shard.
 */
final class CatchUp {
    /** A member with this much unsent falls behind: bounds what one neighbor can pin of the shared buffers. */
    static final long QUEUE_LIMIT = 8L << 20;

    private static final int STEP = 8_192;

    private final Shard shard;
    private final Executor shardExecutor;
    private final ExportSettings settings;
    private final AdjRibOut adjRibOut;
    private final Audience audience;
    private final Changes changes;
    private final Withheld withheld;
    private final List<Member> lagging = new ArrayList<>();
    /** A step is among the shard's jobs. */
    private boolean scheduled;

    /** Where the next step looks first for prefixes that somebody misses. */
    private int cursor = 1;
    /** Whose set of prefixes the next step goes by: everybody's in turn. */
    private int turn;

    CatchUp(
            Shard shard,
            Executor shardExecutor,
            ExportSettings settings,
            AdjRibOut adjRibOut,
            PackingSpace space,
            Audience audience,
            Withheld withheld) {
        this.shard = shard;
        this.shardExecutor = shardExecutor;
        this.settings = settings;
        this.adjRibOut = adjRibOut;
        this.audience = audience;
        this.changes = space.changes();
        this.withheld = withheld;
    }

    /** True if a member must still be sent the prefix, or its withdrawal. */
    boolean holds(int prefix) {
        for (int i = 0; i < lagging.size(); i++) {
            if (lagging.get(i).behind().contains(prefix)) {
                return true;
            }
        }
        return false;
    }

    /** From now on a member collects what it misses. */
    void hold(Member member) {
        if (!member.lagging()) {
            member.lag();
            lagging.add(member);
        }
    }

    /** These members, which are held, miss what the Adj-RIB-Out has of the prefixes {@code [from, to)}. */
    void addAll(List<Member> members, int from, int to) {
        PrefixBits all = new PrefixBits();
        for (int prefix = from; prefix < Math.min(to, adjRibOut.limit()); prefix++) {
            if (adjRibOut.holds(prefix)) {
                all.add(prefix);
            }
        }
        if (all.size() > 0) {
            for (int i = 0; i < members.size(); i++) {
                members.get(i).behind().addAll(all, from, to);
            }
        }
    }

    /** Held members are sent what they miss, and take part then. */
    void begin(List<Member> members) {
        for (Member member : members) {
            if (member.behind().size() == 0) {
                takesPart(member);
            }
        }
        goOn();
    }

    /** Advertises everything in the Adj-RIB-Out to a member. */
    void advertiseAll(Member member) {
        hold(member);
        addAll(List.of(member), 1, adjRibOut.limit());
        if (!member.joining()) {
            begin(List.of(member));
        }
    }

    /**
     * All members but the channel's own are sent once more what came by it: found in steps, as far as the Adj-RIB-Out
     * reaches now. What comes later is sent as it is then anyway.
     */
    void advertiseAllFrom(int channel) {
        advertiseAllFrom(channel, 1, adjRibOut.limit());
    }

    private void advertiseAllFrom(int channel, int from, int limit) {
        int to = Math.min(limit, from + shard.stepSize());
        PrefixBits concerned = adjRibOut.by(channel, from, to);
        if (concerned.size() > 0) {
            List<Member> held = new ArrayList<>(audience.members());
            held.removeIf(member -> member.channel() == channel);
            for (Member member : held) {
                hold(member);
                member.behind().addAll(concerned, from, to);
            }
            goOn();
        }
        if (to < limit) {
            shard.later(() -> advertiseAllFrom(channel, to, limit));
        }
    }

    /** Lets go of a member whose socket holds too much. */
    void watch(Member member) {
        if (!member.lagging() && member.outlet().queuedBytes() > QUEUE_LIMIT) {
            hold(member);
            awaitDrain(member);
        }
    }

    /** The member's session ended. */
    void forget(Member member) {
        lagging.remove(member);
        PrefixBits missed = member.behind();
        int limit = shard.index(settings.family()).limit();
        for (int prefix = missed.next(1, limit); prefix >= 0; prefix = missed.next(prefix + 1, limit)) {
            letGo(prefix);
        }
    }

    /** True if some member does not know everything yet. */
    boolean someLag() {
        return !lagging.isEmpty();
    }

    private void takesPart(Member member) {
        lagging.remove(member);
        member.inSync();
    }

    private void awaitDrain(Member member) {
        if (!member.waiting()) {
            member.waiting(true);
            member.outlet()
                    .onWritable(() -> shardExecutor.execute(() -> {
                        member.waiting(false);
                        goOn();
                    }));
        }
    }

    /** Somebody may be ready for more. */
    void goOn() {
        if (!scheduled && !lagging.isEmpty()) {
            scheduled = true;
            shard.later(this::step);
        }
    }

    /** Members whose sockets take more; the others say when they do. */
    private List<Member> ready() {
        List<Member> ready = new ArrayList<>();
        for (Member member : List.copyOf(lagging)) {
            if (member.joining() || member.awaitsFeed() || member.waiting()) {
                continue;
            }
            if (member.behind().size() == 0) {
                takesPart(member);
            } else if (member.outlet().queuedBytes() > QUEUE_LIMIT / 2) {
                awaitDrain(member);
            } else {
                ready.add(member);
            }
        }
        return ready;
    }

    private void step() {
        scheduled = false;
        List<Member> ready = ready();
        if (ready.isEmpty()) {
            return;
        }
        Member leader = ready.get(Math.floorMod(turn++, ready.size()));
        int limit = shard.index(settings.family()).limit();
        int ahead = leader.behind().next(cursor, limit);
        int first = ahead < 0 ? leader.behind().next(1, limit) : ahead;
        PrefixBits taken = new PrefixBits();
        int[] prefixes = new int[Math.min(STEP, leader.behind().size())];
        int count = 0;
        for (int prefix = first;
                prefix >= 0 && count < prefixes.length;
                prefix = leader.behind().next(prefix + 1, limit)) {
            prefixes[count++] = prefix;
            taken.add(prefix);
        }
        int end = prefixes[count - 1] + 1;
        cursor = end;
        ready.removeIf(member -> !misses(member, taken, first, end));
        for (Member member : ready) {
            member.behind().removeAll(taken, first, end);
        }
        advertise(ready, prefixes, count);
        for (int i = 0; i < count; i++) {
            letGo(prefixes[i]);
        }
        for (Member member : ready) {
            if (member.behind().size() == 0) {
                takesPart(member);
            }
        }
        goOn();
    }

    /** Whether a member misses so much of these prefixes that to be sent all of them does no harm. */
    private static boolean misses(Member member, PrefixBits taken, int from, int to) {
        return member.behind().common(taken, from, to) >= taken.size() - taken.size() / 8;
    }

    /**
     * Advertises the present state of some prefixes to one member, or notes them if it is behind anyway. The caller
     * lets go of prefixes that are gone.
     */
    void advertiseNow(Member member, int[] prefixes, int count) {
        if (member.lagging()) {
            for (int i = 0; i < count; i++) {
                member.behind().add(prefixes[i]);
            }
            return;
        }
        write(member, prefixes, count);
        watch(member);
    }

    private void advertise(List<Member> to, int[] prefixes, int count) {
        if (to.size() == 1) {
            write(to.getFirst(), prefixes, count);
            return;
        }
        Owed owed = new Owed();
        withheld.forget();
        adjRibOut.presentToAll(withheld, prefixes, count, changes, () -> {
            changes.sort();
            audience.write(to);
            audience.excepted(to, owed);
        });
        changes.end();
        owed.settle(this::write);
    }

    private void write(Member member, int[] prefixes, int count) {
        withheld.forget();
        adjRibOut.present(member, withheld, prefixes, count, changes, () -> {
            changes.sort();
            audience.write(member);
        });
        changes.end();
    }

    /** See {@link ExportGroup#present}. */
    int present(Member member, int from, int most, Consumer<ByteBuf> out) {
        int limit = adjRibOut.limit();
        int to = from + Math.min(most, Math.max(0, limit - from));
        int[] step = new int[to - from];
        int count = 0;
        for (int prefix = from; prefix < to; prefix++) {
            if (adjRibOut.holds(prefix)) {
                step[count++] = prefix;
            }
        }
        withheld.forget();
        adjRibOut.present(member, withheld, step, count, changes, () -> {
            changes.sort();
            // Nobody need hear of what the member was not sent.
            out.accept(audience.encode(changes.withdrawEnd(0, changes.count())));
        });
        changes.end();
        return to < limit ? to : 0;
    }

    /** Frees what was withdrawn once it has been withdrawn from every member. */
    private void letGo(int prefix) {
        if (!adjRibOut.settled(prefix) && !holds(prefix)) {
            adjRibOut.allAdvertised(prefix);
            shard.released(settings.family(), prefix);
        }
    }
}
