package org.jbgp.daemon.reload;

import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jbgp.config.base.IpPrefix;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.model.Limit;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.daemon.control.view.RoutePlan;
import org.jbgp.daemon.control.view.RouteQuery;
import org.jbgp.daemon.instance.Assembly;
import org.jbgp.daemon.instance.Instances;
import org.jbgp.daemon.instance.Numbering;
import org.jbgp.daemon.instance.ProtocolInstance;
import org.jbgp.daemon.instance.ProtocolTrial;
import org.jbgp.daemon.instance.ReloadPlan;
import org.jbgp.daemon.instance.TrialShard;
import org.jbgp.daemon.progress.LongWork;
import org.jbgp.daemon.progress.Progress;
import org.jbgp.daemon.progress.Work;
import org.jbgp.daemon.rib.ChannelCounters;
import org.jbgp.daemon.shards.ShardPool;
import org.jbgp.daemon.trial.RouteChange;
import org.jbgp.daemon.trial.Tally;
import org.jbgp.daemon.trial.TrialWalk;

/**
 * Works out what another configuration would do to routes: filters and rules it would have, run over what the tables
 * hold, on the shards, in the time that they have to spare. Changes nothing. Control thread.
 */
final class RoutePreview {
    private static final long PAUSE_MILLIS = 20;
    /** Remembered routes that a note names. */
    private static final int REMEMBERED = 3;

    private final ShardPool shards;
    private final ScheduledExecutorService control;
    private final ByteBufAllocator allocator;
    private final Instances instances;
    private final LongWork longWork;

    RoutePreview(
            ShardPool shards,
            ScheduledExecutorService control,
            ByteBufAllocator allocator,
            Instances instances,
            LongWork longWork) {
        this.shards = shards;
        this.control = control;
        this.allocator = allocator;
        this.instances = instances;
        this.longWork = longWork;
    }

    /**
     * Begins.
     *
     * @param would what the configuration would be made of
     * @param plan what would become of the protocols
     * @param most how many routes of each kind are shown
     */
    CompletableFuture<RoutePlan> of(Assembly would, ReloadPlan plan, Numbering tables, int most) {
        long begun = System.nanoTime();
        Map<String, ProtocolTrial> trials = trials(would, plan);
        TrialShard[] parts = new TrialShard[shards.size()];
        Work work = longWork.begin(Progress.Kind.PLAN, "routes", "prefixes");
        return shards.all((shard, done) -> {
                    TrialShard part = new TrialShard(shard, allocator, most, work);
                    parts[shard.number()] = part;
                    part.begin(
                            trials,
                            task -> {
                                var _ = control.schedule(
                                        () -> shards.execute(shard.number(), ignored -> task.run()),
                                        PAUSE_MILLIS,
                                        TimeUnit.MILLISECONDS);
                            },
                            done);
                })
                .whenComplete((ignored, failed) -> work.close())
                .thenApplyAsync(
                        ignored -> new Sum(would.configuration(), trials, tables, most)
                                .of(List.of(parts), Duration.ofNanos(System.nanoTime() - begun)),
                        control);
    }

    private Map<String, ProtocolTrial> trials(Assembly would, ReloadPlan plan) {
        Map<String, ProtocolTrial> trials = new LinkedHashMap<>();
        for (ReloadPlan.Entry entry : plan.entries()) {
            ProtocolInstance instance = instances.get(entry.protocol());
            if (instance == null) {
                if (entry.action() == ReloadPlan.Action.ADDED) {
                    trials.put(
                            entry.protocol(),
                            new ProtocolTrial(
                                    List.of(),
                                    ProtocolTrial.NONE.exports(),
                                    List.of(entry.protocol() + ": it is new, and what it will bring is not known")));
                }
                continue;
            }
            ProtocolConfig next = would.configuration().protocols().stream()
                    .filter(protocol -> protocol.name().equals(entry.protocol()))
                    .findFirst()
                    .orElse(null);
            trials.put(entry.protocol(), instance.trial(would, next, entry));
        }
        return trials;
    }

    /** Adds up what the shards found. */
    private final class Sum {
        private final Configuration next;
        private final Map<String, ProtocolTrial> trials;
        private final Numbering tables;
        private final int most;
        private final List<RoutePlan.Channel> channels = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();

        Sum(Configuration next, Map<String, ProtocolTrial> trials, Numbering tables, int most) {
            this.next = next;
            this.trials = trials;
            this.tables = tables;
            this.most = most;
        }

        RoutePlan of(List<TrialShard> parts, Duration took) {
            trials.forEach((protocol, trial) -> {
                notes.addAll(trial.notes());
                trial.imports().forEach(each -> imported(protocol, each, parts));
                given(protocol, parts);
            });
            return new RoutePlan(
                    channels,
                    tables(parts),
                    notes,
                    parts.stream()
                            .flatMap(part -> part.walks().values().stream())
                            .mapToLong(TrialWalk::prefixes)
                            .sum(),
                    took);
        }

