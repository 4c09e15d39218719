package org.jbgp.daemon.bgp;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.daemon.control.view.BgpStatus;
import org.jbgp.daemon.session.DownReason;
import org.jbgp.daemon.session.FamilyNegotiated;
import org.jbgp.daemon.session.Negotiated;
import org.jbgp.daemon.shards.ShardPool;
import org.jbgp.daemon.wire.Notification;

/**
 * The routes of one neighbor while it restarts (RFC 4724 §4.2, "receiving speaker"): they stay in the tables, marked
 * stale, until the neighbor has advertised them again, marks the end of what it has, or its time is over. Then, if both
 * sides want it, they stay for a longer time, but lose against all others (RFC 9494). Any thread.
 */
final class KeptRoutes {
    private static final Logger log = LogManager.getLogger(KeptRoutes.class);

    private final ShardPool shards;
    private final Timer timers;
    private final LongSupplier nanoTime;
    private final String neighbor;
    /** By the number of the channel. */
    private final Map<Integer, Kept> stale = new HashMap<>();

    private ScheduledFuture<?> timer;
    private long deadline;
    private int seconds;
    /** No interface leads to the neighbor. */
    private boolean cutOff;

    /** Stale routes of one channel. */
    private static final class Kept {
        /** For how long they stay when the restart's own time is over, 0 if they do not. */
        private int staleSeconds;
        /** On how many shards End-of-RIB has passed since. */
        private int passed;
        /** It was us who ended the session: the neighbor need not say that it kept its forwarding. */
        private boolean renewed;
        /** Runs while they are kept for long. */
        private ScheduledFuture<?> timer;

        private boolean longLived() {
            return timer != null;
        }
    }

    /** Runs a task so many seconds later. */
    @FunctionalInterface
    interface Timer {
        ScheduledFuture<?> after(int seconds, Runnable task);
    }

    KeptRoutes(ShardPool shards, Timer timers, LongSupplier nanoTime, String neighbor) {
        this.shards = shards;
        this.timers = timers;
        this.nanoTime = nanoTime;
        this.neighbor = neighbor;
    }

    /**
     * True if what ended leaves routes of this family in force: both sides agreed on it, and nobody ended the session
     * on purpose.
     *
     * @param restartTime how long we wait for the neighbor
     */
    static boolean keeps(DownReason reason, Negotiated negotiated, FamilyNegotiated family, int restartTime) {
        boolean longLived = family.peerStaleTime() > 0;
        boolean agreed = negotiated.gracefulRestartAware() && restartTime > 0 && family.peerRestartable();
        return switch (reason.cause()) {
            case CONNECTION_LOST, NEIGHBOR_RESTARTED, RENEWED -> agreed || longLived;
            // RFC 9494 §4.2: an expired hold timer counts like a lost connection.
            case LOCAL_ERROR ->
                (longLived
                                && reason.notification() != null
                                && reason.notification().is(Notification.Kind.HOLD_TIMER_EXPIRED))
                        || (leavesRoutes(reason, negotiated)
                                && !reason.notification().asksForHardReset()
                                && (agreed || longLived));
            case REMOTE_NOTIFICATION -> leavesRoutes(reason, negotiated) && (agreed || longLived);
            case ADMINISTRATIVE -> false;
        };
    }

    /** RFC 8538 §4.1: where both sides want it a NOTIFICATION is like a lost connection, save a hard reset. */
    private static boolean leavesRoutes(DownReason reason, Negotiated negotiated) {
        return negotiated.restartsAfterNotification()
                && reason.notification() != null
                && !reason.notification().isHardReset();
    }

