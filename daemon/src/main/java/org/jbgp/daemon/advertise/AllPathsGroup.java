package org.jbgp.daemon.advertise;

import io.netty.buffer.ByteBufAllocator;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jbgp.daemon.advertise.pack.PackingSpace;
import org.jbgp.daemon.advertise.pack.PathIdentifiers;
import org.jbgp.daemon.advertise.rules.ExportSettings;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TableSlice;

/**
 * A group whose members are sent all paths of each prefix that can be used and that the filter accepts, each under its
 * own identifier (RFC 7911; BIRD: {@code add paths tx}). Confined to the shard.
 */
final class AllPathsGroup extends ExportGroup {
    private final AllPaths out;
    private final PathIdentifiers identifiers;
    /** Paths that had gone from the table when it was looked at last, -1 before that. */
    private long removals = -1;

    AllPathsGroup(
            Shard shard,
            Executor shardExecutor,
            ExportSettings settings,
            ByteBufAllocator allocator,
            PackingSpace space) {
        this(shard, shardExecutor, settings, allocator, space, new AllPaths(shard.attributes(), space.identifiers()));
    }

    private AllPathsGroup(
            Shard shard,
            Executor shardExecutor,
            ExportSettings settings,
            ByteBufAllocator allocator,
            PackingSpace space,
            AllPaths out) {
        super(shard, shardExecutor, settings, allocator, space, out);
        this.out = out;
        this.identifiers = space.identifiers();
    }

    @Override
    public boolean wantsAllPaths() {
        return true;
    }

    @Override
    public int advertised(Member member, int prefix, int path) {
        int channel = shard().channelOf(path);
        int id = channel == member.channel() ? 0 : identifiers.find(channel, shard().pathIdOf(path));
        int handle = id == 0 ? 0 : out.handleOf(prefix, id);
        withheld().forget();
        return withheld().namesAsNextHop(member, handle, channel) ? 0 : handle;
    }

    @Override
    void sent(Member member, int prefix, Sent to) {
        for (int entry = out.head(prefix); entry != 0; entry = out.next(entry)) {
            if (out.handle(entry) != 0) {
                to.path(out.id(entry), out.handle(entry), out.source(entry));
            }
        }
    }

    @Override
    void expect(AdjRibOut former) {
        if (former instanceof AllPaths paths) {
            out.expect(paths);
        }
    }

    @Override
    void exportChunk(TableSlice table, int[] prefixes, int from, int to) {
        counters().withdrawals += removals < 0 ? 0 : table.removals() - removals;
        removals = table.removals();
        changes().beginPaths();
        withheld().forget();
        for (int at = from; at < to; at++) {
            exportOne(table, prefixes[at]);
        }
        advertise();
    }

    private void exportOne(TableSlice table, int prefix) {
        Map<Integer, Integer> known = out.byId(prefix);
        for (int path = table.head(prefix); path != 0; path = table.next(path)) {
            exportPath(table, prefix, path, known);
        }
        decided(prefix);
        boolean gone = false;
        for (int entry = out.head(prefix); entry != 0; entry = out.next(entry)) {
            if (!out.takeMet(entry)) {
                decide(table, prefix, 0, formerSource(entry), false);
                change(prefix, entry, 0);
            }
            gone |= out.handle(entry) == 0;
        }
        if (gone && !someLag()) {
            out.allAdvertised(prefix);
        }
    }

    private void exportPath(TableSlice table, int prefix, int path, Map<Integer, Integer> known) {
        int channel = shard().channelOf(path);
        int received = shard().pathIdOf(path);
        int id = identifiers.find(channel, received);
        int entry = id == 0 ? 0 : known == null ? out.find(prefix, id) : known.getOrDefault(id, 0);
        if (table.awaitsNextHop(path)) {
            // What was sent stays until the next hop is known.
            if (entry != 0) {
                out.meet(entry);
            }
            return;
        }
        boolean counts = feeding() || shard().freshOf(path);
        int handle = decide(table, prefix, table.usable(path) ? path : 0, formerSource(entry), counts);
        if (!counts && handle != 0 && handle != (entry == 0 ? 0 : out.handle(entry))) {
            // A filter that asks where a route leads may change its mind about one that has not changed.
            counters().updates++;
        }
        if (entry == 0) {
            if (handle == 0) {
                return;
            }
            entry = out.add(prefix, identifiers.use(channel, received), channel, 0);
        }
        out.meet(entry);
        change(prefix, entry, handle);
    }

    private int formerSource(int entry) {
        return entry == 0 || out.handle(entry) == 0 ? 0 : out.source(entry);
    }

    private void change(int prefix, int entry, int handle) {
        int old = out.handle(entry);
        if (handle == old) {
            if (handle != 0) {
                shard().attributes().release(handle);
            }
            return;
        }
        int source = out.source(entry);
        int formerly = withheld().formerlyFrom(prefix, old, source);
        int excluded = handle == 0 ? formerly : withheld().from(prefix, handle, source);
        countWithheld(prefix, formerly, source, old == 0 ? 0 : -1);
        out.put(entry, handle);
        countWithheld(prefix, excluded, source, handle == 0 ? 0 : 1);
        count(prefix, old, handle, excluded, source);
        if (changes().full()) {
            advertise();
            changes().beginPaths();
        }
        changes().addPath(prefix, out.id(entry), excluded, handle, source, old == 0 ? 0 : source);
    }
}
