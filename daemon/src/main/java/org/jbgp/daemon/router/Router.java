package org.jbgp.daemon.router;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jbgp.config.base.SettleTime;
import org.jbgp.config.base.TableConfig;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.model.ProtocolCommon;
import org.jbgp.daemon.bfd.BfdRequests;
import org.jbgp.daemon.bfd.helper.BfdHelper;
import org.jbgp.daemon.bgp.DynamicNeighbors;
import org.jbgp.daemon.bgp.ExportGroups;
import org.jbgp.daemon.control.view.PastEvent;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RoutePlan;
import org.jbgp.daemon.control.view.RouterStatus;
import org.jbgp.daemon.discovery.NeighborTables;
import org.jbgp.daemon.heap.MemoryBudget;
import org.jbgp.daemon.heap.MemoryGuard;
import org.jbgp.daemon.heap.ProcessHeap;
import org.jbgp.daemon.history.HistoryStore;
import org.jbgp.daemon.instance.Assembly;
import org.jbgp.daemon.instance.Debugging;
import org.jbgp.daemon.instance.Instances;
import org.jbgp.daemon.instance.Readings;
import org.jbgp.daemon.instance.Recovery;
import org.jbgp.daemon.instance.RefusedRouteLog;
import org.jbgp.daemon.instance.ReloadPlan;
import org.jbgp.daemon.instance.Revalidator;
import org.jbgp.daemon.instance.RouterPorts;
import org.jbgp.daemon.kernel.KernelThread;
import org.jbgp.daemon.monitor.Monitoring;
import org.jbgp.daemon.mrt.TableDumps;
import org.jbgp.daemon.mrt.UpdateDump;
import org.jbgp.daemon.net.Visitor;
import org.jbgp.daemon.nexthop.Neighborhood;
import org.jbgp.daemon.nexthop.NextHopResolver;
import org.jbgp.daemon.policy.LinkView;
import org.jbgp.daemon.policy.PolicyLog;
import org.jbgp.daemon.policy.compile.CommandPolicies;
import org.jbgp.daemon.policy.validity.ChangedAuthorizations;
import org.jbgp.daemon.progress.LongWork;
import org.jbgp.daemon.progress.Movements;
import org.jbgp.daemon.progress.Progress;
import org.jbgp.daemon.protocol.InterfaceChanges;
import org.jbgp.daemon.protocol.InterfaceTable;
import org.jbgp.daemon.query.QueriedRouter;
import org.jbgp.daemon.query.RouteClock;
import org.jbgp.daemon.reload.ConfigurationQueue;
import org.jbgp.daemon.reload.Configurations;
import org.jbgp.daemon.reload.GuardCounts;
import org.jbgp.daemon.reload.Reconfiguration;
import org.jbgp.daemon.reload.TableBlocks;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.rib.nexthop.ResolutionDomain;
import org.jbgp.daemon.rpki.RpkiLoop;
import org.jbgp.daemon.session.WireObserver;
import org.jbgp.daemon.shards.ShardPool;
import org.jbgp.daemon.shards.ShardWorker;
import org.jbgp.daemon.shards.TaskThread;

/**
 * One running router: tables, protocol instances and the threads they live on, from one configuration to the next. What
 * is not said otherwise may be called from any thread; decisions are taken on the control thread.
 */
public final class Router implements QueriedRouter, Reconfiguration.Planner {
    private final RouterPorts ports;
    private final ScheduledExecutorService control;
    private final KernelThread kernel;
    private final NextHopResolver resolver;
    private final ShardPool shards;
    private final Instances instances;
    private final InstanceHost host;
    private final Recovery recovery;
    private final Configurations configurations;
    private final ConfigurationQueue queue;
    private final ProtocolOrders orders;
    private final RpkiLoop caches = new RpkiLoop();
    private final MemoryGuard memory;
    private final Revalidator revalidator;
    private final TableBlocks blocks = new TableBlocks(this::revalidate);
    private final Monitoring monitoring;
    private final HistoryStore history;
    private final Instant booted;
    private final RouteClock routeClock;
    private final RouterProgress progress;
    /** Null until a configuration asks for it; control thread. */
    private UpdateDump updates;

