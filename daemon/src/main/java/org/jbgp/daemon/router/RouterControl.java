package org.jbgp.daemon.router;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.CommandLanguage;
import org.jbgp.config.base.DebugFlag;
import org.jbgp.config.base.TableConfig;
import org.jbgp.config.filter.run.FilterException;
import org.jbgp.config.filter.tree.Expression;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.model.StaticConfig;
import org.jbgp.config.model.StaticRoute;
import org.jbgp.config.model.router.TimeFormats;
import org.jbgp.daemon.bfd.BfdInstance;
import org.jbgp.daemon.bgp.BgpInstance;
import org.jbgp.daemon.control.view.BfdStatus;
import org.jbgp.daemon.control.view.InterfaceStatus;
import org.jbgp.daemon.control.view.MrtOrder;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RouterCommands;
import org.jbgp.daemon.control.view.RouterLoad;
import org.jbgp.daemon.control.view.RouterMeters;
import org.jbgp.daemon.control.view.RouterStatus;
import org.jbgp.daemon.control.view.RouterView;
import org.jbgp.daemon.heap.MemoryGuard;
import org.jbgp.daemon.instance.Conversions;
import org.jbgp.daemon.instance.ProtocolInstance;
import org.jbgp.daemon.instance.Readings;
import org.jbgp.daemon.progress.Progress;
import org.jbgp.daemon.protocol.InterfaceAddress;
import org.jbgp.daemon.protocol.NetworkInterface;
import org.jbgp.daemon.protocol.StaticProtocol;
import org.jbgp.daemon.reload.Reconfiguration;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.store.Prefixes;
import org.jbgp.daemon.shards.ShardPool;
import org.jbgp.daemon.shards.TaskThread;
import org.jbgp.kernel.KernelIp;
import org.jbgp.kernel.KernelLink;

/** The router as the control room sees it. Any thread. */
public final class RouterControl implements RouterView, RouterCommands {
    private static final Logger log = LogManager.getLogger(RouterControl.class);

    private final Router router;
    private final Reconfiguration reconfiguration;
    private final Supplier<RouterStatus.Versions> versions;
    private final Runnable shutdown;
    private final Runnable departure;

    /**
     * @param versions what runs, and what it calls itself at present
     * @param shutdown begins an orderly shutdown
     * @param departure ends the router without a word to neighbors and kernel
     */
    public RouterControl(
            Router router,
            Reconfiguration reconfiguration,
            Supplier<RouterStatus.Versions> versions,
            Runnable shutdown,
            Runnable departure) {
        this.router = router;
        this.reconfiguration = reconfiguration;
        this.versions = versions;
        this.shutdown = shutdown;
        this.departure = departure;
    }

    @Override
    public RouterStatus status() {
        return new RouterStatus(
                versions.get(),
                router.routerId(),
                router.configurations().hostname().isEmpty()
                        ? null
                        : router.configurations().hostname(),
                new RouterStatus.Times(router.clock().instant(), router.booted(), router.configured()),
                router.recoveryStatus(),
                router.phase(),
                new RouterStatus.Pending(
                        reconfiguration.file().toString(),
                        router.queue().undoIn().orElse(null),
                        router.queue().hasQueued(),
                        router.queue().undone().orElse(null)));
    }

    @Override
    public List<ProtocolStatus> protocols() {
        return router.protocols();
    }

    @Override
    public List<InterfaceStatus> interfaces() {
        return router.interfaces().all().stream().map(this::status).toList();
    }

    private InterfaceStatus status(NetworkInterface link) {
        KernelLink kernel = link.link();
        Set<InterfaceStatus.Flag> flags = new LinkedHashSet<>();
        // As BIRD reads them: a loopback is neither broadcast nor point-to-point, whatever else the kernel says of a
        // link.
        boolean pointToPoint = kernel.pointToPoint() && !kernel.loopback();
        boolean broadcast = kernel.broadcast() && !kernel.loopback() && !pointToPoint;
        flag(flags, !pointToPoint, InterfaceStatus.Flag.MULTI_ACCESS);
        flag(flags, broadcast, InterfaceStatus.Flag.BROADCAST);
        flag(flags, broadcast || pointToPoint || kernel.multicast(), InterfaceStatus.Flag.MULTICAST);
        flag(flags, kernel.adminUp(), InterfaceStatus.Flag.ADMIN_UP);
        flag(flags, kernel.carrier(), InterfaceStatus.Flag.LINK_UP);
        flag(flags, kernel.loopback(), InterfaceStatus.Flag.LOOPBACK);
        flag(flags, kernel.loopback(), InterfaceStatus.Flag.IGNORED);
        String master = kernel.master() == 0 ? null : router.interfaces().nameOf(kernel.master());
        List<InterfaceStatus.Address> addresses = new ArrayList<>();
        Set<Integer> preferred = new LinkedHashSet<>();
        for (InterfaceAddress address : link.addresses()) {
            InterfaceStatus.Rank rank = address.kernel().secondary()
                    ? InterfaceStatus.Rank.SECONDARY
                    : preferred.add(address.family().bits())
                            ? InterfaceStatus.Rank.PREFERRED
                            : InterfaceStatus.Rank.NONE;
            KernelIp opposite = address.opposite();
            addresses.add(new InterfaceStatus.Address(
                    Prefixes.address(
                            address.family(),
                            address.address().hi(),
                            address.address().lo()),
                    address.prefixLength(),
                    rank,
                    opposite == null ? null : Prefixes.address(address.family(), opposite.hi(), opposite.lo()),
                    address.scope().label()));
        }
        return new InterfaceStatus(link.name(), link.index(), link.up(), master, flags, kernel.mtu(), addresses);
    }

