package org.jbgp.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jbgp.bench.load.GeneratedUpdates;
import org.jbgp.config.ConfigurationLoader;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.model.FilterRef;
import org.jbgp.daemon.memory.PrefixIndex;
import org.jbgp.daemon.policy.LinkView;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.PolicyLog;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.policy.RouteView;
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
import org.jbgp.daemon.rib.store.AttributeStore;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.PeerSort;
import org.jbgp.daemon.wire.update.SessionEncoding;
import org.jbgp.daemon.wire.update.UpdateDecoder;
import org.jbgp.daemon.wire.update.UpdateSink;
import org.jbgp.daemon.wire.update.Verdict;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Milliseconds for each step of a route through a shard; each benchmark takes 100,000 generated prefixes through one
 * step.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RibBenchmark {
    private static final int PREFIXES = 100_000;
    private static final int NEIGHBORS = 4;

    private final List<RouteBatch> firsts = new ArrayList<>();
    private final List<RouteBatch> batches = new ArrayList<>();
    private final RouteView view = new RouteView(LinkView.NONE);
    private Routes routes = new Routes();
    private RouteSource source;
    private Policy members = Policy.NONE;
    private Policy compiled = Policy.NONE;
    private Policy interpreted = Policy.NONE;

    /** Routes as arrays: a prefix and where its attributes are. */
    private static final class Routes implements UpdateSink {
        private final List<byte[]> blobs = new ArrayList<>();
        private final long[] address = new long[PREFIXES];
        private final int[] bits = new int[PREFIXES];
        private final int[] blob = new int[PREFIXES];
        private int count;

        @Override
        public void attributes(byte[] array, int offset, int length) {
            blobs.add(Arrays.copyOfRange(array, offset, offset + length));
        }

        @Override
        public void announce(AddressFamily family, int pathId, long hi, long lo, int length) {
            address[count] = lo;
            bits[count] = length;
            blob[count++] = blobs.size() - 1;
        }

        @Override
        public void withdraw(AddressFamily family, int pathId, long hi, long lo, int length) {
            throw new IllegalStateException();
        }

        @Override
        public void endOfRib(AddressFamily family) {
            throw new IllegalStateException();
        }

        RouteBatch batch(int size) {
            RouteBatch batch = new RouteBatch();
            for (int i = 0; i < size; i++) {
                if (i == 0 || blob[i] != blob[i - 1]) {
                    byte[] bytes = blobs.get(blob[i]);
                    batch.attributes(bytes, 0, bytes.length);
                }
                batch.announce(AddressFamily.IPV4_UNICAST, 0, 0, address[i], bits[i]);
            }
            return batch;
        }
    }

    /** Decodes what four senders announce and compiles the filters. */
    @Setup
    public void prepare() throws IOException {
        for (int sender = 0; sender < NEIGHBORS; sender++) {
            SessionEncoding encoding = SessionEncoding.of(
                    PeerSort.EXTERNAL, 65000, 4_200_000_000L + sender, Set.of(AddressFamily.IPV4_UNICAST));
            UpdateDecoder decoder = UpdateDecoder.acceptingAsZero(encoding);
            routes = new Routes();
            for (byte[] update : GeneratedUpdates.of(PREFIXES, NEIGHBORS, sender)) {
                if (!(decoder.decode(update, 0, update.length, routes) instanceof Verdict.Accepted)) {
                    throw new IllegalStateException("an UPDATE was not accepted");
                }
            }
            firsts.add(routes.batch(1));
            batches.add(routes.batch(routes.count));
        }
        source = source(1);
        StringBuilder customers = new StringBuilder("1.0.0.0/16{16,24}");
        for (int i = 1; i < 2000; i++) {
            customers
                    .append(", ")
                    .append(1 + i % 220)
                    .append('.')
                    .append(i * 11 % 256)
                    .append(".0.0/16{16,24}");
        }
        String text = """
                define CUSTOMERS = [ %s ];
                filter members { if net ~ CUSTOMERS then accept; reject; }
                filter incoming {
                  if bgp_path.len > 40 || bgp_path ~ [ 0, 23456, 64496..64511 ] then reject;
                  bgp_local_pref = 100;
                  if net ~ CUSTOMERS then { bgp_local_pref = 300; bgp_community.add((65000, 10)); }
                  accept;
                }
                protocol bgp one { local as 65000; neighbor 10.0.0.2 as 65001; ipv4 { import filter members; export filter incoming; }; }
                """.formatted(customers);
        Configuration configuration = ConfigurationLoader.loadText("bench", text, Optional.empty())
                .configuration()
                .orElseThrow();
        var channel = configuration.protocols().getFirst().channels().getFirst();
        Policies policies = new Policies(new ConfiguredValidity(configuration));
        members = policies.of(channel.importFilter());
        compiled = policies.of(channel.exportFilter());
        interpreted = policies.interpreted(filter(channel.exportFilter()));
    }

    private static Filter filter(FilterRef reference) {
        return ((FilterRef.Named) reference).filter();
    }

    private static RouteSource source(int number) throws IOException {
        InetAddress peer = InetAddress.getByName("10.0.0." + (10 + number));
        return new RouteSource(
                "n" + number, RouteSource.Kind.RTS_BGP, 100, peer, peer, 65000 + number, 65000, number, false, false);
    }

    /** Every attribute set, once into an empty store. */
    @Benchmark
    public int intern() {
        AttributeStore store = new Shard(0, () -> 0, LinkView.NONE, PolicyLog.SILENT, new Answers()).attributes();
        for (byte[] blob : routes.blobs) {
            store.intern(blob, 0, blob.length);
        }
        return store.size();
    }

    @Benchmark
    public int prefixIndex() {
        PrefixIndex index = new PrefixIndex(AddressFamily.IPV4_UNICAST);
        for (int i = 0; i < routes.count; i++) {
            index.findOrAdd(0, routes.address[i], routes.bits[i]);
        }
        return index.size();
    }

    /** Four paths for every prefix into an empty table: intern, index, best path, dirty list. */
    @Benchmark
    public int bestPathOfFour() throws IOException {
        Answers answers = new Answers();
        Shard shard = new Shard(0, () -> 0, LinkView.NONE, PolicyLog.SILENT, answers);
        shard.addTable(0, "master4", AddressFamily.IPV4_UNICAST);
        ResolutionDomain domain = new ResolutionDomain(0, ResolutionDomain.Way.direct(1));
        for (int i = 0; i < NEIGHBORS; i++) {
            shard.putChannel(new Channel(
                    i + 1,
                    source(i + 1),
                    AddressFamily.IPV4_UNICAST,
                    0,
                    Policy.ALL,
                    domain,
                    0,
                    Channel.Decision.DEFAULT,
                    ImportRules.PLAIN));
            // One route first: its next hop is asked for and answered before the others come.
            shard.apply(firsts.get(i), new int[] {i + 1, 0}, null);
            shard.flush();
            shard.resolved(List.copyOf(answers.answers));
            shard.apply(batches.get(i), new int[] {i + 1, 0}, null);
        }
        shard.flush();
        return shard.table(0).pathCount();
    }

    @Benchmark
    public int prefixSetMatch() {
        return run(members);
    }

    @Benchmark
    public int filterCompiled() {
        return run(compiled);
    }

    @Benchmark
    public int filterInterpreted() {
        return run(interpreted);
    }

    private int run(Policy policy) {
        int accepted = 0;
        for (int i = 0; i < routes.count; i++) {
            byte[] blob = routes.blobs.get(routes.blob[i]);
            view.load(
                    AddressFamily.IPV4_UNICAST,
                    0,
                    routes.address[i],
                    routes.bits[i],
                    source,
                    blob,
                    0,
                    blob.length,
                    null);
            if (policy.accept(view, PolicyLog.SILENT)) {
                accepted += view.modified() ? view.encode() : 1;
            }
        }
        return accepted;
    }

    /** Every next hop is a way of equal worth, so that the rules after it decide. */
    private static final class Answers implements NextHopRequests {
        private final List<Answer> answers = new ArrayList<>();

        @Override
        public void lookUp(int shard, List<Request> requests) {
            requests.forEach(request ->
                    answers.add(new Answer(request.domain(), request.address(), ResolvedNextHop.UNREACHABLE)));
        }

        @Override
        public void touched(int table, Set<Address> addresses) {}
    }
}
