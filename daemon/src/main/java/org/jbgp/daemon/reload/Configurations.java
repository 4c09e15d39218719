package org.jbgp.daemon.reload;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.base.DebugFlag;
import org.jbgp.config.base.TableConfig;
import org.jbgp.config.model.BgpConfig;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.model.ProtocolCommon;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.model.StaticConfig;
import org.jbgp.config.model.bgp.BgpCapabilityOptions;
import org.jbgp.daemon.bgp.DynamicNeighbors;
import org.jbgp.daemon.control.view.RoutePlan;
import org.jbgp.daemon.control.view.RouterCommands.Outcome;
import org.jbgp.daemon.control.view.RouterStatus;
import org.jbgp.daemon.instance.Assembly;
import org.jbgp.daemon.instance.ChannelLimits;
import org.jbgp.daemon.instance.Conversions;
import org.jbgp.daemon.instance.Instances;
import org.jbgp.daemon.instance.Numbering;
import org.jbgp.daemon.instance.ProtocolInstance;
import org.jbgp.daemon.instance.ProtocolMaker;
import org.jbgp.daemon.instance.Recovery;
import org.jbgp.daemon.instance.ReloadPlan;
import org.jbgp.daemon.instance.RouterPorts;
import org.jbgp.daemon.protocol.InterfaceTable;
import org.jbgp.daemon.shards.ShardPool;
import org.jbgp.daemon.shards.TaskThread;

/**
 * The configuration in force, and how the next one is carried out: what a reload keeps, changes, stops and starts. Also
 * neighbors that are found while the router runs. Control thread, unless a method says otherwise: it writes everything
 * here, and what others read is volatile.
 */
public final class Configurations {
    private static final Logger log = LogManager.getLogger(Configurations.class);

    /** A walk that takes longer than this has met a table that is gone. */
    private static final int PREVIEW_SECONDS = 300;
    /** Routes of each kind that a preview shows, of all channels together. */
    private static final int MOST_SHOWN = 200_000;
    /** Of one channel, however many there are. */
    private static final int FEW_SHOWN = 20;

    private final RouterPorts ports;
    private final ScheduledExecutorService control;
    private final Supplier<InterfaceTable> interfaces;
    private final Executor kernel;
    private final ShardPool shards;
    private final TableReports tableReports;
    private final Instances instances;
    private final ProtocolMaker factory;
    private final Recovery recovery;
    private final DynamicNeighbors dynamic;
    private final Numbering tableNumbers = new Numbering();
    private final Numbering channelNumbers = new Numbering();
    private volatile Instant configured;
    private volatile Assembly assembly;
    private volatile RouterStatus.Phase phase = RouterStatus.Phase.RUNNING;
    private volatile boolean judging;
    private Witness witness = Witness.NONE;

    public Configurations(
            RouterPorts ports,
            ScheduledExecutorService control,
            Supplier<InterfaceTable> interfaces,
            Executor kernel,
            ShardPool shards,
            Instances instances,
            ProtocolMaker factory,
            Recovery recovery,
            DynamicNeighbors dynamic) {
        this.ports = ports;
        this.control = control;
        this.interfaces = interfaces;
        this.kernel = kernel;
        this.shards = shards;
        this.tableReports = new TableReports(shards);
        this.instances = instances;
        this.factory = factory;
        this.recovery = recovery;
        this.dynamic = dynamic;
        this.configured = ports.clock().instant();
    }

    /** What is in force with what belongs to it, null before the first configuration. Any thread. */
    public Assembly assembly() {
        return assembly;
    }

    /** When the present configuration was applied. Any thread. */
    public Instant configured() {
        return configured;
    }

    /** What the router is about. Any thread. */
    public RouterStatus.Phase phase() {
        return phase;
    }

    /** False until the first configuration starts protocols whose filters may ask for authorizations. Any thread. */
    public boolean judging() {
        return judging;
    }

    /** From now on everything stops. */
    public void shuttingDown() {
        phase = RouterStatus.Phase.SHUTTING_DOWN;
    }

    /** Hears what becomes of the configuration. Control thread. */
    public interface Witness {
        /** Nobody. */
        Witness NONE = new Witness() {
            @Override
            public void reloads(String summary) {}

            @Override
            public void tableGoes(String name) {}
        };