    private static void flag(Set<InterfaceStatus.Flag> flags, boolean set, InterfaceStatus.Flag flag) {
        if (set) {
            flags.add(flag);
        }
    }

    @Override
    public RouterLoad load() {
        Readings readings = router.readings();
        Map<String, Integer> depths = router.queueDepths();
        MemoryGuard memory = router.memory();
        return new RouterLoad(
                readings.neighbors().stream().map(RouterControl::load).toList(),
                new RouterLoad.Queues(router.shards().size(), depths.get("shards"), depths.get("kernel")),
                new RouterLoad.Kernel(readings.added(), readings.replaced(), readings.removed(), readings.refusedNow()),
                new RouterLoad.Heap(memory.used(), memory.budget().most()));
    }

    private static RouterLoad.Neighbor load(RouterMeters.Neighbor neighbor) {
        RouterMeters.Work work = neighbor.work();
        return new RouterLoad.Neighbor(
                neighbor.protocol(),
                new RouterLoad.Updates(
                        neighbor.received().updates(), neighbor.sent().updates()),
                neighbor.queuedBytes(),
                new RouterLoad.Work(
                        Duration.ofNanos(work.decode()),
                        Duration.ofNanos(work.importing()),
                        Duration.ofNanos(work.exporting())));
    }

    @Override
    public List<Progress> progress() {
        return router.progress();
    }

    @Override
    public List<MemoryUse> memory() {
        ShardPool shards = router.shards();
        long paths = 0;
        long attributes = 0;
        for (int i = 0; i < shards.size(); i++) {
            Shard shard = shards.peek(i);
            paths += shard.pathBytes();
            attributes += shard.attributes().bytes();
        }
        return List.of(new MemoryUse("Routing tables", paths, 0), new MemoryUse("Route attributes", attributes, 0));
    }

    @Override
    public List<Symbol> symbols() {
        Configuration configuration = router.configuration();
        List<Symbol> symbols = new ArrayList<>();
        for (TableConfig table : configuration.tables()) {
            boolean separate = configuration.dialect().isFlat() && table.kind() == TableConfig.Kind.ROA;
            symbols.add(new Symbol(table.name(), separate ? "ROA table" : "routing table"));
        }
        for (ProtocolConfig protocol : configuration.protocols()) {
            symbols.add(new Symbol(protocol.name(), "protocol"));
        }
        configuration.templates().forEach(name -> symbols.add(new Symbol(name, "protocol template")));
        configuration.filters().kinds().forEach((name, kind) -> symbols.add(new Symbol(name, kind)));
        return symbols;
    }

    @Override
    public CommandLanguage language() {
        return new CommandLanguage(router.configuration());
    }

    @Override
    public Evaluation evaluate(Expression expression) {
        try {
            return new Evaluation(router.commandPolicies().evaluate(expression, router.policyLog()), false);
        } catch (FilterException e) {
            return new Evaluation(e.getMessage(), true);
        }
    }

    @Override
    public boolean keepsReceived(String protocol, String channel) {
        return router.configuration().protocol(protocol).stream()
                .flatMap(config -> config.channels().stream())
                .filter(config -> config.name().equals(channel))
                .anyMatch(
                        config -> config.bgp().map(bgp -> bgp.kept().imported()).orElse(false));
    }

    @Override
    public List<String> authorisationTables() {
        return router.configuration().tables().stream()
                .filter(table -> table.kind() == TableConfig.Kind.ROA)
                .map(TableConfig::name)
                .toList();
    }

