package org.jbgp.daemon.kernel;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.KernelConfig;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.daemon.advertise.rules.ExportCounters;
import org.jbgp.daemon.control.view.RouterCommands;
import org.jbgp.daemon.instance.Announcements;
import org.jbgp.daemon.instance.Assembly;
import org.jbgp.daemon.instance.Conversions;
import org.jbgp.daemon.instance.FilterChanges;
import org.jbgp.daemon.instance.LocalEngine;
import org.jbgp.daemon.instance.ProtocolInstance;
import org.jbgp.daemon.instance.ProtocolTrial;
import org.jbgp.daemon.instance.Readings;
import org.jbgp.daemon.instance.Recovery;
import org.jbgp.daemon.instance.RevalidationPlan;
import org.jbgp.daemon.instance.RouteReports;
import org.jbgp.daemon.instance.RouterContext;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.progress.Progress;
import org.jbgp.daemon.protocol.InterfaceChanges;
import org.jbgp.daemon.protocol.InterfaceListener;
import org.jbgp.daemon.protocol.InterfaceTable;
import org.jbgp.daemon.protocol.NetworkInterface;
import org.jbgp.daemon.protocol.ProtocolLog;
import org.jbgp.daemon.protocol.RouteChoice;
import org.jbgp.daemon.protocol.kernel.KernelProtocol;
import org.jbgp.daemon.shards.IntakeFeed;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.kernel.Family;

/**
 * {@code protocol kernel}: one {@link KernelProtocol} on the kernel thread, and an exporter in every shard.
 *
 * <p>The control thread owns the engine and sets its fields. The kernel thread owns the {@link KernelProtocol}, each
 * shard its {@link KernelExport}; tasks are handed to them. Commands read both references from any thread, so they are
 * volatile.
 */
public final class KernelEngine implements LocalEngine {
    private static final Logger log = LogManager.getLogger(KernelEngine.class);

    /** Fewer routes on their way are no long work. */
    private static final int FEW = 1_024;

    private final RouterContext context;
    private final KernelThread kernel;
    private final AtomicLong exported = new AtomicLong();
    private final InterfaceListener renumbering = this::interfacesChanged;
    private volatile KernelConfig config;
    private Policy exportPolicy;
    private volatile KernelExport[] exports = new KernelExport[0];
    private int table;
    /** Number of the table of the protocol's VRF as last seen, 0 if there is none; the kernel thread's. */
    private long vrfTable;

    private boolean waits;
    private volatile KernelProtocol protocol;

    public KernelEngine(RouterContext context, KernelThread kernel, KernelConfig config) {
        this.context = context;
        this.kernel = kernel;
        this.config = config;
    }

    @Override
    public String type() {
        return "Kernel";
    }

    @Override
    public void start(Assembly assembly) {
        ChannelConfig channel = config.channels().getFirst();
        AddressFamily family = Conversions.family(channel.family());
        Family kernelFamily = family == AddressFamily.IPV4_UNICAST ? Family.IPV4 : Family.IPV6;
        int own = assembly.numbers(config)[family.index()];
        int kernelTable = (int) config.table().number();
        table = assembly.tables().of(channel.table()) - 1;
        exportPolicy = assembly.policies().compile(channel.exportFilter());
        IntakeFeed feed = new IntakeFeed(context.shards(), assembly.numbers(config));
        KernelProtocol made = new KernelProtocol(
                config,
                kernelFamily,
                kernel.fib().table(kernelFamily, kernelTable, config.table().routeProtocol()),
                feed,
                ProtocolLog.to(log));
        if (assembly.configuration().dialect().isFlat()) {
            made.attributesOf16();
        }
        String name = config.name();
        made.reportRefusals(new RefusalMarks(
                context.shards(), () -> exports, (refused, noMore) -> context.kernelChanged(name, refused, noMore)));
        protocol = made;
        KernelConfig starting = config;
        kernel.execute(() -> {
            receiveBuffer(made, starting);
            kernel.add(made, kernelFamily, kernelTable);
            made.start(kernel.now());
            kernel.device().addListener(renumbering);
            checkVrfTable(kernel.interfaces());
        });
        KernelExport[] live = new KernelExport[context.shards().size()];
        exports = live;
        RouteReports trace = RouteReports.of(config.common(), channel);
        CompletableFuture<Void> fed = context.shards().all((shard, done) -> {
            KernelExport export = new KernelExport(
                    shard,
                    context.shards(),
                    kernel,
                    made,
                    Forwardings.Options.of(config, family, own),
                    config.table().nextHopObjects() != KernelConfig.NextHopObjects.OFF,
                    exportPolicy,
                    exported);
            export.trace(trace);
            live[shard.number()] = export;
            shard.attach(table, export, done);
        });
        waits = config.gracefulRestart() && context.recovering();
        boolean onlyStaticBlackholes = waits && !FilterChanges.setDestination(assembly.configuration());
        var _ = fed.handle((ignored, failed) -> null)
                .thenRun(() -> context.recovery(recovery -> {
                    if (waits && onlyStaticBlackholes) {
                        recovery.when(Recovery.Stage.STARTED, () -> afterFeeds(made::ownRoutesKnown));
                    }
                    if (waits) {
                        recovery.when(Recovery.Stage.SETTLED, () -> afterFeeds(made::settled));
                    }
                    recovery.when(
                            waits ? Recovery.Stage.COMPLETE : Recovery.Stage.STARTED,
                            () -> afterFeeds(() -> made.fed(kernel.now())));
                }));
    }

