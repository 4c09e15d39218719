package org.jbgp.daemon.router;

import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jbgp.daemon.advertise.ExportGroup;
import org.jbgp.daemon.advertise.Member;
import org.jbgp.daemon.advertise.pack.PackingSpace;
import org.jbgp.daemon.local.PipeExport;
import org.jbgp.daemon.policy.LinkView;
import org.jbgp.daemon.policy.PolicyLog;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.channel.ImportLimits;
import org.jbgp.daemon.rib.channel.ImportRules;
import org.jbgp.daemon.rib.channel.RouteLimit;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.rib.nexthop.NextHopRequests;
import org.jbgp.daemon.rib.nexthop.ResolvedNextHop;
import org.jbgp.daemon.shards.RouteIntake;
import org.jbgp.daemon.shards.ShardPool;
import org.jbgp.daemon.shards.SystemThreads;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.Destination;

/**
 * A router's shards with their real threads, intake, tables, a pipe, an export group and two witnesses; neighbors and
 * the next-hop resolver are played by the test, on its one thread.
 */
final class ShardedWorld implements AutoCloseable {
    static final int SOURCES = 6;

    /** What is particular about some of the neighbors. */
    static final int MEMBER = 0;

    static final int KEEPS_ALL = 2;
    static final int KEEPS_FILTERED = 3;
    static final int LIMITED = 4;
    static final int ADDS_PATHS = 5;

    /** The table behind the pipe; the others are numbered by family. */
    static final int PIPED = 2;

    static final List<WorldRule> RULES = List.of(
            WorldRule.ALL,
            WorldRule.BY_MED,
            WorldRule.SOME_PREFIXES,
            WorldRule.SOME_PREFIXES,
            WorldRule.BY_MED,
            WorldRule.EACH_ITS_OWN);
    static final WorldRule PIPE_RULE = WorldRule.BY_MED;

    final ShardPool pool;
    private final Queue<Address> asked = new ConcurrentLinkedQueue<>();
    private final ResolvedNextHop[] ways = new ResolvedNextHop[SOURCES];
    private final RouteIntake[] intakes = new RouteIntake[SOURCES];
    private final Channel[][] channels = new Channel[SOURCES][2];
    private final ImportLimits[] limits = {limits(), limits()};
    private final List<PipeExport> pipes = new ArrayList<>();
    final List<ExportGroup> groups = new ArrayList<>();
    final List<Member> members = new ArrayList<>();
    final List<WorldListener> listeners = new ArrayList<>();
    final List<WorldMirror> mirrors = new ArrayList<>();
    private final int importLimit;

    /**
     * @param step see {@link Shard.Pace}
     * @param flushAt see {@link Shard.Pace}
     */
    ShardedWorld(int shards, int step, int flushAt, int importLimit) {
        this.importLimit = importLimit;
        pool = new ShardPool(
                shards,
                new SystemThreads(),
                number -> new Shard(
                        number,
                        () -> 0,
                        LinkView.NONE,
                        PolicyLog.SILENT,
                        new Requests(),
                        new Shard.Pace(step, flushAt)));
        for (int source = 0; source < SOURCES; source++) {
            ways[source] = reachable(0);
            intakes[source] = new RouteIntake(
                    pool,
                    new int[] {WorldChannels.channel(source, 0), WorldChannels.channel(source, 1)},
                    null,
                    () -> {});
        }
        for (int i = 0; i < shards; i++) {
            pipes.add(null);
            groups.add(null);
            members.add(null);
            listeners.add(new WorldListener());
        }
        pool.each(shard -> {
            shard.addTable(0, "master4", AddressFamily.IPV4_UNICAST);
            shard.addTable(1, "master6", AddressFamily.IPV6_UNICAST);
            shard.addTable(PIPED, "behind", AddressFamily.IPV4_UNICAST);
            shard.putChannel(WorldChannels.channelOf(SOURCES, 0, 70, WorldRule.ALL, ImportRules.PLAIN));
            shard.putChannel(WorldChannels.behind());
            int sender = WorldChannels.behind().id();
            PipeExport pipe = new PipeExport(
                    shard,
                    shard.carrying(0, PIPED, sender, WorldChannels.channel(SOURCES, 0)),
                    sender,
                    16,
                    PIPE_RULE.policy());
            pipes.set(shard.number(), pipe);
            shard.attach(0, pipe, () -> {});
            ExportGroup group = ExportGroup.of(
                    shard,
                    pool.executor(shard.number()),
                    WorldChannels.settings(),
                    UnpooledByteBufAllocator.DEFAULT,
                    new PackingSpace());
            shard.attach(0, group, group::fed);
            Member member = new Member(
                    listeners.get(shard.number()),
                    WorldChannels.channel(MEMBER, 0),
                    org.jbgp.daemon.rib.nexthop.Address.NONE,
                    WorldChannels.settings().policy());
            group.join(member, () -> {});
            groups.set(shard.number(), group);
            members.set(shard.number(), member);
        });
        settle();
    }

