package org.jbgp.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jbgp.config.ConfigurationLoader;
import org.jbgp.config.model.KernelConfig;
import org.jbgp.daemon.protocol.Forwarding;
import org.jbgp.daemon.protocol.ProtocolLog;
import org.jbgp.daemon.protocol.RouteFeed;
import org.jbgp.daemon.protocol.kernel.KernelProtocol;
import org.jbgp.daemon.protocol.kernel.KernelTable;
import org.jbgp.daemon.protocol.kernel.Via;
import org.jbgp.daemon.protocol.kernel.ViaPair;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.kernel.ErrorSink;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;
import org.jbgp.kernel.KernelNextHop;
import org.jbgp.kernel.KernelRoute;
import org.jbgp.kernel.NextHopObject;
import org.jbgp.kernel.RouteExtras;
import org.jbgp.kernel.RouteRequests.Operation;
import org.jbgp.kernel.RouteSink;
import org.jbgp.kernel.RouteType;
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
 * Microseconds of the kernel protocol's own work with pairs of next hop objects, against a kernel that takes everything
 * at once: what a table costs to fill, and what the loss of the neighbor costs that all of it leads to.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 20)
@Measurement(iterations = 20)
@Fork(1)
public class PairBenchmark {
    private static final int FIRST = 1;
    private static final int SECOND = 2;

    /** Prefixes that go by the one pair. */
    @Param({"20000", "200000"})
    private int prefixes;

    private KernelConfig config;
    private KernelProtocol full;
    private Taking table;

    /** Reads the protocol's configuration. */
    @Setup
    public void configure() {
        String text = "protocol kernel { scan time 600; next hop objects on; ipv4 { import none; export all; }; }";
        config = (KernelConfig) ConfigurationLoader.loadText("bench", text, Optional.empty())
                .configuration()
                .orElseThrow()
                .protocols()
                .getFirst();
    }

    /** A full table, as it is before the neighbor is lost. */
    @Setup(Level.Iteration)
    public void prepare() {
        table = new Taking();
        full = filled(table);
    }

    /** Until the kernel has all prefixes by one group. */
    @Benchmark
    public int fill() {
        Taking taking = new Taking();
        filled(taking);
        return taking.changes;
    }

    /** Until the kernel leads all prefixes to the second neighbor: requests, however many prefixes there are. */
    @Benchmark
    public int loss() {
        int before = table.requests;
        full.lost(via -> via.channel() == FIRST, 1);
        full.flush();
        int requests = table.requests - before;
        if (requests == 0 || requests > prefixes / 1_000) {
            throw new IllegalStateException(requests + " requests");
        }
        return requests;
    }

    private KernelProtocol filled(Taking taking) {
        KernelProtocol protocol = new KernelProtocol(config, Family.IPV4, taking, new Silent(), new Silent());
        protocol.start(0);
        Forwarding forwarding = new Forwarding(
                Family.IPV4, RouteType.UNICAST, 0, Forwarding.DEFAULT_SCOPE, RouteExtras.NONE, List.of(hop(FIRST)));
        ViaPair pair = new ViaPair(via(FIRST), via(SECOND));
        for (int i = 0; i < prefixes; i++) {
            protocol.want(0, 0x14000000L + (i << 8), 24, forwarding, pair);
        }
        protocol.fed(0);
        protocol.tick(0);
        protocol.flush();
        return protocol;
    }

    private static Via via(int neighbor) {
        return new Via(neighbor, "10.0.0." + neighbor, hop(neighbor));
    }

    private static KernelNextHop hop(int neighbor) {
        return new KernelNextHop(new KernelIp(Family.IPV4, 0, 0x0A000000L + neighbor), neighbor, 1, 0);
    }

    /** A kernel that takes everything, and counts. */
    private static final class Taking implements KernelTable {
        private static final int BATCH = 1_024;

        private final Map<Integer, NextHopObject> objects = new HashMap<>();
        private int pending;
        private int changes;
        private int requests;

        @Override
        public boolean dump(RouteSink sink) {
            sink.begin();
            return true;
        }

        @Override
        public boolean change(
                Operation operation,
                long cookie,
                long hi,
                long lo,
                int length,
                Forwarding forwarding,
                int nextHopObject) {
            if (pending == BATCH) {
                return false;
            }
            pending++;
            changes++;
            requests++;
            return true;
        }

        @Override
        public void flush(ErrorSink errors) {
            pending = 0;
        }

        @Override
        public List<NextHopObject> nextHops() {
            return new ArrayList<>(objects.values());
        }

        @Override
        public int addNextHop(int id, KernelNextHop nextHop) {
            requests++;
            objects.put(id, new NextHopObject(id, KernelRoute.PROTOCOL_BIRD, Family.IPV4, nextHop));
            return 0;
        }

        @Override
        public int replaceNextHop(int id, KernelNextHop nextHop) {
            return addNextHop(id, nextHop);
        }

        @Override
        public int putGroup(int id, List<Integer> members, boolean replace) {
            requests++;
            List<NextHopObject.Member> legs = members.stream()
                    .map(member -> new NextHopObject.Member(member, 1))
                    .toList();
            objects.put(id, NextHopObject.group(id, KernelRoute.PROTOCOL_BIRD, legs));
            return 0;
        }

        @Override
        public int removeNextHop(int id) {
            requests++;
            objects.remove(id);
            return 0;
        }

        @Override
        public boolean showsNextHops() {
            return true;
        }
    }

    /** Learns and says nothing. */
    private static final class Silent implements RouteFeed, ProtocolLog {
        @Override
        public void announce(
                AddressFamily family,
                int pathId,
                long hi,
                long lo,
                int length,
                byte[] blob,
                int blobOffset,
                int blobLength) {}

        @Override
        public void withdraw(AddressFamily family, int pathId, long hi, long lo, int length) {}

        @Override
        public void flush() {}

        @Override
        public void info(String protocol, String message) {}

        @Override
        public void warning(String protocol, String message) {}
    }
}
