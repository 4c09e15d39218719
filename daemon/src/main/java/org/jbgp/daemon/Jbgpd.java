package org.jbgp.daemon;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.ConfigurationLoader;
import org.jbgp.config.LoadResult;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.model.Dialect;
import org.jbgp.config.model.HttpListen;
import org.jbgp.config.model.LogClass;
import org.jbgp.config.model.LogTarget;
import org.jbgp.daemon.control.ControlPorts;
import org.jbgp.daemon.control.ControlServer;
import org.jbgp.daemon.control.ControlStyle;
import org.jbgp.daemon.control.log.DaemonLog;
import org.jbgp.daemon.control.view.RouterCommands.ConfigureRequest;
import org.jbgp.daemon.metrics.MetricsService;
import org.jbgp.daemon.net.EpollBgpNetwork;
import org.jbgp.daemon.policy.ConfiguredValidity;
import org.jbgp.daemon.policy.Policies;
import org.jbgp.daemon.policy.PolicyCache;
import org.jbgp.daemon.policy.RateLimitedPolicyLog;
import org.jbgp.daemon.router.ConfiguredFilters;
import org.jbgp.daemon.router.LoggedFilters;
import org.jbgp.daemon.router.Reconfiguration;
import org.jbgp.daemon.router.Router;
import org.jbgp.daemon.router.RouterControl;
import org.jbgp.daemon.router.RouterGauges;
import org.jbgp.daemon.router.StaticAttributes;
import org.jbgp.daemon.router.TableReader;
import org.jbgp.kernel.KernelException;
import org.jbgp.kernel.KernelFib;

/** The daemon's main class: wiring only. */
public final class Jbgpd {
    /** What follows the word BIRD in the greeting: tools look at the major version. */
    static final String VERSION = "2.0.12-jbgpd-0.1.0";

    private static final Logger log = LogManager.getLogger(Jbgpd.class);

    private final CommandLine options;
    private final CountDownLatch ended = new CountDownLatch(1);

    private Jbgpd(CommandLine options) {
        this.options = options;
    }

    /** Runs the daemon until it is told to stop; the exit code is 0 after an orderly stop, 1 if it could not start. */
    public static void main(String[] arguments) {
        Signals signals = Signals.install();
        String program = System.getProperty("jbgpd.program", "jbgpd");
        switch (CommandLine.parse(program, VERSION, arguments)) {
            case CommandLine.Outcome.Print(String text, int code) -> {
                error().print(text);
                error().flush();
                System.exit(code);
            }
            case CommandLine.Outcome.Run(CommandLine options) -> System.exit(new Jbgpd(options).run(signals));
        }
    }

    /** Where BIRD says what keeps it from starting. */
    private static PrintStream error() {
        return System.err;
    }

    /** Where the outcome of {@code --test} goes: it is what was asked for, not a message. */
    private static PrintStream report() {
        return new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    }

