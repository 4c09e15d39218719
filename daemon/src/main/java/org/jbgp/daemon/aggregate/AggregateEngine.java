package org.jbgp.daemon.aggregate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jbgp.config.base.IpPrefix;
import org.jbgp.config.model.AggregatorConfig;
import org.jbgp.config.model.BgpConfig;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.Configuration;
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
import org.jbgp.daemon.shards.IntakeFeed;
import org.jbgp.daemon.wire.AddressFamily;

/**
 * {@code protocol aggregator} with {@code aggregate <prefix>}: {@link Contributors} in every shard sum up what they
 * have; this class adds the sums, and announces and withdraws the aggregates. Control thread.
 */
public final class AggregateEngine implements LocalEngine {
    private final RouterContext context;
    private AggregatorConfig config;
    private Contributors[] contributors = new Contributors[0];
    private int table;
    private AddressFamily family = AddressFamily.IPV4_UNICAST;

    private AggregateSet set;
    private long localAs;
    private int routerId;
    private IntakeFeed feed;
    /** By shard and number of the aggregate; null where the shard has not said yet. */
    private Summing[][] sums = new Summing[0][];
    /** Attributes announced, by prefix. */
    private final Map<IpPrefix, byte[]> announced = new HashMap<>();
    /** Aggregates in the table written. */
    private final Set<IpPrefix> present = new HashSet<>();
    /** Counts starts, so that what comes late from before is not taken for news. */
    private int life;

    public AggregateEngine(RouterContext context, AggregatorConfig config) {
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
        family = Conversions.family(channel.family());
        int[] numbers = assembly.numbers(config);
        int own = numbers[family.index()];
        table = assembly.tables().of(channel.table()) - 1;
        int from = table;
        int into = assembly.tables().of(config.peerTable()) - 1;
        feed = new IntakeFeed(context.shards(), numbers);
        life++;
        announced.clear();
        present.clear();
        take(assembly);
        Policy policy = assembly.policies().compile(channel.exportFilter());
        RouteReports trace = RouteReports.of(config.common(), channel);
        Contributors[] made = new Contributors[context.shards().size()];
        contributors = made;
        AggregateSet first = set;
        AddressFamily of = family;
        Reports reports = new Reports(life);
        context.shards().each(shard -> {
            Contributors target = new Contributors(shard, of, from, into, own, reports);
            made[shard.number()] = target;
            target.start(first, policy, trace);
        });
    }

    private void take(Assembly assembly) {
        set = new AggregateSet(config.aggregates(), family.bits());
        sums = new Summing[context.shards().size()][set.size()];
        localAs = config.localAs().orElseGet(() -> commonAs(assembly.configuration()));
        routerId = assembly.routerId();
    }

    /** The AS of all BGP neighbors, 0 if they have several or there are none. */
    private static long commonAs(Configuration configuration) {
        long[] all = configuration.protocols().stream()
                .filter(BgpConfig.class::isInstance)
                .mapToLong(protocol -> ((BgpConfig) protocol).local().asn())
                .distinct()
                .limit(2)
                .toArray();
        return all.length == 1 ? all[0] : 0;
    }

    @Override
    public CompletableFuture<Void> stop(ProtocolInstance.StopCause cause) {
        life++;
        Contributors[] live = contributors;
        contributors = new Contributors[0];
        announced.clear();
        present.clear();
        return context.shards().all((shard, done) -> {
            live[shard.number()].stop();
            done.run();
        });
    }

    @Override
    public void reconfigure(Assembly assembly, ProtocolConfig next) {
        boolean others = !((AggregatorConfig) next).aggregates().equals(config.aggregates());
        config = (AggregatorConfig) next;
        Contributors[] live = contributors;
        if (live.length == 0) {
            return;
        }
        ChannelConfig channel = config.channels().getFirst();
        Policy policy = assembly.policies().compile(channel.exportFilter());
        RouteReports trace = RouteReports.of(config.common(), channel);
        if (others) {
            take(assembly);
            List.copyOf(announced.keySet()).stream()
                    .filter(prefix -> set.find(prefix.hi(), prefix.lo(), prefix.length()) < 0)
                    .forEach(this::withdraw);
            feed.flush();
        } else {
            localAs = config.localAs().orElseGet(() -> commonAs(assembly.configuration()));
            routerId = assembly.routerId();
            for (int i = 0; i < set.size(); i++) {
                decide(i);
            }
            feed.flush();
        }
        AggregateSet changed = set;
        context.shards().each(shard -> {
            live[shard.number()].filter(policy, trace);
            if (others) {
                live[shard.number()].change(changed);
            }
        });
    }

