package org.jbgp.daemon.bgp;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jbgp.config.model.BgpConfig;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.model.router.RouterOptions;
import org.jbgp.daemon.control.view.BgpStatus;
import org.jbgp.daemon.control.view.ChannelStatus;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RouterCommands;
import org.jbgp.daemon.instance.Announcements;
import org.jbgp.daemon.instance.Assembly;
import org.jbgp.daemon.instance.ChannelStatuses;
import org.jbgp.daemon.instance.ProtocolInstance;
import org.jbgp.daemon.instance.Readings;
import org.jbgp.daemon.instance.ReloadPlan;
import org.jbgp.daemon.instance.RouterContext;
import org.jbgp.daemon.net.BgpNetwork;
import org.jbgp.daemon.net.Visitor;
import org.jbgp.daemon.shards.ShardPool;

/**
 * A {@code protocol bgp} with {@code neighbor range}: it has no session itself, but receives those who dial; {@link
 * DynamicNeighbors} makes instances for them. Control thread.
 */
public final class BgpRangeInstance implements ProtocolInstance {
    private final ShardPool shards;
    private final BgpNetwork network;
    private final Visitor.Reception reception;
    private final RouterContext context;
    private RouterOptions options;
    private BgpConfig config;
    private BgpNetwork.OpenRange open;
    private Instant since;

    public BgpRangeInstance(
            RouterContext context, BgpNetwork network, Assembly made, BgpConfig config, Visitor.Reception reception) {
        this.context = context;
        this.shards = context.shards();
        this.network = network;
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
        if (open == null) {
            open = network.open(BgpPlanner.range(options, config), reception);
            since = context.clock().instant();
        }
    }

    @Override
    public CompletableFuture<Void> stop(StopCause cause, String message) {
        if (open != null) {
            open.close();
            open = null;
            since = context.clock().instant();
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void reconfigure(Assembly made, ProtocolConfig next, ReloadPlan.Entry change, boolean soft) {
        config = (BgpConfig) next;
        options = made.configuration().router();
        if (open != null) {
            open.password(config.transport().key().password().orElse(""));
        }
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
        return open == null ? ProtocolStatus.State.DOWN : ProtocolStatus.State.START;
    }

    @Override
    public ProtocolStatus status(boolean enabled) {
        List<ChannelStatus> channels = config.channels().stream()
                .map(channel -> ChannelStatuses.local(shards, channel, 0, false, 100, 0, List.of(), List.of(), false))
                .toList();
        return new ProtocolStatus(
                config.name(),
                "BGP",
                new ProtocolStatus.Life(state(), enabled, since),
                new ProtocolStatus.Notes(
                        config.common().description().orElse(null),
                        null,
                        config.common().routerId().map(id -> (int) id.lo()).orElse(null),
                        config.common().vrf().orElse(null)),
                channels,
                new BgpStatus(
                        open == null ? BgpStatus.State.DOWN : BgpStatus.State.PASSIVE,
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
