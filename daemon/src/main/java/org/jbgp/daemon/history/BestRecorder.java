package org.jbgp.daemon.history;

import org.jbgp.daemon.control.view.PastChange;
import org.jbgp.daemon.control.view.PastRoute;
import org.jbgp.daemon.control.view.RouteQuery;
import org.jbgp.daemon.memory.IntSlab;
import org.jbgp.daemon.rib.ExportTarget;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TableSlice;
import org.jbgp.daemon.rib.change.Cause;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.store.AttributeStore;
import org.jbgp.daemon.wire.AddressFamily;

/**
 * Records changes of the best paths of one slice of a table. Knows for each prefix the attribute set of its best path
 * as it was recorded last, with a reference to it, as an Adj-RIB-Out does: what a flush replaces it lets go of at
 * once, so no set outlives the route it belongs to by more than that. Confined to the shard.
 */
final class BestRecorder implements ExportTarget {
    private final Shard shard;
    private final ChangeLog log;
    private final Origins origins;
    private final Moments moments;
    private final Convergence.OfShard convergence;
    private final ChangeWatchers watchers;
    private final String name;
    private final int table;
    /** For each prefix two entries side by side: the attribute set, 0 for none, and whom it is from. */
    private final IntSlab known = new IntSlab();

    private long stateBytes;
    private TableSlice slice;
    /** Who the channels are, as far as they were met. */
    private Channel[] met = new Channel[16];

    private char[] numbers = new char[16];
    /** The set that was placed last, within one call: afterwards its number may be another one's. */
    private int placedHandle;

    private ChangeSegment placedIn;
    private int placed;

    BestRecorder(
            Shard shard,
            ChangeLog log,
            Origins origins,
            Moments moments,
            Convergence.OfShard convergence,
            ChangeWatchers watchers,
            String table) {
        this.shard = shard;
        this.log = log;
        this.origins = origins;
        this.moments = moments;
        this.convergence = convergence;
        this.watchers = watchers;
        this.name = table;
        this.table = origins.table(table);
    }

    @Override
    public boolean wantsAllPaths() {
        return false;
    }

    @Override
    public boolean asksWhy() {
        return true;
    }

    @Override
    public boolean holds(int prefix) {
        return handle(prefix) != 0;
    }

    private int handle(int prefix) {
        return known.get(prefix * 2);
    }

    private int from(int prefix) {
        return known.get(prefix * 2 + 1);
    }

    private void know(int prefix, int handle, int from) {
        known.set(prefix * 2, handle);
        known.set(prefix * 2 + 1, from);
    }

    /** Begins to hear of changes; what is there now is what the first ones are compared with. */
    void listen(TableSlice of) {
        slice = of;
        shard.listen(slice.id(), this);
        for (int prefix = 1; prefix < slice.index().limit(); prefix++) {
            int best = slice.bestIfDecided(prefix);
            if (best > 0) {
                shard.attributes().retain(shard.attributesOf(best));
                know(prefix, shard.attributesOf(best), origin(shard.channelOf(best)));
            }
        }
        count();
    }

    /**
     * Hears of changes no more, and lets go of all it knows.
     *
     * @param gone the table is no more: what was in it has gone
     */
    void end(boolean gone) {
        // What changed is recorded first.
        shard.flush();
        shard.detach(slice.id(), this);
        long now = moments.now();
        placedHandle = 0;
        for (int prefix = 1; prefix < slice.index().limit(); prefix++) {
            int handle = handle(prefix);
            if (handle != 0) {
                if (gone) {
                    record(now, prefix, handle, 0, 0, 0);
                }
                shard.attributes().release(handle);
                know(prefix, 0, 0);
                shard.released(slice.family(), prefix);
            }
        }
        known.clear();
        count();
    }

    @Override
    public void export(TableSlice of, int[] prefixes, int count) {
        long now = moments.now();
        boolean some = false;
        placedHandle = 0;
        for (int i = 0; i < count; i++) {
            int prefix = prefixes[i];
            int best = slice.bestIfDecided(prefix);
            if (best == TableSlice.UNDECIDED) {
                continue;
            }
            int handle = best == 0 ? 0 : shard.attributesOf(best);
            int origin = best == 0 ? 0 : origin(shard.channelOf(best));
            int former = handle(prefix);
            if (handle == former && (handle == 0 || origin == from(prefix))) {
                continue;
            }
            record(now, prefix, former, handle, origin, cause(slice.cause(i)));
            some = true;
            if (handle != 0) {
                shard.attributes().retain(handle);
            }
            if (former != 0) {
                shard.attributes().release(former);
            }
            know(prefix, handle, origin);
        }
        if (some) {
            sample(now);
        }
        count();
    }

