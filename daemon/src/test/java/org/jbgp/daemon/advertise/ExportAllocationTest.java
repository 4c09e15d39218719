package org.jbgp.daemon.advertise;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import java.lang.management.ManagementFactory;
import java.util.Set;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.rib.RouteBatch;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlobBuilder;
import org.jbgp.daemon.wire.PeerSort;
import org.jbgp.daemon.wire.update.SessionEncoding;
import org.junit.jupiter.api.Test;

/** Routes that change leave no garbage on their way to the members, apart from the buffers they are written into. */
class ExportAllocationTest {
    private static final int PREFIXES = 4_000;
    private static final int SETS = 8;
    private static final int ROUNDS = 6;

    /**
     * Bytes a changed prefix: four on the wire, and what buffers are when they grow; an object would be at least as
     * much again.
     */
    private static final int LIMIT = 16;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final GroupWorld world = new GroupWorld(GroupWorld.keepingNextHops(
            SessionEncoding.of(PeerSort.EXTERNAL, 65000, 65001, Set.of(AddressFamily.IPV4_UNICAST))));
    private long written;

    private final class Scale implements Outlet {
        @Override
        public void write(ByteBuf messages) {
            written += messages.readableBytes();
            messages.release();
        }

        @Override
        public long queuedBytes() {
            return 0;
        }

        @Override
        public void unsent(AddressFamily family, long hi, long lo, int length, String why) {
            throw new AssertionError(why);
        }

        @Override
        public void onWritable(Runnable task) {
            task.run();
        }
    }

    @Test
    void churn() {
        for (int i = 0; i < GroupWorld.MEMBERS; i++) {
            Address address = Address.copyOf(new byte[] {10, 0, 0, (byte) (10 + i)}, 0, 4);
            world.group.join(new Member(new Scale(), i + 1, address, Policy.ALL), () -> {});
        }
        world.settle();
        change(0);
        world.settle();
        for (int round = 1; round <= 2; round++) {
            change(round);
            world.shard.flush();
        }
        THREADS.getCurrentThreadAllocatedBytes();
        long allocated = 0;
        written = 0;
        for (int round = 0; round < ROUNDS; round++) {
            change(round);
            long before = THREADS.getCurrentThreadAllocatedBytes();
            world.shard.flush();
            allocated += THREADS.getCurrentThreadAllocatedBytes() - before;
        }
        // To all but the one they are from.
        assertThat(written).isGreaterThan((GroupWorld.MEMBERS - 1L) * ROUNDS * PREFIXES * 4);
        assertThat(allocated).isLessThan((long) LIMIT * ROUNDS * PREFIXES);
    }

    /**
     * All prefixes get other attributes than in the round before; the next hop is the sender, as with most neighbors.
     */
    private void change(int round) {
        RouteBatch batch = new RouteBatch();
        for (int set = 0; set < SETS; set++) {
            AttributeBlobBuilder blob = new AttributeBlobBuilder();
            blob.setOrigin(0);
            blob.prependAs(65010, 1);
            blob.setNextHop4(0x0A00000A);
            blob.setMed(100 * round + set);
            blob.addCommunity(65010 << 16 | 200 - set, true);
            blob.addCommunity(65010 << 16 | 100 - set, true);
            batch.attributes(blob.array(), 0, blob.length());
            for (int prefix = set; prefix < PREFIXES; prefix += SETS) {
                batch.announce(AddressFamily.IPV4_UNICAST, 0, 0, 0x0A000000L + ((long) prefix << 8), 24);
            }
        }
        world.apply(0, batch);
    }
}
