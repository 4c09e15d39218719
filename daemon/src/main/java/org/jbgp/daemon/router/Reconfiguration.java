package org.jbgp.daemon.router;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.LoadResult;
import org.jbgp.config.Problem;
import org.jbgp.config.model.Configuration;
import org.jbgp.daemon.control.view.RouterCommands.ConfigureRequest;
import org.jbgp.daemon.control.view.RouterCommands.ConfigureRequest.Mode;
import org.jbgp.daemon.control.view.RouterCommands.ConfigureResult;

/**
 * Reads configurations and hands good ones to the router; a bad one changes nothing. Keeps the one before, to undo. Any
 * thread; requests are taken one at a time.
 */
public final class Reconfiguration {
    private static final Logger log = LogManager.getLogger(Reconfiguration.class);

    private final Router router;
    private final Path file;
    private final Function<Path, LoadResult> loader;
    private final Consumer<Configuration> whenApplied;
    private final ScheduledExecutorService timer;
    private Configuration present;
    private Configuration previous;
    private ScheduledFuture<?> undoTimer;
    private CompletableFuture<Void> applying = CompletableFuture.completedFuture(null);

    /**
     * @param file what a plain {@code configure} reads
     * @param whenApplied told of every configuration that is put in force, for logging and listeners
     */
    public Reconfiguration(
            Router router,
            Path file,
            Function<Path, LoadResult> loader,
            Consumer<Configuration> whenApplied,
            ScheduledExecutorService timer) {
        this.router = router;
        this.file = file;
        this.loader = loader;
        this.whenApplied = whenApplied;
        this.timer = timer;
    }

    Path file() {
        return file;
    }

    /** Puts the first configuration in force; the future completes when all protocols were started. */
    public synchronized CompletableFuture<Void> start(Configuration first) {
        return put(first, false);
    }

    /** What {@code configure} and SIGHUP ask for. */
    public synchronized ConfigureResult configure(ConfigureRequest request) {
        Path path = request.file() == null ? file : Path.of(request.file());
        LoadResult loaded = loader.apply(path);
        loaded.warnings().forEach(warning -> log.warn("{}", warning));
        Optional<Configuration> checked = loaded.configuration();
        if (checked.isEmpty()) {
            loaded.errors().forEach(error -> log.error("{}", error));
            return ConfigureResult.failed(
                    loaded.errors().stream().findFirst().map(Problem::toString).orElse(path + ": no configuration"));
        }
        if (request.mode() == Mode.CHECK) {
            return ConfigureResult.of(ConfigureResult.Kind.CHECKED);
        }
        log.info("Reconfiguring");
        Configuration former = present;
        boolean busy = !applying.isDone();
        CompletableFuture<Void> done = put(checked.get(), request.mode() == Mode.SOFT);
        previous = former;
        arm(request.undoAfter());
        return result(done, busy);
    }

    private static ConfigureResult result(CompletableFuture<Void> done, boolean busy) {
        try {
            // What needs no session to close is done at once; the operator should hear so.
            done.get(300, TimeUnit.MILLISECONDS);
            return ConfigureResult.of(ConfigureResult.Kind.DONE);
        } catch (java.util.concurrent.TimeoutException e) {
            return ConfigureResult.of(busy ? ConfigureResult.Kind.QUEUED : ConfigureResult.Kind.IN_PROGRESS);
        } catch (java.util.concurrent.ExecutionException e) {
            return ConfigureResult.failed("internal error, see the log");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ConfigureResult.of(ConfigureResult.Kind.IN_PROGRESS);
        }
    }

    private CompletableFuture<Void> put(Configuration next, boolean soft) {
        present = next;
        whenApplied.accept(next);
        applying = router.apply(next, soft).thenRun(() -> log.info("Reconfigured"));
        return applying;
    }

    private void arm(Duration undoAfter) {
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

    private void disarm() {
        if (undoTimer != null) {
            undoTimer.cancel(false);
            undoTimer = null;
        }
    }

    /** Keeps what {@code configure timeout} would have undone. */
    public synchronized ConfigureResult confirm() {
        if (undoTimer == null) {
            return ConfigureResult.of(ConfigureResult.Kind.NOTHING_TO_DO);
        }
        disarm();
        return ConfigureResult.of(ConfigureResult.Kind.CONFIRMED);
    }

    /** Returns to the configuration before the last one. */
    public synchronized ConfigureResult undo() {
        disarm();
        if (previous == null) {
            return ConfigureResult.of(ConfigureResult.Kind.NOTHING_TO_DO);
        }
        Configuration back = previous;
        previous = present;
        return result(put(back, false), false);
    }
}
