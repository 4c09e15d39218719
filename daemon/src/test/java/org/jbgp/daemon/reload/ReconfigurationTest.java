package org.jbgp.daemon.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jbgp.config.ConfigurationLoader;
import org.jbgp.config.LoadResult;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.model.Configuration;
import org.jbgp.daemon.control.view.RouterCommands.ConfigureRequest;
import org.jbgp.daemon.control.view.RouterCommands.ConfigureRequest.Mode;
import org.jbgp.daemon.control.view.RouterCommands.ConfigureResult;
import org.jbgp.daemon.control.view.RouterCommands.ConfigureResult.Kind;
import org.jbgp.daemon.control.view.RouterCommands.PlanRequest;
import org.jbgp.daemon.instance.ReloadPlan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is put in force when, with a router that takes as long as the test wants. */
class ReconfigurationTest {

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final SlowRouter router = new SlowRouter();
    private final Map<String, String> files = new HashMap<>();
    /** A load of the file {@code endless} has begun. */
    private final CountDownLatch loading = new CountDownLatch(1);
    /** And may end. */
    private final CountDownLatch endOfFile = new CountDownLatch(1);

    private final ConfigurationQueue queue = new ConfigurationQueue(router, Runnable::run, timer, configuration -> {});

    private final Reconfiguration reconfiguration =
            new Reconfiguration(queue, router::plan, Path.of("main"), this::load, this::obstacle);

    /** Remembers what it is asked, and is done when the test says so. */
    private static final class SlowRouter implements ConfigurationQueue.Target {
        private final List<String> applied = new ArrayList<>();
        private CompletableFuture<Void> under = new CompletableFuture<>();

        @Override
        public CompletableFuture<Void> apply(Configuration next, boolean soft) {
            applied.add(name(next) + (soft ? " softly" : ""));
            under = new CompletableFuture<>();
            return under;
        }

        CompletableFuture<ReloadPlan> plan(Configuration next, boolean soft) {
            return CompletableFuture.completedFuture(ReloadPlanner.first(next));
        }

        private static String name(Configuration configuration) {
            return configuration.protocols().getFirst().name();
        }
    }

    private LoadResult load(Path path) {
        if (path.toString().equals("endless")) {
            loading.countDown();
            awaitQuietly(endOfFile);
        }
        String name = files.getOrDefault(path.toString(), path.toString());
        return ConfigurationLoader.loadText(
                path.toString(),
                name.equals("bad") ? "protocol nonsense {" : "router id 1.2.3.4; protocol device " + name + " { }",
                Optional.of(Dialect.BIRD_2));
    }

    private Optional<String> obstacle(Configuration configuration) {
        return Optional.of("no place for it")
                .filter(text -> SlowRouter.name(configuration).equals("refused"));
    }

    @AfterEach
    void end() {
        timer.shutdownNow();
    }

    /** The router is done, and what waited behind it has been given to it. */
    private void done() throws Exception {
        router.under.complete(null);
        timer.submit(() -> {}).get(60, TimeUnit.SECONDS);
    }

    private Kind configure(String file, Mode mode) {
        return reconfiguration.configure(new ConfigureRequest(file, mode, null)).outcome();
    }

    private void started() throws Exception {
        var _ = queue.start(load(Path.of("main")).configuration().orElseThrow());
        done();
    }

    @Test
    void ofABurstTheLastWins() throws Exception {
        started();
        assertThat(configure("a", Mode.APPLY)).isEqualTo(Kind.IN_PROGRESS);
        assertThat(configure("b", Mode.SOFT)).isEqualTo(Kind.QUEUED);
        assertThat(configure("bad", Mode.APPLY)).isEqualTo(Kind.FAILED);
        assertThat(configure("c", Mode.SOFT)).isEqualTo(Kind.QUEUED);
        done();

        assertThat(router.applied).containsExactly("main", "a", "c softly");
    }

    @Test
    @Timeout(60)
    void nothingPassesWhatWaits() throws Exception {
        started();
        configure("a", Mode.APPLY);
        configure("b", Mode.APPLY);
        // The moment between the end of one and the start of the next.
        CountDownLatch later = new CountDownLatch(1);
        timer.execute(() -> awaitQuietly(later));
        router.under.complete(null);
        assertThat(configure("c", Mode.APPLY)).isEqualTo(Kind.QUEUED);
        later.countDown();
        timer.submit(() -> {}).get(60, TimeUnit.SECONDS);
        done();

        assertThat(router.applied).containsExactly("main", "a", "c");
    }

    @Test
    void aSkippedHardRequestMakesTheNextOneHard() throws Exception {
        started();
        configure("a", Mode.APPLY);
        configure("b", Mode.APPLY);
        configure("c", Mode.SOFT);
        done();

        assertThat(router.applied).containsExactly("main", "a", "c");
    }

    @Test
    void aBadFileAndAnUnreadableOneChangeNothing() throws Exception {
        started();

        assertThat(configure("bad", Mode.APPLY)).isEqualTo(Kind.FAILED);
        assertThat(configure("bad", Mode.CHECK)).isEqualTo(Kind.FAILED);
        assertThat(configure("good", Mode.CHECK)).isEqualTo(Kind.CHECKED);
        assertThat(reconfiguration.configure(new ConfigureRequest("refused", Mode.APPLY, null)))
                .isEqualTo(ConfigureResult.failed("no place for it"));
        assertThat(reconfiguration.plan(new PlanRequest("bad", -1)).problem()).startsWith("bad:1:");
        assertThat(reconfiguration.plan(new PlanRequest("good", -1)).summary()).isEqualTo("1 added");
        assertThat(router.applied).containsExactly("main");
    }

