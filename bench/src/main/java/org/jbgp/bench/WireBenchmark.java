package org.jbgp.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.PeerSort;
import org.jbgp.daemon.wire.update.SessionEncoding;
import org.jbgp.daemon.wire.update.UpdateDecoder;
import org.jbgp.daemon.wire.update.UpdateEncoder;
import org.jbgp.daemon.wire.update.UpdateSink;
import org.jbgp.daemon.wire.update.Verdict;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Milliseconds to decode, and to decode and encode again, the full-table session of the shared corpus: 577,706
 * prefixes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class WireBenchmark {
    private final SessionEncoding encoding =
            SessionEncoding.of(PeerSort.INTERNAL, 3856, 3856, Set.of(AddressFamily.IPV4_UNICAST));
    private List<byte[]> updates = List.of();
    private ByteBuf out = Unpooled.EMPTY_BUFFER;

    /** Counts without keeping, so that the decoder's work is not optimised away. */
    private static final class Counter implements UpdateSink {
        private long sum;

        @Override
        public void attributes(byte[] array, int offset, int length) {
            sum += length;
        }

        @Override
        public void announce(AddressFamily family, int pathId, long hi, long lo, int length) {
            sum += lo + length;
        }

        @Override
        public void withdraw(AddressFamily family, int pathId, long hi, long lo, int length) {
            sum -= lo + length;
        }

        @Override
        public void endOfRib(AddressFamily family) {
            sum++;
        }
    }

    /** Writes every set of attributes and its prefixes as it was read. */
    private static final class Relay implements UpdateSink {
        private final UpdateEncoder encoder;
        private final ByteBuf out;
        private boolean open;

        Relay(SessionEncoding encoding, ByteBuf out) {
            encoder = new UpdateEncoder(encoding);
            this.out = out;
        }

        @Override
        public void attributes(byte[] array, int offset, int length) {
            close();
            open = encoder.start(AddressFamily.IPV4_UNICAST, array, offset, length) == UpdateEncoder.Readiness.READY;
        }

        @Override
        public void announce(AddressFamily family, int pathId, long hi, long lo, int length) {
            if (open) {
                encoder.add(out, pathId, hi, lo, length);
            }
        }

        @Override
        public void withdraw(AddressFamily family, int pathId, long hi, long lo, int length) {
            close();
            encoder.startWithdrawals(family);
            encoder.add(out, pathId, hi, lo, length);
            encoder.finish(out);
        }

        @Override
        public void endOfRib(AddressFamily family) {
            close();
            encoder.endOfRib(out, family);
        }

        void close() {
            if (open) {
                encoder.finish(out);
                open = false;
            }
        }
    }

    /** Reads the session into memory. */
    @Setup
    public void read() throws IOException {
        Path file = MrtFile.fullTable()
                .orElseThrow(() -> new IOException("the full-table session is not there: see -Djbgp.shared"));
        updates = MrtFile.read(file).updates();
        out = Unpooled.buffer(64 << 20);
    }

    @Benchmark
    public long decode() {
        Counter counter = new Counter();
        decode(counter);
        return counter.sum;
    }

    @Benchmark
    public int decodeAndEncode() {
        out.clear();
        Relay relay = new Relay(encoding, out);
        decode(relay);
        relay.close();
        return out.readableBytes();
    }

    private void decode(UpdateSink sink) {
        UpdateDecoder decoder = UpdateDecoder.acceptingAsZero(encoding);
        for (byte[] update : updates) {
            if (!(decoder.decode(update, 0, update.length, sink) instanceof Verdict.Accepted)) {
                throw new IllegalStateException("an UPDATE was not accepted");
            }
        }
    }
}
