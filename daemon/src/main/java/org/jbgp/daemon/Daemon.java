package org.jbgp.daemon;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.LoadResult;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.model.router.RouterOptions;
import org.jbgp.config.model.router.RouterOptions.Stalls;
import org.jbgp.config.source.Problem;
import org.jbgp.config.source.SystemWords;
import org.jbgp.daemon.bfd.helper.BfdHelper;
import org.jbgp.daemon.control.ControlPorts;
import org.jbgp.daemon.control.layout.ControlStyle;
import org.jbgp.daemon.control.log.DaemonLog;
import org.jbgp.daemon.control.socket.ControlServer;
import org.jbgp.daemon.control.socket.FurtherSockets;
import org.jbgp.daemon.control.view.RouterCommands.ConfigureRequest;
import org.jbgp.daemon.control.view.RouterStatus;
import org.jbgp.daemon.control.view.Version;
import org.jbgp.daemon.instance.LoggedFilters;
import org.jbgp.daemon.instance.RouterPorts;
import org.jbgp.daemon.net.EpollBgpNetwork;
import org.jbgp.daemon.net.socket.SocketErrors;
import org.jbgp.daemon.pacing.Uptime;
import org.jbgp.daemon.policy.RateLimitedPolicyLog;
import org.jbgp.daemon.progress.LongWork;
import org.jbgp.daemon.protocol.kernel.NetlinkPort;
import org.jbgp.daemon.query.TableReader;
import org.jbgp.daemon.reload.Reconfiguration;
import org.jbgp.daemon.router.Router;
import org.jbgp.daemon.router.RouterControl;
import org.jbgp.daemon.router.RouterFilters;
import org.jbgp.daemon.router.RouterGauges;
import org.jbgp.daemon.shards.SystemThreads;
import org.jbgp.daemon.shards.TaskThread;
import org.jbgp.kernel.FilePages;
import org.jbgp.kernel.KernelFib;
import org.jbgp.kernel.NativeHeap;
import org.jbgp.kernel.netlink.KernelException;

/**
 * All of the daemon but its configuration. It is made while the configuration is read, on a thread beside, and does
 * nothing that others could see before {@link #serve}: a configuration with errors leaves no trace.
 */
final class Daemon {
    private static final Logger log = LogManager.getLogger(Daemon.class);

    /** Exit status of a process that ends because it cannot go on. */
    private static final int FAILED = 3;

    /** Bytes: filters and configurations nest. */
    private static final long STACK = 32L << 20;

    private final CommandLine options;
    private final LongWork longWork;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final int threads;
    private final EpollBgpNetwork network;
    private final ScheduledExecutorService timer = new TaskThread("timer", STACK);
    /** Has its thread only once there is something to reload. */
    private final ExecutorService reloads = new TaskThread("reload", STACK);

    private final Starter starter;
    private final Starter.Reports reports;
    private final LogPlan logPlan;
    private final DaemonLog daemonLog;
    private final Router router;
    private final Reconfiguration reconfiguration;
    private final RouterControl control;
    private final ControlServer server;
    private final FurtherSockets furtherSockets;
    private final HttpServices http;
    private final Watchdog watchdog;
    /** The timer's. */
    private final LookPace pace = new LookPace();

    private final NextCollection collection = new NextCollection(() -> timer.execute(this::stirred));
    private HeapTrim trim;
    private ScheduledFuture<?> nextLook;
    /** Milliseconds from the last look to the next. */
    private long planned;

    private volatile boolean abandoned;