    private int run(Signals signals) {
        try {
            LoadResult loaded = load(options.configuration());
            loaded.warnings()
                    .forEach(warning -> error().println(warning.position() + " warning: " + warning.message()));
            loaded.errors().forEach(problem -> error().println(problem));
            if (options.test()) {
                return SuiteCommand.run(loaded, report());
            }
            if (loaded.configuration().isEmpty()) {
                return 1;
            }
            if (options.parseOnly()) {
                return 0;
            }
            Optional<String> wrongUser = Privileges.problem(options);
            if (wrongUser.isPresent()) {
                error().println(wrongUser.get());
                return 1;
            }
            ControlServer.refuseSecondDaemon(options.controlSocket());
            serve(loaded.configuration().get(), signals);
            return 0;
        } catch (IOException e) {
            error().println(options.program() + ": " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private LoadResult load(Path file) {
        return switch (options.program()) {
            case "bird" -> ConfigurationLoader.load(file, Dialect.BIRD_1_6_IPV4);
            case "bird6" -> ConfigurationLoader.load(file, Dialect.BIRD_1_6_IPV6);
            default -> ConfigurationLoader.load(file);
        };
    }

    private void serve(Configuration configuration, Signals signals)
            throws IOException, KernelException, InterruptedException {
        EpollBgpNetwork network = new EpollBgpNetwork(loops());
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("timer").stackSize(32L << 20).daemon().factory());
        Router router = new Router(ports(network));
        router.start();
        DaemonLog daemonLog = DaemonLog.install(options.program(), options.staysInForeground());
        Reconfiguration reconfiguration = new Reconfiguration(
                router, options.configuration(), this::load, next -> configureLog(daemonLog, next), timer);
        RouterControl control = new RouterControl(
                router, reconfiguration, VERSION, hostname(), () -> timer.execute(() -> stop(router)));
        ControlPorts ports = new ControlPorts(control, new TableReader(router), control, daemonLog.tap());
        ServiceManager manager = new ServiceManager(Map.copyOf(System.getenv()), network.eventLoops());
        PidFile pidFile =
                options.pidFile().isPresent() ? PidFile.write(options.pidFile().get()) : null;
        ControlServer server = ControlServer.open(options.controlSocket(), ports, style());
        Optional<MetricsService> metrics = metrics(configuration, control, router);
        try {
            reconfiguration.start(configuration).join();
            network.listening().join();
            log.info("Started");
            HeapTrim trim = HeapTrim.ofThisProcess();
            var _ = timer.scheduleWithFixedDelay(trim::sample, 500, 500, TimeUnit.MILLISECONDS);
            manager.ready();
            signals.deliver(
                    timer,
                    () -> {
                        log.info("Reconfiguration requested by SIGHUP");
                        reconfiguration.configure(new ConfigureRequest(null, ConfigureRequest.Mode.APPLY, null));
                    },
                    signal -> {
                        log.info("Shutting down: {}", signal);
                        manager.stopping();
                        stop(router);
                    });
            ended.await();
        } finally {
            server.close();
            metrics.ifPresent(MetricsService::close);
            if (pidFile != null) {
                pidFile.close();
            }
        }
        router.close();
        log.info("Shutdown completed");
        daemonLog.close();
    }

    /** Metrics if the configuration asks for them; a change of the address needs a restart. */
    private static Optional<MetricsService> metrics(Configuration configuration, RouterControl control, Router router)
            throws IOException {
        Optional<HttpListen> http = configuration.router().http();
        if (http.isEmpty()) {
            return Optional.empty();
        }
        InetSocketAddress address = new InetSocketAddress(
                http.get().address().toString(), http.get().port());
        return Optional.of(MetricsService.open(address, control, new RouterGauges(router)));
    }

    private void configureLog(DaemonLog daemonLog, Configuration configuration) {
        List<LogTarget> targets = new ArrayList<>(configuration.logs());
        // -d and -D add to what the file says, as in BIRD.
        if (options.debug() && !targets.isEmpty()) {
            targets.add(new LogTarget(new LogTarget.Stderr(), EnumSet.allOf(LogClass.class)));
        }
        options.debugFile()
                .ifPresent(file -> targets.add(new LogTarget(
                        new LogTarget.File(file.toString(), 0, Optional.empty()), EnumSet.allOf(LogClass.class))));
        daemonLog
                .configure(targets, configuration.router().timeFormats().log(), hostname())
                .forEach(problem -> log.warn("{}", problem));
    }

    private void stop(Router router) {
        var _ = router.shutdown().orTimeout(15, TimeUnit.SECONDS).handle((ignored, error) -> {
            ended.countDown();
            return null;
        });
    }

    private Router.Ports ports(EpollBgpNetwork network) throws KernelException {
        ByteBufAllocator allocator = UnpooledByteBufAllocator.DEFAULT;
        PolicyCache compiled = new PolicyCache();
        return new Router.Ports(
                InstantSource.system(),
                Integer.getInteger(
                        "jbgpd.shards", Math.max(1, Runtime.getRuntime().availableProcessors() / 2)),
                network,
                KernelFib.open(),
                configuration -> {
                    compiled.turn();
                    ConfiguredValidity validity = new ConfiguredValidity(configuration);
                    return new ConfiguredFilters(
                            new Policies(validity, compiled)::of, new StaticAttributes(new Policies(validity)));
                },
                new RateLimitedPolicyLog(new LoggedFilters(), System::nanoTime, 20, 5),
                allocator,
                options.recover());
    }

    private static int loops() {
        return Integer.getInteger(
                "jbgpd.loops", Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    }

    private ControlStyle style() {
        return options.program().startsWith("bird") ? ControlStyle.BIRD_1_6 : ControlStyle.BIRD_2;
    }

    private static String hostname() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
