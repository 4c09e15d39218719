package org.jbgp.daemon.wire.update;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.util.EnumSet;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlobBuilder;
import org.jbgp.daemon.wire.PeerSort;
import org.jbgp.daemon.wire.Vectors;
import org.junit.jupiter.api.Test;

/** Hot paths allocate nothing per message, attribute set or route. */
class WireAllocationTest {
    private static final int MESSAGES = 20_000;
    private static final SessionEncoding SESSION =
            SessionEncoding.of(PeerSort.INTERNAL, 65000, 65000, EnumSet.allOf(AddressFamily.class));

    /** Encodes again what is decoded. */
    private static final class Relay implements UpdateSink {
        private final UpdateEncoder encoder = new UpdateEncoder(SESSION);
        private final AttributeBlobBuilder builder = new AttributeBlobBuilder();
        private final ByteBuf out = Unpooled.buffer(8192);
        private int prefixes;

        @Override
        public void attributes(byte[] array, int offset, int length) {
            builder.copyFrom(array, offset, length);
            builder.prependAs(65000, 2);
            builder.setLocalPref(300);
            builder.removeMed();
        }

        @Override
        public void announce(AddressFamily family, int pathId, long hi, long lo, int length) {
            prefixes++;
            encoder.start(family, builder.array(), 0, builder.length());
            encoder.add(out, pathId, hi, lo, length);
            encoder.finish(out);
            out.clear();
        }

        @Override
        public void withdraw(AddressFamily family, int pathId, long hi, long lo, int length) {
            prefixes++;
            encoder.startWithdrawals(family);
            encoder.add(out, pathId, hi, lo, length);
            encoder.finish(out);
            out.clear();
        }

        @Override
        public void endOfRib(AddressFamily family) {
            prefixes++;
        }
    }

    @Test
    void decodeChangeAndEncode() {
        byte[] four =
                Vectors.bytes("0002 080a 002a 40010100 40020a 0202 0000fde9 0000fdea 400304 c0000201 800404 00000001"
                        + "c00808 fde80001fde80002 180a0000 100a01");
        byte[] six = Vectors.bytes("0000 002e 40010100 40020602010000fde9 800e1e 0002 01 10"
                + "20010db8000000000000000000000001 00 40 20010db800000001");
        Relay relay = new Relay();
        UpdateDecoder decoder = new UpdateDecoder(SESSION);
        ByteBuf body4 = Unpooled.wrappedBuffer(four);
        ByteBuf body6 = Unpooled.wrappedBuffer(six);
        relay(decoder, body4, body6, relay, 2_000);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        threads.getCurrentThreadAllocatedBytes();
        long before = threads.getCurrentThreadAllocatedBytes();
        relay(decoder, body4, body6, relay, MESSAGES);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(relay.prefixes).isEqualTo(4 * (MESSAGES + 2_000));
        assertThat(allocated).isLessThan(MESSAGES);
    }

    private static void relay(UpdateDecoder decoder, ByteBuf four, ByteBuf six, Relay relay, int times) {
        for (int i = 0; i < times; i++) {
            assertAccepted(decoder.decode(four, relay));
            assertAccepted(decoder.decode(six, relay));
        }
    }

    private static void assertAccepted(Verdict verdict) {
        if (!(verdict instanceof Verdict.Accepted)) {
            throw new AssertionError(verdict);
        }
    }
}
