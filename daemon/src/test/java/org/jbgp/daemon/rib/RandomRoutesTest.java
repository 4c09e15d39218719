package org.jbgp.daemon.rib;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jbgp.daemon.policy.LinkView;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.PolicyLog;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.channel.ImportRules;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.rib.nexthop.NextHopRequests;
import org.jbgp.daemon.rib.nexthop.ResolvedNextHop;
import org.jbgp.daemon.rib.store.AttributeStore;
import org.jbgp.daemon.rib.store.Prefixes;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeBlobBuilder;
import org.jbgp.daemon.wire.Destination;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A table beside a map of what it has to hold, while neighbors come, announce, withdraw, restart, refresh and go, also
 * in the midst of a walk over the table: first one neighbor alone, then others behind it.
 */
class RandomRoutesTest {
    /** With all paths more than one chunk. */
    private static final int PREFIXES = 1_200;

    private static final int CHANNELS = 3;
    private static final int UNKNOWN = -1;

    private final Map<Key, Known> model = new HashMap<>();
    /** Channels whose routes are being removed. */
    private final Set<Integer> leaving = new HashSet<>();
    /** Channels whose stale routes are being removed. */
    private final Set<Integer> renewed = new HashSet<>();

    private int now = 1;
    private final Shard shard =
            new Shard(0, () -> now, LinkView.NONE, PolicyLog.SILENT, TestNeighbor.UNANSWERED, new Shard.Pace(150, 100));
    private final TableSlice table = shard.addTable(0, "master4", AddressFamily.IPV4_UNICAST);

    private record Key(int channel, int prefix, int pathId) {}

    private record Known(long localPref, boolean mayNotLiveOn, int changed, boolean stale, boolean longLived) {
        Known becomesStale() {
            return new Known(localPref, mayNotLiveOn, changed, true, longLived);
        }

        Known changedAt(int second) {
            return new Known(localPref, mayNotLiveOn, second, stale, longLived);
        }

        boolean isOver() {
            return stale && mayNotLiveOn;
        }

        Known loses() {
            return new Known(localPref, mayNotLiveOn, changed, stale, longLived || stale);
        }
    }

    private static long address(int prefix) {
        return 0x0A000000L + ((long) prefix << 8);
    }

    /** The second one has an import table. */
    private void join(int channel) {
        shard.putChannel(TestNeighbor.channel(
                channel, Policy.ALL, Channel.Decision.DEFAULT, new ImportRules(false, channel == 2, null, null, null)));
    }

    private void apply(RouteBatch batch, int channel) {
        shard.apply(batch, new int[] {channel, 0}, null);
        shard.flush();
        shard.resolved(List.of(new NextHopRequests.Answer(
                TestNeighbor.DOMAIN,
                Address.of(Prefixes.address(AddressFamily.IPV4_UNICAST, 0, 0x0A000001L)),
                new ResolvedNextHop(
                        ResolvedNextHop.State.REACHABLE,
                        List.of(new ResolvedNextHop.Leg(Address.NONE, 1, "eth0", 1, false)),
                        0,
                        Destination.UNICAST))));
    }

    /** Some of the neighbor's routes come or go; the third one sends several paths of a prefix. */
    private void update(Random random, int channel) {
        RouteBatch batch = new RouteBatch();
        int count = random.nextInt(400);
        int base = random.nextInt(PREFIXES);
        for (int i = 0; i < count; i++) {
            int prefix = (base + random.nextInt(400)) % PREFIXES;
            int pathId = channel == 3 ? 1 + random.nextInt(3) : 0;
            Key key = new Key(channel, prefix, pathId);
            if (random.nextInt(4) == 0) {
                batch.withdraw(AddressFamily.IPV4_UNICAST, pathId, 0, address(prefix), 24);
                model.remove(key);
            } else {
                long localPref = 100L + random.nextInt(3);
                AttributeBlobBuilder blob = new AttributeBlobBuilder();
                blob.setOrigin(0);
                blob.prependAs(65000 + channel, 1);
                blob.setNextHop4(0x0A000001);
                blob.setLocalPref(localPref);
                boolean mayNotLiveOn = random.nextInt(8) == 0;
                if (mayNotLiveOn) {
                    blob.addCommunity(AttributeBlob.NO_LLGR, true);
                }
                batch.attributes(blob.array(), 0, blob.length());
                batch.announce(AddressFamily.IPV4_UNICAST, pathId, 0, address(prefix), 24);
                Known before = model.get(key);
                boolean same = before != null
                        && before.localPref == localPref
                        && before.mayNotLiveOn == mayNotLiveOn
                        && !before.longLived;
                // One that awaits its removal may still be there, and be the same.
                int changed = same ? before.changed : renewed.contains(channel) ? UNKNOWN : now;
                model.put(key, new Known(localPref, mayNotLiveOn, changed, false, false));
            }
        }
        apply(batch, channel);
    }

    private void of(int channel, UnaryOperator<Known> change) {
        model.replaceAll((key, known) -> key.channel == channel ? change.apply(known) : known);
    }

