package org.jbgp.daemon.instance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.daemon.control.view.RouterStatus;
import org.jbgp.daemon.progress.Progress;

/**
 * The time after a start, and after a restart ({@code -R}) the recovery from it (RFC 4724 §4.1): until every neighbor
 * that had to has advertised all it had, at most for {@code graceful restart wait}. Control thread, but for {@link
 * #status} and {@link #over}.
 *
 * <p>Neighbors are waited for that may help (their graceful restart is not off). One is not waited for any longer when
 * it has sent its End-of-RIB; when its session shows that none will come, or that it restarts itself and waits for us
 * (its R bit); and when it is stopped or lost. One that has a session but falls silent without its End-of-RIB keeps
 * only the kernel's old routes waiting, as the dead do. Only what needs every neighbor waits for those, see {@link
 * Stage}.
 */
public final class Recovery {
    private static final Logger log = LogManager.getLogger(Recovery.class);

    private static final long LOOK_MILLIS = 500;
    /** The first session has so long to come up: the usual delay before a neighbor is dialled is 5 s. */
    private static final long FIRST_QUIET_NANOS = TimeUnit.SECONDS.toNanos(6);
    /** So long after the last session came up or was complete, those still missing are taken for absent. */
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(3);

    /**
     * A neighbor that has a session and sends no route for so long counts as complete: not every neighbor sends
     * End-of-RIB.
     */
    private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(10);
    /**
     * The neighbors of a range are found, or have dialed, so long after the start: routers answer a solicitation at
     * once, and those that lost us dial again after 5 to 20 s.
     */
    private static final long RANGES_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** So long after the last session came up or was complete, we send our End-of-RIB: others may still be dialling. */
    private static final long COMPLETE_NANOS = TimeUnit.SECONDS.toNanos(6);

    /** How far a start has come; each follows the one before. */
    public enum Stage {
        /** All protocols of the first configuration run, and the tables have what this router knows by itself. */
        STARTED,
        /**
         * All neighbors with a session have advertised all they have, and no other came for some seconds: their routes
         * are good enough to use.
         */
        SETTLED,
        /** No neighbor is waited for any more with what this router advertises. */
        OVER,
        /** Those that restarted at the same time have advertised all, too: what nobody advertised again is no more. */
        COMPLETE
    }

    /**
     * A channel whose End-of-RIB is waited for.
     *
     * @param neighbor name of the protocol, which may be a range
     * @param channel {@code ipv4} or {@code ipv6}
     * @param meshed an internal neighbor without reflection: what it advertises never goes to others of its sort (RFC
     *     4271 §9.2)
     * @param range it stands for neighbors that are found or dial, and for itself while they may come
     */
    public record Awaited(String neighbor, String channel, boolean meshed, boolean range) {}

    /** A neighbor's channel to which not everything may be advertised yet. */
    private record Waiting(boolean meshed, Runnable advertise, Runnable complete) {}

    private final ScheduledExecutorService control;
    private final Map<Stage, List<Runnable>> tasks = new EnumMap<>(Stage.class);
    /** What is waited for, by neighbor and channel. */
    private final Map<String, Map<String, Awaited>> awaited = new LinkedHashMap<>();
    /** Neighbors with a session that are still waited for, and when the last UPDATE of each came. */
    private final Map<String, LongSupplier> heardOf = new HashMap<>();

    private final FellowRestarts fellows;
    private final LongSupplier nanoTime;

    private final List<Waiting> waiting = new ArrayList<>();
    private long rangesUntil;
    private ScheduledFuture<?> limit;
    private ScheduledFuture<?> quiet;
    private long quietAt;
    private long completeAt;
    private Stage stage;
    private volatile boolean over;
    private volatile Duration total = Duration.ZERO;
    private volatile long deadline;
    private volatile int missing;
    /** As many as were ever missing at once. */
    private volatile int most;

    private volatile String missingNames = "";

    /** @param nanoTime such as {@link System#nanoTime}: the clock that {@code control} waits by */
    public Recovery(ScheduledExecutorService control, LongSupplier nanoTime) {
        this.control = control;
        this.nanoTime = nanoTime;
        this.fellows = new FellowRestarts(nanoTime);
        for (Stage each : Stage.values()) {
            tasks.put(each, new ArrayList<>());
        }
    }

