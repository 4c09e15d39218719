package org.jbgp.daemon.reload;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.LoadResult;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.source.Problem;
import org.jbgp.daemon.control.view.RouterCommands.ConfigureRequest;
import org.jbgp.daemon.control.view.RouterCommands.ConfigureRequest.Mode;
import org.jbgp.daemon.control.view.RouterCommands.ConfigureResult;
import org.jbgp.daemon.control.view.RouterCommands.PlanResult;
import org.jbgp.daemon.instance.ReloadPlan;

/**
 * Reads configurations and hands good ones to the router; a bad one changes nothing. Keeps the one before, to undo. Any
 * thread. Files are read one at a time, in the order of the requests; that may take long, and only who asked for it waits.
 */
public final class Reconfiguration {
    private static final Logger log = LogManager.getLogger(Reconfiguration.class);

    /** How long a request waits for the files of others to be read. */
    private static final long PATIENCE_SECONDS = 60;

    private static final String BUSY = "Other configurations are still being read; try again later";

    private final Target router;
    private final Path file;
    private final Function<Path, LoadResult> loader;
    private final Function<Configuration, Optional<String>> obstacles;
    private final Consumer<Configuration> whenApplied;
    private final ScheduledExecutorService timer;
    private Configuration present;
    private boolean presentSoft;
    /** What {@code undo} goes back to: the last one that was confirmed, null if there is nothing to undo. */
    private Configuration previous;
    /** Held from the reading of a file until the router has it; what follows is guarded by this object, and for moments only. */
    private final ReentrantLock reading = new ReentrantLock(true);

    private volatile Request queued;
    private volatile ScheduledFuture<?> undoTimer;
    private CompletableFuture<Void> applying = CompletableFuture.completedFuture(null);

    /** A configuration waiting until the one before is in force. */
    private record Request(Configuration configuration, boolean soft, Base base) {}

    /** What becomes of the configuration to go back to when another one is put in force. */
    private enum Base {
        /** It is the one that was in force. */
        PRESENT,
        /** It stays: nobody confirmed the one that is in force. */
        KEPT,
        /** There is none: this was the way back. */
        NONE
    }

    /** What configurations are handed to: the router. */
    public interface Target {
        /** See {@link Configurations#apply}. */
        CompletableFuture<Void> apply(Configuration next, boolean soft);

        /** See {@link Configurations#plan}. */
        CompletableFuture<ReloadPlan> plan(Configuration next, boolean soft);
    }

    /**
     * @param file what a plain {@code configure} reads
     * @param obstacles what keeps a configuration from being put in force on this machine, as a sentence
     * @param whenApplied told of every configuration that is put in force, for logging and listeners
     */
    public Reconfiguration(
            Target router,
            Path file,
            Function<Path, LoadResult> loader,
            Function<Configuration, Optional<String>> obstacles,
            Consumer<Configuration> whenApplied,
            ScheduledExecutorService timer) {
        this.router = router;
        this.file = file;
        this.loader = loader;
        this.obstacles = obstacles;
        this.whenApplied = whenApplied;
        this.timer = timer;
    }

    public Path file() {
        return file;
    }

    /** Puts the first configuration in force; the future completes when all protocols were started. */
    public synchronized CompletableFuture<Void> start(Configuration first) {
        put(new Request(first, false, Base.PRESENT));
        return applying;
    }

    /**
     * What {@code configure} and SIGHUP ask for. While one configuration is being put in force, the next one waits; of several that
     * come meanwhile the last is taken.
     */
    public ConfigureResult configure(ConfigureRequest request) {
        if (!mayRead()) {
            return ConfigureResult.failed(BUSY);
        }
        Submitted submitted;
        try {
            Path path = path(request.file());
            LoadResult loaded = loader.apply(path);
            loaded.warnings().forEach(warning -> log.warn("{}", warning));
            Optional<Configuration> checked = loaded.configuration();
            if (checked.isEmpty()) {
                loaded.errors().forEach(error -> log.error("{}", error));
                return ConfigureResult.failed(problem(path, loaded));
            }
            Optional<String> obstacle = obstacles.apply(checked.get());
            if (obstacle.isPresent()) {
                log.error("{}", obstacle.get());
                return ConfigureResult.failed(obstacle.get());
            }
            if (request.mode() == Mode.CHECK) {
                return ConfigureResult.of(ConfigureResult.Kind.CHECKED);
            }
            log.info("Reconfiguring");
            submitted = submitNext(checked.get(), request.mode() == Mode.SOFT);
            arm(request.undoAfter());
        } finally {
            reading.unlock();
        }
        return submitted.result();
    }