        /** Another configuration is carried out, in short words. */
        void reloads(String summary);

        /** A table is about to be removed, with nothing in it any more. */
        void tableGoes(String name);
    }

    /** Who hears what becomes of the configuration from now on. */
    public void report(Witness listener) {
        witness = listener;
    }

    /** Numbers of tables by name. */
    public Numbering tableNumbers() {
        return tableNumbers;
    }

    /** Numbers of channels by {@code protocol.channel}. */
    public Numbering channelNumbers() {
        return channelNumbers;
    }

    /** What {@link #apply} would do now. Any thread. */
    public CompletableFuture<ReloadPlan> plan(Configuration next, boolean soft) {
        return TaskThread.supply(() -> planNow(dynamic.carriedOver(next), routerId(next), soft), control);
    }

    /**
     * What {@link #apply} would do to routes now. Any thread.
     *
     * @param most how many routes of each kind are shown of a channel; fewer if there are very many channels
     */
    public CompletableFuture<RoutePlan> routes(Configuration next, int most) {
        return CompletableFuture.completedFuture(next)
                .thenComposeAsync(read -> routesNow(dynamic.carriedOver(read), most), control)
                .orTimeout(PREVIEW_SECONDS, TimeUnit.SECONDS);
    }

    private CompletableFuture<RoutePlan> routesNow(Configuration next, int most) {
        int routerId = routerId(next);
        Assembly would = new Assembly(
                next,
                routerId,
                hostname(next),
                ports.filtering().trial().apply(next),
                tableNumbers.copy(),
                channelNumbers.copy());
        return new RoutePreview(shards, control, ports.allocator(), instances, ports.longWork())
                .of(would, planNow(next, routerId, false), tableNumbers, shown(next, most));
    }

    /** All routes of all channels would not fit into memory. */
    private static int shown(Configuration next, int most) {
        int channels = next.protocols().stream()
                .mapToInt(protocol -> protocol.channels().size())
                .sum();
        return Math.min(most, Math.max(FEW_SHOWN, MOST_SHOWN / Math.max(1, channels)));
    }

    private ReloadPlan planNow(Configuration next, int routerId, boolean soft) {
        Assembly former = assembly;
        return former == null
                ? ReloadPlanner.first(next)
                : new ReloadPlanner(former.configuration(), former.routerId(), next, routerId, soft, this::reimportable)
                        .plan();
    }

    /** What changes in a plan, by protocols. */
    private static String said(ReloadPlan plan) {
        return plan.summary()
                + plan.entries().stream()
                        .filter(entry -> entry.action() != ReloadPlan.Action.KEPT)
                        .map(entry -> entry.protocol()
                                + (entry.reasons().isEmpty() ? "" : " (" + String.join(", ", entry.reasons()) + ")"))
                        .collect(Collectors.joining("; ", ": ", ""))
                        .replaceAll("^: $", "");
    }

    private String hostname(Configuration configuration) {
        return configuration.router().hostname().orElse(ports.hostname());
    }

    /** The router's name, empty if not known. Any thread. */
    public String hostname() {
        Assembly present = assembly;
        return present == null ? ports.hostname() : present.hostname();
    }

    private boolean reimportable(String protocol, String channel) {
        ProtocolInstance instance = instances.get(protocol);
        return instance == null || instance.reimportable(channel);
    }