    /** Begins to wait for these, at most so long. */
    public void begin(Duration most, List<Awaited> channels) {
        total = most;
        deadline = nanoTime.getAsLong() + most.toNanos();
        for (Awaited channel : channels) {
            awaited.computeIfAbsent(channel.neighbor(), name -> new LinkedHashMap<>())
                    .put(channel.channel(), channel);
        }
        count();
        if (!most.isZero()) {
            log.info("Graceful restart started");
            limit = control.schedule(this::timeOut, most.toMillis(), TimeUnit.MILLISECONDS);
        }
        quietAt = nanoTime.getAsLong() + FIRST_QUIET_NANOS;
        completeAt = quietAt;
        rangesUntil = nanoTime.getAsLong() + RANGES_NANOS;
    }

    /** A neighbor of a range is there, and is waited for as long as the range was to be. */
    public void found(String range, String neighbor) {
        Map<String, Awaited> channels = awaited.get(range);
        if (!over && channels != null) {
            Map<String, Awaited> own = new HashMap<>();
            channels.forEach((name, channel) -> own.put(name, new Awaited(neighbor, name, channel.meshed, false)));
            awaited.put(neighbor, own);
            count();
        }
    }

    /** The protocols of the first configuration run, and their own routes are in the tables. */
    public void started() {
        if (stage != null) {
            return;
        }
        reach(Stage.STARTED);
        check();
        if (!over) {
            quiet = control.schedule(this::settle, quietAt - nanoTime.getAsLong(), TimeUnit.NANOSECONDS);
        }
    }

    /**
     * A session came up, whose neighbor will send its End-of-RIB for these channels.
     *
     * @param restarting the neighbor has restarted itself, and waits for us
     * @param heard when its last UPDATE came, on the clock of this recovery; asked from the control thread
     */
    public void sessionUp(String neighbor, Set<String> channels, boolean restarting, LongSupplier heard) {
        fellows.sessionUp(neighbor, heard);
        Map<String, Awaited> known = awaited.get(neighbor);
        if (known == null) {
            return;
        }
        known.keySet().retainAll(channels);
        if (restarting) {
            fellows.met(neighbor, known.keySet(), heard);
            known.clear();
        }
        heardOf.put(neighbor, heard);
        released(neighbor);
    }

    /** A neighbor has advertised all it had on a channel. */
    public void endOfRib(String neighbor, String channel) {
        fellows.endOfRib(neighbor, channel);
        Map<String, Awaited> known = awaited.get(neighbor);
        if (known != null && known.remove(channel) != null) {
            released(neighbor);
        }
    }

    /** A session ended; a neighbor whose routes are kept meanwhile is still waited for. */
    public void sessionDown(String neighbor, boolean kept) {
        heardOf.remove(neighbor);
        if (kept) {
            fellows.sessionDown(neighbor);
        } else {
            gone(neighbor);
        }
    }

    /** A neighbor is no longer waited for. */
    public void gone(String neighbor) {
        fellows.gone(neighbor);
        if (awaited.containsKey(neighbor)) {
            awaited.get(neighbor).clear();
            released(neighbor);
        }
    }

    private void released(String neighbor) {
        if (awaited.get(neighbor).isEmpty()) {
            awaited.remove(neighbor);
            heardOf.remove(neighbor);
        }
        quietAt = Math.max(quietAt, nanoTime.getAsLong() + QUIET_NANOS);
        completeAt = Math.max(completeAt, nanoTime.getAsLong() + COMPLETE_NANOS);
        count();
        check();
    }

    private void count() {
        missing = awaited.values().stream().mapToInt(Map::size).sum();
        most = Math.max(most, missing);
        String names = awaited.keySet().stream().limit(10).collect(Collectors.joining(", "));
        missingNames = awaited.size() > 10 ? names + " and " + (awaited.size() - 10) + " more" : names;
    }

    private void check() {
        if (stage == null || over) {
            return;
        }
        if (awaited.isEmpty()) {
            end();
        } else {
            admitAll();
        }
    }

    /** True if the router waits for this channel. */
    public boolean awaits(String neighbor, String channel) {
        return !over && awaited.getOrDefault(neighbor, Map.of()).containsKey(channel);
    }

    /** True when nobody is waited for. Any thread. */
    public boolean over() {
        return over;
    }

    /** Names of those still waited for, for messages; empty if there are none. Any thread. */
    public String missingNames() {
        return missingNames;
    }

    /** Runs the task at this stage, at once if it is reached. */
    public void when(Stage wanted, Runnable task) {
        if (reached(wanted)) {
            task.run();
        } else {
            tasks.get(wanted).add(task);
        }
    }

    private boolean reached(Stage wanted) {
        return stage != null && stage.compareTo(wanted) >= 0;
    }