    /**
     * Makes it; returns when the interfaces are known.
     *
     * @param version what runs
     * @param loader reads configurations after the first
     * @param threads see {@link RouterOptions#threads}
     * @param daemonLog its log
     * @param longWork where the loader lists what it reads, and the router what takes long
     */
    Daemon(
            CommandLine options,
            Starter starter,
            Version version,
            Function<Path, LoadResult> loader,
            int threads,
            DaemonLog daemonLog,
            LongWork longWork)
            throws IOException, KernelException, InterruptedException {
        this.options = options;
        this.starter = starter;
        this.threads = threads;
        this.daemonLog = daemonLog;
        this.longWork = longWork;
        network = new EpollBgpNetwork(threads == 0 ? standardLoops() : Math.max(1, threads - shards(threads)));
        reports = starter.reports(network.eventLoops());
        logPlan = LogPlan.of(options, starter);
        BfdHelper.Maker helpers = BfdHelper.Maker.ofProcesses(
                options.controlSocket(), Version.running().own());
        router = new Router(routerPorts(), timer, helpers, this::configured);
        router.start();
        reconfiguration = new Reconfiguration(router.queue(), router, options.configuration(), loader, this::obstacle);
        control = new RouterControl(
                router,
                reconfiguration,
                () -> new RouterStatus.Versions(version.own(), version.asBird(face())),
                () -> timer.execute(this::stop),
                this::depart);
        TableReader tables = new TableReader(router);
        ControlPorts ports = new ControlPorts(control, tables, control, daemonLog.tap(), router.history());
        server = ControlServer.unbound(options.controlSocket(), ports, this::style);
        furtherSockets = new FurtherSockets(ports, this::style);
        http = new HttpServices(control, tables, router.history(), new RouterGauges(router));
        watchdog = new Watchdog(
                router.threads(), Uptime::nanos, () -> Runtime.getRuntime().halt(FAILED));
    }

