package org.jbgp.daemon.advertise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jbgp.daemon.advertise.GroupWorld.Neighbor;
import org.jbgp.daemon.advertise.GroupWorld.Path;
import org.jbgp.daemon.advertise.rules.Offer;
import org.jbgp.daemon.memory.PrefixIndex;
import org.jbgp.daemon.policy.PolicyRun;
import org.jbgp.daemon.rib.RouteBatch;
import org.jbgp.daemon.rib.TableSlice;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlobBuilder;
import org.jbgp.daemon.wire.PeerSort;
import org.jbgp.daemon.wire.update.SessionEncoding;
import org.junit.jupiter.api.Test;

/** Whatever happens, every member ends up knowing exactly the best paths of others; and nothing leaks. */
class ExportGroupTest {
    private static final int MEMBERS = GroupWorld.MEMBERS;

    private static final SessionEncoding ENCODING =
            SessionEncoding.of(PeerSort.EXTERNAL, 65000, 65001, Set.of(AddressFamily.IPV4_UNICAST));

    private final GroupWorld world = new GroupWorld(ENCODING);
    private final Map<Long, Map<Integer, Integer>> model = new HashMap<>();

    ExportGroupTest() {
        world.group.join(world.members[0], () -> {});
        world.group.join(world.members[1], () -> {});
    }

    private void send(int from, long prefix, int hops) {
        Map<Integer, Integer> paths = model.computeIfAbsent(prefix, key -> new HashMap<>());
        if (hops == 0) {
            paths.remove(from);
        } else {
            paths.put(from, hops);
        }
        world.send(from, prefix, 0, hops);
    }

    /** Shortest path wins, then the lower router id: the neighbor's number. */
    private int best(long prefix) {
        int best = -1;
        Map<Integer, Integer> paths = model.getOrDefault(prefix, Map.of());
        for (int from = 0; from < MEMBERS; from++) {
            Integer hops = paths.get(from);
            if (hops != null && (best < 0 || hops < paths.get(best))) {
                best = from;
            }
        }
        return best;
    }

    @Property(tries = 150)
    void membersKnowTheBestPathsOfOthers(@ForAll @IntRange(min = 0, max = 1_000_000) int seed) {
        new ExportGroupTest().play(new Random(seed));
    }

    private void play(Random random) {
        boolean[] joined = {true, random.nextBoolean(), false, false};
        if (!joined[1]) {
            world.leave(1);
        }
        for (int step = 0; step < 300; step++) {
            int who = random.nextInt(MEMBERS);
            switch (random.nextInt(14)) {
                case 0 -> world.neighbors[who].slow = true;
                case 1 -> world.neighbors[who].drain();
                case 2 -> {
                    if (!joined[who]) {
                        joined[who] = true;
                        world.group.join(world.members[who], () -> {});
                    }
                }
                case 3 -> world.settle();
                case 4 -> {
                    if (joined[who]) {
                        world.group.refresh(world.members[who], () -> {});
                    }
                }
                case 5 -> {
                    if (joined[who] && who != 0) {
                        joined[who] = false;
                        world.leave(who);
                    }
                }
                case 6 -> world.shard.step();
                default -> send(who, random.nextInt(40), random.nextInt(4));
            }
        }
        for (Neighbor neighbor : world.neighbors) {
            neighbor.drain();
        }
        world.settle();
        for (int i = 0; i < MEMBERS; i++) {
            if (joined[i]) {
                check(i);
            }
        }
        world.forgetEverything();
    }

    private void check(int who) {
        Map<Path, String> received = world.neighbors[who].received;
        for (long prefix = 0; prefix < 40; prefix++) {
            int best = best(prefix);
            boolean expected = best >= 0 && best != who;
            assertThat(received.containsKey(new Path(prefix, 0)))
                    .as("neighbor %d, prefix %d, best path from %d", who, prefix, best)
                    .isEqualTo(expected);
            if (expected) {
                assertThat(received.get(new Path(prefix, 0)))
                        .as("announced with our AS in front and the best path's origin behind")
                        .contains("0000fde8" + String.format("%08x", 65010 + best));
            }
        }
        assertThat(world.group.announced(world.members[who])).isEqualTo(received.size());
    }

