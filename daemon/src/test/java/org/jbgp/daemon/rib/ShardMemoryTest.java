package org.jbgp.daemon.rib;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.jbgp.daemon.memory.PrefixIndex;
import org.jbgp.daemon.policy.LinkView;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.PolicyLog;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.channel.ImportRules;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.rib.nexthop.NextHopRequests;
import org.jbgp.daemon.rib.nexthop.ResolutionDomain;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlobBuilder;
import org.junit.jupiter.api.Test;

/** What is withdrawn leaves nothing behind, however often it comes and goes. */
class ShardMemoryTest {
    private static final int TABLE = 0;
    private static final int PREFIXES = 5_000;
    private static final int CHURNS = 100;
    private static final int NEIGHBORS = 3;

    private final Shard shard = new Shard(0, () -> 0, LinkView.NONE, PolicyLog.SILENT, new NextHopRequests() {
        @Override
        public void lookUp(int number, List<Request> requests) {}

        @Override
        public void touched(int table, Set<Address> addresses) {}
    });

    @Test
    void whatManyRoutesTookIsGivenBackWhileOthersStay() throws Exception {
        channels();
        announce(1, 0, 1_000, 0);
        long paths = shard.paths().capacityBytes();
        int prefixes = shard.index(AddressFamily.IPV4_UNICAST).limit();
        announce(2, 500, 200_000, 0);
        announce(3, 500, 200_000, 1);
        assertThat(shard.paths().capacityBytes()).isGreaterThan(50 * paths);
        withdraw(3, 500, 200_000);
        withdraw(2, 500, 200_000);
        assertThat(shard.table(TABLE).pathCount()).isEqualTo(1_000);
        // One spare chunk each.
        assertThat(shard.paths().capacityBytes()).isLessThanOrEqualTo(paths + (64 << 10));
        assertThat(shard.index(AddressFamily.IPV4_UNICAST).limit()).isEqualTo(prefixes);
        assertThat(shard.attributes().limit()).isLessThan(2_000);
        for (int prefix = 1; prefix < prefixes; prefix++) {
            assertThat(shard.index(AddressFamily.IPV4_UNICAST).present(prefix)).isTrue();
        }
        assertThat(shard.index(AddressFamily.IPV4_UNICAST).present(150_000)).isFalse();
    }

    @Test
    void aHundredChurnsTakeNoMoreThanOne() throws Exception {
        channels();
        announce(1, 0);
        announce(2, 0);
        announce(3, 0);
        PrefixIndex index = shard.index(AddressFamily.IPV4_UNICAST);
        int prefixes = index.limit();
        int paths = shard.paths().limit();
        int sets = shard.attributes().limit();
        long bytes = shard.attributes().capacityBytes();
        for (int churn = 1; churn <= CHURNS; churn++) {
            // Neighbor 1 stays, so that nothing is ever empty and simply dropped; 2 changes all, 3 comes and goes.
            announce(2, churn);
            withdraw(3);
            announce(3, churn);
        }
        announce(2, 0);
        announce(3, 0);
        assertThat(shard.table(TABLE).pathCount()).isEqualTo(NEIGHBORS * PREFIXES);
        assertThat(index.limit()).isEqualTo(prefixes);
        assertThat(shard.paths().limit()).isEqualTo(paths);
        // A changed route holds its new set before it lets go of the old one: a few more handles, not a hundred times
        // as many.
        assertThat(shard.attributes().limit()).isLessThan(sets * 11 / 10);
        assertThat(shard.attributes().capacityBytes()).isLessThan(bytes * 3 / 2);

        withdraw(1);
        withdraw(2);
        withdraw(3);
        assertThat(shard.attributes().size()).isZero();
        assertThat(shard.attributes().bytes()).isZero();
        assertThat(shard.attributes().capacityBytes()).isLessThan(bytes / 2);
        assertThat(shard.paths().size()).isZero();
        assertThat(index.size()).isZero();
        assertThat(index.limit()).isEqualTo(1);
    }

    private void channels() throws Exception {
        shard.addTable(TABLE, "master4", AddressFamily.IPV4_UNICAST);
        ResolutionDomain domain = new ResolutionDomain(0, ResolutionDomain.Way.direct(1));
        for (int i = 1; i <= NEIGHBORS; i++) {
            InetAddress peer = InetAddress.getByName("10.0.0.1" + i);
            RouteSource source = new RouteSource(
                    "n" + i, RouteSource.Kind.RTS_BGP, 100, peer, peer, 65010 + i, 65000, i, false, false);
            shard.putChannel(new Channel(
                    i,
                    source,
                    AddressFamily.IPV4_UNICAST,
                    TABLE,
                    Policy.ALL,
                    domain,
                    0,
                    Channel.Decision.DEFAULT,
                    ImportRules.PLAIN));
        }
    }

    private void announce(int neighbor, int churn) {
        announce(neighbor, 0, PREFIXES, churn);
    }

    private void withdraw(int neighbor) {
        withdraw(neighbor, 0, PREFIXES);
    }

    private void announce(int neighbor, int from, int to, int churn) {
        RouteBatch batch = new RouteBatch();
        for (int prefix = from; prefix < to; prefix++) {
            AttributeBlobBuilder blob = new AttributeBlobBuilder();
            blob.setOrigin(0);
            blob.prependAs(65010 + neighbor, 1 + (prefix + churn) % 5);
            blob.setNextHop4(0x0A00000A + neighbor);
            blob.setMed(prefix / 4L + churn * 7L);
            batch.attributes(blob.array(), 0, blob.length());
            batch.announce(AddressFamily.IPV4_UNICAST, 0, 0, 0x01000000L + ((long) prefix << 8), 24);
        }
        shard.apply(batch, new int[] {neighbor, 0}, null);
        shard.flush();
    }

    private void withdraw(int neighbor, int from, int to) {
        RouteBatch batch = new RouteBatch();
        for (int prefix = from; prefix < to; prefix++) {
            batch.withdraw(AddressFamily.IPV4_UNICAST, 0, 0, 0x01000000L + ((long) prefix << 8), 24);
        }
        shard.apply(batch, new int[] {neighbor, 0}, null);
        shard.flush();
    }
}
