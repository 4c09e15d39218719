package org.jbgp.daemon.router;

import io.netty.buffer.ByteBufAllocator;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jbgp.config.model.BgpConfig;
import org.jbgp.config.model.ProtocolCommon;
import org.jbgp.config.model.Vrf;
import org.jbgp.daemon.bfd.BfdRequests;
import org.jbgp.daemon.bgp.BgpInstance;
import org.jbgp.daemon.bgp.BgpSpeaker;
import org.jbgp.daemon.bgp.ExportGroups;
import org.jbgp.daemon.heap.MemoryGuard;
import org.jbgp.daemon.instance.EarlyWarning;
import org.jbgp.daemon.instance.Instances;
import org.jbgp.daemon.instance.ProtocolInstance;
import org.jbgp.daemon.instance.Recovery;
import org.jbgp.daemon.instance.RouterContext;
import org.jbgp.daemon.instance.RouterPorts;
import org.jbgp.daemon.monitor.Monitoring;
import org.jbgp.daemon.nexthop.Neighborhood;
import org.jbgp.daemon.policy.validity.ChangedAuthorizations;
import org.jbgp.daemon.protocol.InterfaceTable;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.channel.RouteLimit;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.rib.nexthop.ResolutionDomain;
import org.jbgp.daemon.session.Obstacle;
import org.jbgp.daemon.session.WireObserver;
import org.jbgp.daemon.session.settings.NeighborSettings;
import org.jbgp.daemon.shards.ShardPool;
import org.jbgp.daemon.wire.AddressFamily;

/**
 * What protocol instances share of the running router, and may ask of it. What is not said otherwise may be called from
 * any thread; what an instance asks to be done is done on the control thread.
 */
final class InstanceHost implements RouterContext, BgpSpeaker.BgpHost {
    private final Router router;
    private final RouterPorts ports;
    private final ScheduledExecutorService control;
    private final ExportGroups[] groups;
    private final Map<ResolutionDomain.Way, ResolutionDomain> domains = new HashMap<>();
    private final Set<String> hadSessions = ConcurrentHashMap.newKeySet();

    InstanceHost(Router router, RouterPorts ports) {
        this.router = router;
        this.ports = ports;
        this.control = router.controlThread();
        this.groups = new ExportGroups[ports.shards()];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = new ExportGroups(router.shards(), ports.allocator());
        }
    }

    // ---- what they share ------------------------------------------------------------------------------------------

    @Override
    public InstantSource clock() {
        return ports.clock();
    }

    @Override
    public long nanoTime() {
        return ports.threads().nanoTime();
    }

    @Override
    public ScheduledFuture<?> after(int seconds, Runnable task) {
        return control.schedule(task, seconds, TimeUnit.SECONDS);
    }

    @Override
    public void onControl(Runnable task) {
        control.execute(task);
    }

    @Override
    public ShardPool shards() {
        return router.shards();
    }

    @Override
    public ByteBufAllocator allocator() {
        return ports.allocator();
    }

    @Override
    public ExportGroups groups(int shard) {
        return groups[shard];
    }

    @Override
    public BfdRequests bfd() {
        return router.bfd();
    }

    @Override
    public Monitoring monitoring() {
        return router.monitoring();
    }

    @Override
    public MemoryGuard memory() {
        return router.memory();
    }

    @Override
    public EarlyWarning earlyWarning() {
        return router.kernel();
    }

    @Override
    public WireObserver observer(ProtocolCommon neighbor) {
        return router.observer(neighbor);
    }

    // ---- interfaces and next hops ---------------------------------------------------------------------------------

    @Override
    public InterfaceTable interfaces() {
        return router.interfaces();
    }

    @Override
    public int interfaceOf(Optional<Vrf> vrf, InetAddress local, InetAddress remote) {
        return Neighborhood.interfaceOf(interfaces().within(vrf), local, remote);
    }

    @Override
    public Obstacle obstacle(NeighborSettings settings) {
        return Neighborhood.obstacle(interfaces(), settings);
    }

    @Override
    public Address addressOf(int interfaceIndex, AddressFamily family) {
        return Neighborhood.addressOf(interfaces(), interfaceIndex, family);
    }

    @Override
    public Address linkLocal(int interfaceIndex) {
        return Neighborhood.linkLocal(interfaces(), interfaceIndex);
    }

    @Override
    public ResolutionDomain domain(ResolutionDomain.Way way) {
        synchronized (domains) {
            return domains.computeIfAbsent(way, wanted -> new ResolutionDomain(domains.size(), wanted));
        }
    }

    // ---- what becomes of protocols --------------------------------------------------------------------------------

    @Override
    public void limitExceeded(String neighbor, AddressFamily family, RouteLimit limit) {
        control.execute(() -> {
            if (instances().get(neighbor) instanceof BgpInstance bgp
                    && bgp.limitExceeded(family, limit, goesOn(bgp, limit))) {
                instances().stopFor(neighbor, Instances.Stop.LIMIT);
            }
        });
    }

    @Override
    public void limitExceeded(ProtocolInstance instance, RouteLimit limit) {
        control.execute(() -> {
            String name = instance.config().name();
            if (!instance.equals(instances().get(name))) {
                return;
            }
            if (!goesOn(instance, limit)) {
                instances().stopFor(name, Instances.Stop.LIMIT);
            }
            instances().stopAndStart(name, instance, null);
        });
    }

    /** Whether a protocol that hit a limit may start again. */
    private boolean goesOn(ProtocolInstance instance, RouteLimit limit) {
        return limit.action() == RouteLimit.Action.RESTART && instances().mayRestart(instance.config());
    }

    @Override
    public void disabled(String neighbor) {
        control.execute(() -> {
            router.recovery().gone(neighbor);
            if (instances().get(neighbor) != null) {
                instances().stopFor(neighbor, Instances.Stop.ERROR);
            }
        });
    }

    @Override
    public OptionalLong drainedSince(BgpConfig neighbor) {
        return instances().drainedSince(neighbor);
    }

    @Override
    public Set<String> hadSessions() {
        return hadSessions;
    }

    private Instances instances() {
        return router.instances();
    }

    // ---- recovery and what tables have chosen ---------------------------------------------------------------------

    @Override
    public boolean recovering() {
        return ports.recover() && !router.recovery().over();
    }

    @Override
    public void recovery(Consumer<Recovery> event) {
        control.execute(() -> event.accept(router.recovery()));
    }

    @Override
    public boolean awaits(String neighbor, String channel) {
        return router.recovery().awaits(neighbor, channel);
    }

    @Override
    public String awaitedNames() {
        return router.recovery().missingNames();
    }

    @Override
    public void whenChosen(Runnable task) {
        // Next hops are asked for by tables that have chosen; with the answers they choose again.
        afterChoice(() -> router.resolver().whenAnswered(() -> afterChoice(task)));
    }

    private void afterChoice(Runnable task) {
        // Also after a defect, which the log has: others wait for this.
        var _ = shards().all(Shard::whenChosen).handle((done, failed) -> null).thenRunAsync(task, control);
    }

    @Override
    public void revalidate(ChangedAuthorizations changed) {
        router.revalidate(changed);
    }

    @Override
    public void kernelChanged(String protocol, int refused, int noMore) {
        router.history().kernelChanged(protocol, refused, noMore);
    }
}