    /**
     * Goes over to a checked configuration: what stays the same is not touched. Not while another one is being applied;
     * {@link ConfigurationQueue} sees to that.
     *
     * @param soft changed filters hold for new routes only
     * @return completes when everything that had to stop has stopped and everything new was started
     */
    public CompletableFuture<Void> apply(Configuration read, boolean soft) {
        boolean first = assembly == null;
        Configuration next = dynamic.carriedOver(read);
        phase = RouterStatus.Phase.RECONFIGURING;
        int routerId = routerId(next);
        RouterIdChoice.report(
                next.router().routerId(), interfaces.get(), assembly == null ? 0 : assembly.routerId(), routerId);
        ReloadPlan plan = planNow(next, routerId, soft);
        if (!first) {
            log.info("Reconfiguration: {}", plan.summary());
            witness.reloads(said(plan));
        }
        Assembly made =
                new Assembly(next, routerId, hostname(next), ports.filters().apply(next), tableNumbers, channelNumbers);
        assembly = made;
        if (first) {
            recovery.begin(
                    ports.recover() ? Duration.ofSeconds(next.router().gracefulRestartWait()) : Duration.ZERO,
                    ports.recover() ? awaited(next) : List.of());
        }
        addTables(next);
        List<CompletableFuture<Void>> stopping = new ArrayList<>();
        Map<String, ProtocolConfig> configs = new HashMap<>();
        next.protocols().forEach(protocol -> configs.put(protocol.name(), protocol));
        for (ReloadPlan.Entry entry : plan.entries()) {
            carryOut(entry, made, configs.get(entry.protocol()), soft, stopping);
        }
        return CompletableFuture.allOf(stopping.toArray(CompletableFuture[]::new))
                .handle((ignored, error) -> null)
                .thenRunAsync(() -> startMissing(made), control);
    }

    private void carryOut(
            ReloadPlan.Entry entry,
            Assembly made,
            ProtocolConfig next,
            boolean soft,
            List<CompletableFuture<Void>> stopping) {
        String name = entry.protocol();
        ProtocolInstance instance = instances.get(name);
        if (instance == null) {
            return;
        }
        boolean toggled = next != null
                && next.common().disabled() != instance.config().common().disabled();
        if (toggled) {
            instances.setEnabled(name, !next.common().disabled());
        }
        boolean again = next != null
                && !next.common().disabled()
                && instances.stopReason(name) == Instances.Stop.LIMIT
                && ChannelLimits.differ(instance.config(), next);
        if (again) {
            log.info("Starting protocol {} again: the limit that stopped it was changed", name);
            instances.setEnabled(name, true);
        }
        switch (entry.action()) {
            case ADDED -> {
                // Started when everything that must stop has stopped.
            }
            case KEPT, UPDATED, REFILTERED, RENEWED -> {
                // Its filters may have moved: then their messages name the new lines.
                next.channels().forEach(channel -> {
                    made.policies().compile(channel.importFilter());
                    made.policies().compile(channel.exportFilter());
                });
                instance.reconfigure(made, next, entry, soft);
                if (again) {
                    instance.start();
                }
            }
            case ENABLED -> {
                instance.reconfigure(made, next, entry, soft);
                instance.start();
            }
            case DISABLED, RESTARTED -> {
                log.info(
                        "{} protocol {}{}",
                        entry.action() == ReloadPlan.Action.DISABLED ? "Disabling" : "Restarting",
                        name,
                        entry.reasons().isEmpty() ? "" : ": " + String.join(", ", entry.reasons()));
                stopping.add(instance.stop(ProtocolInstance.StopCause.RECONFIGURED, null));
                instances.remove(name);
            }
            case REMOVED -> {
                log.info("Removing protocol {}", name);
                stopping.add(remove(name, instance));
            }
        }
    }

    /** Stops a protocol and forgets it. */
    CompletableFuture<Void> remove(String name, ProtocolInstance instance) {
        CompletableFuture<Void> stopped = instance.stop(ProtocolInstance.StopCause.REMOVED, null);
        instances.remove(name);
        instances.forget(name);
        instance.config().channels().forEach(channel -> {
            channelNumbers.release(name + "." + channel.name());
            channelNumbers.release(Numbering.outwards(name + "." + channel.name()));
        });
        return stopped;
    }

    /** Makes and starts an instance of a protocol that joins those in force; null if it cannot be made. */
    public ProtocolInstance add(ProtocolConfig config) {
        assembly = assembly.with(assembly.configuration().with(List.of(config)));
        ProtocolInstance instance = factory.make(assembly, config);
        if (instance != null) {
            instances.add(config.name(), instance);
            instance.start();
        }
        return instance;
    }

    /** Takes a protocol out that {@link #add} put in force. */
    public void drop(String name) {
        var _ = remove(name, instances.get(name));
        assembly = assembly.with(assembly.configuration().without(name));
    }

