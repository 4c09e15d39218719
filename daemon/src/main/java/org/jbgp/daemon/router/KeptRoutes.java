package org.jbgp.daemon.router;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.daemon.control.view.BgpStatus;
import org.jbgp.daemon.session.DownReason;
import org.jbgp.daemon.session.FamilyNegotiated;
import org.jbgp.daemon.session.Negotiated;

/**
 * The routes of one neighbour while it restarts (RFC 4724 §4.2, "receiving speaker"): they stay in the tables, marked stale, until
 * the neighbour has told them again, says that it has nothing more to tell, or its time is over. Any thread.
 */
final class KeptRoutes {
    private static final Logger log = LogManager.getLogger(KeptRoutes.class);

    private final ShardPool shards;
    private final Timer timers;
    private final String neighbour;
    /** Channel numbers with stale routes, and on how many shards End-of-RIB has passed since. */
    private final Map<Integer, Integer> stale = new HashMap<>();

    private ScheduledFuture<?> timer;
    private long deadline;
    private int seconds;

    /** Runs a task so many seconds later. */
    @FunctionalInterface
    interface Timer {
        ScheduledFuture<?> after(int seconds, Runnable task);
    }

    KeptRoutes(ShardPool shards, Timer timers, String neighbour) {
        this.shards = shards;
        this.timers = timers;
        this.neighbour = neighbour;
    }

    /** True if what ended leaves routes of this family in force: both sides agreed on it, and nobody ended the session on purpose. */
    static boolean keeps(DownReason reason, Negotiated negotiated, FamilyNegotiated family) {
        return negotiated.gracefulRestartAware()
                && negotiated.peerRestartTime() > 0
                && family.peerRestartable()
                && switch (reason.cause()) {
                    case CONNECTION_LOST, NEIGHBOR_RESTARTED -> true;
                    case LOCAL_ERROR, ADMINISTRATIVE, REMOTE_NOTIFICATION -> false;
                };
    }

    /** Keeps the routes of these channels for so many seconds at most. */
    synchronized void keep(List<Integer> channels, int restartTime) {
        log.info("{}: Neighbor graceful restart detected, its routes are kept for {} s", neighbour, restartTime);
        for (int channel : channels) {
            stale.put(channel, 0);
            shards.each(shard -> shard.markStale(channel));
        }
        seconds = restartTime;
        deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(restartTime);
        timer = timers.after(restartTime, this::timeOut);
    }

    private synchronized void timeOut() {
        if (timer != null) {
            timer = null;
            log.info("{}: Neighbor graceful restart timeout", neighbour);
            var _ = flush();
        }
    }

    /** A new session stands: its channels have until End-of-RIB, others are done with (RFC 4724 §4.2). */
    synchronized void sessionUp(Negotiated negotiated, List<ChannelPlan> channels) {
        if (stale.isEmpty()) {
            return;
        }
        cancelTimer();
        Set<Integer> lost = new TreeSet<>(stale.keySet());
        for (ChannelPlan channel : channels) {
            FamilyNegotiated family = negotiated.family(channel.family());
            if (negotiated.gracefulRestartAware() && family.peerRestartable() && family.peerKeptForwarding()) {
                lost.remove(channel.channel());
            }
        }
        for (int channel : lost) {
            var _ = done(channel);
        }
    }

    /** End-of-RIB has passed one shard. */
    synchronized void endOfRib(int channel) {
        Integer passed = stale.computeIfPresent(channel, (ignored, count) -> count + 1);
        if (passed != null && passed == shards.size()) {
            log.info("{}: Neighbor graceful restart done", neighbour);
            var _ = done(channel);
        }
    }

    private CompletableFuture<Void> done(int channel) {
        stale.remove(channel);
        return shards.all((shard, finished) -> shard.withdrawAll(channel, true, finished));
    }

    /** Takes out what is still stale; completes when it is out of all tables. */
    synchronized CompletableFuture<Void> flush() {
        cancelTimer();
        return CompletableFuture.allOf(
                List.copyOf(stale.keySet()).stream().map(this::done).toArray(CompletableFuture[]::new));
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    /** How long the neighbour may still take to come back; null while none is awaited. */
    synchronized BgpStatus.Countdown waiting() {
        return timer == null
                ? null
                : new BgpStatus.Countdown(
                        Duration.ofNanos(Math.max(0, deadline - System.nanoTime())), Duration.ofSeconds(seconds));
    }
}