    private void event(Random random, int channel) {
        switch (random.nextInt(12)) {
            case 0 -> {
                leaving.add(channel);
                model.keySet().removeIf(key -> key.channel == channel);
                shard.withdrawAll(channel, false, () -> leaving.remove(channel));
            }
            case 1 -> {
                shard.markStale(channel);
                assertThat(renewed).doesNotContain(channel);
                of(channel, Known::becomesStale);
            }
            case 2 -> {
                if (renewed.isEmpty()) {
                    settle();
                    shard.depreferenceStale(channel);
                    model.entrySet()
                            .removeIf(each -> each.getKey().channel == channel
                                    && each.getValue().isOver());
                    of(channel, Known::loses);
                    settle();
                }
            }
            case 3 -> {
                renewed.add(channel);
                model.entrySet().removeIf(each -> each.getKey().channel == channel && each.getValue().stale);
                shard.withdrawAll(channel, true, () -> renewed.remove(channel));
            }
            case 4 -> shard.received().refilter(channel);
            default -> update(random, channel);
        }
    }

    private void settle() {
        while (shard.step()) {
            shard.flush();
        }
        shard.flush();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void theTableHoldsWhatNeighborsSay(long seed) {
        Random random = new Random(seed);
        Set<Integer> up = new HashSet<>();
        for (int round = 0; round < 60; round++) {
            now = 1 + round;
            // One alone, then two, then all, then again.
            int most = 1 + round / 10 % CHANNELS;
            for (int i = 0; i < 8; i++) {
                int channel = 1 + (round / 30 + random.nextInt(most)) % CHANNELS;
                if (leaving.contains(channel)) {
                    // Its next session comes before all is gone, or the walk goes on beside what others do.
                    up.remove(channel);
                    if (random.nextBoolean()) {
                        shard.step();
                        continue;
                    }
                }
                if (up.add(channel)) {
                    join(channel);
                    assertThat(leaving).doesNotContain(channel);
                }
                event(random, channel);
            }
            settle();
            assertThat(leaving).isEmpty();
            assertThat(renewed).isEmpty();
            check(up);
        }
        for (int channel : up) {
            shard.withdrawAll(channel, false, () -> {});
        }
        settle();
        model.clear();
        check(up);
        assertThat(shard.attributes().size()).isZero();
    }

    private boolean has(int handle, int community) {
        AttributeStore attributes = shard.attributes();
        byte[] blob = attributes.array(handle);
        int at = AttributeBlob.find(
                blob, attributes.offset(handle), attributes.length(handle), AttributeBlob.BGP, AttributeBlob.COMMUNITY);
        return at != AttributeBlob.ABSENT && AttributeBlob.hasCommunity(blob, at, community);
    }

    private void check(Set<Integer> up) {
        Map<Key, Known> found = new HashMap<>();
        int[] preferred = new int[CHANNELS + 1];
        for (int i = 0; i < PREFIXES; i++) {
            int prefix = shard.index(AddressFamily.IPV4_UNICAST).find(0, address(i), 24);
            if (prefix == 0) {
                continue;
            }
            long best = Long.MIN_VALUE;
            for (int path = table.head(prefix); path != 0; path = table.next(path)) {
                Key key = new Key(shard.channelOf(path), i, shard.pathIdOf(path));
                int handle = shard.attributesOf(path);
                long localPref = shard.attributes().localPref(handle);
                boolean longLived = shard.attributes().longLivedStale(handle);
                Known known = new Known(
                        localPref,
                        has(handle, AttributeBlob.NO_LLGR),
                        shard.changedOf(path),
                        shard.staleOf(path),
                        longLived);
                assertThat(found.put(key, known)).as("twice").isNull();
                assertThat(table.find(prefix, key.channel, key.pathId)).isEqualTo(path);
                best = Math.max(best, localPref - (longLived ? 1_000 : 0));
            }
            int chosen = table.best(prefix);
            assertThat(chosen == 0).isEqualTo(best == Long.MIN_VALUE);
            if (chosen != 0) {
                int handle = shard.attributesOf(chosen);
                long value = shard.attributes().localPref(handle)
                        - (shard.attributes().longLivedStale(handle) ? 1_000 : 0);
                assertThat(value).isEqualTo(best);
                preferred[shard.channelOf(chosen)]++;
            }
        }
        found.forEach((key, known) -> {
            Known expected = model.get(key);
            assertThat(known)
                    .as("%s", key)
                    .isEqualTo(
                            expected == null || expected.changed != UNKNOWN
                                    ? expected
                                    : expected.changedAt(known.changed));
        });
        assertThat(found).hasSameSizeAs(model);
        assertThat(table.pathCount()).isEqualTo(model.size());
        for (int channel : up) {
            long own = model.keySet().stream()
                    .filter(key -> key.channel == channel)
                    .count();
            assertThat(shard.counters(channel).imported).isEqualTo((int) own);
            assertThat(shard.counters(channel).preferred).isEqualTo(preferred[channel]);
        }
    }
}
