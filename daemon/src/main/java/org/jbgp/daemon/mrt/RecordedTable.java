package org.jbgp.daemon.mrt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.progress.Work;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeBlobBuilder;
import org.jbgp.daemon.wire.PeerSort;
import org.jbgp.daemon.wire.update.SessionEncoding;
import org.jbgp.daemon.wire.update.UpdateDecoder;
import org.jbgp.daemon.wire.update.UpdateSink;
import org.jbgp.daemon.wire.update.Verdict;

/**
 * Reads the routes of a recorded table: a file of TABLE_DUMP_V2 records (RFC 6396 §4.3, RFC 8050 §4), compressed by
 * gzip or not. Of several dumps of one table the last counts ({@link LastDumps}). One thread.
 */
public final class RecordedTable {
    private static final int MP_REACH = AttributeBlob.MP_REACH_NLRI;
    private static final long LOCAL_PREF = 100;

    private final Sink sink;
    private final LastDumps last;
    private final List<RouteSource> peers = new ArrayList<>();
    private final UpdateDecoder decoder = UpdateDecoder.acceptingAsZero(
            SessionEncoding.of(PeerSort.INTERNAL, 0, 0, Set.of(AddressFamily.IPV4_UNICAST, AddressFamily.IPV6_UNICAST))
                    .withExtendedMessages()
                    .withExtendedNextHop(AddressFamily.IPV4_UNICAST));
    private RouteSource from;
    private int pathId;
    private long malformed;
    /** Whether the dump counts that is being read. */
    private boolean counts = true;

    /** Takes routes. */
    @FunctionalInterface
    public interface Sink {
        /**
         * One route; the array is valid until the call returns.
         *
         * @param pathId its path identifier, 0 if it has none
         */
        void route(
                RouteSource from,
                AddressFamily family,
                int pathId,
                long hi,
                long lo,
                int length,
                byte[] array,
                int size);
    }

    /** @param last which dumps of the file count */
    RecordedTable(Sink sink, LastDumps last) {
        this.sink = sink;
        this.last = last;
    }

    /**
     * Reads a file, twice; once if it is a pipe, which then may have each table once.
     *
     * @param work counts its bytes
     * @throws IOException also if it is no such file
     */
    public static Outcome read(Path file, Work work, Sink sink) throws IOException {
        if (!Files.isRegularFile(file)) {
            return read(MrtRecords.open(file, work), LastDumps.ofPipe(), sink);
        }
        // Both are opened first, so that all bytes there are to read are known from the start.
        try (MrtRecords ahead = MrtRecords.open(file, work);
                MrtRecords again = MrtRecords.open(file, work)) {
            return read(again, LastDumps.of(ahead), sink);
        }
    }

    private static Outcome read(MrtRecords opened, LastDumps last, Sink sink) throws IOException {
        RecordedTable table = new RecordedTable(sink, last);
        try (MrtRecords records = opened) {
            while (last.next(records)) {
                if (records.type() != MrtCodes.TABLE_DUMP_V2) {
                    throw new IOException("a record of type " + records.type() + ", expected TABLE_DUMP_V2 (13)");
                }
                table.take(records);
            }
        } catch (CutShort e) { // of a pipe
            return new Outcome(table.malformed, e.getMessage() + ": what is whole before is taken");
        }
        return new Outcome(table.malformed, last.cut());
    }

    /**
     * What was not as it should be.
     *
     * @param malformed entries or messages that were left out
     * @param cut where the file is cut, and what of it was taken; empty if it is whole
     */
    public record Outcome(long malformed, String cut) {}

    /** How many entries were malformed, and left out. */
    long malformed() {
        return malformed;
    }

    /** The neighbor with this address and AS number, empty if the dump names none. */
    Optional<RouteSource> peer(InetAddress address, long asn) {
        return peers.stream()
                .filter(peer -> peer.peerAs() == asn && peer.peerAddress().equals(address))
                .findFirst();
    }

    /** Takes a record of such a dump. */
    void take(MrtRecords records) throws IOException {
        if (records.subtype() == MrtCodes.PEER_INDEX_TABLE) {
            counts = last.counts(records);
        }
        if (!counts) {
            return;
        }
        try {
            record(records.subtype(), records.body());
        } catch (IndexOutOfBoundsException e) {
            malformed++;
        }
    }

    private void record(int subtype, ByteBuf body) throws IOException {
        switch (subtype) {
            case MrtCodes.PEER_INDEX_TABLE -> index(body);
            case MrtCodes.RIB_IPV4_UNICAST -> entries(body, AddressFamily.IPV4_UNICAST, false);
            case MrtCodes.RIB_IPV6_UNICAST -> entries(body, AddressFamily.IPV6_UNICAST, false);
            case MrtCodes.RIB_IPV4_UNICAST_ADDPATH -> entries(body, AddressFamily.IPV4_UNICAST, true);
            case MrtCodes.RIB_IPV6_UNICAST_ADDPATH -> entries(body, AddressFamily.IPV6_UNICAST, true);
            default -> {
                // Multicast, and what came after RFC 8050: not for these filters.
            }
        }
    }

