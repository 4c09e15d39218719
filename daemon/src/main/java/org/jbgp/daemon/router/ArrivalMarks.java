package org.jbgp.daemon.router;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jbgp.config.model.BgpConfig;
import org.jbgp.config.model.KernelConfig;
import org.jbgp.daemon.history.Convergence;
import org.jbgp.daemon.instance.Announcements;
import org.jbgp.daemon.instance.ProtocolInstance;
import org.jbgp.daemon.shards.ShardPool;

/**
 * Marks behind what a shard has exported: one at each kernel protocol and at each neighbor. Any thread asks; the
 * control thread knows who they are, the shard puts the marks.
 */
record ArrivalMarks(Executor control, Supplier<Collection<ProtocolInstance>> instances, ShardPool shards)
        implements Convergence.Marker {
    @Override
    public void mark(int shard, Runnable kernel, Runnable neighbors) {
        control.execute(() -> {
            mark(shard, of(KernelConfig.class), kernel);
            mark(shard, of(BgpConfig.class), neighbors);
        });
    }

    private List<Announcements> of(Class<?> kind) {
        return instances.get().stream()
                .filter(each -> kind.isInstance(each.config()))
                .map(ProtocolInstance::announcements)
                .filter(each -> !each.equals(Announcements.NONE))
                .toList();
    }

    private void mark(int number, List<Announcements> all, Runnable task) {
        if (all.isEmpty()) {
            return;
        }
        AtomicInteger missing = new AtomicInteger(all.size());
        Runnable one = () -> {
            if (missing.decrementAndGet() == 0) {
                task.run();
            }
        };
        shards.execute(number, shard -> all.forEach(each -> each.whenArrived(shard, one)));
    }
}
