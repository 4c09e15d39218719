package org.jbgp.daemon.history;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jbgp.config.model.router.History;
import org.jbgp.daemon.control.view.RouteQuery;
import org.jbgp.daemon.policy.LinkView;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.PolicyLog;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.rib.RouteBatch;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.channel.ImportRules;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.rib.nexthop.NextHopRequests;
import org.jbgp.daemon.rib.nexthop.ResolutionDomain;
import org.jbgp.daemon.rib.nexthop.ResolvedNextHop;
import org.jbgp.daemon.rib.store.Prefixes;
import org.jbgp.daemon.shards.ShardPool;
import org.jbgp.daemon.shards.SystemThreads;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlobBuilder;
import org.jbgp.daemon.wire.Destination;

/** Shards with tables and two neighbors, a clock that tests set, and a history of them. */
final class HistoryLab implements AutoCloseable, Moments {
    static final Instant BEGIN = Instant.parse("2026-11-30T12:00:00Z");
    static final String TABLE = "master4";
    private static final ResolutionDomain DOMAIN = new ResolutionDomain(0, ResolutionDomain.Way.direct(1));
    private static final long NEXT_HOP = 0x0A000001L;

    final ShardPool shards;
    final HistoryStore store;
    private final AtomicLong millis = new AtomicLong();

    HistoryLab(int count) {
        shards = new ShardPool(
                count,
                new SystemThreads(),
                number -> new Shard(number, () -> 0, LinkView.NONE, PolicyLog.SILENT, new NextHopRequests() {
                    @Override
                    public void lookUp(int shard, List<Request> requests) {}

                    @Override
                    public void touched(int table, Set<Address> addresses) {}
                }));
        store = new HistoryStore(shards, this);
        shards.each(shard -> {
            shard.addTable(0, TABLE, AddressFamily.IPV4_UNICAST);
            shard.addTable(1, "master6", AddressFamily.IPV6_UNICAST);
        });
        neighbor(1, "up1");
        neighbor(2, "up2");
    }

    static History options(long bytes) {
        return new History(true, bytes, 24 * 3600, 64, Optional.empty());
    }

    void record(long bytes) {
        store.configure(options(bytes), Map.of(TABLE, 0, "master6", 1));
    }

    void neighbor(int channel, String name) {
        InetAddress address = Prefixes.address(AddressFamily.IPV4_UNICAST, 0, 0x0A090900L + channel);
        shards.each(shard -> shard.putChannel(new Channel(
                channel,
                new RouteSource(
                        name, RouteSource.Kind.RTS_BGP, 100, address, address, 65000 + channel, 64999, 7, false, false),
                AddressFamily.IPV4_UNICAST,
                0,
                Policy.ALL,
                DOMAIN,
                0,
                Channel.Decision.DEFAULT,
                ImportRules.PLAIN)));
    }

    @Override
    public long now() {
        return millis.get();
    }

    @Override
    public Instant at(long milli) {
        return BEGIN.plusMillis(milli);
    }

    @Override
    public long of(Instant instant) {
        return instant.toEpochMilli() - BEGIN.toEpochMilli();
    }

    /** It is that millisecond from now on. */
    void set(long now) {
        millis.set(now);
    }

    static RouteQuery.Prefix prefix(int number) {
        return new RouteQuery.Prefix(AddressFamily.IPV4_UNICAST, 0, 0x14000000L + ((long) number << 8), 24);
    }

    /** A path with this LOCAL_PREF, which also makes its attributes other ones; {@code more} bytes of communities. */
    void announce(int channel, int number, long localPref, int more) {
        AttributeBlobBuilder blob = new AttributeBlobBuilder();
        blob.setOrigin(0);
        blob.prependAs(65000 + channel, 1);
        blob.setNextHop4((int) NEXT_HOP);
        blob.setLocalPref(localPref);
        for (int i = 0; i < more; i++) {
            blob.addCommunity((int) localPref * 1000 + i, true);
        }
        RouteBatch batch = new RouteBatch();
        batch.attributes(blob.array(), 0, blob.length());
        RouteQuery.Prefix prefix = prefix(number);
        batch.announce(AddressFamily.IPV4_UNICAST, 0, prefix.hi(), prefix.lo(), prefix.length());
        apply(channel, prefix, batch);
    }

    void withdraw(int channel, int number) {
        RouteBatch batch = new RouteBatch();
        RouteQuery.Prefix prefix = prefix(number);
        batch.withdraw(AddressFamily.IPV4_UNICAST, 0, prefix.hi(), prefix.lo(), prefix.length());
        apply(channel, prefix, batch);
    }

    private void apply(int channel, RouteQuery.Prefix prefix, RouteBatch batch) {
        shards.execute(shards.shardOf(prefix.hi(), prefix.lo(), prefix.length()), shard -> {
            shard.apply(batch, new int[] {channel, 0}, null);
            shard.flush();
            shard.resolved(List.of(new NextHopRequests.Answer(
                    DOMAIN,
                    Address.of(Prefixes.address(AddressFamily.IPV4_UNICAST, 0, NEXT_HOP)),
                    new ResolvedNextHop(
                            ResolvedNextHop.State.REACHABLE,
                            List.of(new ResolvedNextHop.Leg(Address.NONE, 1, "eth0", 1, false)),
                            0,
                            Destination.UNICAST))));
            shard.flush();
        });
        settle();
    }

    /** A session ends: all routes of the channel go. */
    void end(int channel) {
        shards.all((shard, done) -> shard.withdrawAll(channel, false, done)).join();
        settle();
    }

    /** All shards have done what they were asked to. */
    void settle() {
        shards.ask(shard -> {
                    while (shard.step()) {
                        shard.flush();
                    }
                    shard.flush();
                    return 0;
                })
                .join();
    }

    /** References to attribute sets in all shards. */
    List<Long> sets() {
        return new ArrayList<>(shards.ask(shard -> shard.attributes().bytes()).join());
    }

    @Override
    public void close() {
        shards.close();
    }
}
