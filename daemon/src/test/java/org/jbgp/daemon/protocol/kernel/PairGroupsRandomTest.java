package org.jbgp.daemon.protocol.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jbgp.config.model.KernelConfig.NextHopObjects;
import org.jbgp.daemon.protocol.Forwarding;
import org.jbgp.daemon.protocol.ProtocolLog;
import org.jbgp.daemon.protocol.RecordingFeed;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;
import org.jbgp.kernel.netlink.Errno;

/** Whatever happens in which order, a prefix goes where it has a path, and in the end where its best one leads. */
class PairGroupsRandomTest {
    private static final int NEIGHBORS = 4;
    private static final int HOPS = 6;
    private static final int PREFIXES = 10;
    private static final long BASE = 0x14000000L; // 20.0.0.0

    private static final ProtocolLog SILENT = new ProtocolLog() {
        @Override
        public void info(String protocol, String message) {}

        @Override
        public void warning(String protocol, String message) {}
    };

    /** The tables, which say what they want, and a kernel in memory. */
    private static final class World {
        final Random random;
        final FakeTable table = new FakeTable();
        KernelProtocol protocol = protocol();
        long now = 100;
        /** Where each neighbor's next hop leads. */
        final int[] hops = {0, 1, 2, 3, 4};
        /** By prefix: neighbors of the best and the second path, 0 for none. */
        final int[] best = new int[PREFIXES];

        final int[] second = new int[PREFIXES];
        /** By prefix: where the second path led when the tables last said. */
        final int[] passedSecond = new int[PREFIXES];
        /** By prefix: where it may go now. */
        final List<Set<String>> allowed = new ArrayList<>();

        /** The kernel may have removed routes, which only a scan can show. */
        boolean unseen;

        /** The tables say what every route stands and falls with. */
        boolean settling;

        final List<String> story = new ArrayList<>();

        World(Random random) {
            this.random = random;
            protocol.start(0);
            protocol.fed(0);
            for (int i = 0; i < PREFIXES; i++) {
                allowed.add(new HashSet<>(Set.of("")));
            }
        }

        KernelProtocol protocol() {
            return new KernelProtocol(
                    PairGroupsTest.config(NextHopObjects.ON), Family.IPV4, table, new RecordingFeed(), SILENT);
        }

        Via way(int neighbor) {
            return new Via(neighbor, neighbor, PairGroupsTest.hop(hops[neighbor]));
        }

        static String text(int hop) {
            return PairGroupsTest.hop(hop).gateway().toString();
        }

        /** What the tables have of a prefix. */
        void pass(int prefix) {
            int first = best[prefix];
            int other = second[prefix];
            Forwarding forwarding = first == 0 ? null : PairGroupsTest.via(hops[first]);
            boolean unknown = first == 0 || (other == 0 && !settling && random.nextInt(8) == 0);
            ViaPair pair = unknown ? null : new ViaPair(way(first), other == 0 ? null : way(other));
            protocol.want(0, BASE + ((long) prefix << 8), 24, forwarding, pair);
            passedSecond[prefix] = hops[other];
            allowed.get(prefix).clear();
            allowed.get(prefix).add(first == 0 ? "" : text(hops[first]));
        }

        void choose(int prefix) {
            best[prefix] = random.nextInt(5) == 0 ? 0 : 1 + random.nextInt(NEIGHBORS);
            second[prefix] = random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(NEIGHBORS);
            if (second[prefix] == best[prefix]) {
                second[prefix] = 0;
            }
        }

        void event() {
            switch (random.nextInt(10)) {
                case 0, 1 -> {
                    boolean alike = random.nextBoolean();
                    int from = random.nextInt(PREFIXES);
                    int to = from + 1 + random.nextInt(PREFIXES - from);
                    choose(from);
                    for (int i = from; i < to; i++) {
                        if (alike) {
                            best[i] = best[from];
                            second[i] = second[from];
                        } else {
                            choose(i);
                        }
                        pass(i);
                    }
                    protocol.flush();
                    story.add("tables " + from + " to " + to);
                }
                case 2 -> lose(1 + random.nextInt(NEIGHBORS), random.nextInt(NEIGHBORS + 1));
                case 3 -> move(1 + random.nextInt(NEIGHBORS), 1 + random.nextInt(HOPS));
                case 4 -> flap(1 + random.nextInt(HOPS));
                case 5 -> {
                    table.refuseGroupsWith(random.nextInt(3) == 0 ? Errno.ENOBUFS : 0);
                    table.refuseObjectsWith(random.nextInt(3) == 0 ? Errno.ENOBUFS : 0);
                }
                case 6 -> quiet();
                case 7 -> {
                    protocol.scanSoon(now);
                    now += 1_000;
                    protocol.tick(now);
                    unseen = false;
                }
                case 8 -> restart();
                default -> {
                    for (int i = 0; i < PREFIXES; i++) {
                        pass(i);
                    }
                    protocol.flush();
                    story.add("tables");
                }
            }
            check();
        }

        private void lose(int one, int other) {
            story.add("lost " + one + " and " + other);
            protocol.lost(via -> via.channel() == one || via.channel() == other, now);
            for (int i = 0; i < PREFIXES; i++) {
                if ((best[i] == one || best[i] == other) && second[i] != 0) {
                    allowed.get(i).addAll(List.of(text(passedSecond[i]), text(hops[second[i]])));
                }
            }
        }

