package org.jbgp.daemon.bgp;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jbgp.config.model.BgpConfig;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.model.Vrf;
import org.jbgp.config.model.router.RouterOptions;
import org.jbgp.daemon.control.view.BgpStatus;
import org.jbgp.daemon.control.view.ChannelStatus;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RouterCommands;
import org.jbgp.daemon.instance.Announcements;
import org.jbgp.daemon.instance.Assembly;
import org.jbgp.daemon.instance.ChannelStatuses;
import org.jbgp.daemon.instance.Conversions;
import org.jbgp.daemon.instance.ProtocolInstance;
import org.jbgp.daemon.instance.Readings;
import org.jbgp.daemon.instance.ReloadPlan;
import org.jbgp.daemon.instance.RouterContext;
import org.jbgp.daemon.net.BgpNetwork;
import org.jbgp.daemon.net.Visitor;
import org.jbgp.daemon.protocol.InterfaceChanges;
import org.jbgp.daemon.protocol.InterfaceTable;
import org.jbgp.daemon.protocol.NetworkInterface;

/**
 * A {@code protocol bgp} with {@code neighbor range}: it has no session itself, but receives those who dial; {@link
 * DynamicNeighbors} makes instances for them. Control thread.
 */
public final class BgpRangeInstance implements ProtocolInstance {
    /**
     * What a listening socket is bound to. The kernel knows interfaces by index, our listener and the file by name:
     * what is made again, or gets another name, asks for another socket.
     *
     * @param index of the interface, 0 if it is bound to none
     * @param name of the interface, empty if it is bound to none
     * @param vrf index of the VRF's device, 0 if there is none
     */
    private record Bound(int index, String name, int vrf) {}

    private final BgpNetwork network;
    private final Visitor.Reception reception;
    private final RouterContext context;
    private RouterOptions options;
    private BgpConfig config;
    private final Map<Bound, BgpNetwork.OpenRange> open = new HashMap<>();

    private final Supplier<InterfaceTable> interfaces;
    private boolean running;
    private Instant since;

    /** What it needs of the router. */
    public record Surroundings(RouterContext context, BgpNetwork network, Supplier<InterfaceTable> interfaces) {}

    public BgpRangeInstance(Surroundings surroundings, Assembly made, BgpConfig config, Visitor.Reception reception) {
        this.context = surroundings.context();
        this.network = surroundings.network();
        this.interfaces = surroundings.interfaces();
        this.reception = reception;
        this.options = made.configuration().router();
        this.config = config;
        this.since = context.clock().instant();
    }

    @Override
    public ProtocolConfig config() {
        return config;
    }

    @Override
    public void start() {
        if (!running) {
            running = true;
            listen();
            since = context.clock().instant();
        }
    }

    /** Opens and closes listening sockets as the interfaces ask for. */
    private void listen() {
        Set<Bound> wanted = wanted();
        for (Bound bound : List.copyOf(open.keySet())) {
            if (!wanted.contains(bound)) {
                open.remove(bound).close();
            }
        }
        wanted.forEach(bound -> open.computeIfAbsent(
                bound, ignored -> network.open(BgpPlanner.range(options, config, bound.name()), reception)));
    }

    private Set<Bound> wanted() {
        int vrf = interfaces.get().indexOf(config.common().vrfDevice());
        boolean byInterface = config.neighbor().interfaceName().isPresent()
                || !config.neighbor().spawning().interfaces().isEmpty();
        if (!config.transport().binding().strict() || !byInterface) {
            return Set.of(new Bound(0, "", vrf));
        }
        Set<Bound> wanted = new HashSet<>();
        for (NetworkInterface link :
                interfaces.get().within(config.common().vrf()).all()) {
            if (link.up() && BgpPlanner.mayBeOn(config, link.name()) && hasLocalAddress(link)) {
                wanted.add(new Bound(link.index(), link.name(), vrf));
            }
        }
        return wanted;
    }

    private boolean hasLocalAddress(NetworkInterface link) {
        return config.transport().binding().free()
                || config.local()
                        .address()
                        .map(Conversions::kernelAddress)
                        .map(local -> link.addresses().stream()
                                .anyMatch(own -> own.address().equals(local)))
                        .orElse(true);
    }

    @Override
    public void interfacesChanged(InterfaceChanges changes) {
        if (running) {
            listen();
        }
    }

    /** Whether it takes neighbors. */
    public boolean isRunning() {
        return running;
    }

    @Override
    public CompletableFuture<Void> stop(StopCause cause, String message) {
        if (running) {
            running = false;
            open.values().forEach(BgpNetwork.OpenRange::close);
            open.clear();
            since = context.clock().instant();
            context.recovery(recovery -> recovery.gone(config.name()));
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void reconfigure(Assembly made, ProtocolConfig next, ReloadPlan.Entry change, boolean soft) {
        boolean moved = !config.neighbor()
                .spawning()
                .interfaces()
                .equals(((BgpConfig) next).neighbor().spawning().interfaces());
        config = (BgpConfig) next;
        options = made.configuration().router();
        if (!running) {
            return;
        }
        if (moved) {
            open.values().forEach(BgpNetwork.OpenRange::close);
            open.clear();
        }
        listen();
        open.values()
                .forEach(range ->
                        range.password(config.transport().key().password().orElse("")));
    }

    @Override
    public boolean reimportable(String channel) {
        return true;
    }

    @Override
    public RouterCommands.Outcome reload(RouterCommands.Direction direction) {
        return RouterCommands.Outcome.NOT_UP;
    }

    private ProtocolStatus.State state() {
        return !running ? ProtocolStatus.State.DOWN : ProtocolStatus.State.START;
    }

    @Override
    public ProtocolStatus status(boolean enabled) {
        List<ChannelStatus> channels = config.channels().stream()
                .map(channel -> ChannelStatuses.local(
                        channel, new ChannelStatuses.Totals(), false, 100, 0, List.of(), List.of(), false))
                .toList();
        return new ProtocolStatus(
                config.name(),
                "BGP",
                new ProtocolStatus.Life(state(), enabled, since),
                new ProtocolStatus.Notes(
                        config.common().description().orElse(null),
                        null,
                        config.common().routerId().map(id -> (int) id.lo()).orElse(null),
                        config.common().vrf().map(Vrf::toString).orElse(null)),
                channels,
                new BgpStatus(
                        !running ? BgpStatus.State.DOWN : BgpStatus.State.PASSIVE,
                        new BgpStatus.Ends(
                                null,
                                config.neighbor().range().orElseThrow().toString(),
                                config.neighbor().interfaceName().orElse(null),
                                0,
                                config.neighbor().asn().orElse(0),
                                config.local().asn()),
                        new BgpStatus.Waits(null, null, null, null),
                        null,
                        BgpStatus.LastError.NONE));
    }

    @Override
    public boolean canBeDrained() {
        return true;
    }

    @Override
    public Announcements announcements() {
        return Announcements.NONE;
    }

    @Override
    public void measure(Readings readings) {
        // Its neighbors have the numbers.
    }
}