    /** On the kernel thread. */
    private void receiveBuffer(KernelProtocol asker, KernelConfig changed) {
        int bytes = changed.netlinkReceiveBuffer();
        if (!kernel.fib().eventBuffer(asker, bytes) && bytes > 0) {
            log.warn("{}: Cannot set netlink rx buffer size to {}: the system's limit holds", changed.name(), bytes);
        }
    }

    /** The option {@code kernel table} chooses the table, as in BIRD: {@code vrf} does not. On the kernel thread. */
    private void checkVrfTable(InterfaceTable interfaces) {
        KernelConfig present = config;
        Optional<NetworkInterface> vrf = interfaces.byName(present.common().vrfDevice());
        long wanted = vrf.map(device -> Integer.toUnsignedLong(device.link().vrfTable()))
                .orElse(0L);
        if (wanted != vrfTable) {
            vrfTable = wanted;
            if (wanted != 0 && wanted != present.table().number()) {
                log.warn(
                        "{}: the routes of VRF {} are in kernel table {}, but this protocol has table {}: 'kernel table {};' is missing",
                        present.name(),
                        vrf.get().name(),
                        wanted,
                        present.table().number(),
                        wanted);
            }
        }
    }

    /** Routes that go out by an interface of a certain name follow it. On the kernel thread. */
    private void interfacesChanged(InterfaceChanges changes) {
        checkVrfTable(changes.now());
        Set<String> names = changes.renumbered();
        if (!names.isEmpty()) {
            KernelExport[] live = exports;
            context.shards().each(shard -> {
                KernelExport export = live.length == 0 ? null : live[shard.number()];
                if (export != null) { // else it is about to be made, and sees the interfaces as they are
                    export.renumbered(names);
                }
            });
        }
    }

    @Override
    public boolean waits() {
        return waits && context.recovering();
    }

    @Override
    public List<Progress> progress() {
        long waiting = 0;
        long all = 0;
        for (KernelExport each : exports) {
            if (each != null) { // else it is about to be made
                waiting += each.waiting();
                all += each.prefixes();
            }
        }
        return waiting < FEW
                ? List.of()
                : List.of(new Progress(
                        Progress.Kind.KERNEL,
                        config.name(),
                        "prefixes",
                        new Progress.Amount(Math.max(0, all - waiting), Math.max(all, waiting)),
                        new Progress.Times(null, Duration.ZERO, null)));
    }

    /** Runs a task on the kernel thread when it was given what is in the table now. */
    private void afterFeeds(Runnable task) {
        KernelExport[] live = exports;
        var _ = context.shards()
                .all((shard, done) -> live[shard.number()].afterwards(done))
                .thenRun(() -> kernel.execute(task));
    }

