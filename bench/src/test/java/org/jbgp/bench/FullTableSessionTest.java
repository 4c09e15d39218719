package org.jbgp.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.MessageHeader;
import org.jbgp.daemon.wire.PeerSort;
import org.jbgp.daemon.wire.SessionEncoding;
import org.jbgp.daemon.wire.UpdateDecoder;
import org.jbgp.daemon.wire.UpdateEncoder;
import org.jbgp.daemon.wire.UpdateSink;
import org.jbgp.daemon.wire.Verdict;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The decoder against a real session of 2015 with a full table. */
class FullTableSessionTest {
    private static final SessionEncoding SESSION =
            SessionEncoding.of(PeerSort.INTERNAL, 3856, 3856, Set.of(AddressFamily.IPV4_UNICAST));

    private static List<byte[]> updates = List.of();

    /** Before each test, so that each is reported as skipped, with the reason. */
    @BeforeEach
    void read() throws IOException {
        Optional<Path> file = MrtFile.fullTable();
        assumeTrue(file.isPresent(), "skipped: ../shared/corpus/mrt/full-table-session.2015.mrt.gz is not there");
        if (updates.isEmpty()) {
            updates = MrtFile.read(file.orElseThrow()).updates();
        }
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

    @Test
    void everyPrefixAndAttributeSetIsRead() {
        Table table = decode(updates);
        assertThat(table.routes).hasSize(577_706);
        assertThat(table.sets).hasSize(89_641);
        assertThat(table.withdrawals).isEqualTo(3);
        assertThat(table.endsOfRib).isEqualTo(1);
    }

    /** RFC 7607: the session has AS number 0 in one AS_PATH, with four prefixes, and in some AGGREGATORs. */
    @Test
    void asZeroIsTreatedAsWithdraw() {
        Table table = new Table();
        UpdateDecoder decoder = new UpdateDecoder(SESSION);
        Map<Verdict, Integer> verdicts = new HashMap<>();
        for (byte[] body : updates) {
            Verdict verdict = decoder.decode(body, 0, body.length, table);
            verdicts.merge(verdict, 1, Integer::sum);
        }
        assertThat(verdicts)
                .hasSize(3)
                .containsEntry(new Verdict.TreatedAsWithdraw("AS_PATH: AS number 0 (RFC 7607)"), 1)
                .containsEntry(new Verdict.Discarded("AGGREGATOR: AS number 0 (RFC 7607)"), 3);
        assertThat(table.withdrawals).isEqualTo(3 + 4);
        assertThat(table.routes).hasSize(577_702);
    }

    @Test
    void relayedItIsTheSameTable() {
        Table table = decode(updates);
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
