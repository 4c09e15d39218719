package org.jbgp.daemon.discovery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.base.DebugFlag;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.model.RadvConfig;
import org.jbgp.config.model.Vrf;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RadvStatus;
import org.jbgp.daemon.control.view.RouterCommands;
import org.jbgp.daemon.instance.Announcements;
import org.jbgp.daemon.instance.Assembly;
import org.jbgp.daemon.instance.Debugging;
import org.jbgp.daemon.instance.ProtocolInstance;
import org.jbgp.daemon.instance.Readings;
import org.jbgp.daemon.instance.ReloadPlan;
import org.jbgp.daemon.instance.RouterContext;
import org.jbgp.daemon.protocol.InterfaceChanges;
import org.jbgp.daemon.protocol.InterfaceMatcher;
import org.jbgp.daemon.protocol.InterfaceTable;
import org.jbgp.daemon.protocol.NetworkInterface;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;
import org.jbgp.kernel.netlink.KernelException;

/** A {@code protocol radv}: its thread, and the neighbor table that gets what that finds. Control thread. */
public final class RadvInstance implements ProtocolInstance {
    private static final Logger log = LogManager.getLogger(RadvInstance.class);

    /** What it needs of the router. */
    public record Surroundings(RouterContext context, NeighborTables tables, Supplier<InterfaceTable> interfaces) {}

    private final Surroundings router;
    private RadvConfig config;
    private DiscoveryThread thread;
    /** What was found, and when. */
    private Map<NeighborTables.Entry, Instant> found = Map.of();

    private Instant changed;

    public RadvInstance(Surroundings router, RadvConfig config) {
        this.router = router;
        this.config = config;
        this.changed = router.context().clock().instant();
    }

    @Override
    public ProtocolConfig config() {
        return config;
    }

    @Override
    public void start() {
        if (thread != null) {
            return;
        }
        try {
            thread = new DiscoveryThread(config.name(), plan(), this::report);
        } catch (KernelException e) {
            log.error("{}: cannot be started: {}", config.name(), e.getMessage());
            return;
        }
        changed = router.context().clock().instant();
        Debugging.state(config.common(), "up");
    }

    /** On the discovery thread. */
    private void report(List<DiscoveryLink.Found> now) {
        router.context().onControl(() -> {
            if (thread != null) {
                Map<NeighborTables.Entry, Instant> before = found;
                Map<NeighborTables.Entry, Instant> all = new LinkedHashMap<>();
                Instant moment = router.context().clock().instant();
                for (DiscoveryLink.Found each : now) {
                    NeighborTables.Entry entry = new NeighborTables.Entry(each.address(), each.interfaceName());
                    all.put(entry, before.getOrDefault(entry, moment));
                }
                found = all;
                publish();
            }
        });
    }

    private void publish() {
        if (!config.table().isEmpty()) {
            router.tables().put(config.table(), config.name(), config.imports() ? found.keySet() : List.of());
        }
    }

    private void unpublish() {
        if (!config.table().isEmpty()) {
            router.tables().put(config.table(), config.name(), List.of());
        }
    }

    private DiscoveryThread.Plan plan() {
        Map<DiscoveryLink.Place, RadvConfig.Interfaces> links = new LinkedHashMap<>();
        for (NetworkInterface link :
                router.interfaces().get().within(config.common().vrf()).all()) {
            if (!link.upWithLink() || !link.link().multicast() || link.link().loopback()) {
                continue;
            }
            Optional<KernelIp> own = link.addresses().stream()
                    .map(address -> address.address())
                    .filter(address -> address.family() == Family.IPV6 && address.hi() >>> 54 == 0xfe80L >>> 6)
                    .findFirst();
            Optional<RadvConfig.Interfaces> options = config.interfaces().stream()
                    .filter(each -> InterfaceMatcher.names(each.patterns(), link.name()))
                    .findFirst();
            if (own.isPresent() && options.isPresent()) {
                links.put(new DiscoveryLink.Place(link.index(), link.name(), own.get()), options.get());
            }
        }
        return new DiscoveryThread.Plan(links, config.common().debug().contains(DebugFlag.EVENTS));
    }

    @Override
    public CompletableFuture<Void> stop(StopCause cause, String message) {
        if (thread == null) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> gone = thread.end();
        thread = null;
        found = Map.of();
        unpublish();
        changed = router.context().clock().instant();
        return gone.thenRun(() -> Debugging.state(config.common(), "down"));
    }

    @Override
    public void reconfigure(Assembly made, ProtocolConfig next, ReloadPlan.Entry change, boolean soft) {
        if (!config.table().equals(((RadvConfig) next).table())) {
            unpublish();
        }
        config = (RadvConfig) next;
        if (thread != null) {
            thread.plan(plan());
            publish();
        }
    }

    @Override
    public void interfacesChanged(InterfaceChanges changes) {
        if (thread != null) {
            thread.plan(plan());
        }
    }

    @Override
    public ProtocolStatus status(boolean enabled) {
        return new ProtocolStatus(
                config.name(),
                "RAdv",
                new ProtocolStatus.Life(
                        thread != null ? ProtocolStatus.State.UP : ProtocolStatus.State.DOWN, enabled, changed),
                new ProtocolStatus.Notes(
                        config.common().description().orElse(null),
                        null,
                        null,
                        config.common().vrf().map(Vrf::toString).orElse(null)),
                List.of(),
                new RadvStatus(config.table(), thread == null ? List.of() : thread.view(), entries()));
    }

    private List<RadvStatus.Neighbor> entries() {
        InterfaceTable interfaces = router.interfaces().get();
        List<RadvStatus.Neighbor> entries = new ArrayList<>();
        if (config.imports()) {
            found.forEach((entry, since) -> entries.add(new RadvStatus.Neighbor(
                    entry.address().toString(),
                    entry.interfaceName(),
                    interfaces
                            .byName(entry.interfaceName())
                            .map(NetworkInterface::index)
                            .orElse(0),
                    since)));
        }
        return entries;
    }

    @Override
    public boolean reimportable(String channel) {
        return true;
    }

    @Override
    public RouterCommands.Outcome reload(RouterCommands.Direction direction) {
        return thread != null ? RouterCommands.Outcome.DONE : RouterCommands.Outcome.NOT_UP;
    }

    @Override
    public Announcements announcements() {
        return Announcements.NONE;
    }

    @Override
    public void measure(Readings readings) {
        // The scrape reads the status.
    }
}
