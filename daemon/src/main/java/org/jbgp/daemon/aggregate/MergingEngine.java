package org.jbgp.daemon.aggregate;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jbgp.config.model.AggregatorConfig;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.daemon.advertise.rules.ExportCounters;
import org.jbgp.daemon.control.view.AggregatorStatus;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RouterCommands;
import org.jbgp.daemon.instance.Announcements;
import org.jbgp.daemon.instance.Assembly;
import org.jbgp.daemon.instance.Conversions;
import org.jbgp.daemon.instance.LocalEngine;
import org.jbgp.daemon.instance.ProtocolInstance;
import org.jbgp.daemon.instance.RevalidationPlan;
import org.jbgp.daemon.instance.RouteReports;
import org.jbgp.daemon.instance.RouterContext;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.rib.Shard;

/**
 * {@code protocol aggregator} that merges routes of one prefix: a {@link MergedRoutes} in every shard. All slices of
 * tables are cut alike, so no thread is crossed.
 */
public final class MergingEngine implements LocalEngine {
    private final RouterContext context;
    private AggregatorConfig config;
    /** By shard, each set by the shard itself; empty before the start. */
    private MergedRoutes[] merged = new MergedRoutes[0];

    private int table;

    public MergingEngine(RouterContext context, AggregatorConfig config) {
        this.context = context;
        this.config = config;
    }

    @Override
    public String type() {
        return "Aggregator";
    }

    @Override
    public void start(Assembly assembly) {
        ChannelConfig channel = config.channels().getFirst();
        int[] numbers = assembly.numbers(config);
        int own = numbers[Conversions.family(channel.family()).index()];
        table = assembly.tables().of(channel.table()) - 1;
        int from = table;
        Policy policy = assembly.policies().compile(channel.exportFilter());
        AggregatorConfig starting = config;
        RouteReports trace = RouteReports.of(config.common(), channel);
        MergedRoutes[] made = new MergedRoutes[context.shards().size()];
        merged = made;
        context.shards().each(shard -> {
            RouteMerger.Rules rules = rules(assembly, starting, shard);
            MergedRoutes target = new MergedRoutes(shard, shard.table(from), own, numbers, policy, rules);
            target.change(policy, rules, trace);
            made[shard.number()] = target;
            shard.attach(from, target, () -> {});
        });
    }

    private static RouteMerger.Rules rules(Assembly assembly, AggregatorConfig config, Shard shard) {
        return new RouteMerger.Rules(
                config.merging().orElseThrow(),
                assembly.filters().commands().tables(),
                shard.filters().policyLog());
    }

    @Override
    public CompletableFuture<Void> stop(ProtocolInstance.StopCause cause) {
        MergedRoutes[] live = merged;
        int from = table;
        return context.shards().all((shard, done) -> {
            shard.detach(from, live[shard.number()]);
            live[shard.number()].forget();
            done.run();
        });
    }

    @Override
    public void reconfigure(Assembly assembly, ProtocolConfig next) {
        config = (AggregatorConfig) next;
        MergedRoutes[] live = merged;
        if (live.length == 0) {
            return;
        }
        ChannelConfig channel = config.channels().getFirst();
        Policy policy = assembly.policies().compile(channel.exportFilter());
        AggregatorConfig changed = config;
        RouteReports trace = RouteReports.of(config.common(), channel);
        context.shards().each(shard -> live[shard.number()].change(policy, rules(assembly, changed, shard), trace));
    }

    /** Both directions: what is imported is made of what is exported. */
    @Override
    public List<String> doubts(ProtocolConfig now, ProtocolConfig next) {
        return List.of(now.name() + ": what the aggregator makes of other routes is not followed");
    }

    @Override
    public boolean reload(RouterCommands.Direction direction) {
        MergedRoutes[] live = merged;
        int from = table;
        context.shards().each(shard -> {
            MergedRoutes target = live[shard.number()];
            target.again(true);
            shard.refeed(from, target, () -> target.again(false));
        });
        return true;
    }

    @Override
    public boolean asks(RevalidationPlan plan) {
        ChannelConfig channel = config.channels().getFirst();
        AggregatorConfig.Merging merging = config.merging().orElseThrow();
        return merging.on().stream().anyMatch(key -> plan.asks(channel, key.value()))
                || merging.by().filter(by -> plan.asks(channel, by)).isPresent();
    }

    @Override
    public void revalidate(RevalidationPlan plan, boolean imports, boolean exports) {
        MergedRoutes[] live = merged;
        plan.addExport(table, Conversions.family(config.channels().getFirst().family()), shard -> live[shard.number()]);
    }

    @Override
    public long exported() {
        return PartOfShard.exported(merged);
    }

    @Override
    public List<ExportCounters> exportCounters() {
        return PartOfShard.counters(merged);
    }

    @Override
    public Announcements announcements() {
        return PartOfShard.announcements(merged, true);
    }

    @Override
    public ProtocolStatus.Details details() {
        return new AggregatorStatus(config.channels().getFirst().table(), config.peerTable(), List.of());
    }
}
