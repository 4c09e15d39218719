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
import java.util.Set;
import java.util.function.Consumer;
import org.jbgp.daemon.advertise.pack.PackingSpace;
import org.jbgp.daemon.advertise.rules.Drain;
import org.jbgp.daemon.advertise.rules.ExportConditions;
import org.jbgp.daemon.advertise.rules.ExportSettings;
import org.jbgp.daemon.advertise.rules.NextHopFormat;
import org.jbgp.daemon.policy.LinkView;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.PolicyLog;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.rib.RouteBatch;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.rib.nexthop.NextHopRequests;
import org.jbgp.daemon.rib.nexthop.ResolutionDomain;
import org.jbgp.daemon.rib.nexthop.ResolvedNextHop;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlobBuilder;
import org.jbgp.daemon.wire.Destination;
import org.jbgp.daemon.wire.update.SessionEncoding;
import org.jbgp.daemon.wire.update.UpdateDecoder;
import org.jbgp.daemon.wire.update.UpdateSink;

/**
 * One shard with neighbors who send routes into it, and an export group of theirs that sends them the others'
 * routes.
 */
final class GroupWorld {
    static final int TABLE = 0;
    static final int MEMBERS = 4;
    /** Few prefixes a step, so that joining and feeding take several. */
    private static final Shard.Pace PACE = new Shard.Pace(7, 8_192);

    /** A neighbor: sends routes into the shard, and decodes what it is sent. Its socket can be blocked. */
    static final class Neighbor implements Outlet, UpdateSink {
        /** Attributes by path. */
        final Map<Path, String> received = new HashMap<>();

        /** Why prefixes were not sent that ought to be. */
        final Map<Long, String> unsent = new HashMap<>();

        private final SessionEncoding encoding;
        private final Deque<ByteBuf> blocked = new ArrayDeque<>();
        private final List<Runnable> waiting = new ArrayList<>();
        boolean slow;
        private String attributes = "";
        int messages;
        /** What the messages written last are a part of, if they are. */
        ByteBuf encoded;

        Neighbor(SessionEncoding encoding) {
            this.encoding = encoding;
        }

        @Override
        public void write(ByteBuf messages) {
            encoded = messages.unwrap();
            if (slow) {
                blocked.add(messages);
            } else {
                read(messages);
            }
        }

