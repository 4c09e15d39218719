package org.jbgp.daemon.reload;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.LoadResult;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.source.Problem;
import org.jbgp.daemon.control.view.RoutePlan;
import org.jbgp.daemon.control.view.RouterCommands.ConfigureRequest;
import org.jbgp.daemon.control.view.RouterCommands.ConfigureRequest.Mode;
import org.jbgp.daemon.control.view.RouterCommands.ConfigureResult;
import org.jbgp.daemon.control.view.RouterCommands.PlanRequest;
import org.jbgp.daemon.control.view.RouterCommands.PlanResult;
import org.jbgp.daemon.instance.ReloadPlan;

/**
 * Reads configurations and hands good ones to the {@link ConfigurationQueue}; a bad one changes nothing. Any thread.
 * Files are read one at a time, in the order of the requests; that may take long, and only who asked for it waits.
 */
public final class Reconfiguration {
    private static final Logger log = LogManager.getLogger(Reconfiguration.class);

    /** How long a request waits for the files of others to be read. */
    private static final long PATIENCE_SECONDS = 60;

    private static final String BUSY = "Other configurations are still being read; try again later";

    private final ConfigurationQueue queue;
    private final Planner planner;
    private final Path file;
    private final Function<Path, LoadResult> loader;
    private final Function<Configuration, Optional<String>> obstacles;
    /** Held from the reading of a file until the queue has it. */
    private final ReentrantLock reading = new ReentrantLock(true);

    /** What a configuration would change. */
    @FunctionalInterface
    public interface Planner {
        /** See {@link Configurations#plan}. */
        CompletableFuture<ReloadPlan> plan(Configuration next, boolean soft);

        /** See {@link Configurations#routes}. */
        default CompletableFuture<RoutePlan> routes(Configuration next, int most) {
            return CompletableFuture.completedFuture(new RoutePlan(List.of(), List.of(), List.of(), 0, Duration.ZERO));
        }
    }

    /**
     * @param queue where good configurations go
     * @param file what a plain {@code configure} reads
     * @param obstacles what keeps a configuration from being put in force on this machine, as a sentence
     */
    public Reconfiguration(
            ConfigurationQueue queue,
            Planner planner,
            Path file,
            Function<Path, LoadResult> loader,
            Function<Configuration, Optional<String>> obstacles) {
        this.queue = queue;
        this.planner = planner;
        this.file = file;
        this.loader = loader;
        this.obstacles = obstacles;
    }

    public Path file() {
        return file;
    }

    /**
     * What {@code configure} and SIGHUP ask for. While one configuration is being put in force, the next one waits; of
     * several that come meanwhile the last is taken.
     */
    public ConfigureResult configure(ConfigureRequest request) {
        if (!mayRead()) {
            return ConfigureResult.failed(BUSY);
        }
        ConfigurationQueue.Submitted submitted;
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
            submitted = queue.submit(checked.get(), request.mode() == Mode.SOFT, request.undoAfter());
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
    public PlanResult plan(PlanRequest request) {
        if (!mayRead()) {
            return PlanResult.failed(BUSY);
        }
        Path path = path(request.file());
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
        ReloadPlan plan = planner.plan(checked.get(), false).join();
        List<PlanResult.Step> steps = plan.entries().stream()
                .filter(entry -> entry.action() != ReloadPlan.Action.KEPT)
                .map(entry ->
                        new PlanResult.Step(entry.protocol(), entry.action().label(), entry.reasons()))
                .toList();
        if (!request.withRoutes()) {
            return new PlanResult(null, plan.summary(), steps, null);
        }
        try {
            return new PlanResult(
                    null,
                    plan.summary(),
                    steps,
                    planner.routes(checked.get(), request.routes()).join());
        } catch (CompletionException e) {
            log.error("internal error while planning", e);
            return PlanResult.failed("The routes could not be gone through, see the log");
        }
    }
}
