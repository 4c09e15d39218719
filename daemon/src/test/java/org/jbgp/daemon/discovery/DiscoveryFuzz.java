package org.jbgp.daemon.discovery;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.jbgp.config.model.RadvConfig;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;

/**
 * Any bytes as messages on one link, one after the other, with the clock running: nothing is thrown, and neither the
 * routers found nor what is sent get more than they may.
 */
public final class DiscoveryFuzz {
    private static final int MOST = 4;
    private static final long MILLISECOND = 1_000_000;
    private static final long LEAST_GAP = 3_000 * MILLISECOND;
    private static final long LEAST_UNICAST_GAP = 100 * MILLISECOND;

    private DiscoveryFuzz() {}

    /** What goes out, and when the last one did. */
    private static final class Sink implements LinkDiscovery.Output {
        private long now;
        private long last = -LEAST_GAP;
        private long lastAlone = -LEAST_UNICAST_GAP;

        @Override
        public void advertise(int lifetime, KernelIp to) {
            if (to == null) {
                require(now - last >= LEAST_GAP, "advertisements come too fast");
                last = now;
            } else {
                require(now - lastAlone >= LEAST_UNICAST_GAP, "answers come too fast");
                lastAlone = now;
            }
        }

        @Override
        public void solicit() {
            // Three, then no more.
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    /**
     * First byte: the options; then, again and again, tenths of a second that pass, who sends, a hop limit's lowest
     * bit, a length, and so many bytes.
     */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 1) {
            return;
        }
        LinkDiscovery link = new LinkDiscovery(
                new RadvConfig.Interfaces(
                        List.of(),
                        new RadvConfig.Advertising(600, 200, 3, (input[0] & 1) != 0, 1800, RadvConfig.Preference.LOW),
                        MOST),
                new Random(1),
                0);
        Sink sink = new Sink();
        ByteBuffer message = ByteBuffer.allocateDirect(DiscoveryMessage.LONGEST);
        int at = 1;
        while (at + 4 <= input.length) {
            sink.now += (input[at] & 0xFFL) * 100 * MILLISECOND;
            int who = input[at + 1] & 0xFF;
            int hops = (input[at + 2] & 0x0F) == 0 ? 64 : 255;
            int length = Math.min(input[at + 3] & 0xFF, input.length - at - 4);
            message.put(0, input, at + 4, length);
            at += 4 + length;
            for (int i = 0; sink.now - link.due() >= 0; i++) {
                link.act(sink.now, sink);
                require(i < 4, "it never has enough");
            }
            if (!DiscoveryMessage.fault(message, length, hops, who != 0, who == 0)
                    .isEmpty()) {
                continue;
            }
            KernelIp from = new KernelIp(Family.IPV6, 0xfe80L << 48, who);
            if (DiscoveryMessage.type(message) == DiscoveryMessage.SOLICITATION) {
                link.solicited(who == 0 ? null : from, sink.now, sink);
            } else {
                link.advertised(from, DiscoveryMessage.lifetime(message), sink.now);
            }
            require(link.routers().size() <= MOST, "too many routers");
        }
    }
}