    private Optional<String> obstacle(Configuration configuration) {
        List<Problem> missing = KernelNeeds.OF_THIS_MACHINE.missing(configuration);
        return missing.isEmpty()
                ? logPlan.obstacle(configuration)
                : Optional.of(missing.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    }

    DaemonLog daemonLog() {
        return daemonLog;
    }

    /** Ends what was made; {@link #serve} was not called. The log stays. */
    void discard() throws IOException, InterruptedException {
        server.discard();
        router.close();
        endThreads();
    }

    private void endThreads() {
        watchdog.configure(Stalls.NONE);
        collection.close();
        // By itself, so that none of its tasks is under way then, which would find no place for the next one.
        timer.execute(timer::shutdownNow);
        reloads.shutdownNow();
    }

    /**
     * Whoever stood for the router was killed: it ends as if its own process had been, without a word to neighbors, and
     * leaves what is in the kernel. Any thread.
     */
    void abandon() {
        abandoned = true;
        ended.countDown();
    }

    /**
     * Puts the first configuration in force; returns when the daemon was ordered to stop, and has.
     *
     * @param signals the signals of this process
     */
    void serve(Configuration configuration, Signals signals) throws IOException, InterruptedException {
        if (!signals.hold()) {
            discard();
            return;
        }
        // Without a free file descriptor no class can be loaded: what is needed then is loaded before.
        var _ = List.of(SystemWords.class, SocketErrors.class, FilePages.class);
        server.bind();
        Optional<PidFile> pidFile = Optional.empty();
        try {
            if (options.pidFile().isPresent()) {
                pidFile = Optional.of(PidFile.write(options.pidFile().get(), starter.processId()));
            }
            http.open(configuration.router().http());
            router.queue().start(configuration).join();
            // Not before: a client that was greeted may ask for everything in the configuration.
            server.serve();
            furtherSockets.serve();
            http.serve();
            network.listening().join();
            log.info("Started");
            trim = HeapTrim.ofThisProcess(router::heldBytes, router::rest, Daemon::releasePages);
            timer.execute(() -> lookIn(pace.after(false)));
            var _ = timer.scheduleWithFixedDelay(() -> trim.untouched(Daemon::releaseAgain), 10, 60, TimeUnit.SECONDS);
            reports.patience().ifPresent(this::reportAlive);
            reports.ready();
            signals.deliver(
                    reloads,
                    () -> {
                        log.info("Reconfiguration requested by SIGHUP");
                        reconfiguration.configure(new ConfigureRequest(null, ConfigureRequest.Mode.APPLY, null));
                    },
                    timer,
                    signal -> {
                        log.info("Shutting down: {}", signal);
                        reports.stopping();
                        stop();
                    });
            ended.await();
            if (abandoned) {
                daemonLog.close();
                router.abandon();
            }
        } finally {
            server.close();
            furtherSockets.close();
            http.close();
            pidFile.ifPresent(PidFile::close);
        }
        if (!abandoned) {
            router.close();
            log.info("Shutdown completed");
            daemonLog.close();
        }
        endThreads();
    }

    private void lookIn(long millis) {
        planned = millis;
        nextLook = timer.schedule(this::look, millis, TimeUnit.MILLISECONDS);
    }

    private void look() {
        boolean quiet = false;
        try {
            watchdog.look(TimeUnit.MILLISECONDS.toNanos(planned));
            router.watchMemory();
            quiet = trim.sample();
        } finally {
            lookIn(pace.after(quiet));
            if (pace.rests()) {
                collection.await();
            }
        }
    }

    /** Something was allocated: there may be something to look at. */
    private void stirred() {
        pace.stir();
        nextLook.cancel(false);
        look();
    }

    /** What a start or a burst has touched is not kept in memory by this process. */
    private static void releasePages() {
        NativeHeap.trim();
        try {
            FilePages.release();
        } catch (IOException e) {
            log.debug("pages of files stay", e);
        }
    }

    /** The same for what has gathered since, of all routers of this process. */
    private static void releaseAgain() {
        try {
            if (FilePages.releaseAgain() > 0) {
                NativeHeap.trim();
            }
        } catch (IOException e) {
            log.debug("pages of files stay", e);
        }
    }

    /** To a service manager that waits no longer than this for the next report. */
    private void reportAlive(long patienceNanos) {
        watchdog.supervise();
        long period = patienceNanos / 4;
        var _ = timer.scheduleWithFixedDelay(
                () -> {
                    if (watchdog.answered(patienceNanos / 2)) {
                        reports.alive();
                    }
                },
                period,
                period,
                TimeUnit.NANOSECONDS);
    }

    /** A configuration comes into force. */
    private void configured(Configuration configuration) {
        configureLog(configuration);
        if (configuration.router().threads() != threads) {
            log.warn(
                    "The number of threads holds from the next start: {} now, {} then",
                    threads == 0 ? "as many as cores" : threads,
                    configuration.router().threads() == 0
                            ? "as many as cores"
                            : configuration.router().threads());
        }
        watchdog.configure(configuration.router().reports().stalls());
        furtherSockets.want(configuration.router().services().controlSockets());
        // Pages wait for this thread.
        timer.execute(() -> http.want(configuration.router().http()));
    }

    private void configureLog(Configuration configuration) {
        daemonLog
                .configure(
                        logPlan.targets(configuration),
                        configuration.router().timeFormats().log(),
                        configuration.router().hostname().orElseGet(Daemon::hostname))
                .forEach(problem -> log.warn("{}", problem));
    }

    /** Leaves neighbors and kernel as they are; of several routers of this process the others stay. */
    private void depart() {
        if (starter.goesOn()) {
            abandon();
        } else {
            // Not exit: its hooks are an orderly shutdown, which sends NOTIFICATIONs and removes routes from the
            // kernel.
            Runtime.getRuntime().halt(0);
        }
    }

    private void stop() {
        var _ = router.shutdown().orTimeout(15, TimeUnit.SECONDS).handle((ignored, error) -> {
            ended.countDown();
            return null;
        });
    }

    private RouterPorts routerPorts() throws KernelException {
        ByteBufAllocator allocator = UnpooledByteBufAllocator.DEFAULT;
        return new RouterPorts(
                new RouterPorts.Work(InstantSource.system(), new SystemThreads(), shards(threads), longWork),
                hostname(),
                network,
                new NetlinkPort(KernelFib.open()),
                RouterFilters.reportingTo(new RateLimitedPolicyLog(new LoggedFilters(), System::nanoTime, 20, 5)),
                allocator,
                options.recover());
    }

    private static int shards(int threads) {
        return threads == 0
                ? Integer.getInteger(
                        "jbgpd.shards", Math.max(1, Runtime.getRuntime().availableProcessors() / 2))
                : Math.max(1, threads / 2);
    }

    private static int standardLoops() {
        return Integer.getInteger(
                "jbgpd.loops", Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    }

    /** Replies go with what the greeting says: who reads a version of BIRD parses its replies. */
    private ControlStyle style() {
        return switch (face()) {
            case JBGPD -> ControlStyle.BIRD_2;
            case BIRD_3 -> ControlStyle.BIRD_3;
            case CALICO -> options.program().equals("bird6") ? ControlStyle.BIRD_1_6_IPV6 : ControlStyle.BIRD_1_6;
        };
    }

    private Version.Face face() {
        if (!options.isBird()) {
            return Version.Face.JBGPD;
        }
        Configuration present = router.configuration();
        return present == null || present.dialect().isFlat() ? Version.Face.CALICO : Version.Face.BIRD_3;
    }

    /** As the kernel has it: no name service is asked, which might take its time. */
    private static String hostname() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