    @Test
    void undoGoesBackOnceOnly() throws Exception {
        started();
        assertThat(queue.undo().outcome()).isEqualTo(Kind.NOTHING_TO_DO);
        configure("a", Mode.SOFT);
        done();
        queue.undo();
        done();
        assertThat(queue.undo().outcome()).isEqualTo(Kind.NOTHING_TO_DO);
        configure("b", Mode.APPLY);
        done();
        queue.undo();
        assertThat(queue.undo().outcome()).isEqualTo(Kind.NOTHING_TO_DO);
        done();
        assertThat(queue.undo().outcome()).isEqualTo(Kind.NOTHING_TO_DO);

        assertThat(router.applied).containsExactly("main", "a softly", "main softly", "b", "main");
    }

    @Test
    void nothingUnconfirmedIsGoneBackTo() throws Exception {
        started();
        reconfiguration.configure(new ConfigureRequest("a", Mode.APPLY, Duration.ofSeconds(100)));
        done();
        reconfiguration.configure(new ConfigureRequest("b", Mode.APPLY, Duration.ofSeconds(100)));
        done();
        reconfiguration.configure(new ConfigureRequest("c", Mode.APPLY, Duration.ZERO));
        done();
        done();
        assertThat(router.applied).containsExactly("main", "a", "b", "c", "main");
        assertThat(queue.undo().outcome()).isEqualTo(Kind.NOTHING_TO_DO);

        // Also when the one nobody confirmed is still on its way.
        reconfiguration.configure(new ConfigureRequest("d", Mode.APPLY, Duration.ofSeconds(100)));
        reconfiguration.configure(new ConfigureRequest("e", Mode.APPLY, Duration.ofSeconds(100)));
        assertThat(queue.undo().outcome()).isEqualTo(Kind.QUEUED);
        done();
        done();
        assertThat(router.applied).containsExactly("main", "a", "b", "c", "main", "d", "main");
    }

    @Test
    void everyProblemOfAFileIsTold() throws Exception {
        started();
        files.put("two", "x { } protocol nonsense {}\nprotocol static");
        ConfigureRequest request = new ConfigureRequest("two", Mode.CHECK, null);
        String problem = reconfiguration.configure(request).problem();
        assertThat(problem.lines().count()).isGreaterThan(1);
        assertThat(reconfiguration.plan(new PlanRequest("two", -1)).problem()).isEqualTo(problem);
    }

    @Test
    void undoDropsWhatWaits() throws Exception {
        started();
        configure("a", Mode.APPLY);
        configure("b", Mode.APPLY);
        assertThat(queue.hasQueued()).isTrue();
        assertThat(queue.undo().outcome()).isEqualTo(Kind.UNQUEUED);
        done();

        assertThat(router.applied).containsExactly("main", "a");
    }

    @Test
    void whatIsNotConfirmedInTimeIsUndone() throws Exception {
        started();
        reconfiguration.configure(new ConfigureRequest("a", Mode.APPLY, Duration.ofSeconds(100)));
        assertThat(queue.undoIn().orElseThrow()).isPositive();
        assertThat(queue.confirm().outcome()).isEqualTo(Kind.CONFIRMED);
        assertThat(queue.confirm().outcome()).isEqualTo(Kind.NOTHING_TO_DO);
        done();
        reconfiguration.configure(new ConfigureRequest("b", Mode.APPLY, Duration.ZERO));
        done();
        done();

        assertThat(router.applied).containsExactly("main", "a", "b", "a");
    }

    /** The time runs out while somebody confirms. */
    @Test
    @Timeout(60)
    void whatIsConfirmedInTheLastMomentStays() throws Exception {
        started();
        Thread timing = timer.submit(Thread::currentThread).get();
        synchronized (queue) {
            reconfiguration.configure(new ConfigureRequest("a", Mode.APPLY, Duration.ZERO));
            while (timing.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
            }
            assertThat(queue.confirm().outcome()).isEqualTo(Kind.CONFIRMED);
        }
        done();
        done();

        assertThat(router.applied).containsExactly("main", "a");
        assertThat(queue.undone()).isEmpty();
    }

    @Test
    @Timeout(60)
    void nobodyButWhoAskedWaitsForAFile() throws Exception {
        started();
        reconfiguration.configure(new ConfigureRequest("a", Mode.APPLY, Duration.ofSeconds(100)));
        done();
        CompletableFuture<Kind> endless = CompletableFuture.supplyAsync(() -> configure("endless", Mode.APPLY));
        loading.await();

        // What greeting and `show status` ask.
        assertThat(queue.hasQueued()).isFalse();
        assertThat(queue.undoIn()).isPresent();
        // And what operators may want meanwhile.
        assertThat(queue.confirm().outcome()).isEqualTo(Kind.CONFIRMED);
        queue.undo();
        done();
        assertThat(endless).isNotDone();
        endOfFile.countDown();

        assertThat(endless.get()).isEqualTo(Kind.IN_PROGRESS);
        assertThat(router.applied).containsExactly("main", "a", "main", "endless");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