    @Override
    public CompletableFuture<Void> stop(ProtocolInstance.StopCause cause) {
        KernelProtocol stopped = protocol;
        KernelExport[] live = exports;
        exported.set(0);
        CompletableFuture<Void> detached = context.shards().all((shard, done) -> {
            shard.detach(table, live[shard.number()]);
            done.run();
        });
        // A shard that failed keeps no route in the kernel.
        return detached.handle((ignored, failed) -> null).thenCompose(ignored -> {
            CompletableFuture<Void> done = new CompletableFuture<>();
            kernel.execute(() -> {
                stopped.stop();
                kernel.remove(stopped);
                kernel.fib().eventBuffer(stopped, 0);
                kernel.device().removeListener(renumbering);
                done.complete(null);
            });
            return done;
        });
    }

    @Override
    public void reconfigure(Assembly assembly, ProtocolConfig next) {
        KernelConfig changed = (KernelConfig) next;
        boolean guard = changed.table().nextHopObjects() != KernelConfig.NextHopObjects.OFF;
        boolean again = config.table().linkBandwidth() != changed.table().linkBandwidth()
                || config.table().nextHopObjects() != changed.table().nextHopObjects();
        config = changed;
        KernelProtocol running = protocol;
        if (running == null) {
            return;
        }
        kernel.execute(() -> {
            receiveBuffer(running, changed);
            running.reconfigure(changed, kernel.now());
        });
        Policy policy =
                assembly.policies().compile(changed.channels().getFirst().exportFilter());
        exportPolicy = policy;
        KernelExport[] live = exports;
        RouteReports trace =
                RouteReports.of(changed.common(), changed.channels().getFirst());
        context.shards().each(shard -> {
            live[shard.number()].forwardings().policy(policy);
            live[shard.number()].trace(trace);
            live[shard.number()].forwardings().linkBandwidth(changed.table().linkBandwidth());
            live[shard.number()].guard(guard);
            if (again) {
                shard.refeed(table, live[shard.number()], () -> {});
            }
        });
    }

    @Override
    public ProtocolTrial.Exports trial(Assembly would, ProtocolConfig next) {
        Policy policy = next == null
                ? null
                : would.policies().compile(next.channels().getFirst().exportFilter());
        String channel = config.channels().getFirst().name();
        KernelExport[] live = exports;
        int from = table;
        return (shard, to) -> to.other(
                channel, from, tally -> new KernelTrial(shard, shard.table(from), live[shard.number()], policy, tally));
    }

    @Override
    public boolean reload(RouterCommands.Direction direction) {
        if (direction != RouterCommands.Direction.OUT) {
            KernelProtocol running = protocol;
            kernel.execute(() -> running.announceAgain(RouteChoice.ALL));
        }
        if (direction != RouterCommands.Direction.IN) {
            KernelExport[] live = exports;
            context.shards().each(shard -> shard.refeed(table, live[shard.number()], () -> {}));
        }
        return true;
    }

    @Override
    public void revalidate(RevalidationPlan plan, boolean imports, boolean exporting) {
        if (imports) {
            KernelProtocol running = protocol;
            RouteChoice concerned = plan.concerned();
            kernel.execute(() -> running.announceAgain(concerned));
        }
        if (exporting) {
            KernelExport[] live = exports;
            AddressFamily family =
                    Conversions.family(config.channels().getFirst().family());
            plan.addExport(table, family, shard -> live[shard.number()]);
        }
    }

    @Override
    public List<ExportCounters> exportCounters() {
        return Arrays.stream(exports)
                .filter(Objects::nonNull)
                .map(KernelExport::counters)
                .toList();
    }

    @Override
    public long exported() {
        return exported.get();
    }

    private String trouble(long hi, long lo, int length) {
        KernelProtocol present = protocol;
        CompletableFuture<String> answer = new CompletableFuture<>();
        kernel.execute(() -> answer.complete(present.refusal(hi, lo, length)));
        String refusal = answer.join();
        return refusal.isEmpty() ? "" : "the kernel refused it: " + refusal + "; it is tried again at the next scan";
    }

    @Override
    public Announcements announcements() {
        KernelExport[] live = exports;
        return live.length == 0 ? Announcements.NONE : new KernelAnnouncements(table, live, this::trouble);
    }

    @Override
    public void measure(Readings readings) {
        KernelProtocol present = protocol;
        if (present != null) {
            readings.kernel(present.counters());
        }
    }
}
