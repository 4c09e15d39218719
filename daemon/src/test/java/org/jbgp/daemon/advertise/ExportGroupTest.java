package org.jbgp.daemon.advertise;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jbgp.daemon.policy.LinkView;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.PolicyLog;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.rib.Address;
import org.jbgp.daemon.rib.Channel;
import org.jbgp.daemon.rib.NextHopRequests;
import org.jbgp.daemon.rib.ResolutionDomain;
import org.jbgp.daemon.rib.ResolvedNextHop;
import org.jbgp.daemon.rib.RouteBatch;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlobBuilder;
import org.jbgp.daemon.wire.PeerSort;
import org.jbgp.daemon.wire.SessionEncoding;
import org.jbgp.daemon.wire.UpdateDecoder;
import org.jbgp.daemon.wire.UpdateSink;
import org.junit.jupiter.api.Test;

/** Whatever happens, every member ends up knowing exactly the best paths of others; and nothing leaks. */
class ExportGroupTest {
    private static final int TABLE = 0;
    private static final int MEMBERS = 4;
    private static final SessionEncoding ENCODING =
            SessionEncoding.of(PeerSort.EXTERNAL, 65000, 65001, Set.of(AddressFamily.IPV4_UNICAST));

    /** A neighbour: sends routes into the shard, and decodes what it is told. Its socket can be blocked. */
    private static final class Neighbour implements Outlet, UpdateSink {
        private final Map<Long, String> told = new HashMap<>();
        private final Deque<ByteBuf> blocked = new ArrayDeque<>();
        private final List<Runnable> waiting = new ArrayList<>();
        private boolean slow;
        private String attributes = "";
        private int messages;

        @Override
        public void write(ByteBuf messages) {
            if (slow) {
                blocked.add(messages);
            } else {
                read(messages);
            }
        }

        private void read(ByteBuf messages) {
            UpdateDecoder decoder = new UpdateDecoder(ENCODING);
            while (messages.isReadable()) {
                int length = messages.getUnsignedShort(messages.readerIndex() + 16);
                ByteBuf message = messages.readSlice(length);
                this.messages++;
                decoder.decode(message.skipBytes(19), this);
            }
            messages.release();
        }

        @Override
        public long queuedBytes() {
            // A blocked socket looks full at once, so that the member falls behind.
            return blocked.isEmpty() ? 0 : CatchUp.QUEUE_LIMIT + 1;
        }

        @Override
        public void onWritable(Runnable task) {
            if (slow) {
                waiting.add(task);
            } else {
                task.run();
            }
        }

        void drain() {
            slow = false;
            while (!blocked.isEmpty()) {
                read(blocked.poll());
            }
            List<Runnable> tasks = List.copyOf(waiting);
            waiting.clear();
            tasks.forEach(Runnable::run);
        }

        @Override
        public void attributes(byte[] array, int offset, int length) {
            attributes = java.util.HexFormat.of().formatHex(array, offset, offset + length);
        }

        @Override
        public void announce(AddressFamily family, int pathId, long hi, long lo, int length) {
            told.put(lo << 8 | length, attributes);
        }

        @Override
        public void withdraw(AddressFamily family, int pathId, long hi, long lo, int length) {
            told.remove(lo << 8 | length);
        }

        @Override
        public void endOfRib(AddressFamily family) {}
    }

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final List<NextHopRequests.Request> asked = new ArrayList<>();
    private final Shard shard = new Shard(0, () -> 0, LinkView.NONE, PolicyLog.SILENT, new NextHopRequests() {
        @Override
        public void lookUp(int number, List<Request> requests) {
            asked.addAll(requests);
        }

        @Override
        public void touched(int table, Set<Address> addresses) {}
    });
    private final ExportGroup group =
            new ExportGroup(shard, tasks::add, settings(), UnpooledByteBufAllocator.DEFAULT, new PackingSpace());
    private final Neighbour[] neighbours = new Neighbour[MEMBERS];
    private final Member[] members = new Member[MEMBERS];
    private final Map<Long, Map<Integer, Integer>> model = new HashMap<>();

