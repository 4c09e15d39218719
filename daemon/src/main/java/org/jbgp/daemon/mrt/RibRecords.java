package org.jbgp.daemon.mrt;

import org.jbgp.daemon.memory.PrefixIndex;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.PolicyLog;
import org.jbgp.daemon.policy.RouteView;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TableSlice;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.store.AttributeStore;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlob;

/**
 * The RIB records of one table (RFC 6396 §4.3.2, RFC 8050 §4.1): a prefix with its paths, best one first. Paths with an
 * identifier (RFC 7911) are in a record of their own, in the ADDPATH form, as in BIRD. Called on the shards, one after
 * the other.
 */
final class RibRecords {
    private static final int MOST = 0xffff;
    private static final int EXTENDED_LENGTH = 0x10;
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    private final AddressFamily family;
    private final DumpPeers peers;
    private final Choice choice;

    private int seconds;
    private long origin;
    private int sequence;
    private long routes;
    private long tooLong;

    /**
     * Which paths, and how.
     *
     * @param policy which paths are dumped, as it leaves them; null for all
     * @param log where its run-time errors go
     * @param alwaysAddPath all in the ADDPATH form
     */
    record Choice(Policy policy, PolicyLog log, boolean alwaysAddPath) {}

    RibRecords(AddressFamily family, DumpPeers peers, Choice choice) {
        this.family = family;
        this.peers = peers;
        this.choice = choice;
    }

    /**
     * Sets the clock.
     *
     * @param now time of the records to come, in seconds since 1970
     * @param routeOrigin the second from which routes are dated, likewise
     */
    void time(long now, long routeOrigin) {
        seconds = (int) now;
        origin = routeOrigin;
    }

    /** Paths written. */
    long routes() {
        return routes;
    }

    /** Paths whose attributes were too long for an entry: it is there without them. */
    long tooLong() {
        return tooLong;
    }

    /** Writes the records of a prefix. */
    void write(MrtBuffer out, Shard shard, TableSlice table, int prefix) {
        if (choice.alwaysAddPath()) {
            record(out, shard, table, prefix, true);
            return;
        }
        boolean identified = false;
        boolean plain = false;
        for (int path = table.head(prefix); path != 0; path = table.next(path)) {
            identified |= shard.pathIdOf(path) != 0;
            plain |= shard.pathIdOf(path) == 0;
        }
        if (plain) {
            record(out, shard, table, prefix, false);
        }
        if (identified) {
            record(out, shard, table, prefix, true);
        }
    }

    private void record(MrtBuffer out, Shard shard, TableSlice table, int prefix, boolean addPath) {
        int path = table.head(prefix);
        while (path != 0) {
            begin(out, table.index(), prefix, addPath);
            int countAt = out.length();
            out.put16(0);
            int count = 0;
            while (path != 0 && count < MOST) {
                boolean here = choice.alwaysAddPath() || addPath == (shard.pathIdOf(path) != 0);
                if (here && entry(out, shard, prefix, path, addPath)) {
                    count++;
                }
                path = table.next(path);
            }
            if (count == 0) {
                out.drop();
            } else {
                out.patch16(countAt, count);
                out.finish();
                sequence++;
                routes += count;
            }
        }
    }

    private void begin(MrtBuffer out, PrefixIndex index, int prefix, boolean addPath) {
        boolean ipv4 = family.bits() == 32;
        out.begin(
                seconds,
                MrtCodes.TABLE_DUMP_V2,
                ipv4
                        ? (addPath ? MrtCodes.RIB_IPV4_UNICAST_ADDPATH : MrtCodes.RIB_IPV4_UNICAST)
                        : (addPath ? MrtCodes.RIB_IPV6_UNICAST_ADDPATH : MrtCodes.RIB_IPV6_UNICAST));
        out.put32(sequence);
        int length = index.length(prefix);
        out.put8(length);
        int from = out.length();
        if (ipv4) {
            out.put32((int) index.lo(prefix));
        } else {
            out.put64(index.hi(prefix));
            out.put64(index.lo(prefix));
        }
        out.cut(from + (length + 7) / 8);
    }

    /** Writes a path; false if the filter wants none of it. */
    private boolean entry(MrtBuffer out, Shard shard, int prefix, int path, boolean addPath) {
        Channel channel = shard.channel(shard.channelOf(path));
        int handle = shard.attributesOf(path);
        AttributeStore store = shard.attributes();
        byte[] blob = store.array(handle);
        int offset = store.offset(handle);
        int size = store.length(handle);
        if (choice.policy() != null) {
            RouteView view = shard.filters().load(channel, prefix, handle);
            if (!choice.policy().accept(view, choice.log())) {
                return false;
            }
            if (view.modified()) {
                size = view.encode();
                blob = view.encoded();
                offset = 0;
            }
        }
        out.put16(peers.number(channel.source().protocol()));
        out.put32((int) (origin + shard.changedOf(path)));
        if (addPath) {
            out.put32(shard.pathIdOf(path));
        }
        int lengthAt = out.length();
        out.put16(0);
        attributes(out, blob, offset, size);
        int length = out.length() - lengthAt - 2;
        if (length > MOST) {
            out.cut(lengthAt + 2);
            tooLong++;
        } else {
            out.patch16(lengthAt, length);
        }
        return true;
    }

    /**
     * Path attributes with 4-byte AS numbers. The next hop of an IPv6 route is an MP_REACH_NLRI of nothing but it, RFC
     * 6396 §4.3.4, and so is an IPv6 next hop of an IPv4 route (RFC 8950).
     */
    private void attributes(MrtBuffer out, byte[] blob, int offset, int size) {
        int end = offset + size;
        int nextHop = AttributeBlob.ABSENT;
        for (int at = offset;
                at < end && AttributeBlob.space(blob, at) == AttributeBlob.BGP;
                at = AttributeBlob.next(blob, at)) {
            int length = AttributeBlob.valueLength(blob, at);
            if (AttributeBlob.code(blob, at) == AttributeBlob.NEXT_HOP && (length != 4 || family.bits() != 32)) {
                nextHop = at;
                continue;
            }
            boolean extended = length > 255;
            int flags = AttributeBlob.flags(blob, at);
            out.put8(extended ? flags | EXTENDED_LENGTH : flags);
            out.put8(AttributeBlob.code(blob, at));
            if (extended) {
                out.put16(length);
            } else {
                out.put8(length);
            }
            out.put(blob, AttributeBlob.value(at), length);
        }
        if (nextHop != AttributeBlob.ABSENT) {
            int length = AttributeBlob.valueLength(blob, nextHop);
            int whole = Math.max(length, 16);
            out.put8(AttributeBlob.OPTIONAL_NON_TRANSITIVE);
            out.put8(AttributeBlob.MP_REACH_NLRI);
            out.put8(1 + whole);
            out.put8(whole);
            if (length == 4) {
                out.put(MAPPED);
            }
            out.put(blob, AttributeBlob.value(nextHop), length);
        }
    }
}