        private void read(ByteBuf messages) {
            UpdateDecoder decoder = new UpdateDecoder(encoding);
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
        public void unsent(AddressFamily family, long hi, long lo, int length, String why) {
            unsent.put(lo >> 8 & 0xFFFF, why);
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

        /** The session is over: what was on its way is lost. */
        void forget() {
            slow = false;
            blocked.forEach(ByteBuf::release);
            blocked.clear();
            waiting.clear();
            received.clear();
        }

        @Override
        public void attributes(byte[] array, int offset, int length) {
            attributes = java.util.HexFormat.of().formatHex(array, offset, offset + length);
        }

        @Override
        public void announce(AddressFamily family, int pathId, long hi, long lo, int length) {
            received.put(new Path(lo >> 8 & 0xFFFF, pathId), attributes);
        }

        @Override
        public void withdraw(AddressFamily family, int pathId, long hi, long lo, int length) {
            received.remove(new Path(lo >> 8 & 0xFFFF, pathId));
        }

        @Override
        public void endOfRib(AddressFamily family) {}
    }

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final List<NextHopRequests.Request> asked = new ArrayList<>();
    private final List<NextHopRequests.Request> known = new ArrayList<>();
    /** A path as it was received: the number of a /24, and its identifier. */
    record Path(long prefix, int pathId) {}

    final Shard shard;
    final PackingSpace space = new PackingSpace();
    /** Where the neighbors are. */
    ExportGroup group;

    final Neighbor[] neighbors = new Neighbor[MEMBERS];
    final Member[] members = new Member[MEMBERS];
    /** The neighbors' export filters. */
    final Policy[] policies = new Policy[MEMBERS];

    GroupWorld(SessionEncoding encoding) {
        this(settings(encoding));
    }

    /** Neighbors whose group has these settings. */
    GroupWorld(ExportSettings settings) {
        this(0, settings);
    }

    /** One of several shards. */
    GroupWorld(int number, ExportSettings settings) {
        shard = new Shard(
                number,
                () -> 0,
                LinkView.NONE,
                PolicyLog.SILENT,
                new NextHopRequests() {
                    @Override
                    public void lookUp(int ofShard, List<Request> requests) {
                        asked.addAll(requests);
                    }

                    @Override
                    public void touched(int table, Set<Address> addresses) {}
                },
                PACE);
        group = group(settings);
        begin(settings.encoding());
    }

    /** Another group of the same shard. */
    ExportGroup group(ExportSettings settings) {
        return ExportGroup.of(shard, tasks::add, settings, UnpooledByteBufAllocator.DEFAULT, space);
    }

    static ExportSettings settings(SessionEncoding encoding) {
        return settings(encoding, 100, 0);
    }

    /**
     * Settings with another default LOCAL_PREF, which changes nothing here, or of a neighbor with {@code secondary}.
     */
    static ExportSettings settings(SessionEncoding encoding, long defaultLocalPref, int secondary) {
        return settings(encoding, defaultLocalPref, secondary, ExportSettings.RoutesOf.NONE, 0);
    }

    /** Settings of a neighbor with {@code conditional export}. */
    static ExportSettings conditional(SessionEncoding encoding, int secondary, ExportConditions conditions) {
        ExportSettings plain = settings(encoding);
        return new ExportSettings(
                plain.family(),
                plain.table(),
                plain.policy(),
                plain.encoding(),
                plain.relation(),
                plain.nextHop(),
                plain.attributes(),
                new ExportSettings.Single(secondary, null, null, conditions));
    }

    /** Settings of internal neighbors. */
    static ExportSettings internal(SessionEncoding encoding) {
        ExportSettings plain = settings(encoding);
        return new ExportSettings(
                plain.family(),
                plain.table(),
                plain.policy(),
                plain.encoding(),
                new ExportSettings.Relation(true, true, true, false, 0, 65000, 65000, null),
                plain.nextHop(),
                plain.attributes(),
                plain.single());
    }

    /** A session with an internal neighbor, which may be a new one whose routes were kept. */
    void internalSession(int who, int routerId, int clusterId) {
        Channel present = shard.channel(who + 1);
        RouteSource source = new RouteSource(
                "n" + who,
                RouteSource.Kind.RTS_BGP,
                100,
                address("10.0.0." + (10 + who)),
                address("10.0.0.1"),
                65000,
                65000,
                routerId,
                true,
                true);
        shard.replaceChannel(new Channel(
                present.id(),
                source,
                present.family(),
                present.table(),
                present.policy(),
                present.domain(),
                clusterId,
                present.decision(),
                present.rules()));
    }

    /** Settings with {@code next hop keep}. */
    static ExportSettings keepingNextHops(SessionEncoding encoding) {
        return settings(encoding, 100, 0, ExportSettings.RoutesOf.ALL, 0);
    }

    /** Settings of neighbors on interface 2, while routes come by interface 1. */
    static ExportSettings onLink(SessionEncoding encoding) {
        return settings(encoding, 100, 0, ExportSettings.RoutesOf.NONE, 2);
    }

    private static ExportSettings settings(
            SessionEncoding encoding,
            long defaultLocalPref,
            int secondary,
            ExportSettings.RoutesOf keepNextHop,
            int interfaceIndex) {
        return settings(encoding, Policy.ALL, defaultLocalPref, secondary, keepNextHop, interfaceIndex);
    }

    /** Settings with an export filter. */
    static ExportSettings filtered(SessionEncoding encoding, Policy policy) {
        return settings(encoding, policy, 100, 0, ExportSettings.RoutesOf.NONE, 0);
    }

    private static ExportSettings settings(
            SessionEncoding encoding,
            Policy policy,
            long defaultLocalPref,
            int secondary,
            ExportSettings.RoutesOf keepNextHop,
            int interfaceIndex) {
        return new ExportSettings(
                AddressFamily.IPV4_UNICAST,
                TABLE,
                policy,
                encoding,
                new ExportSettings.Relation(false, false, false, false, 0, 65000, 65000, null),
                new ExportSettings.NextHops(
                        Address.of(address("10.0.0.1")),
                        NextHopFormat.DEFAULT,
                        ExportSettings.RoutesOf.NONE,
                        keepNextHop,
                        interfaceIndex,
                        java.util.Optional.empty()),
                new ExportSettings.AttributeRules(defaultLocalPref, false, false, false, true, true, false, Drain.NONE),
                new ExportSettings.Single(secondary, null, null, null));
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private void begin(SessionEncoding encoding) {
        shard.addTable(TABLE, "master4", AddressFamily.IPV4_UNICAST);
        ResolutionDomain domain = new ResolutionDomain(0, ResolutionDomain.Way.direct(1));
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
                    org.jbgp.daemon.rib.channel.ImportRules.PLAIN));
            neighbors[i] = new Neighbor(encoding);
            policies[i] = group.settings().policy();
            members[i] = member(i);
        }
        shard.attach(TABLE, group, group::fed);
    }

