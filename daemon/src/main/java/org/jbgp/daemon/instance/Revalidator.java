package org.jbgp.daemon.instance;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.base.SettleTime;
import org.jbgp.daemon.policy.validity.ChangedAuthorizations;
import org.jbgp.daemon.rib.Revalidation;
import org.jbgp.daemon.shards.ShardPool;

/**
 * Sends routes through filters again when the authorizations changed that these ask: once a table has settled, and only
 * routes that the change may matter to. Control thread, unless a method says otherwise.
 */
public final class Revalidator {
    private static final Logger log = LogManager.getLogger(Revalidator.class);

    private final ShardPool shards;
    private final Supplier<Collection<ProtocolInstance>> instances;
    private final ScheduledExecutorService control;
    private final LongSupplier nanoTime;
    private final Function<String, SettleTime> settleTimes;
    private final Map<String, Pending> pending = new HashMap<>();

    private static final class Pending {
        private final ChangedAuthorizations changed;
        private final long first;
        private ScheduledFuture<?> due;

        Pending(ChangedAuthorizations changed, long first) {
            this.changed = changed;
            this.first = first;
        }
    }

    /**
     * @param nanoTime such as {@link System#nanoTime}: the clock that {@code control} waits by
     * @param settleTimes of each table by name, asked on the control thread
     */
    public Revalidator(
            ShardPool shards,
            Supplier<Collection<ProtocolInstance>> instances,
            ScheduledExecutorService control,
            LongSupplier nanoTime,
            Function<String, SettleTime> settleTimes) {
        this.shards = shards;
        this.instances = instances;
        this.control = control;
        this.nanoTime = nanoTime;
        this.settleTimes = settleTimes;
    }

    /** Authorizations of a table have changed. Any thread; the caller does not touch what it gives any more. */
    public void changed(ChangedAuthorizations changed) {
        if (!changed.isEmpty()) {
            control.execute(() -> settle(changed));
        }
    }

    private void settle(ChangedAuthorizations changed) {
        String key = changed.table() + " " + changed.kind();
        long now = nanoTime.getAsLong();
        Pending known = pending.get(key);
        if (known == null) {
            known = new Pending(changed, now);
            pending.put(key, known);
        } else {
            known.changed.add(changed);
            known.due.cancel(false);
        }
        SettleTime times = settleTimes.apply(changed.table());
        long longest = times.longest().toNanos() - (now - known.first);
        long wait = Math.max(0, Math.min(times.shortest().toNanos(), longest));
        known.due = control.schedule(() -> settled(key), wait, TimeUnit.NANOSECONDS);
    }

    private void settled(String key) {
        ChangedAuthorizations changed = pending.remove(key).changed.complete();
        RevalidationPlan plan = new RevalidationPlan(changed);
        for (ProtocolInstance instance : instances.get()) {
            instance.revalidate(plan);
        }
        log.debug("Revalidation: {}", changed);
        Revalidation all = plan.result();
        if (all != null) {
            shards.each(shard -> shard.revalidate(all, () -> {}));
        }
    }
}
