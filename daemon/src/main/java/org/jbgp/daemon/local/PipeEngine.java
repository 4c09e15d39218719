package org.jbgp.daemon.local;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.PipeConfig;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.daemon.advertise.rules.ExportCounters;
import org.jbgp.daemon.advertise.rules.Offer;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RouterCommands;
import org.jbgp.daemon.instance.Announcements;
import org.jbgp.daemon.instance.Assembly;
import org.jbgp.daemon.instance.Conversions;
import org.jbgp.daemon.instance.LocalEngine;
import org.jbgp.daemon.instance.Numbering;
import org.jbgp.daemon.instance.ProtocolInstance;
import org.jbgp.daemon.instance.RevalidationPlan;
import org.jbgp.daemon.instance.RouteReports;
import org.jbgp.daemon.instance.RouterContext;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.PolicyRun;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.rib.ChannelCounters;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TableSlice;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.channel.ImportRules;
import org.jbgp.daemon.wire.AddressFamily;

/**
 * {@code protocol pipe}: two exporters in every shard, one for each direction. Its channel counts what enters its own
 * table; what enters the other one is counted by a channel that only this class knows.
 */
public final class PipeEngine implements LocalEngine {
    private static final int OUT = 0;
    private static final int IN = 1;

    private final RouterContext context;
    private PipeConfig config;
    private PipeExport[][] exports = new PipeExport[0][];
    private int primary;
    private int secondary;
    private int outwards;
    private int inwards;

    public PipeEngine(RouterContext context, PipeConfig config) {
        this.context = context;
        this.config = config;
    }

    @Override
    public String type() {
        return "Pipe";
    }

    @Override
    public void start(Assembly assembly) {
        ChannelConfig channel = config.channels().getFirst();
        String name = config.name() + "." + channel.name();
        inwards = assembly.channels().of(name);
        outwards = assembly.channels().of(Numbering.outwards(name));
        primary = assembly.tables().of(channel.table()) - 1;
        secondary = assembly.tables().of(config.peerTable()) - 1;
        Policy importPolicy = assembly.policies().compile(channel.importFilter());
        Policy exportPolicy = assembly.policies().compile(channel.exportFilter());
        RouteReports trace = RouteReports.of(config.common(), channel);
        Channel counting = new Channel(
                outwards,
                RouteSource.local(config.name(), RouteSource.Kind.RTS_PIPE, 0),
                Conversions.family(channel.family()),
                secondary,
                Policy.NONE,
                null,
                0,
                Channel.Decision.DEFAULT,
                ImportRules.PLAIN);
        PipeExport[][] made = new PipeExport[context.shards().size()][];
        exports = made;
        int from = primary;
        int into = secondary;
        int out = outwards;
        int in = inwards;
        int most = config.maxGeneration();
        context.shards().each(shard -> {
            shard.putChannel(counting);
            shard.startCounting(out);
            PipeExport[] both = {
                new PipeExport(shard, shard.carrying(from, into, out, in), out, most, exportPolicy),
                new PipeExport(shard, shard.carrying(into, from, in, out), in, most, importPolicy)
            };
            made[shard.number()] = both;
            both[OUT].trace(trace, false);
            both[IN].trace(trace, true);
            // What its table holds already counts, as everything that is asked for does.
            both[OUT].again(true);
            shard.attach(from, both[OUT], () -> both[OUT].again(false));
            both[IN].again(true);
            shard.attach(into, both[IN], () -> both[IN].again(false));
        });
    }

    @Override
    public CompletableFuture<Void> stop(ProtocolInstance.StopCause cause) {
        PipeExport[][] live = exports;
        int out = outwards;
        int in = inwards;
        context.shards().each(shard -> {
            PipeExport[] both = live[shard.number()];
            shard.detach(primary, both[OUT]);
            shard.detach(secondary, both[IN]);
        });
        return CompletableFuture.allOf(
                context.shards().all((shard, done) -> shard.withdrawAll(out, false, done)),
                context.shards().all((shard, done) -> shard.withdrawAll(in, false, done)));
    }