    /** A neighbor's membership; its address is 10.0.0.10 and its number. */
    Member member(int who) {
        return new Member(neighbors[who], who + 1, Address.of(address("10.0.0." + (10 + who))), policies[who]);
    }

    /** Ends a neighbor's session with the group; its routes stay. It may join again. */
    void leave(int who) {
        group.leave(members[who]);
        neighbors[who].forget();
        members[who] = member(who);
    }

    /**
     * Takes neighbors to another group, as a reload does; it need not be attached yet.
     *
     * @param meanwhile what happens after each
     */
    void move(List<Integer> who, ExportGroup to, Runnable meanwhile) {
        boolean attached = group.equals(to);
        for (int i : who) {
            Member departed = members[i];
            members[i] = member(i);
            to.joinFrom(group, departed, members[i]);
            if (!attached) {
                shard.attach(TABLE, to, to::fed);
                attached = true;
            }
            group.leave(departed);
            meanwhile.run();
        }
        if (group.members().isEmpty()) {
            shard.detach(TABLE, group);
            group.dissolve();
        }
        group = to;
    }

    /** Has something done on the shard; {@link #settle} does it. */
    void later(Consumer<Shard> task) {
        tasks.add(() -> task.accept(shard));
    }

    /** Lets everything under way come to its end. */
    void settle() {
        boolean busy = true;
        while (busy) {
            shard.flush();
            if (!asked.isEmpty()) {
                List<NextHopRequests.Answer> answers = asked.stream()
                        .map(request -> answer(request, request.address(), 1))
                        .toList();
                known.addAll(asked);
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

    private static NextHopRequests.Answer answer(NextHopRequests.Request request, Address gateway, int link) {
        return new NextHopRequests.Answer(
                request.domain(),
                request.address(),
                new ResolvedNextHop(
                        ResolvedNextHop.State.REACHABLE,
                        List.of(new ResolvedNextHop.Leg(gateway, link, "eth0", 1, false)),
                        0,
                        Destination.UNICAST));
    }

    /** All next hops lead to this gateway on interface 2 from now on. */
    void reroute(String gateway) {
        settle();
        shard.resolved(known.stream()
                .map(request -> answer(request, Address.of(address(gateway)), 2))
                .toList());
        settle();
    }

    /** A neighbor announces a path of so many hops, or with 0 withdraws it. */
    void send(int from, long prefix, int pathId, int hops) {
        send(from, prefix, pathId, hops, from);
    }

    /** The same, with the address of neighbor {@code nextHop} as next hop. */
    void send(int from, long prefix, int pathId, int hops, int nextHop) {
        send(from, prefix, pathId, hops, nextHop, List.of());
    }

    /** The same, with communities. */
    void send(int from, long prefix, int pathId, int hops, int nextHop, List<Integer> communities) {
        RouteBatch batch = new RouteBatch();
        if (hops == 0) {
            batch.withdraw(AddressFamily.IPV4_UNICAST, pathId, 0, 0x0A000000L + (prefix << 8), 24);
        } else {
            AttributeBlobBuilder blob = new AttributeBlobBuilder();
            blob.setOrigin(0);
            blob.prependAs(65010 + from, hops);
            blob.setNextHop4(0x0A00000A + nextHop);
            blob.setLocalPref(100);
            communities.forEach(community -> blob.addCommunity(community, false));
            batch.attributes(blob.array(), 0, blob.length());
            batch.announce(AddressFamily.IPV4_UNICAST, pathId, 0, 0x0A000000L + (prefix << 8), 24);
        }
        apply(from, batch);
    }

    void apply(int from, RouteBatch batch) {
        shard.apply(batch, new int[] {from + 1, 0}, null);
    }

    /** Withdraws everything; afterwards nobody knows anything, and nothing is left in memory. */
    void forgetEverything() {
        for (int channel = 1; channel <= MEMBERS; channel++) {
            shard.withdrawAll(channel, false, () -> {});
        }
        settle();
        for (Neighbor neighbor : neighbors) {
            assertThat(neighbor.received).isEmpty();
        }
        assertThat(shard.attributes().size()).isZero();
        assertThat(shard.index(AddressFamily.IPV4_UNICAST).size()).isZero();
        assertThat(space.identifiers().size()).isZero();
    }
}
