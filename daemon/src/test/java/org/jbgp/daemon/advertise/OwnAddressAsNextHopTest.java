package org.jbgp.daemon.advertise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.Set;
import org.jbgp.daemon.advertise.GroupWorld.Path;
import org.jbgp.daemon.advertise.rules.Offer;
import org.jbgp.daemon.policy.PolicyRun;
import org.jbgp.daemon.rib.TableSlice;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.PeerSort;
import org.jbgp.daemon.wire.update.SessionEncoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * RFC 4271 §5.1.3: a neighbor is not advertised a route whose next hop is its own address; the others of its group are.
 */
class OwnAddressAsNextHopTest {
    private GroupWorld world = world(false);

    private static GroupWorld world(boolean allPaths) {
        return new GroupWorld(GroupWorld.keepingNextHops(encoding(allPaths)));
    }

    private static SessionEncoding encoding(boolean allPaths) {
        SessionEncoding encoding =
                SessionEncoding.of(PeerSort.EXTERNAL, 65000, 65001, Set.of(AddressFamily.IPV4_UNICAST));
        return allPaths ? encoding.withAddPath(AddressFamily.IPV4_UNICAST) : encoding;
    }

    private void joinAll() {
        for (int i = 0; i < GroupWorld.MEMBERS; i++) {
            world.group.join(world.members[i], () -> {});
        }
        world.settle();
    }

    private boolean received(int who, long prefix) {
        return world.neighbors[who].received.keySet().stream().anyMatch(path -> path.prefix() == prefix);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theOthersAreToldAndItForgetsWhatItWasToldBefore(boolean allPaths) {
        world = world(allPaths);
        joinAll();
        world.send(0, 7, 0, 2, 0);
        world.settle();
        assertThat(received(1, 7) && received(2, 7) && received(3, 7)).isTrue();

        world.send(0, 7, 0, 2, 2);
        world.settle();
        assertThat(received(0, 7)).as("split horizon").isFalse();
        assertThat(received(2, 7)).as("its own address").isFalse();
        assertThat(received(1, 7) && received(3, 7)).isTrue();
        assertThat(world.neighbors[2].unsent.get(7L)).isEqualTo("its next hop is the neighbor's own address");
        assertThat(world.neighbors[1].unsent).isEmpty();
        assertThat(world.group.announced(world.members[2])).isZero();
        assertThat(world.group.announced(world.members[1])).isEqualTo(1);
        assertThat(world.group.counters(world.members[2]).unsent).isEqualTo(1);
        assertThat(world.group.counters(world.members[1]).unsent).isZero();
        TableSlice table = world.shard.table(GroupWorld.TABLE);
        int number = table.index().find(0, 0x0A000000L + (7 << 8), 24);
        Offer offer = world.group.offer(world.members[2], table, number, table.head(number), PolicyRun.SILENT);
        assertThat(offer.outcome()).isEqualTo(Offer.Outcome.UNSENDABLE);
        assertThat(world.group.advertised(world.members[2], number, table.head(number)))
                .isZero();
        assertThat(world.group.advertised(world.members[1], number, table.head(number)))
                .isPositive();

        world.send(0, 7, 0, 2, 3);
        world.settle();
        assertThat(received(1, 7) && received(2, 7)).isTrue();
        assertThat(received(3, 7)).isFalse();
        world.forgetEverything();
        assertThat(world.group.counters(world.members[3]).unsent).isZero();
        assertThat(world.group.announced(world.members[3])).isZero();
    }

    @Test
    void whoJoinsLaterIsNotToldEither() {
        world.group.join(world.members[0], () -> {});
        world.group.join(world.members[1], () -> {});
        world.settle();
        world.send(0, 7, 0, 2, 2);
        world.settle();
        world.group.join(world.members[2], () -> {});
        world.settle();
        assertThat(world.neighbors[2].received).isEmpty();
        assertThat(world.neighbors[2].unsent).containsOnlyKeys(7L);
        assertThat(world.group.announced(world.members[2])).isZero();
        world.group.refresh(world.members[2], () -> {});
        world.settle();
        assertThat(world.neighbors[2].received).isEmpty();
        assertThat(world.neighbors[1].received).containsKey(new Path(7, 0));
    }

    /** A gateway that goes out as next hop changes with its resolution, although the route's own attributes stay. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anotherGatewayIsAdvertisedAnew(boolean allPaths) {
        world = new GroupWorld(GroupWorld.onLink(encoding(allPaths)));
        joinAll();
        world.send(0, 7, 0, 2, 0);
        world.reroute("10.0.0.77");
        assertThat(world.neighbors[1].received.values())
                .singleElement()
                .asString()
                .contains("4003" + "0004" + "0a00004d");
        world.reroute("10.0.0.12");
        assertThat(world.neighbors[1].received.values())
                .singleElement()
                .asString()
                .contains("4003" + "0004" + "0a00000c");
        assertThat(received(2, 7)).as("the gateway is this neighbor").isFalse();
        assertThat(received(3, 7)).isTrue();
        world.reroute("10.0.0.77");
        assertThat(received(2, 7)).isTrue();
        world.forgetEverything();
    }

    /** After any changes every member knows exactly what is neither its own nor leads to it, and the numbers say so. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void afterAnyChanges(boolean allPaths) {
        world = world(allPaths);
        joinAll();
        Random random = new Random(7);
        int[][] nextHops = new int[20][GroupWorld.MEMBERS];
        int[][] hops = new int[20][GroupWorld.MEMBERS];
        for (int step = 0; step < 2_000; step++) {
            int from = random.nextInt(GroupWorld.MEMBERS);
            int prefix = random.nextInt(20);
            // Lengths differ from neighbor to neighbor, so that it is plain which path is best.
            hops[prefix][from] = random.nextInt(3) == 0 ? 0 : 1 + from + 4 * random.nextInt(3);
            nextHops[prefix][from] = random.nextInt(GroupWorld.MEMBERS);
            world.send(from, prefix, 0, hops[prefix][from], nextHops[prefix][from]);
            if (random.nextInt(4) == 0) {
                world.settle();
            }
            if (random.nextInt(50) == 0) {
                int who = random.nextInt(GroupWorld.MEMBERS);
                world.leave(who);
                world.group.join(world.members[who], () -> {});
            }
        }
        world.settle();
        for (int who = 0; who < GroupWorld.MEMBERS; who++) {
            int expected = 0;
            for (int prefix = 0; prefix < 20; prefix++) {
                int best = -1;
                for (int from = 0; from < GroupWorld.MEMBERS; from++) {
                    if (hops[prefix][from] == 0) {
                        continue;
                    }
                    expected += allPaths && from != who && nextHops[prefix][from] != who ? 1 : 0;
                    best = best < 0 || hops[prefix][from] < hops[prefix][best] ? from : best;
                }
                if (!allPaths) {
                    boolean shall = best >= 0 && best != who && nextHops[prefix][best] != who;
                    assertThat(received(who, prefix)).isEqualTo(shall);
                    expected += shall ? 1 : 0;
                }
            }
            assertThat(world.neighbors[who].received).hasSize(expected);
            assertThat(world.group.announced(world.members[who])).isEqualTo(expected);
        }
        world.forgetEverything();
        for (Member member : world.members) {
            assertThat(world.group.announced(member)).isZero();
            assertThat(world.group.counters(member).unsent).isZero();
        }
    }
}