        private void imported(String protocol, ProtocolTrial.Import each, List<TrialShard> parts) {
            Tally sum = new Tally(most);
            for (TrialShard part : parts) {
                TrialWalk walk = part.walks().get(each.table());
                if (walk != null) {
                    sum.add(walk.imports().get(each.trial().number()));
                }
            }
            channel(protocol, each.channel(), RoutePlan.Direction.IMPORT, sum);
            limits(protocol, each, sum);
            remembered(protocol + "." + each.channel(), each.trial().number(), parts);
        }

        private void remembered(String name, int channel, List<TrialShard> parts) {
            Set<IpPrefix> accepted = new TreeSet<>();
            parts.forEach(part -> accepted.addAll(part.remembered(channel)));
            if (!accepted.isEmpty()) {
                notes.add(name + ": of the routes rejected last it would accept " + accepted.size() + ": "
                        + accepted.stream()
                                .limit(REMEMBERED)
                                .map(IpPrefix::toString)
                                .collect(Collectors.joining(", "))
                        + (accepted.size() > REMEMBERED ? ", …" : "")
                        + "; they are not counted, for it is not known whether they are still announced");
            }
        }

        private void limits(String protocol, ProtocolTrial.Import each, Tally sum) {
            long imported = 0;
            for (int shard = 0; shard < shards.size(); shard++) {
                ChannelCounters counters =
                        shards.peek(shard).counters(each.trial().number());
                imported += counters == null ? 0 : counters.imported;
            }
            long would = imported + sum.count(RouteChange.Kind.ADDED) - sum.count(RouteChange.Kind.REMOVED);
            next.protocols().stream()
                    .filter(config -> config.name().equals(protocol))
                    .flatMap(config -> config.channels().stream())
                    .filter(channel -> channel.name().equals(each.channel()))
                    .map(ChannelConfig::importLimit)
                    .flatMap(limit -> limit.stream())
                    .mapToLong(Limit::routes)
                    .filter(limit -> would > limit)
                    .forEach(limit -> notes.add(protocol + "." + each.channel() + ": the import limit of " + limit
                            + " would be reached: the filter would accept " + would));
        }

        private void given(String protocol, List<TrialShard> parts) {
            Map<String, Tally> sums = new LinkedHashMap<>();
            Map<String, Boolean> kernel = new LinkedHashMap<>();
            for (TrialShard part : parts) {
                for (TrialShard.Given given : part.given()) {
                    if (given.protocol().equals(protocol)) {
                        sums.computeIfAbsent(given.channel(), key -> new Tally(most))
                                .add(given.tally());
                        kernel.put(given.channel(), given.kernel());
                    }
                }
            }
            sums.forEach((channel, sum) -> channel(
                    protocol,
                    channel,
                    Boolean.TRUE.equals(kernel.get(channel)) ? RoutePlan.Direction.KERNEL : RoutePlan.Direction.EXPORT,
                    sum));
        }

        private void channel(String protocol, String name, RoutePlan.Direction direction, Tally sum) {
            RoutePlan.Counts counts = counts(sum);
            if (counts.sum() > 0) {
                channels.add(new RoutePlan.Channel(protocol, name, direction, counts, sum.attributes(), routes(sum)));
            }
        }

        private List<RoutePlan.Table> tables(List<TrialShard> parts) {
            List<RoutePlan.Table> all = new ArrayList<>();
            for (String name : tables.names()) {
                int number = tables.find(name) - 1;
                Tally sum = new Tally(most);
                long undecided = 0;
                for (TrialShard part : parts) {
                    TrialWalk walk = part.walks().get(number);
                    if (walk != null) {
                        sum.add(walk.best());
                        undecided += walk.undecided();
                    }
                }
                long moved = sum.count(RouteChange.Kind.MOVED);
                if (moved + counts(sum).sum() + undecided > 0) {
                    all.add(new RoutePlan.Table(name, moved, counts(sum), undecided, sum.attributes(), routes(sum)));
                }
            }
            all.sort(Comparator.comparing(RoutePlan.Table::table));
            return all;
        }

        private static RoutePlan.Counts counts(Tally sum) {
            return new RoutePlan.Counts(
                    sum.count(RouteChange.Kind.ADDED),
                    sum.count(RouteChange.Kind.REMOVED),
                    sum.count(RouteChange.Kind.CHANGED));
        }

        private static List<RoutePlan.Route> routes(Tally sum) {
            return sum.routes().stream()
                    .sorted(Comparator.comparing(RouteChange::kind)
                            .thenComparingLong(RouteChange::hi)
                            .thenComparingLong(RouteChange::lo)
                            .thenComparingInt(RouteChange::length))
                    .map(change -> new RoutePlan.Route(
                            new RouteQuery.Prefix(change.family(), change.hi(), change.lo(), change.length()),
                            change.kind().name().toLowerCase(Locale.ROOT),
                            change.attributes(),
                            change.way(),
                            new RoutePlan.Sets(
                                    change.sets().before(), change.sets().after())))
                    .toList();
        }
    }
}
