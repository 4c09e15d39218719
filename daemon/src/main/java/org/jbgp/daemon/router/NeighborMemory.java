package org.jbgp.daemon.router;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jbgp.daemon.bgp.BgpInstance;
import org.jbgp.daemon.bgp.ChannelPlan;
import org.jbgp.daemon.heap.MemoryGuard;
import org.jbgp.daemon.instance.ProtocolInstance;
import org.jbgp.daemon.rib.ChannelMemory;
import org.jbgp.daemon.shards.TaskThread;

/** The memory of each neighbor's routes, and how it is freed. On the thread of {@link MemoryGuard}. */
final class NeighborMemory implements MemoryGuard.Holders {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Router router;

    NeighborMemory(Router router) {
        this.router = router;
    }

    @Override
    public Map<String, Long> bytes() {
        List<long[]> shards = router.shards().ask(ChannelMemory::of).join();
        Map<String, Long> bytes = new HashMap<>();
        neighbors().forEach((name, neighbor) -> {
            long sum = 0;
            for (ChannelPlan channel : neighbor.speaker().plan().channels()) {
                for (long[] byChannel : shards) {
                    sum += channel.channel() < byChannel.length ? byChannel[channel.channel()] : 0;
                }
            }
            bytes.put(name, sum);
        });
        return bytes;
    }

    @Override
    public void end(String protocol) {
        BgpInstance neighbor = neighbors().get(protocol);
        if (neighbor == null) {
            return;
        }
        neighbor.outOfMemory();
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (bytes().getOrDefault(protocol, 0L) > 0 && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private Map<String, BgpInstance> neighbors() {
        return TaskThread.supply(
                        () -> {
                            Map<String, BgpInstance> found = new HashMap<>();
                            for (ProtocolInstance instance : router.instances().all()) {
                                if (instance instanceof BgpInstance bgp) {
                                    found.put(instance.config().name(), bgp);
                                }
                            }
                            return found;
                        },
                        router.controlThread())
                .join();
    }
}