    @Override
    public void authorisations(String table, Filter filter, AuthorisationReader reader) throws IOException {
        try {
            router.commandPolicies().authorizations(table, filter, each -> {
                try {
                    reader.authorisation(new Authorisation(
                            each.roa(),
                            each.aspa(),
                            each.protocol(),
                            each.kind().label(),
                            each.preference(),
                            each.best()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public List<BfdStatus> bfd() {
        return instances(BfdInstance.class, BfdInstance::bfdStatus);
    }

    @Override
    public List<String> aoKeys() {
        return instances(BgpInstance.class, BgpInstance::aoSockets).stream()
                .flatMap(List::stream)
                .toList();
    }

    /** Asks all instances of a kind, and waits for their answers. */
    private <I extends ProtocolInstance, T> List<T> instances(
            Class<I> kind, Function<I, CompletableFuture<T>> question) {
        List<CompletableFuture<T>> asked = onControlThread(() -> router.instances().all().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .map(question)
                .toList());
        return asked.stream().map(CompletableFuture::join).toList();
    }

    private <T> T onControlThread(Supplier<T> question) {
        return TaskThread.supply(question, router.controlThread()).join();
    }

    @Override
    public List<StaticConfig> statics() {
        return router.configuration().protocols().stream()
                .filter(StaticConfig.class::isInstance)
                .map(StaticConfig.class::cast)
                .toList();
    }

    @Override
    public Optional<String> interfaceOf(StaticConfig protocol, StaticRoute.NextHop way) {
        return StaticProtocol.interfaceOf(
                        router.interfaces().within(protocol.common().vrf()), way)
                .filter(link -> !way.bfd() || answers(way, link.index()))
                .map(NetworkInterface::name);
    }

    /** Whether the gateway of a static route has a BFD session on this interface that is up. */
    private boolean answers(StaticRoute.NextHop way, int linkIndex) {
        return way.gateway()
                .map(Conversions::kernelAddress)
                .map(gateway -> onControlThread(() -> router.bfd().answers(gateway, linkIndex)))
                .orElse(true);
    }

    @Override
    public TimeFormats timeFormats() {
        return router.configuration().router().timeFormats();
    }

    @Override
    public int debugCommands() {
        Configuration present = router.configuration();
        return present == null ? 0 : present.router().reports().commands();
    }

    @Override
    public List<String> customAttributes() {
        return router.configuration().filters().customAttributes();
    }

    @Override
    public ConfigureResult configure(ConfigureRequest request) {
        return reconfiguration.configure(request);
    }

    @Override
    public PlanResult plan(PlanRequest request) {
        return reconfiguration.plan(request);
    }

    @Override
    public ConfigureResult apply(String plan, Duration undoAfter) {
        return reconfiguration.apply(plan, undoAfter);
    }

    @Override
    public Changes changes() {
        return reconfiguration.changes();
    }

    @Override
    public ConfigureResult confirm() {
        return router.queue().confirm();
    }

    @Override
    public ConfigureResult undo() {
        return router.queue().undo();
    }

    @Override
    public Outcome enable(String protocol, String message) {
        return outcome(router.orders().enable(protocol, message));
    }

    @Override
    public Outcome disable(String protocol, String message) {
        return outcome(router.orders().disable(protocol, message));
    }

    @Override
    public Outcome restart(String protocol, String message) {
        return outcome(router.orders().restart(protocol, message));
    }

    @Override
    public Outcome drain(String protocol, boolean begins) {
        return outcome(router.orders().drain(protocol, begins));
    }

    @Override
    public Outcome reload(String protocol, Direction direction) {
        return outcome(router.orders().reload(protocol, direction));
    }

    @Override
    public Outcome debug(String protocol, Set<DebugFlag> flags) {
        return outcome(router.orders().debug(protocol, flags));
    }

    private static Outcome outcome(CompletableFuture<Outcome> future) {
        return future.orTimeout(Duration.ofSeconds(10).toSeconds(), TimeUnit.SECONDS)
                .exceptionally(error -> {
                    log.error("internal error while a protocol was changed", error);
                    return Outcome.REFUSED;
                })
                .join();
    }

    @Override
    public Outcome mrtdump(String protocol, Set<DebugFlag> flags) {
        return outcome(router.orders().mrtdump(protocol, flags));
    }

    @Override
    public List<String> dump(MrtOrder order) {
        return router.tableDumps().run(order, () -> false).problems();
    }

    @Override
    public void gracefulRestart() {
        log.info("Ending for a graceful restart");
        departure.run();
    }

    @Override
    public void shutdown() {
        shutdown.run();
    }
}
