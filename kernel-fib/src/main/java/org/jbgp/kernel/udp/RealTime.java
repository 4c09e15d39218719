package org.jbgp.kernel.udp;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jbgp.kernel.netlink.Errno;
import org.jbgp.kernel.netlink.Libc;

/** Scheduling of threads of this process. */
public final class RealTime {
    private static final int SCHED_FIFO = 1;
    /** A child of this thread is an ordinary one again. */
    private static final int SCHED_RESET_ON_FORK = 0x4000_0000;

    private RealTime() {}

    /**
     * Lets a thread run before all ordinary ones ({@code SCHED_FIFO}).
     *
     * @param thread Linux's number of it; 0: the calling one
     * @param priority 1 to 99
     * @return empty, or why it may not
     */
    public static String begin(int thread, int priority) {
        ByteBuffer parameters = ByteBuffer.allocateDirect(4).order(ByteOrder.nativeOrder());
        parameters.putInt(0, priority);
        try {
            int result = Libc.schedSetscheduler(thread, SCHED_FIFO | SCHED_RESET_ON_FORK, Libc.addressOf(parameters));
            return result < 0 ? Errno.text(-result) : "";
        } finally {
            Reference.reachabilityFence(parameters);
        }
    }
}
