package org.jbgp.daemon.rib;

import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.RouteView;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.UpdateSink;

/**
 * Applies a {@link RouteBatch} to a shard: import filter, interning, table. A set of attributes that the filter leaves
 * alone is interned once for all its prefixes. Confined to the shard.
 */
final class BatchReader implements UpdateSink {
    private final Shard shard;
    private int[] channelIds;
    private Shard.EndOfRibListener endOfRib;
    private byte[] blob;
    private int offset;
    private int length;
    /** Handle of the set as received, 0 until something needs it; this reader owns one reference to it. */
    private int received;

    BatchReader(Shard shard) {
        this.shard = shard;
    }

    void read(RouteBatch batch, int[] channels, Shard.EndOfRibListener listener) {
        channelIds = channels;
        endOfRib = listener;
        received = 0;
        batch.replay(this);
        dropReceived();
        blob = null;
        endOfRib = null;
    }

    @Override
    public void attributes(byte[] bytes, int at, int size) {
        dropReceived();
        blob = bytes;
        offset = at;
        length = size;
    }

    @Override
    public void announce(AddressFamily family, int pathId, long hi, long lo, int prefixLength) {
        int id = channelIds[family.index()];
        if (id == 0) {
            return;
        }
        Channel channel = shard.channel(id);
        ChannelCounters counters = shard.counters(id);
        counters.importUpdates++;
        TableSlice table = shard.table(channel.table());
        Policy policy = channel.policy();
        int handle;
        if (policy.equals(Policy.ALL)) {
            handle = receivedHandle();
        } else if (!shard.accept(policy, channel, hi, lo, prefixLength, blob, offset, length)) {
            counters.importFiltered++;
            // A path that was accepted before is no longer there (implicit withdrawal).
            int known = table.index().find(hi, lo, prefixLength);
            if (known != 0) {
                table.withdraw(known, channel, counters, pathId);
            }
            return;
        } else {
            handle = shard.view().modified() ? filteredHandle(shard.view()) : receivedHandle();
        }
        int prefix = table.index().findOrAdd(hi, lo, prefixLength);
        if (table.announce(prefix, channel, counters, pathId, handle)) {
            counters.importAccepted++;
        } else {
            counters.importIgnored++;
        }
    }

    @Override
    public void withdraw(AddressFamily family, int pathId, long hi, long lo, int prefixLength) {
        int id = channelIds[family.index()];
        if (id == 0) {
            return;
        }
        Channel channel = shard.channel(id);
        ChannelCounters counters = shard.counters(id);
        counters.importWithdraws++;
        TableSlice table = shard.table(channel.table());
        int prefix = table.index().find(hi, lo, prefixLength);
        if (prefix != 0 && table.withdraw(prefix, channel, counters, pathId)) {
            counters.importWithdrawsAccepted++;
        } else {
            counters.importWithdrawsIgnored++;
        }
    }

    @Override
    public void endOfRib(AddressFamily family) {
        int id = channelIds[family.index()];
        if (id != 0 && endOfRib != null) {
            endOfRib.endOfRib(id);
        }
    }

    private int filteredHandle(RouteView view) {
        int size = view.encode();
        return shard.attributes().intern(view.encoded(), 0, size);
    }

    private int receivedHandle() {
        if (received == 0) {
            received = shard.attributes().intern(blob, offset, length);
        }
        shard.attributes().retain(received);
        return received;
    }

    private void dropReceived() {
        if (received != 0) {
            shard.attributes().release(received);
            received = 0;
        }
    }
}
