package org.jbgp.daemon.local;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.base.IgpTables;
import org.jbgp.config.model.AggregatorConfig;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.model.StaticConfig;
import org.jbgp.config.model.Vrf;
import org.jbgp.daemon.control.view.ChannelStatus;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RouterCommands;
import org.jbgp.daemon.instance.Announcements;
import org.jbgp.daemon.instance.Assembly;
import org.jbgp.daemon.instance.ChannelLimits;
import org.jbgp.daemon.instance.ChannelStatuses;
import org.jbgp.daemon.instance.Conversions;
import org.jbgp.daemon.instance.Debugging;
import org.jbgp.daemon.instance.FilterChanges;
import org.jbgp.daemon.instance.LocalEngine;
import org.jbgp.daemon.instance.ProtocolInstance;
import org.jbgp.daemon.instance.ProtocolTrial;
import org.jbgp.daemon.instance.Readings;
import org.jbgp.daemon.instance.ReloadPlan;
import org.jbgp.daemon.instance.RevalidationPlan;
import org.jbgp.daemon.instance.RouterContext;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.progress.Progress;
import org.jbgp.daemon.rib.ChannelCounters;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.channel.TrialChannel;
import org.jbgp.daemon.rib.nexthop.ResolutionDomain;

/**
 * A protocol without neighbors: static, direct, device, kernel, pipe, aggregator. This class keeps channels and life
 * cycle; what the sorts do themselves is in {@link LocalEngine}s. Control thread.
 */
public final class LocalInstance implements ProtocolInstance {
    private static final Logger log = LogManager.getLogger(LocalInstance.class);

    private final RouterContext context;
    private final LocalEngine engine;
    private final RouteSource.Kind kind;
    private final int preference;
    private ProtocolConfig config;
    private final Map<String, ChannelLimits> limits = new HashMap<>();
    private boolean running;
    private Instant changed;

    private Assembly assembly;

    public LocalInstance(
            RouterContext context,
            Assembly assembly,
            ProtocolConfig config,
            LocalEngine engine,
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
        return channel(assembly, config, configured);
    }

    private Channel channel(Assembly made, ProtocolConfig owner, ChannelConfig configured) {
        String into = owner instanceof AggregatorConfig aggregator ? aggregator.peerTable() : configured.table();
        int table = made.tables().of(into) - 1;
        return new Channel(
                number(configured),
                RouteSource.local(owner.name(), kind, configured.preference().orElse(preference)),
                Conversions.family(configured.family()),
                table,
                made.policies().compile(configured.importFilter()),
                context.domain(ResolutionDomain.Way.recursive(igpTables(configured), false)),
                0,
                Channel.Decision.DEFAULT,
                limits.get(configured.name()).importRules());
    }

    private ResolutionDomain.Tables igpTables(ChannelConfig channel) {
        IgpTables given = config instanceof StaticConfig routes ? routes.igpTables() : IgpTables.NONE;
        return Conversions.igpTables(given, channel, List.of(), assembly::table);
    }

    private int number(ChannelConfig channel) {
        return assembly.channels().of(config.name() + "." + channel.name());
    }

    @Override
    public CompletableFuture<Void> stop(StopCause cause, String message) {
        if (!running) {
            return CompletableFuture.completedFuture(null);
        }
        running = false;
        changed = context.clock().instant();
        Debugging.state(config.common(), "stop");
        // Now: when the engine has stopped, a protocol that is gone from the file has given its numbers back.
        List<Integer> numbers = config.channels().stream().map(this::number).toList();
        return engine.stop(cause).handle((ignored, failed) -> null).thenCompose(ignored -> {
            List<CompletableFuture<Void>> removals = new ArrayList<>();
            for (int number : numbers) {
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
    public ProtocolTrial trial(Assembly would, ProtocolConfig next, ReloadPlan.Entry change) {
        if (!running) {
            return ProtocolTrial.NONE;
        }
        boolean ends = next == null || next.common().disabled() || next.getClass() != config.getClass();
        List<ProtocolTrial.Import> imports = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (ChannelConfig configured : config.channels()) {
            Channel now = channel(configured);
            Channel then = ends
                    ? null
                    : next.channels().stream()
                            .filter(channel -> channel.name().equals(configured.name()))
                            .map(channel -> channel(would, next, channel))
                            .filter(channel -> channel.table() == now.table())
                            .findFirst()
                            .orElse(null);
            boolean judges = then != null && !then.policy().equals(now.policy());
            if (then == null
                    || judges
                    || now.source().preference() != then.source().preference()) {
                imports.add(new ProtocolTrial.Import(
                        configured.name(), now.table(), new TrialChannel(now.id(), then, judges)));
            }
            if (judges) {
                notes.addAll(ProtocolTrial.doubts(
                        config.name() + "." + configured.name(),
                        now.policy(),
                        FilterChanges.changesRoutes(configured.importFilter()),
                        false,
                        configured.importKeepFiltered()));
            }
        }
        notes.addAll(engine.doubts(config, ends ? null : next));
        return new ProtocolTrial(imports, engine.trial(would, ends ? null : next), notes);
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
    public void revalidate(RevalidationPlan plan) {
        boolean imports = config.channels().stream().anyMatch(plan::imports);
        boolean exports = config.channels().stream().anyMatch(plan::exports) || engine.asks(plan);
        if (running && (imports || exports)) {
            engine.revalidate(plan, imports, exports);
        }
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
                    channel,
                    imported(channel),
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
                new ProtocolStatus.Life(state(), enabled, changed),
                new ProtocolStatus.Notes(
                        config.common().description().orElse(null),
                        null,
                        null,
                        config.common().vrf().map(Vrf::toString).orElse(null)),
                channels,
                engine.details());
    }

    private ChannelStatuses.Totals imported(ChannelConfig channel) {
        ChannelStatuses.Totals totals = new ChannelStatuses.Totals();
        totals.addImports(context.shards(), number(channel));
        ChannelCounters more = engine.importCounters();
        if (running && more != null) {
            totals.addImports(more);
        }
        return totals;
    }

    @Override
    public List<Progress> progress() {
        return engine.progress();
    }

    @Override
    public void measure(Readings readings) {
        engine.measure(readings);
    }
}
