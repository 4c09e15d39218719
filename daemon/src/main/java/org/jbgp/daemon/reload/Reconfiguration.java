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
import org.jbgp.daemon.control.view.RouterCommands.Changes;
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
    private final KeptPlans plans = new KeptPlans();
    /** The plan that was carried out last. */
    private volatile KeptPlans.Kept applied;

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
        Configuration running = queue.present();
        ReloadPlan plan = planner.plan(checked.get(), false).join();
        List<PlanResult.Step> steps = plan.entries().stream()
                .filter(entry -> entry.action() != ReloadPlan.Action.KEPT)
                .map(entry ->
                        new PlanResult.Step(entry.protocol(), entry.action().label(), entry.reasons()))
                .toList();
        if (!request.withRoutes()) {
            return new PlanResult(null, null, plan.summary(), steps, null);
        }
        try {
            RoutePlan routes = planner.routes(checked.get(), request.routes()).join();
            String digest = KeptPlans.digest(checked.get());
            String id = plans.keep(new KeptPlans.Kept(running, path, digest, routes.numbers()), plan);
            return new PlanResult(null, id, plan.summary(), steps, routes);
        } catch (CompletionException e) {
            log.error("internal error while planning", e);
            return PlanResult.failed("The routes could not be gone through, see the log");
        }
    }

    /**
     * Carries just that plan out: not if the file, what is in force, or the tables have changed beyond it.
     *
     * @param undoAfter time to confirm it in, null to put it in force for good
     */
    @SuppressWarnings("ReferenceEquality") // just this one, not another one that says the same
    public ConfigureResult apply(String id, Duration undoAfter) {
        KeptPlans.Kept plan = plans.find(id).orElse(null);
        if (plan == null) {
            return ConfigureResult.failed("There is no plan " + id + ": `configure plan \"FILE\" routes` makes one");
        }
        if (!mayRead()) {
            return ConfigureResult.failed(BUSY);
        }
        ConfigurationQueue.Submitted submitted;
        try {
            if (queue.present() != plan.running()) {
                return stale(id, "another configuration is in force since");
            }
            Optional<Configuration> read = loader.apply(plan.file()).configuration();
            if (read.isEmpty() || !KeptPlans.digest(read.get()).equals(plan.digest())) {
                return stale(id, plan.file() + ", or a file it includes, has changed since");
            }
            Optional<String> obstacle = obstacles.apply(read.get());
            if (obstacle.isPresent()) {
                return ConfigureResult.failed(obstacle.get());
            }
            Optional<String> difference = KeptPlans.difference(
                    plan.routes(), planner.routes(read.get(), 0).join());
            if (difference.isPresent()) {
                return stale(id, "the tables have changed since, beyond a hundredth: " + difference.get());
            }
            if (queue.present() != plan.running()) {
                return stale(id, "another configuration is in force since");
            }
            log.info("Reconfiguring by plan {}", id);
            submitted = queue.submit(read.get(), false, undoAfter);
            applied = plan;
        } catch (CompletionException e) {
            log.error("internal error while planning", e);
            return ConfigureResult.failed("The routes could not be gone through, see the log");
        } finally {
            reading.unlock();
        }
        return submitted.result();
    }

    private static ConfigureResult stale(String id, String why) {
        return ConfigureResult.failed("Plan " + id + " no longer holds: " + why + "; make it again");
    }

    /** What the plan that was carried out last has changed, null if there was none. */
    public Changes changes() {
        KeptPlans.Kept plan = applied;
        return plan == null
                ? null
                : new Changes(plan.routes(), planner.routes(plan.running(), 0).join());
    }
}
