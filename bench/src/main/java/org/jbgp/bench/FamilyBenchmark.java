package org.jbgp.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jbgp.config.ConfigurationLoader;
import org.jbgp.config.model.Configuration;
import org.jbgp.daemon.advertise.ExportGroup;
import org.jbgp.daemon.advertise.Member;
import org.jbgp.daemon.advertise.Outlet;
import org.jbgp.daemon.advertise.pack.PackingSpace;
import org.jbgp.daemon.advertise.rules.Drain;
import org.jbgp.daemon.advertise.rules.ExportSettings;
import org.jbgp.daemon.advertise.rules.NextHopFormat;
import org.jbgp.daemon.policy.LinkView;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.PolicyLog;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.policy.compile.ConfiguredValidity;
import org.jbgp.daemon.policy.compile.Policies;
import org.jbgp.daemon.rib.RouteBatch;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.channel.ImportRules;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.rib.nexthop.NextHopRequests;
import org.jbgp.daemon.rib.nexthop.ResolutionDomain;
import org.jbgp.daemon.rib.nexthop.ResolvedNextHop;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlobBuilder;
import org.jbgp.daemon.wire.PeerSort;
import org.jbgp.daemon.wire.update.SessionEncoding;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Milliseconds to take 50,000 routes to clients of a route server that have a filter each, all of one family
 * (docs/decisions/013): one route in fifty names a client that is not to have it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 15)
@Measurement(iterations = 15)
@Fork(1)
public class FamilyBenchmark {
    private static final int PREFIXES = 50_000;
    private static final int FIRST_AS = 64_600;
    private static final int TABLE = 0;

    @Param({"1", "10", "100"})
    private int clients;

    private final List<Policy> filters = new ArrayList<>();
    private final List<NextHopRequests.Request> asked = new ArrayList<>();
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private RouteBatch batch;
    private Shard shard;
    private long bytes;

    /** Compiles the filters and makes the routes. */
    @Setup
    public void prepare() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < clients; i++) {
            text.append(
                    "filter OUT%d { if (0, %d) ~ bgp_community then reject; accept; }%n".formatted(i, FIRST_AS + i));
            text.append(
                    "protocol bgp c%d { local as 65000; neighbor 10.0.1.%d as %d; ipv4 { import none; export filter OUT%d; }; }%n"
                            .formatted(i, i + 1, FIRST_AS + i, i));
        }
        Configuration configuration = ConfigurationLoader.loadText("bench", text.toString(), Optional.empty())
                .configuration()
                .orElseThrow();
        Policies policies = new Policies(new ConfiguredValidity(configuration));
        configuration
                .protocols()
                .forEach(each ->
                        filters.add(policies.of(each.channels().getFirst().exportFilter())));
        batch = new RouteBatch();
        for (int i = 0; i < PREFIXES; i++) {
            if (i % 5 == 0) {
                byte[] blob = attributes(i);
                batch.attributes(blob, 0, blob.length);
            }
            batch.announce(AddressFamily.IPV4_UNICAST, 0, 0, 0x14000000L + (i << 8), 24);
        }
    }

    private byte[] attributes(int number) {
        AttributeBlobBuilder blob = new AttributeBlobBuilder();
        blob.setOrigin(0);
        blob.prependAs(65_500 + number / 5, 1);
        blob.prependAs(65_001, 2);
        blob.setNextHop4(0x0A000002);
        if (number % 50 == 0) {
            blob.addCommunity(FIRST_AS + number / 50 % clients, false);
        }
        return blob.toBytes();
    }

    /** Clients that know of nothing yet. */
    @Setup(Level.Iteration)
    public void connect() throws IOException {
        shard = new Shard(0, () -> 0, LinkView.NONE, PolicyLog.SILENT, new Asking());
        shard.addTable(TABLE, "master4", AddressFamily.IPV4_UNICAST);
        InetAddress sender = InetAddress.getByName("10.0.0.2");
        RouteSource source = new RouteSource(
                "sender", RouteSource.Kind.RTS_BGP, 100, sender, sender, 65_001, 65_000, 1, false, false);
        shard.putChannel(new Channel(
                1,
                source,
                AddressFamily.IPV4_UNICAST,
                TABLE,
                Policy.ALL,
                new ResolutionDomain(0, ResolutionDomain.Way.direct(1)),
                0,
                Channel.Decision.DEFAULT,
                ImportRules.PLAIN));
        SessionEncoding encoding = SessionEncoding.of(PeerSort.EXTERNAL, 65_000, 0, Set.of(AddressFamily.IPV4_UNICAST));
        ExportGroup group = ExportGroup.of(
                shard, tasks::add, settings(encoding), UnpooledByteBufAllocator.DEFAULT, new PackingSpace());
        shard.attach(TABLE, group, group::fed);
        for (int i = 0; i < clients; i++) {
            Address address = Address.of(InetAddress.getByName("10.0.1." + (i + 1)));
            group.join(new Member(new Counter(), i + 2, address, filters.get(i)), () -> {});
        }
        settle();
    }

    private ExportSettings settings(SessionEncoding encoding) throws IOException {
        return new ExportSettings(
                AddressFamily.IPV4_UNICAST,
                TABLE,
                filters.getFirst(),
                encoding,
                new ExportSettings.Relation(false, false, false, true, 0, 65_000, 65_000, null),
                new ExportSettings.NextHops(
                        Address.of(InetAddress.getByName("10.0.0.1")),
                        NextHopFormat.DEFAULT,
                        ExportSettings.RoutesOf.NONE,
                        ExportSettings.RoutesOf.ALL,
                        0,
                        Optional.empty()),
                new ExportSettings.AttributeRules(100, false, false, false, true, true, false, Drain.NONE),
                ExportSettings.Single.NONE);
    }

    /** All routes into the table, through the filters, and as messages to all clients; the bytes of these. */
    @Benchmark
    public long routesToClients() {
        bytes = 0;
        shard.apply(batch, new int[] {1, 0}, null);
        settle();
        if (bytes < (long) PREFIXES * clients) {
            throw new IllegalStateException("clients were sent " + bytes + " bytes only");
        }
        return bytes;
    }

    private void settle() {
        boolean busy = true;
        while (busy) {
            shard.flush();
            if (!asked.isEmpty()) {
                List<NextHopRequests.Answer> answers = asked.stream()
                        .map(each ->
                                new NextHopRequests.Answer(each.domain(), each.address(), ResolvedNextHop.UNREACHABLE))
                        .toList();
                asked.clear();
                shard.resolved(answers);
                continue;
            }
            Runnable task = tasks.poll();
            if (task != null) {
                task.run();
                continue;
            }
            busy = shard.step();
        }
    }

    /** Notes who asks for next hops. */
    private final class Asking implements NextHopRequests {
        @Override
        public void lookUp(int ofShard, List<Request> requests) {
            asked.addAll(requests);
        }

        @Override
        public void touched(int table, Set<Address> addresses) {}
    }

    /** A client that reads at once. */
    private final class Counter implements Outlet {
        @Override
        public void write(ByteBuf messages) {
            bytes += messages.readableBytes();
            messages.release();
        }

        @Override
        public long queuedBytes() {
            return 0;
        }

        @Override
        public void unsent(AddressFamily family, long hi, long lo, int length, String why) {}

        @Override
        public void onWritable(Runnable task) {
            task.run();
        }
    }
}