    /**
     * A neighbor's channel that keeps our former routes until our End-of-RIB. We begin to advertise when no route that
     * it could get is missing, or when the recovery has settled. End-of-RIB follows when no more routes can come, or
     * none came for some seconds: a route that this router no longer has must not stay there as long as absent
     * neighbors are waited for. RFC 4724 §4.1 leaves the length of the deferral to the router.
     *
     * @param meshed what other meshed neighbors advertise is never advertised to this one
     * @param advertise begins to advertise to it
     * @param complete lets it hear our End-of-RIB
     */
    public void admit(boolean meshed, Runnable advertise, Runnable complete) {
        waiting.add(new Waiting(meshed, advertise, complete));
        if (stage != null) {
            admitAll();
        }
    }

    private void admitAll() {
        boolean onlyMeshed = awaited.values().stream()
                .flatMap(channels -> channels.values().stream())
                .allMatch(Awaited::meshed);
        boolean calm = reached(Stage.SETTLED) && calm(completeAt);
        for (Waiting each : List.copyOf(waiting)) {
            if (over || calm || (each.meshed && onlyMeshed)) {
                waiting.remove(each);
                each.advertise.run();
                each.complete.run();
            } else if (reached(Stage.SETTLED)) {
                each.advertise.run();
            }
        }
    }

    /** How far it is, null if it is over or there is none. Any thread. */
    public RouterStatus.Recovery status() {
        return over || total.isZero()
                ? null
                : new RouterStatus.Recovery(
                        missing, Duration.ofNanos(Math.max(0, deadline - nanoTime.getAsLong())), total);
    }

    /** The same as a long work. */
    public Progress progress() {
        RouterStatus.Recovery present = status();
        if (present == null) {
            return null;
        }
        int all = Math.max(most, present.channels());
        return new Progress(
                Progress.Kind.RECOVERY,
                missingNames,
                "End-of-RIBs",
                new Progress.Amount(all - present.channels(), all),
                new Progress.Times(total.minus(present.remaining()), Duration.ZERO, present.remaining()));
    }

    private void settle() {
        if (over) {
            return;
        }
        if (!reached(Stage.SETTLED) && calm(quietAt)) {
            log.info("Graceful restart: routes announced so far are used, waiting for {}", missingNames);
            if (!heardOf.isEmpty()) {
                log.info(
                        "Graceful restart: no End-of-RIB came from {}, and nothing else for {} s",
                        heardOf.keySet().stream().sorted().collect(Collectors.joining(", ")),
                        TimeUnit.NANOSECONDS.toSeconds(SILENT_NANOS));
            }
            reach(Stage.SETTLED);
        }
        if (nanoTime.getAsLong() - rangesUntil >= 0) {
            rangesComplete();
        }
        if (over) {
            return;
        }
        admitAll();
        quiet = control.schedule(this::settle, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Whoever belongs to a range is known by now. */
    private void rangesComplete() {
        boolean some =
                awaited.values().removeIf(channels -> channels.values().stream().anyMatch(Awaited::range));
        if (some) {
            count();
            check();
        }
    }

    /** True after this moment, unless a neighbor is just heardOf. */
    private boolean calm(long since) {
        long now = nanoTime.getAsLong();
        return now - since >= 0 && heardOf.values().stream().allMatch(heard -> now - heard.getAsLong() > SILENT_NANOS);
    }

    private void timeOut() {
        if (stage == null) {
            // A start that takes longer than neighbors are waited for: first the router must have what it knows itself.
            limit = control.schedule(this::timeOut, LOOK_MILLIS, TimeUnit.MILLISECONDS);
            return;
        }
        fellows.clear();
        if (!over) {
            log.info("Graceful restart: not everything was announced in time by {}", missingNames);
            end();
        }
    }

    private void end() {
        if (!total.isZero()) {
            log.info("Graceful restart done");
        }
        over = true;
        if (quiet != null) {
            quiet.cancel(false);
        }
        awaited.clear();
        count();
        reach(Stage.SETTLED);
        reach(Stage.OVER);
        admitAll();
        completeWithFellows();
    }

    private void completeWithFellows() {
        if (fellows.complete()) {
            if (limit != null) {
                limit.cancel(false);
            }
            reach(Stage.COMPLETE);
        } else {
            quiet = control.schedule(this::completeWithFellows, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void reach(Stage next) {
        stage = next;
        List<Runnable> due = List.copyOf(tasks.get(next));
        tasks.get(next).clear();
        due.forEach(Runnable::run);
    }
}
