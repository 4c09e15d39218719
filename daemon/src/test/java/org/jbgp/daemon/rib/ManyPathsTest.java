package org.jbgp.daemon.rib;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jbgp.daemon.policy.LinkView;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.PolicyLog;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.channel.ImportRules;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.rib.nexthop.NextHopRequests;
import org.jbgp.daemon.rib.nexthop.ResolvedNextHop;
import org.jbgp.daemon.rib.store.Prefixes;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlobBuilder;
import org.jbgp.daemon.wire.Destination;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One prefix with more paths than anybody walks along for each route: what is there and which is best, however they
 * come and go.
 */
class ManyPathsTest {
    private static final int CHANNEL = 1;
    private static final long PREFIX = 0x0A000000L;

    /** Path identifier to LOCAL_PREF. */
    private final Map<Integer, Long> model = new TreeMap<>();

    private final Shard shard = new Shard(0, () -> 0, LinkView.NONE, PolicyLog.SILENT, TestNeighbor.UNANSWERED);
    private final TableSlice table = shard.addTable(0, "master4", AddressFamily.IPV4_UNICAST);
    private RouteBatch batch = new RouteBatch();

    private void channel(boolean deterministicMed) {
        shard.putChannel(TestNeighbor.channel(
                CHANNEL,
                Policy.ALL,
                new Channel.Decision(100, 0, true, false, true, false, deterministicMed, false),
                ImportRules.PLAIN));
    }

    private void announce(int pathId, long localPref) {
        AttributeBlobBuilder blob = new AttributeBlobBuilder();
        blob.setOrigin(0);
        blob.prependAs(65001, 1);
        blob.setNextHop4(0x0A000001);
        blob.setLocalPref(localPref);
        batch.attributes(blob.array(), 0, blob.length());
        batch.announce(AddressFamily.IPV4_UNICAST, pathId, 0, PREFIX, 8);
        model.put(pathId, localPref);
    }

    private void withdraw(int pathId) {
        batch.withdraw(AddressFamily.IPV4_UNICAST, pathId, 0, PREFIX, 8);
        model.remove(pathId);
    }

    private void apply() {
        shard.apply(batch, new int[] {CHANNEL, 0}, null);
        batch = new RouteBatch();
        shard.flush();
        shard.resolved(List.of(new NextHopRequests.Answer(
                TestNeighbor.DOMAIN, Address.of(Prefixes.address(AddressFamily.IPV4_UNICAST, 0, 0x0A000001L)), way())));
        while (shard.step()) {
            shard.flush();
        }
        shard.flush();
    }

    private static ResolvedNextHop way() {
        return new ResolvedNextHop(
                ResolvedNextHop.State.REACHABLE,
                List.of(new ResolvedNextHop.Leg(Address.NONE, 1, "eth0", 1, false)),
                0,
                Destination.UNICAST);
    }

    private void check() {
        int prefix = shard.index(AddressFamily.IPV4_UNICAST).find(0, PREFIX, 8);
        int count = 0;
        for (int path = prefix == 0 ? 0 : table.head(prefix); path != 0; path = table.next(path)) {
            assertThat(model).containsKey(shard.pathIdOf(path));
            assertThat(table.find(prefix, CHANNEL, shard.pathIdOf(path))).isEqualTo(path);
            count++;
        }
        assertThat(count).isEqualTo(model.size());
        assertThat(table.pathCount()).isEqualTo(count);
        assertThat(shard.counters(CHANNEL).imported).isEqualTo(count);
        assertThat(shard.counters(CHANNEL).preferred).isEqualTo(count == 0 ? 0 : 1);
        int best = model.entrySet().stream()
                .min(Comparator.comparingLong((Map.Entry<Integer, Long> entry) -> -entry.getValue())
                        .thenComparingInt(Map.Entry::getKey))
                .map(Map.Entry::getKey)
                .orElse(0);
        assertThat(count == 0 ? 0 : shard.pathIdOf(table.best(prefix))).isEqualTo(best);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theBestOfManyIsKnownWhateverComesAndGoes(boolean deterministicMed) {
        channel(deterministicMed);
        Random random = new Random(7);
        for (int round = 0; round < 60; round++) {
            int most = round % 20 < 10 ? 600 : 20;
            for (int i = 0; i < 100; i++) {
                int pathId = 1 + random.nextInt(600);
                if (model.size() < most && random.nextInt(4) > 0) {
                    announce(pathId, 100 + random.nextInt(50));
                } else {
                    withdraw(pathId);
                }
                if (random.nextInt(30) == 0) {
                    apply();
                }
            }
            apply();
            check();
        }
        shard.withdrawAll(CHANNEL, false, () -> {});
        model.clear();
        shard.flush();
        assertThat(shard.pathBytes()).isZero();
        assertThat(shard.index(AddressFamily.IPV4_UNICAST).size()).isZero();
    }

    /**
     * The worst there is: each path withdrawn is the best of what is left. With a walk or a choice for each it takes
     * minutes.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sixtyThousandGoBestFirst(boolean deterministicMed) {
        channel(deterministicMed);
        fill(60_000);
        IntPredicate flushed = pathId -> pathId % 1_000 == 0;
        IntStream.rangeClosed(1, 59_000).forEach(pathId -> {
            withdraw(pathId);
            if (flushed.test(pathId)) {
                apply();
            }
        });
        apply();
        check();
        fill(60_000);
        check();
        shard.withdrawAll(CHANNEL, false, () -> {});
        shard.flush();
        assertThat(shard.pathBytes()).isZero();
    }

    private void fill(int count) {
        for (int pathId = 1; pathId <= count; pathId++) {
            announce(pathId, 200_000 - pathId);
            if (pathId % 1_000 == 0) {
                apply();
            }
        }
        apply();
    }
}
