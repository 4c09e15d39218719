package org.jbgp.daemon.advertise;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jbgp.daemon.rib.Channel;
import org.jbgp.daemon.rib.PrefixIndex;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlobBuilder;
import org.jbgp.daemon.wire.UpdateEncoder;

/** Writes a group's changes as UPDATEs, as many prefixes of one attribute set in each as fit. Confined to the shard. */
final class UpdatePacker {
    private static final int FIRST_CAPACITY = 4096;
    private static final int INDEX_MASK = (1 << 16) - 1;

    private final AddressFamily family;
    private final UpdateEncoder encoder;
    private final ExportTransform transform;
    private final ByteBufAllocator allocator;

    UpdatePacker(ExportSettings settings, Shard shard, ByteBufAllocator allocator) {
        this.family = settings.family();
        this.encoder = new UpdateEncoder(settings.encoding());
        this.transform = new ExportTransform(settings, shard);
        this.allocator = allocator;
    }

    /** A buffer to write into; the caller releases it or hands it over. */
    ByteBuf buffer() {
        return allocator.buffer(FIRST_CAPACITY);
    }

    /** Begins announcements of one attribute set; false if it cannot be announced at all. */
    boolean start(int handle, Channel from) {
        AttributeBlobBuilder blob = transform.apply(handle, from);
        return blob != null && encoder.start(family, blob.array(), 0, blob.length()) == UpdateEncoder.Readiness.READY;
    }

    void add(ByteBuf out, PrefixIndex index, int prefix) {
        encoder.add(out, 0, index.hi(prefix), index.lo(prefix), index.length(prefix));
    }

    /** Ends what {@link #start} or {@link #startWithdrawals} began. */
    void finish(ByteBuf out) {
        encoder.finish(out);
    }

    /** Begins withdrawals; {@link #add} and {@link #finish} follow. */
    void startWithdrawals() {
        encoder.startWithdrawals(family);
    }

    /** Withdraws the prefixes that {@code order[start..end)} names by the low bits of its entries. */
    void withdrawals(ByteBuf out, PrefixIndex index, int[] prefixes, int from, long[] order, int start, int end) {
        if (end == start) {
            return;
        }
        startWithdrawals();
        for (int at = start; at < end; at++) {
            add(out, index, prefixes[from + ((int) order[at] & INDEX_MASK)]);
        }
        finish(out);
    }
}