    private static ExportSettings settings() {
        return new ExportSettings(
                AddressFamily.IPV4_UNICAST,
                TABLE,
                Policy.ALL,
                ENCODING,
                false,
                false,
                false,
                0,
                65000,
                Address.of(address("10.0.0.1")),
                ExportSettings.Scope.NONE,
                ExportSettings.Scope.NONE,
                0,
                100,
                false,
                false,
                false,
                true,
                null);
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private void begin() {
        shard.addTable(TABLE, "master4", AddressFamily.IPV4_UNICAST);
        ResolutionDomain domain = new ResolutionDomain(0, ResolutionDomain.Mode.DIRECT, -1, 1);
        for (int i = 0; i < MEMBERS; i++) {
            RouteSource source = new RouteSource(
                    "n" + i,
                    RouteSource.Kind.RTS_BGP,
                    100,
                    address("10.0.0." + (10 + i)),
                    address("10.0.0.1"),
                    65010 + i,
                    65000,
                    10 + i,
                    false,
                    false);
            shard.putChannel(new Channel(
                    i + 1,
                    source,
                    AddressFamily.IPV4_UNICAST,
                    TABLE,
                    Policy.ALL,
                    domain,
                    0,
                    Channel.Decision.DEFAULT,
                    org.jbgp.daemon.rib.ImportRules.PLAIN));
            neighbours[i] = new Neighbour();
            members[i] = new Member(neighbours[i], i + 1);
        }
        shard.attach(TABLE, group, group::fed);
        group.join(members[0], () -> {});
        group.join(members[1], () -> {});
    }

    private void settle() {
        boolean busy = true;
        while (busy) {
            shard.flush();
            if (!asked.isEmpty()) {
                List<NextHopRequests.Answer> answers = asked.stream()
                        .map(request -> new NextHopRequests.Answer(
                                request.domain(),
                                request.address(),
                                new ResolvedNextHop(
                                        ResolvedNextHop.State.REACHABLE,
                                        List.of(new ResolvedNextHop.Leg(request.address(), 1, "eth0", 1, false)),
                                        0,
                                        1)))
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

    private void send(int from, long prefix, int hops) {
        RouteBatch batch = new RouteBatch();
        if (hops == 0) {
            batch.withdraw(AddressFamily.IPV4_UNICAST, 0, 0, prefix << 8, 24);
            model.computeIfAbsent(prefix, key -> new HashMap<>()).remove(from);
        } else {
            AttributeBlobBuilder blob = new AttributeBlobBuilder();
            blob.setOrigin(0);
            blob.prependAs(65010 + from, hops);
            blob.setNextHop4(0x0A00000A + from);
            blob.setLocalPref(100);
            batch.attributes(blob.array(), 0, blob.length());
            batch.announce(AddressFamily.IPV4_UNICAST, 0, 0, prefix << 8, 24);
            model.computeIfAbsent(prefix, key -> new HashMap<>()).put(from, hops);
        }
        shard.apply(batch, new int[] {from + 1, 0}, null);
    }

    /** Shortest path wins, then the lower router id: the neighbour's number. */
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
        Random random = new Random(seed);
        ExportGroupTest world = new ExportGroupTest();
        world.begin();
        boolean[] joined = {true, true, false, false};
        for (int step = 0; step < 300; step++) {
            int who = random.nextInt(MEMBERS);
            switch (random.nextInt(12)) {
                case 0 -> world.neighbours[who].slow = true;
                case 1 -> world.neighbours[who].drain();
                case 2 -> {
                    if (!joined[who]) {
                        joined[who] = true;
                        world.group.join(world.members[who], () -> {});
                    }
                }
                case 3 -> world.settle();
                case 4 -> world.group.refresh(world.members[0], () -> {});
                default -> world.send(who, random.nextInt(40), random.nextInt(4));
            }
        }
        for (Neighbour neighbour : world.neighbours) {
            neighbour.drain();
        }
        world.settle();
        for (int i = 0; i < MEMBERS; i++) {
            if (joined[i]) {
                world.check(i);
            }
        }
        world.forgetEverything();
    }

    private void check(int who) {
        Map<Long, String> told = neighbours[who].told;
        for (long prefix = 0; prefix < 40; prefix++) {
            int best = best(prefix);
            boolean expected = best >= 0 && best != who;
            assertThat(told.containsKey(prefix << 16 | 24))
                    .as("neighbour %d, prefix %d, best path from %d", who, prefix, best)
                    .isEqualTo(expected);
            if (expected) {
                assertThat(told.get(prefix << 16 | 24))
                        .as("announced with our AS in front and the best path's origin behind")
                        .contains("0000fde8" + String.format("%08x", 65010 + best));
            }
        }
        assertThat(group.announced(members[who])).isEqualTo(told.size());
    }

    private void forgetEverything() {
        for (int channel = 1; channel <= MEMBERS; channel++) {
            shard.withdrawAll(channel, false, () -> {});
        }
        settle();
        for (Neighbour neighbour : neighbours) {
            assertThat(neighbour.told).isEmpty();
        }
        assertThat(shard.attributes().size()).isZero();
        assertThat(shard.index(AddressFamily.IPV4_UNICAST).size()).isZero();
    }

    @Test
    void onePrefixOfManyPathsIsAnnouncedOnce() {
        begin();
        send(2, 7, 3);
        send(3, 7, 2);
        settle();
        assertThat(neighbours[0].told).hasSize(1);
        assertThat(neighbours[0].told.get(7L << 16 | 24)).contains("0000fdf5");
    }

    @Test
    void setsThatAreEqualOnTheWireShareAnUpdate() {
        begin();
        RouteBatch batch = new RouteBatch();
        for (int preference = 100; preference < 103; preference++) {
            AttributeBlobBuilder blob = new AttributeBlobBuilder();
            blob.setOrigin(0);
            blob.prependAs(65012, 1);
            blob.setNextHop4(0x0A00000C);
            blob.setLocalPref(preference); // goes to internal neighbours only
            batch.attributes(blob.array(), 0, blob.length());
            batch.announce(AddressFamily.IPV4_UNICAST, 0, 0, (long) preference << 8, 24);
        }
        shard.apply(batch, new int[] {3, 0}, null);
        settle();
        assertThat(neighbours[0].told).hasSize(3);
        assertThat(neighbours[0].messages).isEqualTo(1);
        assertThat(shard.attributes().size()).isEqualTo(3);
    }
}