    @Test
    void routesOfANewSessionThatIdentifiesThemOtherwiseAreSentAgain() {
        GroupWorld internal = new GroupWorld(GroupWorld.internal(
                SessionEncoding.of(PeerSort.INTERNAL, 65000, 65000, Set.of(AddressFamily.IPV4_UNICAST))));
        internal.internalSession(0, 0x0A0B0C01, 0x01020304);
        internal.group.join(internal.members[1], () -> {});
        internal.group.join(internal.members[2], () -> {});
        internal.send(0, 5, 0, 2);
        internal.send(3, 6, 0, 2);
        internal.settle();
        Path path = new Path(5, 0);
        assertThat(internal.neighbors[1].received.get(path)).contains("0a0b0c01", "01020304");
        int messages = internal.neighbors[1].messages;
        internal.internalSession(0, 0x0A0B0C01, 0x01020304);
        internal.settle();
        assertThat(internal.neighbors[1].messages).as("nothing is new").isEqualTo(messages);

        internal.internalSession(0, 0x0A0B0C02, 0x01020304);
        internal.settle();
        assertThat(internal.neighbors[1].received.get(path))
                .contains("0a0b0c02")
                .doesNotContain("0a0b0c01");
        assertThat(internal.neighbors[2].received.get(path)).contains("0a0b0c02");
        assertThat(internal.neighbors[1].messages).as("what others sent is not").isEqualTo(messages + 1);

        internal.internalSession(0, 0x0A0B0C02, 0x01020305);
        internal.settle();
        assertThat(internal.neighbors[2].received.get(path))
                .contains("01020305")
                .doesNotContain("01020304");
        assertThat(internal.group.announced(internal.members[1])).isEqualTo(2);
    }

    /** Between the steps others get their turn: the table may be large. */
    @Test
    void whatIsSentAgainIsFoundInSteps() {
        GroupWorld internal = new GroupWorld(GroupWorld.internal(
                SessionEncoding.of(PeerSort.INTERNAL, 65000, 65000, Set.of(AddressFamily.IPV4_UNICAST))));
        internal.internalSession(0, 0x0A0B0C01, 0x01020304);
        internal.group.join(internal.members[1], () -> {});
        internal.group.join(internal.members[2], () -> {});
        for (int prefix = 0; prefix < 100; prefix++) {
            internal.send(0, prefix, 0, 2);
        }
        internal.settle();

        internal.internalSession(0, 0x0A0B0C02, 0x01020304);
        assertThat(internal.members[1].behind().size()).isLessThanOrEqualTo(internal.shard.stepSize());
        // One that comes in the middle, one that leaves, and a route that changes.
        internal.shard.step();
        internal.group.join(internal.members[3], () -> {});
        internal.leave(2);
        internal.send(0, 99, 0, 3);
        internal.settle();
        for (int who : new int[] {1, 3}) {
            assertThat(internal.neighbors[who].received).hasSize(100);
            assertThat(internal.neighbors[who].received.values())
                    .allSatisfy(text -> assertThat(text).contains("0a0b0c02").doesNotContain("0a0b0c01"));
        }
    }

    @Test
    void theOnlyMembersOwnPathsAreNotKeptUntilAnotherOneJoins() {
        GroupWorld alone = new GroupWorld(ENCODING);
        alone.group.join(alone.members[0], () -> {});
        for (long prefix = 0; prefix < 20_000; prefix++) {
            alone.send(0, prefix, 0, 2);
        }
        alone.send(1, 20_000, 0, 1);
        alone.settle();
        PrefixIndex index = alone.shard.index(AddressFamily.IPV4_UNICAST);
        assertThat(alone.group.holds(index.find(0, 0x0A000000L + (19_999L << 8), 24)))
                .as("the only member's own")
                .isFalse();
        assertThat(alone.group.holds(index.find(0, 0x0A000000L + (20_000L << 8), 24)))
                .as("somebody else's")
                .isTrue();
        assertThat(alone.group.announced(alone.members[0])).isEqualTo(1);
        assertThat(alone.neighbors[0].received).hasSize(1);

        List<Integer> receivedAtEnd = new ArrayList<>();
        alone.group.join(alone.members[2], () -> receivedAtEnd.add(alone.neighbors[2].received.size()));
        alone.settle();
        assertThat(receivedAtEnd)
                .as("paths received before the end of the feed is announced")
                .containsExactly(20_001);
        assertThat(alone.neighbors[0].received).hasSize(1);
        assertThat(alone.group.announced(alone.members[0])).isEqualTo(1);
        alone.forgetEverything();
    }