    /**
     * Keeps the routes of these channels; none while no interface leads to the neighbor.
     *
     * @param channels their numbers, and for how many seconds they stay after the restart time
     * @param restartTime seconds until the neighbor should be back
     * @param renewed we ended the session, for a new one
     * @return completes when what is not kept is out of all tables
     */
    synchronized CompletableFuture<Void> keep(Map<Integer, Integer> channels, int restartTime, boolean renewed) {
        // A channel whose routes are not kept has no stale ones either.
        stale.keySet().stream()
                .filter(channel -> !channels.containsKey(channel))
                .toList()
                .forEach(this::forget);
        if (channels.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        if (cutOff) {
            channels.keySet().forEach(this::forget);
            return CompletableFuture.allOf(channels.keySet().stream()
                    .map(channel -> shards.all((shard, finished) -> shard.withdrawAll(channel, false, finished)))
                    .toArray(CompletableFuture[]::new));
        }
        log.info(
                "{}: {}, its routes are kept for {} s",
                neighbor,
                renewed ? "A new session is to come" : "Neighbor graceful restart detected",
                restartTime);
        channels.forEach((channel, staleSeconds) -> {
            Kept kept = stale.get(channel);
            if (kept == null) {
                kept = new Kept();
                stale.put(channel, kept);
            } else if (!kept.longLived()) {
                // RFC 4724 §4.2: what was stale already and was not advertised again goes when the session is lost once
                // more.
                shards.each(shard -> shard.withdrawAll(channel, true, () -> {}));
            }
            kept.passed = 0;
            kept.renewed = renewed;
            kept.staleSeconds = staleSeconds;
            shards.each(shard -> shard.markStale(channel));
            if (kept.longLived()) {
                shards.each(shard -> shard.depreferenceStale(channel));
            }
        });
        seconds = restartTime;
        deadline = nanoTime.getAsLong() + TimeUnit.SECONDS.toNanos(restartTime);
        timer = timers.after(restartTime, this::timeOut);
        return CompletableFuture.completedFuture(null);
    }

    /**
     * An interface that leads to the neighbor went away, or is back: without one nothing can be sent there, so its
     * routes go.
     */
    synchronized void cutOff(boolean lost) {
        cutOff = lost;
        if (lost && !stale.isEmpty()) {
            log.info("{}: its routes go, no interface leads to it", neighbor);
            var _ = flush();
        }
    }

    private synchronized void timeOut() {
        if (timer == null) {
            return;
        }
        timer = null;
        log.info("{}: Neighbor graceful restart timeout", neighbor);
        Map.copyOf(stale).forEach((channel, kept) -> {
            if (kept.longLived()) {
                return;
            }
            if (kept.staleSeconds == 0) {
                var _ = done(channel);
            } else {
                log.info("{}: its routes stay for {} s more, as the last choice", neighbor, kept.staleSeconds);
                kept.timer = timers.after(kept.staleSeconds, () -> staleTimeOut(channel, kept));
                shards.each(shard -> shard.depreferenceStale(channel));
            }
        });
    }

    private synchronized void staleTimeOut(int channel, Kept kept) {
        if (kept.equals(stale.get(channel))) {
            log.info("{}: Long-lived stale timeout", neighbor);
            var _ = done(channel);
        }
    }

    /**
     * A new session stands: its channels have until End-of-RIB, others are done with (RFC 4724 §4.2, RFC 9494 §4.2).
     */
    synchronized void sessionUp(Negotiated negotiated, List<ChannelPlan> channels) {
        if (stale.isEmpty()) {
            return;
        }
        cancelTimer();
        Map<Integer, Kept> lost = new HashMap<>(stale);
        for (ChannelPlan channel : channels) {
            Kept kept = stale.get(channel.channel());
            FamilyNegotiated family = negotiated.family(channel.family());
            if (kept != null && goesOn(kept, negotiated, family)) {
                lost.remove(channel.channel());
            }
        }
        for (int channel : lost.keySet()) {
            var _ = done(channel);
        }
    }

    private static boolean goesOn(Kept kept, Negotiated negotiated, FamilyNegotiated family) {
        return kept.longLived()
                ? family.peerStaleTime() > 0 && family.peerKeptLongLived()
                : negotiated.gracefulRestartAware()
                        && family.peerRestartable()
                        && (kept.renewed || family.peerKeptForwarding());
    }

    /** End-of-RIB has passed one shard. */
    synchronized void endOfRib(int channel) {
        Kept kept = stale.get(channel);
        if (kept != null && ++kept.passed == shards.size()) {
            log.info("{}: Neighbor graceful restart done", neighbor);
            var _ = done(channel);
        }
    }

    private void forget(int channel) {
        Kept kept = stale.remove(channel);
        if (kept != null && kept.longLived()) {
            kept.timer.cancel(false);
        }
    }

    private CompletableFuture<Void> done(int channel) {
        forget(channel);
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

    /** True if routes of the neighbor are kept while it is away. */
    synchronized boolean any() {
        return !stale.isEmpty();
    }

    /** How long the neighbor may still take to come back; null while none is awaited. */
    synchronized BgpStatus.Countdown waiting() {
        return timer == null
                ? null
                : new BgpStatus.Countdown(
                        Duration.ofNanos(Math.max(0, deadline - nanoTime.getAsLong())), Duration.ofSeconds(seconds));
    }
}