    private final BfdRequests bfd;
    private final DynamicNeighbors dynamic = new DynamicNeighbors(new RangeGuests(this));
    private final NeighborTables neighborTables = new NeighborTables(() -> queueReview());

    /**
     * @param timer a thread for what waits, other than the router's own
     * @param helpers of BFD protocols
     * @param whenApplied see {@link ConfigurationQueue}
     */
    public Router(
            RouterPorts ports,
            ScheduledExecutorService timer,
            BfdHelper.Maker helpers,
            Consumer<Configuration> whenApplied) {
        this.ports = ports;
        this.booted = ports.clock().instant();
        this.routeClock = new RouteClock(ports.clock(), ports.threads()::nanoTime);
        this.control = ports.threads().tasks("control", ShardWorker.STACK);
        this.bfd = new BfdRequests(control);
        this.instances = new Instances(control, ports.clock(), this::nanoTime);
        this.kernel = new KernelThread(ports.fib(), ports.threads());
        this.resolver = new NextHopResolver(control, this::connected);
        LinkView links = new LiveLinks(kernel::interfaces);
        this.shards = new ShardPool(
                ports.shards(),
                ports.threads(),
                number -> new Shard(number, routeClock, links, ports.policyLog(), resolver));
        this.history = new HistoryStore(shards, routeClock);
        this.monitoring = new Monitoring(history);
        history.markBy(new ArrivalMarks(control, instances::all, shards));
        RefusedRouteLog refused = new RefusedRouteLog();
        shards.each(shard -> shard.reportRefused(refused));
        resolver.warn(kernel);
        resolver.start(shards);
        this.memory = new MemoryGuard(
                new ProcessHeap(),
                new MemoryBudget(ports.threads().heap()),
                new NeighborMemory(this),
                task -> Thread.ofPlatform().name("memory").daemon().start(task));
        this.recovery = new Recovery(control, this::nanoTime);
        this.revalidator = new Revalidator(shards, instances::all, control, this::nanoTime, this::settleTime);
        this.host = new InstanceHost(this, ports);
        this.configurations = new Configurations(
                ports,
                control,
                kernel::interfaces,
                kernel,
                shards,
                instances,
                new InstanceFactory(this, host, ports, helpers),
                recovery,
                dynamic);
        configurations.report(new Configurations.Witness() {
            @Override
            public void reloads(String summary) {
                history.event(PastEvent.Kind.RELOAD, "", summary);
            }

            @Override
            public void tableGoes(String name) {
                history.tableGoes(name);
            }
        });
        this.progress = new RouterProgress(
                recovery,
                () -> onControlThread(() -> List.copyOf(instances.all())),
                shards,
                ports.longWork(),
                new Movements(this::nanoTime));
        this.queue = new ConfigurationQueue(this::apply, control, timer, whenApplied);
        this.orders = new ProtocolOrders(control, instances, configurations, queue);
        queue.guardBy(guard -> TaskThread.supply(() -> GuardCounts.broken(guard, instances.statuses()), control));
    }

    private SettleTime settleTime(String table) {
        return configuration().table(table).map(TableConfig::settle).orElse(SettleTime.USUAL);
    }

    /** Authorizations of a table have changed. Any thread. */
    void revalidate(ChangedAuthorizations changed) {
        if (configurations.judging()) {
            revalidator.changed(changed);
        }
    }

    /** Starts the kernel side; returns when the interfaces are known. */
    public void start() throws InterruptedException {
        kernel.start();
        kernel.execute(() -> kernel.device()
                .addListener(changes -> control.execute(() -> {
                    Debugging.interfaces(instances.all(), changes.before(), changes.now());
                    interfacesChanged(changes);
                })));
    }

    private void interfacesChanged(InterfaceChanges changes) {
        resolver.interfacesChanged(changes);
        instances.all().forEach(instance -> instance.interfacesChanged(changes));
        queueReview();
        var _ = shards.ask(shard -> shard.filters().interfacesChanged())
                .thenAcceptAsync(channels -> instances.importAgain(channels, configurations.channelNumbers()), control);
    }

    // ---- configuration --------------------------------------------------------------------------------------------

