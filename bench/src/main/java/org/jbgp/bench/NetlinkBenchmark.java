package org.jbgp.bench;

import java.util.concurrent.TimeUnit;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelFib;
import org.jbgp.kernel.RouteRequests;
import org.jbgp.kernel.netlink.KernelException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Microseconds to encode a full batch of RTM_NEWROUTE; nothing is sent, so no privilege is needed and no kernel is
 * changed.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class NetlinkBenchmark {
    private static final int MAIN_TABLE = 254;
    /** RTPROT_BIRD. */
    private static final int PROTOCOL = 12;

    private KernelFib fib;

    @Setup
    public void open() throws KernelException {
        fib = KernelFib.open();
    }

    @TearDown
    public void close() {
        fib.close();
    }

    /** The batch is new each time: only the kernel's answer would empty it. */
    @Benchmark
    public int encodeBatch() {
        RouteRequests batch = fib.newBatch(PROTOCOL);
        for (long prefix = 1; !batch.isFull(); prefix++) {
            batch.begin(RouteRequests.Operation.REPLACE, prefix, Family.IPV4, 0, prefix << 8, 24, MAIN_TABLE)
                    .nextHop(Family.IPV4, 0, 0x0A000001L, 2, 1, false);
            batch.end();
        }
        return batch.size();
    }
}