        private void move(int neighbor, int hop) {
            story.add("moved " + neighbor + " to " + hop);
            for (int i = 0; i < PREFIXES; i++) {
                if ((best[i] == neighbor || second[i] == neighbor)
                        && allowed.get(i).contains(text(hops[neighbor]))) {
                    allowed.get(i).add(text(hop));
                }
            }
            hops[neighbor] = hop;
            protocol.moved(via -> via.nextHop().equals(neighbor), PairGroupsTest.hop(hop), now);
            check();
            for (int i = 0; i < PREFIXES; i++) {
                if ((best[i] == neighbor || second[i] == neighbor) && random.nextInt(4) > 0) {
                    pass(i);
                }
            }
            protocol.flush();
        }

        /** A next hop leads elsewhere, and all routes by it go there at once, with a second path or without. */
        private void moveAll(int neighbor) {
            int hop = 1 + (hops[neighbor] + random.nextInt(HOPS - 1)) % HOPS;
            story.add("then moved " + neighbor + " to " + hop);
            hops[neighbor] = hop;
            protocol.moved(via -> via.nextHop().equals(neighbor), PairGroupsTest.hop(hop), now);
            for (int i = 0; i < PREFIXES; i++) {
                if (best[i] == neighbor) {
                    allowed.set(i, new HashSet<>(Set.of(text(hop))));
                }
            }
            check();
        }

        /** A successor, which finds what there is, and hears from the tables bit by bit. */
        private void restart() {
            story.add("restart");
            boolean blind = random.nextInt(3) == 0;
            table.incomplete(blind);
            protocol = protocol();
            protocol.start(now);
            List<Set<String>> before = new ArrayList<>();
            for (Set<String> ways : allowed) {
                before.add(new HashSet<>(ways));
            }
            for (int i = 0; i < PREFIXES; i++) {
                if (random.nextBoolean()) {
                    pass(i);
                    allowed.get(i).addAll(before.get(i));
                }
            }
            protocol.flush();
            check();
            if (random.nextBoolean()) {
                protocol.settled();
                check();
            }
            for (int i = 0; i < PREFIXES; i++) {
                pass(i);
                allowed.get(i).addAll(before.get(i));
            }
            protocol.flush();
            check();
            protocol.fed(now);
            protocol.tick(now);
            check();
            table.incomplete(false);
            for (int i = 0; i < 3; i++) {
                now += 1_000;
                protocol.tick(now);
                check();
            }
            unseen = false;
            for (int i = 0; i < PREFIXES; i++) {
                pass(i);
            }
            check();
        }

        private void flap(int ifindex) {
            story.add("flap " + ifindex);
            table.linkDown(ifindex);
            unseen = true;
            for (int i = 0; i < PREFIXES; i++) {
                if (best[i] != 0 && second[i] != 0) {
                    allowed.get(i).addAll(List.of(text(passedSecond[i]), text(hops[second[i]])));
                }
            }
            protocol.linkDown(ifindex, now);
            check();
            protocol.linkUp(now);
        }

        private void quiet() {
            story.add("quiet");
            for (int i = 0; i < 4; i++) {
                now += Pairing.QUIET_MILLIS;
                protocol.tick(now);
                unseen &= i == 0; // that asked for a scan, if anything did
                check();
            }
        }

        void check() {
            for (int prefix = 0; prefix < PREFIXES; prefix++) {
                int i = prefix;
                assertThat(table.wayOf(new KernelIp(Family.IPV4, 0, BASE + ((long) i << 8)), 24))
                        .as("prefix %s by %s and %s after %s", i, best[i], second[i], story)
                        .matches(way -> allowed.get(i).contains(way) || (unseen && way.isEmpty()));
            }
        }

        /** The tables have said everything, and the kernel has been looked at. */
        void settle() {
            table.refuseGroupsWith(0);
            table.refuseObjectsWith(0);
            settling = true;
            for (int i = 0; i < PREFIXES; i++) {
                pass(i);
            }
            protocol.flush();
            now += 100_000;
            protocol.tick(now);
            unseen = false;
            story.add("settled");
            check();
            quiet();
        }
    }

    @Property(tries = 300)
    void prefixesGoWhereTheyHaveAPath(@ForAll @IntRange(min = 0, max = 1_000_000) int seed) {
        World world = new World(new Random(seed));
        for (int step = 0; step < 60; step++) {
            world.event();
        }
        world.settle();
        for (int neighbor = 1; neighbor <= NEIGHBORS; neighbor++) {
            int lost = neighbor;
            world.settle();
            world.protocol.lost(via -> via.channel() == lost, world.now);
            for (int i = 0; i < PREFIXES; i++) {
                if (world.best[i] == lost && world.second[i] != 0) {
                    world.allowed.set(i, Set.of(World.text(world.hops[world.second[i]])));
                }
            }
            world.story.add("then lost " + lost);
            world.check();
            for (int i = 0; i < PREFIXES; i++) {
                world.allowed.set(i, new HashSet<>());
            }
        }
        for (int neighbor = 1; neighbor <= NEIGHBORS; neighbor++) {
            world.settle();
            world.moveAll(neighbor);
        }
        world.settle();
        world.protocol.stop();
        assertThat(world.table.contents()).isEmpty();
        assertThat(world.table.objects()).isEmpty();
    }
}
