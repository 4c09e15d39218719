package org.jbgp.daemon.wire.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jbgp.daemon.lab.Corpus;
import org.jbgp.daemon.lab.FullTable;
import org.jbgp.daemon.lab.MrtReplay;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.MessageHeader;
import org.jbgp.daemon.wire.PeerSort;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Decoder and encoder with a whole session that brings a full table: one we make, and a recorded one of 2015 where it
 * is.
 */
class FullTableSessionTest {
    private static final SessionEncoding SESSION =
            SessionEncoding.of(PeerSort.INTERNAL, FullTable.AS, FullTable.AS, Set.of(AddressFamily.IPV4_UNICAST));

    private static final List<Given> SESSIONS = new ArrayList<>();

    /** A session: bodies of its UPDATEs, and what is in them. */
    record Given(String name, List<byte[]> updates, FullTable holds) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Given> sessions() throws IOException {
        if (SESSIONS.isEmpty()) {
            Path file = Files.createTempFile("full-table", ".mrt.gz");
            FullTable made = FullTable.write(file, 200_000, 1);
            SESSIONS.add(new Given("made", read(file), made));
            Files.delete(file);
            Corpus.recorded("mrt/full-table-session.2015.mrt.gz")
                    .ifPresent(recording -> SESSIONS.add(
                            new Given("recorded", read(recording), new FullTable(577_706, 89_641, 3, 4, 3))));
        }
        return SESSIONS.stream();
    }

    private static List<byte[]> read(Path file) {
        List<byte[]> bodies = new ArrayList<>();
        try {
            MrtReplay.updates(
                    file, message -> bodies.add(Arrays.copyOfRange(message, MessageHeader.LENGTH, message.length)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bodies;
    }

    @AfterAll
    static void forget() {
        SESSIONS.clear();
    }

    /** Everything announced: prefix to its last attributes, whether withdrawn later or not. */
    private static final class Table implements UpdateSink {
        private final Map<Long, ByteBuffer> routes = new HashMap<>();
        private final Set<ByteBuffer> sets = new HashSet<>();
        private int withdrawals;
        private int endsOfRib;
        private ByteBuffer current = ByteBuffer.allocate(0);

        @Override
        public void attributes(byte[] array, int offset, int length) {
            current = ByteBuffer.wrap(Arrays.copyOfRange(array, offset, offset + length));
            sets.add(current);
        }

        @Override
        public void announce(AddressFamily family, int pathId, long hi, long lo, int length) {
            routes.put((lo << 8) | length, current);
        }

        @Override
        public void withdraw(AddressFamily family, int pathId, long hi, long lo, int length) {
            withdrawals++;
        }

        @Override
        public void endOfRib(AddressFamily family) {
            endsOfRib++;
        }
    }

    private static Table decode(List<byte[]> bodies) {
        Table table = new Table();
        UpdateDecoder decoder = UpdateDecoder.acceptingAsZero(SESSION);
        for (byte[] body : bodies) {
            assertThat(decoder.decode(body, 0, body.length, table)).isEqualTo(Verdict.ACCEPTED);
        }
        return table;
    }

    @ParameterizedTest
    @MethodSource("sessions")
    void everyPrefixAndAttributeSetIsRead(Given session) {
        Table table = decode(session.updates);
        assertThat(table.routes.size()).isEqualTo(session.holds.announced());
        assertThat(table.sets.size()).isEqualTo(session.holds.sets());
        assertThat(table.withdrawals).isEqualTo(session.holds.withdrawn());
        assertThat(table.endsOfRib).isEqualTo(1);
    }

    /** RFC 7607: the session has AS number 0 in one AS_PATH, with four prefixes, and in some AGGREGATORs. */
    @ParameterizedTest
    @MethodSource("sessions")
    void asZeroIsTreatedAsWithdraw(Given session) {
        Table table = new Table();
        UpdateDecoder decoder = new UpdateDecoder(SESSION);
        Map<Verdict, Integer> verdicts = new HashMap<>();
        for (byte[] body : session.updates) {
            Verdict verdict = decoder.decode(body, 0, body.length, table);
            verdicts.merge(verdict, 1, Integer::sum);
        }
        assertThat(verdicts)
                .hasSize(3)
                .containsEntry(new Verdict.TreatedAsWithdraw("AS_PATH: AS number 0 (RFC 7607)"), 1)
                .containsEntry(
                        new Verdict.Discarded("AGGREGATOR: AS number 0 (RFC 7607)"), session.holds.asZeroAggregators());
        assertThat(table.withdrawals).isEqualTo(session.holds.withdrawn() + session.holds.asZero());
        assertThat(table.routes.size()).isEqualTo(session.holds.announced() - session.holds.asZero());
    }

    @ParameterizedTest
    @MethodSource("sessions")
    void relayedItIsTheSameTable(Given session) {
        Table table = decode(session.updates);
        Map<ByteBuffer, List<Long>> bySet = new HashMap<>();
        table.routes.forEach((prefix, set) ->
                bySet.computeIfAbsent(set, any -> new ArrayList<>()).add(prefix));
        ByteBuf out = Unpooled.buffer(32 << 20);
        UpdateEncoder encoder = new UpdateEncoder(SESSION);
        bySet.forEach((set, prefixes) -> {
            assertThat(encoder.start(AddressFamily.IPV4_UNICAST, set.array(), set.arrayOffset(), set.capacity()))
                    .isEqualTo(UpdateEncoder.Readiness.READY);
            for (long prefix : prefixes) {
                encoder.add(out, 0, 0, prefix >>> 8, (int) (prefix & 0xff));
            }
            encoder.finish(out);
        });
        List<byte[]> bodies = new ArrayList<>();
        while (out.isReadable()) {
            assertThat(MessageHeader.check(out, out.readerIndex(), MessageHeader.MAX_STANDARD))
                    .isNull();
            byte[] body = new byte[MessageHeader.length(out, out.readerIndex()) - MessageHeader.LENGTH];
            out.skipBytes(MessageHeader.LENGTH).readBytes(body);
            bodies.add(body);
        }
        assertThat(bodies.size()).isLessThan(bySet.size() + 2_000);
        assertThat(decode(bodies).routes).isEqualTo(table.routes);
    }
}