    /** A reload comes while a new neighbor is still being sent everything: its End-of-RIB comes all the same, once. */
    @Test
    void whoMovesBeforeItKnowsAllIsToldTheEnd() {
        for (long prefix = 0; prefix < 100; prefix++) {
            send(3, prefix, 1);
        }
        world.settle();
        List<Integer> receivedAtEnd = new ArrayList<>();
        world.group.join(world.members[2], () -> receivedAtEnd.add(world.neighbors[2].received.size()));
        world.move(List.of(0, 1, 2), world.group(GroupWorld.settings(ENCODING, 99, 0)), () -> {});
        assertThat(receivedAtEnd).isEmpty();
        world.settle();
        assertThat(receivedAtEnd).containsExactly(100);
    }

    @Test
    void onePrefixOfManyPathsIsAnnouncedOnce() {
        send(2, 7, 3);
        send(3, 7, 2);
        world.settle();
        assertThat(world.neighbors[0].received).hasSize(1);
        assertThat(world.neighbors[0].received.get(new Path(7, 0))).contains("0000fdf5");
    }

    @Test
    void setsThatAreEqualOnTheWireShareAnUpdate() {
        RouteBatch batch = new RouteBatch();
        for (int preference = 100; preference < 103; preference++) {
            AttributeBlobBuilder blob = new AttributeBlobBuilder();
            blob.setOrigin(0);
            blob.prependAs(65012, 1);
            blob.setNextHop4(0x0A00000C);
            blob.setLocalPref(preference); // goes to internal neighbors only
            batch.attributes(blob.array(), 0, blob.length());
            batch.announce(AddressFamily.IPV4_UNICAST, 0, 0, 0x0A000000L + (preference << 8), 24);
        }
        world.apply(2, batch);
        world.settle();
        assertThat(world.neighbors[0].received).hasSize(3);
        assertThat(world.neighbors[0].messages).isEqualTo(1);
        assertThat(world.shard.attributes().size()).isEqualTo(3);
    }

    @Test
    void aSecondaryNeighborIsToldTheBestPathOfOthers() {
        ExportGroup own = world.group(GroupWorld.settings(ENCODING, 100, 3));
        world.shard.attach(GroupWorld.TABLE, own, own::fed);
        own.join(world.members[2], () -> {});
        send(2, 7, 1);
        send(3, 7, 2);
        send(0, 7, 3);
        world.settle();
        assertThat(world.neighbors[2].received.get(new Path(7, 0))).contains("0000fde80000fdf5");
        assertThat(offers(own))
                .as("of one's own, of 3 (the best of others), of 0")
                .containsOnly(
                        Map.entry(2, Offer.Outcome.REFUSED),
                        Map.entry(3, Offer.Outcome.ACCEPTED),
                        Map.entry(0, Offer.Outcome.SURPASSED));
        send(3, 7, 0);
        world.settle();
        assertThat(world.neighbors[2].received.get(new Path(7, 0))).contains("0000fde80000fdf2");
        send(0, 7, 0);
        world.settle();
        assertThat(world.neighbors[2].received).isEmpty();
        world.forgetEverything();
    }

    /** What commands say of the paths of prefix 7, by the neighbor they are from. */
    private Map<Integer, Offer.Outcome> offers(ExportGroup group) {
        TableSlice table = world.shard.table(GroupWorld.TABLE);
        int number = table.index().find(0, 0x0A000000L + (7 << 8), 24);
        Map<Integer, Offer.Outcome> outcomes = new HashMap<>();
        for (int path = table.head(number); path != 0; path = table.next(path)) {
            outcomes.put(
                    world.shard.channelOf(path) - 1,
                    group.offer(world.members[2], table, number, path, PolicyRun.SILENT)
                            .outcome());
        }
        return outcomes;
    }
}