    @Override
    public List<String> doubts(ProtocolConfig now, ProtocolConfig next) {
        return List.of(now.name() + ": what the aggregator makes of other routes is not followed");
    }

    @Override
    public boolean reload(RouterCommands.Direction direction) {
        if (direction != RouterCommands.Direction.OUT) {
            announced.forEach((prefix, attributes) -> announce(prefix, attributes));
            feed.flush();
        }
        if (direction != RouterCommands.Direction.IN) {
            Contributors[] live = contributors;
            context.shards().each(shard -> live[shard.number()].again());
        }
        return true;
    }

    @Override
    public void revalidate(RevalidationPlan plan, boolean imports, boolean exports) {
        Contributors[] live = contributors;
        if (exports && live.length > 0) {
            plan.addExport(table, family, shard -> live[shard.number()]);
        }
        if (imports && live.length > 0) {
            reload(RouterCommands.Direction.IN);
        }
    }

    /** What shards report, taken to the control thread. */
    private final class Reports implements Contributors.Listener {
        private final int of;

        private Reports(int of) {
            this.of = of;
        }

        @Override
        public void summed(int shard, AggregateSet about, Summing[] news) {
            context.onControl(() -> {
                if (of != life || about != set) {
                    return;
                }
                for (int i = 0; i < news.length; i++) {
                    if (news[i] != null) {
                        sums[shard][i] = news[i];
                        decide(i);
                    }
                }
                feed.flush();
            });
        }

        @Override
        public void seen(IpPrefix prefix, boolean there) {
            context.onControl(() -> {
                if (of != life) {
                    return;
                }
                if (there ? present.add(prefix) : present.remove(prefix)) {
                    Contributors[] live = contributors;
                    context.shards().each(shard -> live[shard.number()].active(prefix, there));
                }
            });
        }
    }

    /** Announces or withdraws an aggregate if that is due; not before all shards have said what they have. */
    private void decide(int number) {
        Summing all = new Summing();
        for (Summing[] shard : sums) {
            if (shard[number] == null) {
                return;
            }
            all.add(shard[number]);
        }
        AggregatorConfig.Aggregate aggregate = set.get(number);
        byte[] attributes = all.attributes(aggregate, localAs, routerId);
        byte[] former = announced.get(aggregate.prefix());
        if (attributes.length == 0) {
            if (former != null) {
                withdraw(aggregate.prefix());
            }
        } else if (former == null || !Arrays.equals(former, attributes)) {
            announced.put(aggregate.prefix(), attributes);
            announce(aggregate.prefix(), attributes);
        }
    }

    private void announce(IpPrefix prefix, byte[] attributes) {
        feed.announce(family, 0, prefix.hi(), prefix.lo(), prefix.length(), attributes, 0, attributes.length);
    }

    private void withdraw(IpPrefix prefix) {
        announced.remove(prefix);
        feed.withdraw(family, 0, prefix.hi(), prefix.lo(), prefix.length());
    }

    // ---- commands -------------------------------------------------------------------------------------------------

    @Override
    public long exported() {
        return PartOfShard.exported(contributors);
    }

    @Override
    public List<ExportCounters> exportCounters() {
        return PartOfShard.counters(contributors);
    }

    @Override
    public Announcements announcements() {
        return PartOfShard.announcements(contributors, false);
    }

    @Override
    public ProtocolStatus.Details details() {
        Contributors[] live = contributors;
        List<AggregatorStatus.Aggregate> all = new ArrayList<>();
        for (AggregatorConfig.Aggregate aggregate : config.aggregates()) {
            long routes = 0;
            for (Contributors target : live) {
                routes += target == null ? 0 : target.routes(aggregate.prefix());
            }
            all.add(new AggregatorStatus.Aggregate(
                    aggregate.prefix().toString(),
                    present.contains(aggregate.prefix()),
                    routes,
                    aggregate.summaryOnly()));
        }
        return new AggregatorStatus(config.channels().getFirst().table(), config.peerTable(), all);
    }
}
