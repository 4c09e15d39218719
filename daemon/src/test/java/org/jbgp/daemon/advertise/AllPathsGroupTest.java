package org.jbgp.daemon.advertise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jbgp.daemon.advertise.GroupWorld.Neighbor;
import org.jbgp.daemon.advertise.GroupWorld.Path;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.PeerSort;
import org.jbgp.daemon.wire.update.SessionEncoding;
import org.junit.jupiter.api.Test;

/**
 * Members of a group that is sent all paths (RFC 7911) end up knowing exactly those of others, under identifiers that
 * stay.
 */
class AllPathsGroupTest {
    private static final int MEMBERS = GroupWorld.MEMBERS;
    private static final SessionEncoding ENCODING = SessionEncoding.of(
                    PeerSort.EXTERNAL, 65000, 65001, Set.of(AddressFamily.IPV4_UNICAST))
            .withAddPath(AddressFamily.IPV4_UNICAST);

    /** A path as it came: from whom, and under which identifier. */
    private record Origin(int from, int pathId) {}

    private final GroupWorld world = new GroupWorld(ENCODING);
    private final ExportGroup[] groups = {world.group, other()};
    private final int[] groupOf = {0, 0, -1, -1};
    private final Map<Long, Map<Origin, Integer>> model = new HashMap<>();

    AllPathsGroupTest() {
        groups[0].join(world.members[0], () -> {});
        groups[0].join(world.members[1], () -> {});
    }

    /** A group that differs from the first only in a setting that changes nothing here. */
    private ExportGroup other() {
        ExportGroup group = world.group(GroupWorld.settings(ENCODING, 200, 0));
        world.shard.attach(GroupWorld.TABLE, group, group::fed);
        return group;
    }

    private void send(int from, long prefix, int pathId, int hops) {
        Map<Origin, Integer> paths = model.computeIfAbsent(prefix, key -> new HashMap<>());
        if (hops == 0) {
            paths.remove(new Origin(from, pathId));
        } else {
            paths.put(new Origin(from, pathId), hops);
        }
        world.send(from, prefix, pathId, hops);
    }

    @Property(tries = 300)
    void membersKnowAllPathsOfOthers(@ForAll @IntRange(min = 0, max = 1_000_000) int seed) {
        new AllPathsGroupTest().play(new Random(seed));
    }

    private void play(Random random) {
        for (int step = 0; step < 300; step++) {
            int who = random.nextInt(MEMBERS);
            switch (random.nextInt(14)) {
                case 0 -> world.neighbors[who].slow = true;
                case 1 -> world.neighbors[who].drain();
                case 2 -> {
                    if (groupOf[who] < 0) {
                        groupOf[who] = 0;
                        groups[0].join(world.members[who], () -> {});
                    }
                }
                case 3 -> world.settle();
                case 4 -> {
                    if (groupOf[who] >= 0) {
                        groups[groupOf[who]].refresh(world.members[who], () -> {});
                    }
                }
                case 5 -> {
                    if (groupOf[who] >= 0 && random.nextInt(3) == 0) {
                        move(who);
                    }
                }
                case 6 -> world.shard.step();
                default -> send(who, random.nextInt(20), who == 0 ? 0 : random.nextInt(3), random.nextInt(4));
            }
        }
        for (Neighbor neighbor : world.neighbors) {
            neighbor.drain();
        }
        world.settle();
        for (int i = 0; i < MEMBERS; i++) {
            if (groupOf[i] >= 0) {
                check(i);
            }
        }
        world.forgetEverything();
    }

    private void move(int who) {
        ExportGroup from = groups[groupOf[who]];
        groupOf[who] = 1 - groupOf[who];
        Member departed = world.members[who];
        world.members[who] = world.member(who);
        groups[groupOf[who]].joinFrom(from, departed, world.members[who]);
        from.leave(departed);
    }

    private void check(int who) {
        Map<Path, String> received = world.neighbors[who].received;
        for (long each = 0; each < 20; each++) {
            long prefix = each;
            List<String> expected = model.getOrDefault(prefix, Map.of()).entrySet().stream()
                    .filter(path -> path.getKey().from() != who)
                    .map(path -> asPath(path.getKey().from(), path.getValue()))
                    .sorted()
                    .toList();
            List<String> present = received.entrySet().stream()
                    .filter(path -> path.getKey().prefix() == prefix)
                    .map(path -> path.getValue().substring(path.getValue().indexOf("0000fde8")))
                    .map(path -> path.substring(0, path.indexOf("400300")))
                    .sorted()
                    .toList();
            assertThat(present).as("neighbor %d, prefix %d", who, prefix).isEqualTo(expected);
        }
        assertThat(groups[groupOf[who]].announced(world.members[who])).isEqualTo(received.size());
    }

    /** AS_PATH as it goes out. */
    private static String asPath(int from, int hops) {
        return "0000fde8" + String.format("%08x", 65010 + from).repeat(hops);
    }

    @Test
    void identifiersStayWhilePathsChange() {
        send(1, 7, 5, 1);
        send(1, 7, 9, 2);
        send(2, 7, 0, 3);
        world.settle();
        Set<Path> before = new HashSet<>(world.neighbors[0].received.keySet());
        assertThat(before).hasSize(3);
        send(1, 7, 5, 4);
        send(2, 7, 0, 1);
        world.settle();
        assertThat(world.neighbors[0].received.keySet()).isEqualTo(before);
        send(1, 7, 9, 0);
        world.settle();
        assertThat(world.neighbors[0].received.keySet()).hasSize(2).isSubsetOf(before);
    }

    @Test
    void aNeighborHearsOthersPathsOnly() {
        send(0, 7, 0, 1);
        send(1, 7, 0, 2);
        send(1, 7, 1, 2);
        world.settle();
        assertThat(ids(0)).hasSize(2);
        assertThat(ids(1)).hasSize(1);
    }

    @Test
    void morePathsThanFitIntoOneBatchOfChanges() {
        for (int pathId = 1; pathId <= 300; pathId++) {
            for (long prefix = 0; prefix < 250; prefix++) {
                world.send(2, prefix, pathId, 1);
            }
        }
        world.settle();
        assertThat(world.neighbors[0].received).hasSize(75_000);
        world.neighbors[0].received.clear();
        groups[0].refresh(world.members[0], () -> {});
        world.settle();
        assertThat(world.neighbors[0].received).hasSize(75_000);
        world.forgetEverything();
    }

    private Set<Integer> ids(int who) {
        return world.neighbors[who].received.keySet().stream().map(Path::pathId).collect(Collectors.toSet());
    }
}