    private void sample(long now) {
        long received = shard.oldestReceived();
        long nanos = received == 0 ? 0 : System.nanoTime();
        if (received != 0 && convergence.due(nanos)) {
            // Behind this flush, which others are still to hear of.
            shard.later(convergence.begin(now, received, nanos));
        }
    }

    /** @param cause as {@link #cause} gives it */
    private void record(long now, int prefix, int former, int handle, int origin, int cause) {
        ChangeSegment segment = log.segment(slice.family().bits() > 32, now);
        segment.add(
                now,
                slice.index().hi(prefix),
                slice.index().lo(prefix),
                slice.index().length(prefix),
                table,
                former == 0 ? 0 : from(prefix),
                origin,
                cause,
                former == 0 ? 0 : place(segment, former));
        report(now, prefix, former, handle, origin, cause);
    }

    /** Where a set stands in the segment. Prefixes of one set mostly come one after the other. */
    private int place(ChangeSegment segment, int handle) {
        if (handle != placedHandle || segment != placedIn) {
            AttributeStore attributes = shard.attributes();
            placed = segment.place(attributes.array(handle), attributes.offset(handle), attributes.length(handle));
            placedHandle = handle;
            placedIn = segment;
        }
        return placed;
    }

    /** To those who watch. */
    private void report(long now, int prefix, int former, int handle, int origin, int cause) {
        if (watchers.none()) {
            return;
        }
        RouteQuery.Prefix of = new RouteQuery.Prefix(
                slice.family(),
                slice.index().hi(prefix),
                slice.index().lo(prefix),
                slice.index().length(prefix));
        if (watchers.want(of)) {
            watchers.changed(new PastChange(
                    moments.at(now),
                    name,
                    of,
                    former == 0 ? null : route(former, from(prefix)),
                    handle == 0 ? null : route(handle, origin),
                    ChangeReader.reason(cause, origins),
                    null));
        }
    }

    private PastRoute route(int handle, int origin) {
        AttributeStore attributes = shard.attributes();
        byte[] set = new byte[attributes.length(handle)];
        System.arraycopy(attributes.array(handle), attributes.offset(handle), set, 0, set.length);
        return new PastRoute(origins.origin(origin), set);
    }

    /** The cause with the number of the protocol it is about. */
    private int cause(int packed) {
        int channel = Cause.channel(packed);
        return Cause.number(packed) << 16 | (channel == 0 || shard.channel(channel) == null ? 0 : origin(channel));
    }

    @SuppressWarnings("ReferenceEquality") // a channel that is put anew is another one
    private int origin(int id) {
        Channel channel = shard.channel(id);
        if (id >= met.length) {
            met = java.util.Arrays.copyOf(met, Math.max(id + 1, met.length * 2));
            numbers = java.util.Arrays.copyOf(numbers, met.length);
        }
        if (met[id] != channel) {
            numbers[id] = (char) origins.of(new PastRoute.Origin(
                    channel.source().protocol(),
                    channel.source().kind().label(),
                    channel.source().peerAddress()));
            met[id] = channel;
        }
        return numbers[id];
    }

    /** Family of its table. */
    AddressFamily family() {
        return slice.family();
    }

    /** As {@link ChangeReader.Present#moved} of one change. */
    int moved(int prefix, ChangeSegment segment, int i) {
        int handle = prefix == 0 ? 0 : handle(prefix);
        if (handle == 0) {
            return 0;
        }
        AttributeStore attributes = shard.attributes();
        boolean same = segment.isSet(i, attributes.array(handle), attributes.offset(handle), attributes.length(handle));
        return from(prefix) << 1 | (same ? 0 : 1);
    }

    /** What is recorded as the best path of a prefix now; null if there is none. */
    PastRoute present(int prefix) {
        int handle = prefix == 0 ? 0 : handle(prefix);
        if (handle == 0) {
            return null;
        }
        return route(handle, from(prefix));
    }

    private void count() {
        long bytes = 4L * known.capacity();
        if (bytes != stateBytes) {
            log.states(bytes - stateBytes);
            stateBytes = bytes;
        }
    }
}