    private ImportLimits limits() {
        return new ImportLimits(
                null, new RouteLimit(RouteLimit.Kind.IMPORT, importLimit, RouteLimit.Action.BLOCK, limit -> {}));
    }

    static ResolvedNextHop reachable(long metric) {
        return new ResolvedNextHop(
                ResolvedNextHop.State.REACHABLE,
                List.of(new ResolvedNextHop.Leg(Address.NONE, 1, "eth0", 1, false)),
                metric,
                Destination.UNICAST);
    }

    // ---- what neighbors do
    // -------------------------------------------------------------------------------------------

    void up(int source, int preference, WorldRule rule) {
        for (int family = 0; family < 2; family++) {
            ImportRules rules = switch (source) {
                case KEEPS_ALL -> new ImportRules(false, true, null, null, null);
                case KEEPS_FILTERED -> new ImportRules(true, false, null, null, null);
                case LIMITED -> new ImportRules(false, false, limits[family], null, null);
                default -> ImportRules.PLAIN;
            };
            Channel channel = WorldChannels.channelOf(source, family, preference, rule, rules);
            channels[source][family] = channel;
            pool.each(shard -> shard.putChannel(channel));
        }
    }

    void down(int source) {
        flush(source);
        onBoth(source, (shard, channel) -> shard.withdrawAll(channel, false, () -> {}));
    }

    void markStale(int source) {
        flush(source);
        onBoth(source, Shard::markStale);
    }

    void dropStale(int source) {
        flush(source);
        onBoth(source, (shard, channel) -> shard.withdrawAll(channel, true, () -> {}));
    }

    private interface ChannelTask {
        void run(Shard shard, int channel);
    }

    private void onBoth(int source, ChannelTask task) {
        for (int family = 0; family < 2; family++) {
            int channel = WorldChannels.channel(source, family);
            pool.each(shard -> task.run(shard, channel));
        }
    }

    void attributes(int source, WorldAttributes set) {
        byte[] blob = set.bytes();
        intakes[source].attributes(blob, 0, blob.length);
    }

    void announce(int source, AddressFamily family, int pathId, int prefix) {
        intakes[source].announce(
                family,
                pathId,
                WorldNames.hi(family, prefix),
                WorldNames.lo(family, prefix),
                WorldNames.length(family));
    }

    void withdraw(int source, AddressFamily family, int pathId, int prefix) {
        intakes[source].withdraw(
                family,
                pathId,
                WorldNames.hi(family, prefix),
                WorldNames.lo(family, prefix),
                WorldNames.length(family));
    }

    void flush(int source) {
        intakes[source].flush();
    }

    // ---- what the router does
    // -----------------------------------------------------------------------------------------