    private CompletableFuture<Void> apply(Configuration next, boolean soft) {
        if (updates == null && next.router().reports().mrtdump().file().isPresent()) {
            updates = new UpdateDump(ports.clock());
        }
        if (updates != null) {
            updates.configure(next.router().reports());
        }
        CompletableFuture<Void> applied = configurations.apply(next, soft);
        int rejected = next.router().reports().history().rejected();
        shards.each(shard -> shard.rejected().remember(rejected));
        history.configure(next.router().reports().history(), routeTables(next));
        blocks.apply(next, configurations.assembly().filters().live());
        return applied;
    }

    private Map<String, Integer> routeTables(Configuration of) {
        Map<String, Integer> numbers = new HashMap<>();
        for (TableConfig table : of.tables()) {
            if (table.kind() == TableConfig.Kind.ROUTES) {
                numbers.put(table.name(), configurations.assembly().table(table.name()));
            }
        }
        return numbers;
    }

    @Override
    public CompletableFuture<RoutePlan> routes(Configuration next, int most) {
        return configurations.routes(next, most);
    }

    @Override
    public CompletableFuture<ReloadPlan> plan(Configuration next, boolean soft) {
        return configurations.plan(next, soft);
    }

    /** Takes configurations, one after the other, and goes back to the one before. Any thread. */
    public ConfigurationQueue queue() {
        return queue;
    }

    /** The configuration in force and the way to the next; control thread. */
    Configurations configurations() {
        return configurations;
    }

    /** Somebody has dialled a range of neighbors. */
    void visited(String range, Visitor visitor) {
        control.execute(() -> queue.between(() -> dynamic.receive(range, visitor)));
    }

    private void queueReview() {
        queue.between(dynamic::review);
    }

    /** What is in the neighbor tables; control thread. */
    NeighborTables neighborTables() {
        return neighborTables;
    }

    /** The instances; control thread. */
    Instances instances() {
        return instances;
    }

    // ---- commands -------------------------------------------------------------------------------------------------

    /** The configuration in force, null before the first. */
    @Override
    public Configuration configuration() {
        Assembly present = configurations.assembly();
        return present == null ? null : present.configuration();
    }

    /** What operators order protocols to do. */
    public ProtocolOrders orders() {
        return orders;
    }

    /** All protocols in the order of the file. Does not wait for shards, sessions or the kernel. */
    public List<ProtocolStatus> protocols() {
        return onControlThread(instances::statuses);
    }

    @Override
    public <T> T atOneMoment(Function<QueriedRouter.Moment, T> question) {
        return onControlThread(() -> question.apply(new RouterMoment(configurations, instances)));
    }

    private <T> T onControlThread(Supplier<T> question) {
        return TaskThread.supply(question, control).join();
    }

    @Override
    public int routerId() {
        Assembly present = configurations.assembly();
        return present == null ? 0 : present.routerId();
    }

    public Instant booted() {
        return booted;
    }

    /** When the present configuration was applied. */
    public Instant configured() {
        return configurations.configured();
    }

    public RouterStatus.Phase phase() {
        return configurations.phase();
    }

    /** How far a graceful restart is, null when none is under way. */
    public RouterStatus.Recovery recoveryStatus() {
        return recovery.status();
    }

    /** The interfaces as last seen. */
    @Override
    public InterfaceTable interfaces() {
        return kernel.interfaces();
    }

    @Override
    public LongWork longWork() {
        return ports.longWork();
    }

    /** What takes long and is under way, the newest last. */
    public List<Progress> progress() {
        return progress.all();
    }

    /** Where running filters report. */
    @Override
    public PolicyLog policyLog() {
        return ports.policyLog();
    }

    /** Filters and expressions of commands, in the configuration in force. */
    CommandPolicies commandPolicies() {
        return configurations.assembly().filters().commands();
    }

    /** Counters of all instances at this moment, for metrics. */
    Readings readings() {
        return onControlThread(() -> {
            Readings readings = new Readings();
            instances.all().forEach(instance -> instance.measure(readings));
            return readings;
        });
    }