    @Override
    public void reconfigure(Assembly assembly, ProtocolConfig next) {
        config = (PipeConfig) next;
        PipeExport[][] live = exports;
        if (live.length == 0) {
            return;
        }
        ChannelConfig channel = config.channels().getFirst();
        Policy importPolicy = assembly.policies().compile(channel.importFilter());
        Policy exportPolicy = assembly.policies().compile(channel.exportFilter());
        RouteReports trace = RouteReports.of(config.common(), channel);
        context.shards().each(shard -> {
            PipeExport[] both = live[shard.number()];
            both[OUT].trace(trace, false);
            both[IN].trace(trace, true);
            both[OUT].policy(exportPolicy);
            both[IN].policy(importPolicy);
        });
    }

    @Override
    public List<String> doubts(ProtocolConfig now, ProtocolConfig next) {
        return List.of(now.name() + ": what the pipe carries to the other table is not followed");
    }

    @Override
    public boolean reload(RouterCommands.Direction direction) {
        PipeExport[][] live = exports;
        context.shards().each(shard -> {
            PipeExport[] both = live[shard.number()];
            if (direction != RouterCommands.Direction.IN) {
                again(shard, primary, both[OUT]);
            }
            if (direction != RouterCommands.Direction.OUT) {
                again(shard, secondary, both[IN]);
            }
        });
        return true;
    }

    @Override
    public void revalidate(RevalidationPlan plan, boolean imports, boolean exports) {
        PipeExport[][] live = exports();
        AddressFamily family = Conversions.family(config.channels().getFirst().family());
        if (exports) {
            plan.addExport(primary, family, shard -> live[shard.number()][OUT]);
        }
        if (imports) {
            plan.addExport(secondary, family, shard -> live[shard.number()][IN]);
        }
    }

    private PipeExport[][] exports() {
        return exports;
    }

    private static void again(Shard shard, int table, PipeExport export) {
        export.again(true);
        shard.refeed(table, export, () -> export.again(false));
    }

    /** What went the other way, out of its table. */
    @Override
    public long exported() {
        return counted(counters -> counters.imported);
    }

    private interface Count {
        long of(ChannelCounters counters);
    }

    private long counted(Count count) {
        long sum = 0;
        for (int shard = 0; shard < context.shards().size(); shard++) {
            ChannelCounters counters = context.shards().peek(shard).counters(outwards);
            sum += counters == null ? 0 : count.of(counters);
        }
        return sum;
    }

    @Override
    public Announcements announcements() {
        PipeExport[][] live = exports;
        return live.length == 0
                ? Announcements.NONE
                : new Announcements() {
                    @Override
                    public int exported(Shard shard, int table, int prefix, int path) {
                        return from(shard, table).exported(prefix, path);
                    }

                    @Override
                    public Offer offer(Shard shard, TableSlice table, int prefix, int path, PolicyRun run) {
                        return from(shard, table.id()).offer(prefix, path, run);
                    }

                    @Override
                    public boolean ofAllPaths(int table) {
                        return true;
                    }

                    private PipeExport from(Shard shard, int table) {
                        return live[shard.number()][table == primary ? OUT : IN];
                    }
                };
    }

    /** The changes on the way out, as the counters of its channel have them. */
    @Override
    public List<ExportCounters> exportCounters() {
        ExportCounters all = new ExportCounters();
        all.updates = counted(counters -> counters.importUpdates);
        all.rejected = counted(counters -> counters.importInvalid);
        all.filtered = counted(counters -> counters.importFiltered);
        all.ignored = counted(counters -> counters.importIgnored);
        all.accepted = counted(counters -> counters.importAccepted);
        all.withdrawals = counted(counters -> counters.importWithdraws);
        all.withdrawalsIgnored = counted(counters -> counters.importWithdrawsIgnored);
        all.withdrawalsAdvertised = counted(counters -> counters.importWithdrawsAccepted);
        return List.of(all);
    }

    @Override
    public ProtocolStatus.Details details() {
        return new ProtocolStatus.PipeStatus(config.channels().getFirst().table(), config.peerTable(), "up", "up");
    }
}