    private void index(ByteBuf body) throws IOException {
        peers.clear(); // each table of a file has an index of its own
        read(body, peers);
    }

    /** Adds the neighbors of an index; those before the place where it is cut off. */
    static void read(ByteBuf body, List<RouteSource> peers) throws IOException {
        body.skipBytes(4);
        body.skipBytes(body.readUnsignedShort());
        int count = body.readUnsignedShort();
        for (int i = 0; i < count; i++) {
            int type = body.readUnsignedByte();
            int id = body.readInt();
            byte[] address = new byte[(type & 1) == 0 ? 4 : 16];
            body.readBytes(address);
            long asn = (type & 2) == 0 ? body.readUnsignedShort() : body.readUnsignedInt();
            InetAddress peer = InetAddress.getByAddress(address);
            peers.add(source(peer, asn, id));
        }
    }

    /** What filters see of a recorded neighbor. */
    static RouteSource source(InetAddress peer, long asn, int id) {
        return new RouteSource("recorded", RouteSource.Kind.RTS_BGP, 100, peer, peer, asn, 0, id, false, false);
    }

    private void entries(ByteBuf body, AddressFamily family, boolean identified) {
        body.skipBytes(4);
        int start = body.readerIndex();
        int bits = body.readUnsignedByte();
        body.skipBytes((bits + 7) / 8);
        ByteBuf prefix = body.slice(start, body.readerIndex() - start);
        int count = body.readUnsignedShort();
        for (int i = 0; i < count; i++) {
            int peer = body.readUnsignedShort();
            body.skipBytes(4);
            pathId = identified ? body.readInt() : 0;
            ByteBuf attributes = body.readSlice(body.readUnsignedShort());
            if (peer >= peers.size()) {
                malformed++;
                continue;
            }
            from = peers.get(peer);
            ByteBuf update = update(family, prefix, attributes);
            if (!(decoder.decode(update, taker) instanceof Verdict.Accepted)) {
                malformed++;
            }
        }
    }

    /** The entry as the UPDATE that might have brought it. */
    private static ByteBuf update(AddressFamily family, ByteBuf prefix, ByteBuf attributes) {
        ByteBuf update = Unpooled.buffer(64 + attributes.readableBytes() + prefix.readableBytes());
        update.writeShort(0);
        update.writeShort(0);
        boolean reached = false;
        while (attributes.isReadable()) {
            int flags = attributes.readUnsignedByte();
            int code = attributes.readUnsignedByte();
            int length = (flags & 0x10) == 0 ? attributes.readUnsignedByte() : attributes.readUnsignedShort();
            ByteBuf value = attributes.readSlice(length);
            if (code == MP_REACH) {
                reach(update, value, family, prefix);
                reached = true;
            } else {
                update.writeByte(flags | 0x10)
                        .writeByte(code)
                        .writeShort(length)
                        .writeBytes(value);
            }
        }
        update.setShort(2, update.writerIndex() - 4);
        if (family == AddressFamily.IPV4_UNICAST && !reached) {
            update.writeBytes(prefix.duplicate());
        }
        return update;
    }

    /** RFC 6396 §4.3.4: only the next hop is there, but some write all of the attribute. */
    private static void reach(ByteBuf update, ByteBuf value, AddressFamily family, ByteBuf prefix) {
        boolean whole = value.getUnsignedByte(0) == 0;
        int at = whole ? 3 : 0;
        int nextHop = value.getUnsignedByte(at);
        update.writeByte(0x90).writeByte(MP_REACH).writeShort(5 + nextHop + prefix.readableBytes());
        update.writeShort(family.afi()).writeByte(family.safi()).writeByte(nextHop);
        update.writeBytes(value, value.readerIndex() + at + 1, nextHop);
        update.writeByte(0).writeBytes(prefix.duplicate());
    }

    private final UpdateSink taker = new UpdateSink() {
        private final AttributeBlobBuilder blob = new AttributeBlobBuilder();

        @Override
        public void attributes(byte[] array, int offset, int length) {
            blob.clear();
            blob.copyFrom(array, offset, length);
            if (!blob.has(AttributeBlob.BGP, AttributeBlob.LOCAL_PREF)) {
                // Filters see one on every route that arrives.
                blob.setLocalPref(LOCAL_PREF);
            }
        }

        @Override
        public void announce(AddressFamily family, int none, long hi, long lo, int length) {
            sink.route(from, family, pathId, hi, lo, length, blob.array(), blob.length());
        }

        @Override
        public void withdraw(AddressFamily family, int pathId, long hi, long lo, int length) {}

        @Override
        public void endOfRib(AddressFamily family) {}
    };
}