    private boolean mayRead() {
        try {
            return reading.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Path path(String name) {
        return name == null ? file : Path.of(name);
    }

    /** All that is wrong with a file, a line each. */
    private static String problem(Path path, LoadResult loaded) {
        return loaded.errors().isEmpty()
                ? path + ": no configuration"
                : loaded.errors().stream().map(Problem::toString).collect(Collectors.joining("\n"));
    }

    /** What {@link #configure} would do with the file, null for the usual one; nothing is touched. */
    public PlanResult plan(String name) {
        if (!mayRead()) {
            return PlanResult.failed(BUSY);
        }
        Path path = path(name);
        LoadResult loaded;
        try {
            loaded = loader.apply(path);
        } finally {
            reading.unlock();
        }
        Optional<Configuration> checked = loaded.configuration();
        if (checked.isEmpty()) {
            loaded.errors().forEach(error -> log.error("{}", error));
            return PlanResult.failed(problem(path, loaded));
        }
        ReloadPlan plan = router.plan(checked.get(), false).join();
        List<PlanResult.Step> steps = plan.entries().stream()
                .filter(entry -> entry.action() != ReloadPlan.Action.KEPT)
                .map(entry ->
                        new PlanResult.Step(entry.protocol(), entry.action().label(), entry.reasons()))
                .toList();
        return new PlanResult(null, plan.summary(), steps);
    }

    /** A request that was taken. */
    private sealed interface Submitted {
        /** What to tell who asked; may wait for a moment. */
        ConfigureResult result();

        /** It waits for another one. */
        record Waiting() implements Submitted {
            @Override
            public ConfigureResult result() {
                return ConfigureResult.of(ConfigureResult.Kind.QUEUED);
            }
        }

        /** It is being put in force. */
        record Applying(CompletableFuture<Void> done) implements Submitted {
            @Override
            public ConfigureResult result() {
                return Reconfiguration.result(done);
            }
        }
    }

    private synchronized Submitted submitNext(Configuration next, boolean soft) {
        Request skipped = queued;
        Base base = undoTimer != null && previous != null ? Base.KEPT : Base.PRESENT;
        return submit(new Request(next, soft, skipped == null ? base : skipped.base()));
    }

    private synchronized Submitted submit(Request request) {
        if (!applying.isDone()) {
            // What is skipped may have changed filters for good; then the one after it must too.
            Request skipped = queued;
            boolean soft = request.soft() && (skipped == null || skipped.soft());
            queued = new Request(request.configuration(), soft, request.base());
            return new Submitted.Waiting();
        }
        put(request);
        return new Submitted.Applying(applying);
    }

    private static ConfigureResult result(CompletableFuture<Void> done) {
        try {
            // What needs no session to close is done at once; the operator should hear so.
            done.get(300, TimeUnit.MILLISECONDS);
            return ConfigureResult.of(ConfigureResult.Kind.DONE);
        } catch (java.util.concurrent.TimeoutException e) {
            return ConfigureResult.of(ConfigureResult.Kind.IN_PROGRESS);
        } catch (java.util.concurrent.ExecutionException e) {
            return ConfigureResult.failed("internal error, see the log");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ConfigureResult.of(ConfigureResult.Kind.IN_PROGRESS);
        }
    }

    private void put(Request request) {
        boolean first = present == null;
        previous = switch (request.base()) {
            case PRESENT -> present;
            case KEPT -> previous;
            case NONE -> null;
        };
        present = request.configuration();
        presentSoft = request.soft();
        whenApplied.accept(present);
        CompletableFuture<Void> done = router.apply(present, request.soft());
        applying = done;
        var _ = done.handleAsync(
                (ignored, error) -> {
                    if (error == null && !first) {
                        log.info("Reconfigured");
                    }
                    takeQueued();
                    return null;
                },
                timer);
    }

    private synchronized void takeQueued() {
        Request next = queued;
        if (next != null && applying.isDone()) {
            queued = null;
            put(next);
        }
    }

    private synchronized void arm(Duration undoAfter) {
        disarm();
        if (undoAfter != null) {
            undoTimer = timer.schedule(
                    () -> {
                        log.info("Reconfiguration was not confirmed in time; undoing it");
                        undo();
                    },
                    undoAfter.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void disarm() {
        ScheduledFuture<?> armed = undoTimer;
        if (armed != null) {
            armed.cancel(false);
            undoTimer = null;
        }
    }

    /** Time until an unconfirmed configuration is undone; empty if there is none. Never waits. */
    public Optional<Duration> undoIn() {
        return Optional.ofNullable(undoTimer)
                .map(task -> Duration.ofMillis(Math.max(0, task.getDelay(TimeUnit.MILLISECONDS))));
    }

    /** True while a configuration waits for the one before it. Never waits. */
    public boolean hasQueued() {
        return queued != null;
    }

    /** Keeps what {@code configure timeout} would have undone. */
    public synchronized ConfigureResult confirm() {
        if (undoTimer == null) {
            return ConfigureResult.of(ConfigureResult.Kind.NOTHING_TO_DO);
        }
        disarm();
        return ConfigureResult.of(ConfigureResult.Kind.CONFIRMED);
    }

    /**
     * Returns to the last confirmed configuration before the present one, softly if that was put in force softly; one that waits is dropped
     * instead. There is no way back from the way back: it would lead to what was undone.
     */
    public ConfigureResult undo() {
        Submitted submitted;
        synchronized (this) {
            disarm();
            Request waiting = queued;
            if (waiting != null && waiting.base() != Base.KEPT) {
                if (waiting.base() == Base.NONE) {
                    return ConfigureResult.of(ConfigureResult.Kind.NOTHING_TO_DO);
                }
                queued = null;
                return ConfigureResult.of(ConfigureResult.Kind.UNQUEUED);
            }
            if (previous == null) {
                return ConfigureResult.of(ConfigureResult.Kind.NOTHING_TO_DO);
            }
            submitted = submit(new Request(previous, presentSoft, Base.NONE));
        }
        return submitted.result();
    }
}
