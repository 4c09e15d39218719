package org.jbgp.daemon.bmp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jbgp.daemon.bmp.message.BmpWriter;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.MessageHeader;
import org.jbgp.daemon.wire.PeerSort;
import org.jbgp.daemon.wire.update.SessionEncoding;
import org.jbgp.daemon.wire.update.UpdateEncoder;

/**
 * Writes what happens to one kind of routes on one shard as Route Monitoring messages: routes with the same attributes
 * that come one after the other stand in one UPDATE. What was written is delivered at each flush of the shard, before
 * somebody else's routes, and when there is much of it. Confined to the shard.
 */
final class ShardReporter {
    /** Delivered at once. */
    private static final int MUCH = 64 << 10;

    private static final Set<AddressFamily> ALL = EnumSet.allOf(AddressFamily.class);
    private static final int VARIANTS = 8;

    private final ByteBufAllocator allocator;
    private final InstantSource clock;
    /** Made as they are needed: four kilobytes each, or 64. */
    private final Map<PeerSort, UpdateEncoder[]> encoders = new EnumMap<>(PeerSort.class);

    private final ByteBuf updates;
    private final ByteBuf reports;
    /** Whose the reports are. */
    private RouteStream author;

    private RouteStream open;
    private UpdateEncoder encoder;
    private boolean withdrawing;
    private Instant time;
    private byte[] attributes = new byte[512];
    private int attributeBytes;

    ShardReporter(ByteBufAllocator allocator, InstantSource clock) {
        this.allocator = allocator;
        this.clock = clock;
        this.updates = allocator.heapBuffer();
        this.reports = allocator.heapBuffer();
    }

    /**
     * A route is there.
     *
     * @param since when it came, null for now
     * @param blob its attributes in canonical form, {@code size} bytes from {@code offset}
     */
    void announce(
            RouteStream stream,
            Instant since,
            int pathId,
            long hi,
            long lo,
            int length,
            byte[] blob,
            int offset,
            int size) {
        if (!continues(stream, since, blob, offset, size) && !start(stream, since, blob, offset, size)) {
            // It cannot be written: what was there before is there no more, in any case.
            withdraw(stream, pathId, hi, lo, length);
            return;
        }
        encoder.add(updates, pathId, hi, lo, length);
        deliverMuch();
    }

    /** A route is there no more. */
    void withdraw(RouteStream stream, int pathId, long hi, long lo, int length) {
        if (open != stream || !withdrawing) {
            close();
            open = stream;
            withdrawing = true;
            time = clock.instant();
            encoder = encoder(PeerSort.INTERNAL, stream.peer().addPath(stream.rib(), stream.family()), false, false);
            encoder.startWithdrawals(stream.family());
        }
        encoder.add(updates, pathId, hi, lo, length);
        deliverMuch();
    }

    private boolean continues(RouteStream stream, Instant since, byte[] blob, int offset, int size) {
        return open == stream
                && !withdrawing
                && (since == null || since.equals(time))
                && Arrays.equals(attributes, 0, attributeBytes, blob, offset, offset + size);
    }

    private boolean start(RouteStream stream, Instant since, byte[] blob, int offset, int size) {
        close();
        boolean addPath = stream.peer().addPath(stream.rib(), stream.family());
        PeerSort sort = stream.peer().sort(stream.rib());
        int nextHop = AttributeBlob.find(blob, offset, size, AttributeBlob.BGP, AttributeBlob.NEXT_HOP);
        boolean foreign = stream.family() == AddressFamily.IPV4_UNICAST
                && nextHop != AttributeBlob.ABSENT
                && AttributeBlob.valueLength(blob, nextHop) != 4;
        encoder = encoder(sort, addPath, foreign, false);
        UpdateEncoder.Readiness readiness = encoder.start(stream.family(), blob, offset, size);
        if (readiness == UpdateEncoder.Readiness.ATTRIBUTES_TOO_LONG) {
            encoder = encoder(sort, addPath, foreign, true);
            readiness = encoder.start(stream.family(), blob, offset, size);
        }
        if (readiness != UpdateEncoder.Readiness.READY) {
            return false;
        }
        open = stream;
        withdrawing = false;
        time = since == null ? clock.instant() : since;
        if (attributes.length < size) {
            attributes = new byte[2 * size];
        }
        System.arraycopy(blob, offset, attributes, 0, size);
        attributeBytes = size;
        return true;
    }

    private UpdateEncoder encoder(PeerSort sort, boolean addPath, boolean foreignNextHops, boolean extended) {
        UpdateEncoder[] ofSort = encoders.computeIfAbsent(sort, each -> new UpdateEncoder[VARIANTS]);
        int variant = (addPath ? 4 : 0) | (foreignNextHops ? 2 : 0) | (extended ? 1 : 0);
        if (ofSort[variant] == null) {
            ofSort[variant] = new UpdateEncoder(new SessionEncoding(
                    sort,
                    1,
                    1,
                    true,
                    extended ? MessageHeader.MAX_EXTENDED : MessageHeader.MAX_STANDARD,
                    true,
                    false,
                    new SessionEncoding.Families(
                            ALL, ALL, addPath ? ALL : Set.of(), foreignNextHops ? ALL : Set.of(), ALL)));
        }
        return ofSort[variant];
    }

    /** End-of-RIB: all routes there were have been reported. */
    void endOfRib(RouteStream stream) {
        close();
        open = stream;
        time = clock.instant();
        encoder(PeerSort.INTERNAL, false, false, false).endOfRib(updates, stream.family());
        wrap();
        open = null;
        deliver();
    }

    private void deliverMuch() {
        if (updates.readableBytes() >= MUCH) {
            wrap();
            deliver();
        }
    }

    /** Ends the UPDATE under way. */
    private void close() {
        if (open != null) {
            encoder.finish(updates);
            wrap();
            open = null;
        }
    }

    private void wrap() {
        if (!updates.isReadable()) {
            return;
        }
        if (author != null && !author.goesWith(open)) {
            deliver();
        }
        author = open;
        BmpWriter.routeMonitoring(reports, open.peer().header(), open.rib(), updates, false, time);
        updates.clear();
        if (reports.readableBytes() >= MUCH) {
            deliver();
        }
    }

    private void deliver() {
        if (reports.isReadable()) {
            int size = reports.readableBytes();
            author.peer()
                    .subscribers()
                    .deliver(
                            author.rib(),
                            author.only(),
                            allocator.buffer(size, size).writeBytes(reports));
            reports.clear();
        }
        author = null;
    }

    /** Delivers everything. */
    void flush() {
        if (open != null || author != null) {
            close();
            deliver();
        }
    }

    /** Gives its memory back; not to be used any more. */
    void release() {
        updates.release();
        reports.release();
    }
}