    /** Tasks waiting for shards and for the kernel, for metrics. */
    public Map<String, Integer> queueDepths() {
        return Map.of("shards", shards.queued(), "kernel", kernel.queued());
    }

    // ---- what instances use ---------------------------------------------------------------------------------------

    /** A burst of work is over: lets go of what is kept for the next one. Any thread. */
    public void rest() {
        shards.rest();
    }

    /** Bytes of the arrays that routes are kept in, a moment old. Any thread. */
    public long heldBytes() {
        long sum = 0;
        for (int shard = 0; shard < shards.size(); shard++) {
            sum += shards.peek(shard).heldBytes();
        }
        return sum;
    }

    /** What is remembered of changes. */
    public HistoryStore history() {
        return history;
    }

    /** The threads that do the router's work, by name; each runs tasks in the order they came. */
    public Map<String, Executor> threads() {
        Map<String, Executor> threads = new LinkedHashMap<>();
        threads.put("kernel", kernel);
        for (int shard = 0; shard < shards.size(); shard++) {
            threads.put("shard-" + shard, shards.executor(shard));
        }
        return threads;
    }

    /** The clock routes are dated by, put right. */
    @Override
    public RouteClock routeClock() {
        routeClock.adjust();
        return routeClock;
    }

    @Override
    public InstantSource clock() {
        return ports.clock();
    }

    @Override
    public ShardPool shards() {
        return shards;
    }

    /** The thread of caches, if there are any. */
    RpkiLoop caches() {
        return caches;
    }

    /** The export groups of a shard; on that shard. */
    public ExportGroups groups(int shard) {
        return host.groups(shard);
    }

    KernelThread kernel() {
        return kernel;
    }

    NextHopResolver resolver() {
        return resolver;
    }

    /** The recovery after a restart; control thread, but for what says otherwise. */
    Recovery recovery() {
        return recovery;
    }

    private org.jbgp.daemon.rib.nexthop.ResolvedNextHop connected(Address address, ResolutionDomain domain) {
        return Neighborhood.connected(
                kernel.interfaces().within(domain.vrf()),
                address,
                domain.interfaceIndex(),
                domain.mode() == ResolutionDomain.Mode.ONLINK);
    }

    /** Who wishes sessions of BFD. */
    BfdRequests bfd() {
        return bfd;
    }

    /** Who watches sessions and tables. */
    Monitoring monitoring() {
        return monitoring;
    }

    /** What watches the heap. Any thread. */
    public MemoryGuard memory() {
        return memory;
    }

    /** Looks whether the heap is fuller than it should be; call it twice a second or so. Any thread. */
    public void watchMemory() {
        memory.sample();
    }

    /** Who observes what a neighbor sends, null for nobody; control thread. */
    WireObserver observer(ProtocolCommon neighbor) {
        return updates == null ? null : updates.observer(neighbor);
    }

    /** What {@code mrtdump} does, null where it was never configured. */
    UpdateDump updateDump() {
        return onControlThread(() -> updates);
    }

    /** Who dumps tables. */
    TableDumps tableDumps() {
        return new TableDumps(this);
    }

    ScheduledExecutorService controlThread() {
        return control;
    }

    private long nanoTime() {
        return ports.threads().nanoTime();
    }

    // ---- end ------------------------------------------------------------------------------------------------------

    /**
     * Stops everything in order: neighbors get a NOTIFICATION (Cease/Administrative Shutdown), routes are taken out of
     * the kernel unless they shall persist.
     */
    public CompletableFuture<Void> shutdown() {
        control.execute(configurations::shuttingDown);
        return end().inOrder();
    }

    /** Ends all threads and closes all sockets; nothing is withdrawn. */
    public void close() throws InterruptedException {
        end().now();
    }

    /**
     * The same as if the process had been killed: neighbors see their connections close, and the kernel keeps its
     * routes.
     */
    public void abandon() throws InterruptedException {
        end().asIfKilled();
    }

    private RouterEnd end() {
        return new RouterEnd(control, instances, ports.network(), kernel, shards, this::closeRest);
    }

    private void closeRest() {
        onControlThread(() -> {
            if (updates != null) {
                updates.close();
            }
            return null;
        });
        caches.close();
        history.close();
    }
}
