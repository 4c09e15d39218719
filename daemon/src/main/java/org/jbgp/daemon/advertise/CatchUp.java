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
 * those, and then takes part again. Confined to the shard.
 */
final class CatchUp {
    /** A member with this much unsent falls behind: bounds what one neighbor can pin of the shared buffers. */
    static final long QUEUE_LIMIT = 8L << 20;

    private static final int STEP = 8_192;

    private final Shard shard;
    private final Executor shardExecutor;
    private final ExportSettings settings;
    private final AdjRibOut adjRibOut;
    private final UpdatePacker packer;
    private final Changes changes;
    private final Withheld withheld;
    private final List<Member> lagging = new ArrayList<>();

    CatchUp(
            Shard shard,
            Executor shardExecutor,
            ExportSettings settings,
            AdjRibOut adjRibOut,
            UpdatePacker packer,
            PackingSpace space,
            Withheld withheld) {
        this.shard = shard;
        this.shardExecutor = shardExecutor;
        this.settings = settings;
        this.adjRibOut = adjRibOut;
        this.packer = packer;
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

    /** Advertises everything in the Adj-RIB-Out to a member. */
    void advertiseAll(Member member) {
        for (int prefix = 1; prefix < adjRibOut.limit(); prefix++) {
            if (adjRibOut.holds(prefix)) {
                member.behind().add(prefix);
            }
        }
        fallBehind(member);
        advertiseMore(member);
    }

    /** Lets go of a member whose socket holds too much. */
    void watch(Member member) {
        if (!member.lagging() && member.outlet().queuedBytes() > QUEUE_LIMIT) {
            fallBehind(member);
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
                        advertiseMore(member);
                    }));
        }
    }

    private void advertiseMore(Member member) {
        if (member.gone() || !member.lagging() || member.waiting()) {
            return;
        }
        if (member.outlet().queuedBytes() > QUEUE_LIMIT / 2) {
            awaitDrain(member);
            return;
        }
        PrefixBits behind = member.behind();
        int limit = shard.index(settings.family()).limit();
        int[] step = new int[Math.min(STEP, behind.size())];
        int count = 0;
        int cursor = member.cursor();
        while (count < step.length) {
            int prefix = behind.next(cursor, limit);
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
            advertise(member, step, count);
        }
        if (behind.size() > 0 && count > 0) {
            shard.later(() -> advertiseMore(member));
        } else {
            lagging.remove(member);
            member.inSync();
        }
    }

    /**
     * Advertises the present state of some prefixes to one member, or notes them if it is behind anyway. The caller
     * lets
     * go of prefixes that are gone.
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

    private void write(Member member, int[] prefixes, int count) {
        withheld.forget();
        adjRibOut.present(member, withheld, prefixes, count, changes, () -> write(member));
        changes.end();
    }

    private void advertise(Member member, int[] prefixes, int count) {
        write(member, prefixes, count);
        for (int i = 0; i < count; i++) {
            letGo(prefixes[i]);
        }
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
            ByteBuf messages = packer.buffer();
            // Nobody need hear of what the member was not sent.
            packer.write(messages, changes, changes.withdrawEnd(0, changes.count()), changes.count());
            out.accept(messages);
        });
        changes.end();
        return to < limit ? to : 0;
    }

    private void write(Member member) {
        changes.sort();
        ByteBuf out = packer.buffer();
        packer.write(out, changes, 0, changes.count());
        if (out.isReadable()) {
            member.outlet().write(out);
        } else {
            out.release();
        }
    }

    /** Frees what was withdrawn once it has been withdrawn from every member. */
    private void letGo(int prefix) {
        if (!adjRibOut.settled(prefix) && !holds(prefix)) {
            adjRibOut.allAdvertised(prefix);
            shard.released(settings.family(), prefix);
        }
    }
}
