package org.jbgp.daemon.kernel;

import java.util.Arrays;
import org.jbgp.daemon.protocol.Forwarding;
import org.jbgp.daemon.protocol.kernel.KernelProtocol;
import org.jbgp.daemon.protocol.kernel.ViaPair;

/**
 * What the kernel thread is given in one go. Used again while others are under way, so that a load leaves none behind.
 * One thread at a time.
 */
final class KernelBatch {
    private static final int MOST = 1_024;

    private final long[] hi = new long[MOST];
    private final long[] lo = new long[MOST];
    private final byte[] length = new byte[MOST];
    private final Forwarding[] forwarding = new Forwarding[MOST];
    private final ViaPair[] pair = new ViaPair[MOST];
    private int count;

    boolean isEmpty() {
        return count == 0;
    }

    boolean isFull() {
        return count == MOST;
    }

    /** The kernel shall have this for a prefix, see {@link KernelProtocol#want}. */
    void add(long high, long low, int bits, Forwarding what, ViaPair ways) {
        hi[count] = high;
        lo[count] = low;
        length[count] = (byte) bits;
        pair[count] = ways;
        forwarding[count++] = what;
    }

    void giveTo(KernelProtocol protocol) {
        for (int i = 0; i < count; i++) {
            protocol.want(hi[i], lo[i], length[i] & 0xFF, forwarding[i], pair[i]);
        }
        protocol.flush();
    }

    void clear() {
        Arrays.fill(forwarding, 0, count, null);
        Arrays.fill(pair, 0, count, null);
        count = 0;
    }
}
