package org.jbgp.daemon.router;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.daemon.advertise.ExportCounters;
import org.jbgp.daemon.control.view.ChannelStatus;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RouterCommands;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.rib.Channel;
import org.jbgp.daemon.rib.ResolutionDomain;
import org.jbgp.daemon.wire.AddressFamily;

/**
 * A protocol without neighbours: static, direct, device, kernel, pipe. This class keeps channels and life cycle; what the
 * sorts do themselves is in {@link Engine}s. Control thread.
 */
final class LocalInstance implements ProtocolInstance {
    private static final Logger log = LogManager.getLogger(LocalInstance.class);

    private final RouterContext context;
    private final Engine engine;
    private final RouteSource.Kind kind;
    private final int preference;
    private ProtocolConfig config;
    private final Map<String, ChannelLimits> limits = new HashMap<>();
    private boolean running;
    private Instant changed;

    /** What one sort of protocol does; the calls come from the control thread and may hand the work to another one. */
    interface Engine {
        /** {@code Static}, {@code Kernel}, … as BIRD prints it. */
        String type();

        void start(Assembly assembly);

        /** Stops; the future completes when its routes are out of the tables. */
        CompletableFuture<Void> stop(StopCause cause);

        /** Goes over to another configuration, also while stopped; filters are put in place, {@link #reload} follows if it must. */
        void reconfigure(Assembly assembly, ProtocolConfig next);

        /** Sends routes through the filters again; false if that cannot be done. */
        boolean reload(RouterCommands.Direction direction);

        /** Routes announced to the protocol. */
        long exported();

        /** What happened to routes on their way to the protocol, each part written by one shard. */
        default List<ExportCounters> exportCounters() {
            return List.of();
        }

        /** What it was told of its table. */
        default Announcements announcements() {
            return Announcements.NONE;
        }

        /** True while it takes part in this router's recovery: it keeps what it has. */
        default boolean waits() {
            return false;
        }

        /** Adds its numbers for metrics. */
        default void measure(RouterGauges.Readings readings) {}

        /** What only this sort shows. */
        default ProtocolStatus.Details details() {
            return new ProtocolStatus.NoDetails();
        }
    }

    private Assembly assembly;

    LocalInstance(
            RouterContext context,
            Assembly assembly,
            ProtocolConfig config,
            Engine engine,
            RouteSource.Kind kind,
            int preference) {
        this.context = context;
        this.assembly = assembly;
        this.config = config;
        this.engine = engine;
        this.kind = kind;
        this.preference = preference;
        this.changed = context.clock().instant();
    }

    @Override
    public ProtocolConfig config() {
        return config;
    }

    @Override
    public void start() {
        if (running) {
            return;
        }
        running = true;
        changed = context.clock().instant();
        putChannels();
        engine.start(assembly);
        Debugging.state(config.common(), "up");
    }

    private void putChannels() {
        limits.clear();
        for (ChannelConfig channel : config.channels()) {
            limits.put(
                    channel.name(),
                    new ChannelLimits(
                            config.common(), channel, number(channel), limit -> context.limitExceeded(this, limit)));
            if (channel.exportLimit().isPresent()) {
                log.warn("{}: only BGP has export limits; the one of {} is ignored", config.name(), channel.name());
            }
            Channel live = channel(channel);
            context.shards().each(shard -> {
                shard.putChannel(live);
                shard.startCounting(live.id());
            });
        }
    }

    private Channel channel(ChannelConfig configured) {
        int table = assembly.tables().of(configured.table()) - 1;
        return new Channel(
                number(configured),
                RouteSource.local(config.name(), kind, configured.preference().orElse(preference)),
                BgpPlanner.family(configured.family()),
                table,
                assembly.policies().compile(configured.importFilter()),
                context.domain(ResolutionDomain.Mode.RECURSIVE, table, 0),
                0,
                Channel.Decision.DEFAULT,
                limits.get(configured.name()).importRules());
    }

    private int number(ChannelConfig channel) {
        return assembly.channels().of(config.name() + "." + channel.name());
    }

    /** Numbers of a protocol's channels by family, as route batches want them. */
    static int[] numbers(Assembly assembly, ProtocolConfig config) {
        int[] numbers = new int[AddressFamily.values().length];
        for (ChannelConfig channel : config.channels()) {
            numbers[BgpPlanner.family(channel.family()).index()] =
                    assembly.channels().of(config.name() + "." + channel.name());
        }
        return numbers;
    }

    @Override
    public CompletableFuture<Void> stop(StopCause cause, String message) {
        if (!running) {
            return CompletableFuture.completedFuture(null);
        }
        running = false;
        changed = context.clock().instant();
        Debugging.state(config.common(), "stop");
        return engine.stop(cause).thenCompose(ignored -> {
            List<CompletableFuture<Void>> removals = new ArrayList<>();
            for (ChannelConfig channel : config.channels()) {
                int number = number(channel);
                removals.add(context.shards().all((shard, done) -> shard.withdrawAll(number, false, done)));
            }
            return CompletableFuture.allOf(removals.toArray(CompletableFuture[]::new))
                    .thenRun(() -> Debugging.state(config.common(), "down"));
        });
    }

    @Override
    public void reconfigure(Assembly next, ProtocolConfig changed, ReloadPlan.Entry change, boolean soft) {
        assembly = next;
        config = changed;
        if (change.action() == ReloadPlan.Action.KEPT) {
            return;
        }
        boolean opens = false;
        if (running) {
            for (ChannelConfig channel : config.channels()) {
                opens |= limits.get(channel.name()).change(config.common(), channel);
                Channel live = channel(channel);
                context.shards().each(shard -> shard.replaceChannel(live));
            }
        }
        engine.reconfigure(next, changed);
        if (running && (opens || (!soft && !change.imports().isEmpty()))) {
            engine.reload(RouterCommands.Direction.IN);
        }
        if (running && !soft) {
            if (!change.exports().isEmpty()) {
                engine.reload(RouterCommands.Direction.OUT);
            }
        }
    }

    @Override
    public boolean reimportable(String channel) {
        return true;
    }

    @Override
    public RouterCommands.Outcome reload(RouterCommands.Direction direction) {
        if (!running) {
            return RouterCommands.Outcome.NOT_UP;
        }
        return engine.reload(direction) ? RouterCommands.Outcome.DONE : RouterCommands.Outcome.REFUSED;
    }

    @Override
    public Announcements announcements() {
        return engine.announcements();
    }

    private ProtocolStatus.State state() {
        return running ? ProtocolStatus.State.UP : ProtocolStatus.State.DOWN;
    }

    @Override
    public ProtocolStatus status(boolean enabled) {
        List<ChannelStatus> channels = new ArrayList<>();
        for (ChannelConfig channel : config.channels()) {
            channels.add(ChannelStatuses.local(
                    context.shards(),
                    channel,
                    number(channel),
                    running,
                    preference,
                    engine.exported(),
                    engine.exportCounters(),
                    limits.containsKey(channel.name())
                            ? limits.get(channel.name()).hit()
                            : List.of(),
                    engine.waits()));
        }
        return new ProtocolStatus(
                config.name(),
                engine.type(),
                state(),
                enabled,
                changed,
                config.common().description().orElse(null),
                null,
                null,
                config.common().vrf().orElse(null),
                channels,
                engine.details());
    }

    @Override
    public void measure(RouterGauges.Readings readings) {
        engine.measure(readings);
    }
}