    private void startMissing(Assembly made) {
        Map<String, ProtocolInstance> ordered = new LinkedHashMap<>();
        List<ProtocolInstance> missing = new ArrayList<>();
        for (ProtocolConfig config : made.configuration().protocols()) {
            ProtocolInstance instance = instances.get(config.name());
            if (instance == null) {
                instance = factory.make(made, config);
                if (instance == null) {
                    continue;
                }
                if (instances.enabledAtFirst(config.name(), !config.common().disabled())) {
                    missing.add(instance);
                }
            }
            ordered.put(config.name(), instance);
        }
        // What filters ask for is there before the first route comes.
        missing.stream().filter(each -> authorizes(each.config())).forEach(ProtocolInstance::start);
        judging = true;
        missing.stream().filter(each -> !authorizes(each.config())).forEach(ProtocolInstance::start);
        instances.replaceAll(ordered);
        tableReports.adjust(made.configuration(), tableNumbers);
        removeTables(made.configuration());
        dynamic.review();
        configured = ports.clock().instant();
        phase = RouterStatus.Phase.RUNNING;
        // What local protocols announce passes the kernel thread, then the shards.
        kernel.execute(() -> {
            var _ = shards.all((shard, done) -> done.run()).thenRunAsync(recovery::started, control);
        });
    }

    private static boolean authorizes(ProtocolConfig config) {
        return config instanceof StaticConfig fixed
                && !(fixed.roas().isEmpty() && fixed.aspas().isEmpty());
    }

    /** The channels a restart waits for: of neighbors, and of ranges for theirs, whose graceful restart is not off. */
    private static List<Recovery.Awaited> awaited(Configuration first) {
        List<Recovery.Awaited> channels = new ArrayList<>();
        for (ProtocolConfig protocol : first.protocols()) {
            if (protocol instanceof BgpConfig bgp
                    && !bgp.common().disabled()
                    && bgp.capabilities().gracefulRestart().mode() != BgpCapabilityOptions.RestartMode.OFF) {
                boolean meshed = bgp.isInternal() && !bgp.role().rrClient();
                bgp.channels()
                        .forEach(channel -> channels.add(new Recovery.Awaited(
                                bgp.name(), Conversions.family(channel.family()).label(), meshed, bgp.isRange())));
            }
        }
        return channels;
    }

    private void addTables(Configuration next) {
        for (TableConfig table : next.tables()) {
            if (tableNumbers.find(table.name()) == 0) {
                int id = tableNumbers.of(table.name()) - 1;
                shards.each(shard -> shard.addTable(id, table.name(), Conversions.family(table.family())));
                TableReports.added(table);
            }
        }
    }

    private void removeTables(Configuration present) {
        for (String name : tableNumbers.names()) {
            if (present.table(name).isEmpty()) {
                int id = tableNumbers.find(name) - 1;
                tableReports.removing(name, id);
                witness.tableGoes(name);
                shards.each(shard -> shard.removeTable(id));
                tableNumbers.release(name);
            }
        }
    }

    private int routerId(Configuration next) {
        Assembly former = assembly;
        return RouterIdChoice.of(next.router().routerId(), interfaces.get(), former == null ? 0 : former.routerId());
    }

    /** Has a protocol report these things to the log. */
    public Outcome debug(String name, Set<DebugFlag> flags) {
        return change(name, "debug", common -> common.reporting(flags));
    }

    /** Has a protocol write these things into the MRT file. */
    public Outcome mrtdump(String name, Set<DebugFlag> flags) {
        return change(name, "mrtdump", common -> common.dumping(flags));
    }

    private Outcome change(String name, String option, UnaryOperator<ProtocolCommon> change) {
        ProtocolInstance instance = instances.get(name);
        if (instance == null) {
            return Outcome.UNKNOWN;
        }
        ProtocolConfig former = instance.config();
        ProtocolConfig next = former.with(change.apply(former.common()));
        assembly = assembly.with(assembly.configuration().replacing(next));
        ReloadPlan.Entry entry =
                new ReloadPlan.Entry(name, ReloadPlan.Action.UPDATED, List.of(option), List.of(), List.of());
        instance.reconfigure(assembly, next, entry, false);
        return Outcome.DONE;
    }
}