    /** The neighbor's preference changes while its session lives. */
    void prefer(int source, int preference) {
        flush(source);
        for (int family = 0; family < 2; family++) {
            Channel old = channels[source][family];
            RouteSource from = WorldChannels.channelOf(source, family, preference, WorldRule.ALL, ImportRules.PLAIN)
                    .source();
            Channel changed = new Channel(
                    old.id(),
                    from,
                    old.family(),
                    old.table(),
                    old.policy(),
                    old.domain(),
                    old.clusterId(),
                    old.decision(),
                    old.rules());
            channels[source][family] = changed;
            pool.each(shard -> shard.replaceChannel(changed));
        }
    }

    /** The neighbor that keeps all routes gets another import filter. */
    void refilter(WorldRule rule) {
        flush(KEEPS_ALL);
        for (int family = 0; family < 2; family++) {
            Channel changed = channels[KEEPS_ALL][family].withPolicy(rule.policy());
            channels[KEEPS_ALL][family] = changed;
            pool.each(shard -> {
                shard.putChannel(changed);
                shard.received().refilter(changed.id());
            });
        }
    }

    void refeedPipe() {
        pool.each(shard -> shard.refeed(0, pipes.get(shard.number()), () -> {}));
    }

    /** Adds witnesses to the tables of both families, which are fed what is there. */
    void mirror() {
        for (int table = 0; table < 2; table++) {
            for (boolean all : new boolean[] {false, true}) {
                int of = table;
                for (int i = 0; i < pool.size(); i++) {
                    pool.execute(i, shard -> {
                        WorldMirror mirror = new WorldMirror(shard, of, all);
                        synchronized (mirrors) {
                            mirrors.add(mirror);
                        }
                        shard.attach(of, mirror, () -> {});
                    });
                }
            }
        }
    }

    /** A next hop changes. */
    void resolve(int source, ResolvedNextHop way) {
        ways[source] = way;
        for (AddressFamily family : AddressFamily.values()) {
            answer(nextHop(source, family));
        }
    }

    /** Answers what shards asked so far. */
    boolean answer() {
        boolean any = false;
        for (Address address = asked.poll(); address != null; address = asked.poll()) {
            answer(address);
            any = true;
        }
        return any;
    }

    private void answer(Address address) {
        int source = address.length() == 4 ? address.at(3) - 10 : address.at(15) - 1;
        List<NextHopRequests.Answer> answer =
                List.of(new NextHopRequests.Answer(WorldChannels.DOMAIN, address, ways[source]));
        pool.each(shard -> shard.resolved(answer));
    }

    private static Address nextHop(int source, AddressFamily family) {
        byte[] bytes = new byte[family == AddressFamily.IPV4_UNICAST ? 4 : 16];
        if (bytes.length == 4) {
            bytes[0] = 10;
            bytes[3] = (byte) (10 + source);
        } else {
            bytes[0] = 0x20;
            bytes[1] = 1;
            bytes[2] = 0x0D;
            bytes[3] = (byte) 0xB8;
            bytes[15] = (byte) (source + 1);
        }
        return Address.copyOf(bytes, 0, bytes.length);
    }

    /** What is to be seen; call {@link #settle} first. */
    WorldView view() {
        return new WorldView(this);
    }

    /** Until nothing is under way any more. */
    void settle() {
        for (RouteIntake intake : intakes) {
            intake.flush();
        }
        do {
            onEach(shard -> {
                do {
                    shard.flush();
                } while (shard.step());
            });
        } while (answer() || pool.queued() > 0);
    }

    void onEach(Consumer<Shard> task) {
        pool.ask(shard -> {
                    task.accept(shard);
                    return shard.number();
                })
                .join();
    }

    @Override
    public void close() {
        pool.close();
    }

    private final class Requests implements NextHopRequests {
        @Override
        public void lookUp(int shard, List<Request> requests) {
            requests.forEach(request -> asked.add(request.address()));
        }

        @Override
        public void touched(int table, Set<Address> addresses) {
            throw new AssertionError("nothing is tracked");
        }
    }
}
