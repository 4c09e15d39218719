package org.jbgp.daemon.mrt;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.base.DebugFlag;
import org.jbgp.config.model.MrtConfig;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.daemon.control.view.MrtOrder;
import org.jbgp.daemon.control.view.MrtStatus;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RouterCommands;
import org.jbgp.daemon.instance.Assembly;
import org.jbgp.daemon.instance.LocalEngine;
import org.jbgp.daemon.instance.ProtocolInstance;
import org.jbgp.daemon.instance.RouterContext;
import org.jbgp.daemon.pacing.RepeatedWords;
import org.jbgp.daemon.pacing.Uptime;
import org.jbgp.daemon.shards.ShardWorker;
import org.jbgp.daemon.shards.TaskThread;

/**
 * {@code protocol mrt}: dumps tables once in a period, on a thread of each dump's own. The control thread starts, stops
 * and asks; what the other threads write is volatile.
 */
public final class MrtEngine implements LocalEngine {
    private static final Logger log = LogManager.getLogger(MrtEngine.class);

    private final TableDumps dumps;
    private final RouterContext context;
    private final RepeatedWords problems = new RepeatedWords(System::nanoTime);
    private volatile MrtConfig config;
    private volatile Run run;
    private volatile Past past = new Past(0, 0, null, null);
    private Clock clock;

    /**
     * What came of dumps.
     *
     * @param whole dumps that were
     * @param failed dumps that were not
     * @param last the last whole one, null before the first
     * @param problem of the last one, null if it was whole
     */
    private record Past(long whole, long failed, MrtStatus.LastDump last, String problem) {}

    /** A dump under way. */
    private static final class Run {
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private volatile boolean cancelled;
    }

    /** When dumps begin. Control thread. */
    private final class Clock {
        private final TaskThread thread = new TaskThread("mrt-" + config.name(), 0);
        private long next = Uptime.nanos();
        private ScheduledFuture<?> alarm;

        void setUp(long period) {
            next += TimeUnit.SECONDS.toNanos(period);
            alarm();
        }

        /** Another period, counted from the last dump. */
        void change(long before, long period) {
            alarm.cancel(false);
            next = Math.max(Uptime.nanos(), next + TimeUnit.SECONDS.toNanos(period - before));
            alarm();
        }

        private void alarm() {
            alarm = thread.schedule(() -> context.onControl(this::rings), next - Uptime.nanos(), TimeUnit.NANOSECONDS);
        }

        private void rings() {
            if (clock != this) {
                return;
            }
            setUp(config.period());
            begin();
        }

        void end() {
            thread.shutdownNow();
        }
    }

    public MrtEngine(TableDumps dumps, RouterContext context, MrtConfig config) {
        this.dumps = dumps;
        this.context = context;
        this.config = config;
    }

    @Override
    public String type() {
        return "MRT";
    }

    @Override
    public void start(Assembly assembly) {
        clock = new Clock();
        clock.setUp(config.period());
    }

    @Override
    public CompletableFuture<Void> stop(ProtocolInstance.StopCause cause) {
        clock.end();
        clock = null;
        Run present = run;
        if (present == null) {
            return CompletableFuture.completedFuture(null);
        }
        present.cancelled = true;
        return present.done;
    }

    @Override
    public void reconfigure(Assembly assembly, ProtocolConfig next) {
        long before = config.period();
        config = (MrtConfig) next;
        if (clock != null && config.period() != before) {
            clock.change(before, config.period());
        }
    }

    private void begin() {
        if (run != null) {
            problem("Earlier RIB table dump still not finished, skipping next one");
            return;
        }
        Run started = new Run();
        run = started;
        Thread.ofPlatform()
                .name("mrt-dump")
                .stackSize(ShardWorker.STACK)
                .daemon()
                .start(() -> {
                    try {
                        dump(started);
                    } finally {
                        run = null;
                        started.done.complete(null);
                    }
                });
    }

    private void dump(Run started) {
        MrtConfig now = config;
        event(now, "RIB table dump started");
        Instant at = context.clock().instant();
        long begun = System.nanoTime();
        try {
            TableDumps.Outcome outcome = dumps.run(
                    new MrtOrder(
                            now.table().orElse(null),
                            now.tablePattern().orElse(null),
                            now.filter(),
                            now.filename(),
                            now.alwaysAddPath()),
                    () -> started.cancelled);
            if (started.cancelled) {
                return;
            }
            Past before = past;
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            past = outcome.problems().isEmpty()
                    ? new Past(
                            before.whole() + 1,
                            before.failed(),
                            new MrtStatus.LastDump(at, took, outcome.files().size(), outcome.routes(), outcome.bytes()),
                            null)
                    : new Past(
                            before.whole(),
                            before.failed() + 1,
                            before.last(),
                            outcome.problems().getFirst());
            outcome.problems().forEach(this::problem);
            event(now, "RIB table dump done");
        } catch (RuntimeException e) {
            log.error("{}: internal error in a dump; the router goes on", now.name(), e);
        }
    }

    private static void event(MrtConfig config, String text) {
        if (config.common().debug().contains(DebugFlag.EVENTS)) {
            log.trace("{}: {}", config.name(), text);
        }
    }

    private void problem(String text) {
        String line;
        synchronized (problems) {
            line = problems.line(text);
        }
        if (line != null) {
            log.error("{}: {}", config.name(), line);
        }
    }

    @Override
    public boolean reload(RouterCommands.Direction direction) {
        return true;
    }

    @Override
    public long exported() {
        return 0;
    }

    @Override
    public ProtocolStatus.Details details() {
        MrtConfig now = config;
        Past what = past;
        return new MrtStatus(
                now.table().or(now::tablePattern).orElse(""),
                now.filename(),
                Duration.ofSeconds(now.period()),
                run != null,
                what.whole(),
                what.failed(),
                what.last(),
                what.problem());
    }
}
