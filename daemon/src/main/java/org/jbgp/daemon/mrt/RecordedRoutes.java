package org.jbgp.daemon.mrt;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.MessageType;
import org.jbgp.daemon.wire.PeerSort;
import org.jbgp.daemon.wire.update.SessionEncoding;
import org.jbgp.daemon.wire.update.UpdateDecoder;
import org.jbgp.daemon.wire.update.UpdateSink;
import org.jbgp.daemon.wire.update.Verdict;

/**
 * Reads what neighbors had announced, from a dump of tables (TABLE_DUMP_V2) or from recorded sessions (BGP4MP,
 * BGP4MP_ET; RFC 6396, RFC 8050), compressed by gzip or not. Of several dumps of one table the last counts ({@link
 * LastDumps}). One thread.
 */
public final class RecordedRoutes {
    private static final Set<AddressFamily> FAMILIES = Set.of(AddressFamily.IPV4_UNICAST, AddressFamily.IPV6_UNICAST);

    private final Sink sink;
    private final RecordedTable table;
    private final Map<RecordedMessage.Speaker, Line> lines = new LinkedHashMap<>();
    private long malformed;

    /** Takes what was recorded, in its order. */
    public interface Sink extends RecordedTable.Sink {
        /** A route is there no more. */
        void withdrawn(RouteSource from, AddressFamily family, int pathId, long hi, long lo, int length);

        /** Another session begins, so all routes that it announced before are gone. */
        void down(RouteSource from);
    }

    /** A recorded session, with a decoder for each form of its messages. */
    private static final class Line {
        private final RouteSource source;
        private final Map<Integer, UpdateDecoder> decoders = new LinkedHashMap<>();
        /** What it announces next is of another session. */
        private boolean ended;

        private Line(RouteSource source) {
            this.source = source;
        }

        private UpdateDecoder decoder(RecordedMessage message) {
            return decoders.computeIfAbsent((message.as4() ? 1 : 0) + (message.addPath() ? 2 : 0), form -> {
                PeerSort sort = message.peerAs() == message.localAs() ? PeerSort.INTERNAL : PeerSort.EXTERNAL;
                SessionEncoding encoding = SessionEncoding.of(sort, message.localAs(), message.peerAs(), FAMILIES)
                        .withExtendedMessages()
                        .withExtendedNextHop(AddressFamily.IPV4_UNICAST);
                encoding = message.as4() ? encoding : encoding.withAs2();
                return UpdateDecoder.acceptingAsZero(
                        message.addPath()
                                ? encoding.withAddPath(AddressFamily.IPV4_UNICAST, AddressFamily.IPV6_UNICAST)
                                : encoding);
            });
        }
    }

    private RecordedRoutes(Sink sink, LastDumps last) {
        this.sink = sink;
        this.table = new RecordedTable(sink, last);
    }

    /**
     * Reads a file that is known already.
     *
     * @param contents of the file
     * @throws IOException also if it is no such file
     */
    public static RecordedTable.Outcome read(RecordedContents contents, Sink sink) throws IOException {
        LastDumps last = contents.last();
        RecordedRoutes reader = new RecordedRoutes(sink, last);
        try (MrtRecords records = MrtRecords.open(contents.file())) {
            while (last.next(records)) {
                reader.take(records);
            }
        }
        return new RecordedTable.Outcome(reader.malformed + reader.table.malformed(), last.cut());
    }

    static RecordedMessage message(MrtRecords records) throws IOException {
        if (!RecordedMessage.isOfSessions(records)) {
            throw new IOException("a record of type " + records.type()
                    + ", expected TABLE_DUMP_V2 (13), BGP4MP (16) or BGP4MP_ET (17)");
        }
        return RecordedMessage.of(records);
    }

    private void take(MrtRecords records) throws IOException {
        if (records.type() == MrtCodes.TABLE_DUMP_V2) {
            table.take(records);
            return;
        }
        RecordedMessage.Speaker turned = RecordedMessage.turned(records);
        RecordedMessage message = message(records);
        if (turned != null && lines.containsKey(turned)) {
            lines.get(turned).ended = true;
        }
        if (message == null) {
            return;
        }
        Line line = lines.computeIfAbsent(message.speaker(), each -> new Line(source(each)));
        if (message.type() == MessageType.UPDATE.code()) {
            update(line, message);
        } else if (message.type() == MessageType.OPEN.code() || message.type() == MessageType.NOTIFICATION.code()) {
            line.ended = true;
        }
    }

    /** The neighbor of a dump that stands before the messages, so that these go on from its routes. */
    private RouteSource source(RecordedMessage.Speaker speaker) {
        return table.peer(speaker.address(), speaker.as())
                .orElseGet(() -> RecordedTable.source(speaker.address(), speaker.as(), 0));
    }

    private void update(Line line, RecordedMessage message) {
        if (line.ended) {
            line.ended = false;
            sink.down(line.source);
        }
        Verdict verdict = line.decoder(message).decode(message.body(), new Taker(line.source));
        if (!(verdict instanceof Verdict.Accepted)) {
            malformed++;
        }
    }

    /** Passes on what an UPDATE says. */
    private final class Taker implements UpdateSink {
        private final RouteSource from;
        private byte[] array = {};

        private Taker(RouteSource from) {
            this.from = from;
        }

        @Override
        public void attributes(byte[] set, int offset, int length) {
            array = Arrays.copyOfRange(set, offset, offset + length);
        }

        @Override
        public void announce(AddressFamily family, int pathId, long hi, long lo, int length) {
            sink.route(from, family, pathId, hi, lo, length, array, array.length);
        }

        @Override
        public void withdraw(AddressFamily family, int pathId, long hi, long lo, int length) {
            sink.withdrawn(from, family, pathId, hi, lo, length);
        }

        @Override
        public void endOfRib(AddressFamily family) {
            // it says nothing of routes
        }
    }
}
