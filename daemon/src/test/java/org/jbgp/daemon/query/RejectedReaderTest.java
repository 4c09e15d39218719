package org.jbgp.daemon.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jbgp.daemon.control.view.RejectedRoute;
import org.jbgp.daemon.control.view.RouteQuery;
import org.jbgp.daemon.policy.LinkView;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.PolicyLog;
import org.jbgp.daemon.policy.RouteView;
import org.jbgp.daemon.rib.RouteBatch;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TestNeighbor;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.channel.ImportRules;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlobBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each prefix is shown once, as it was rejected last, and its filter runs once. */
class RejectedReaderTest {
    private static final int CHANNEL = 1;
    private static final Instant START = Instant.parse("2026-12-01T00:00:00Z");

    private final AtomicInteger seconds = new AtomicInteger();
    private final AtomicInteger runs = new AtomicInteger();
    private final RouteClock clock = new RouteClock(() -> START, () -> 0);
    private final Shard shard = new Shard(0, seconds::get, LinkView.NONE, PolicyLog.SILENT, TestNeighbor.UNANSWERED);

    private final class Rejecting implements Policy {
        @Override
        public boolean accept(RouteView route, PolicyLog log) {
            runs.incrementAndGet();
            return false;
        }
    }

    @BeforeEach
    void channel() {
        shard.addTable(0, "master4", AddressFamily.IPV4_UNICAST);
        shard.rejected().remember(4096);
        shard.putChannel(TestNeighbor.channel(CHANNEL, new Rejecting(), Channel.Decision.DEFAULT, ImportRules.PLAIN));
    }

    private void announce(int prefixes) {
        RouteBatch batch = new RouteBatch();
        AttributeBlobBuilder blob = new AttributeBlobBuilder();
        blob.setOrigin(0);
        blob.setNextHop4(0x0A000001);
        batch.attributes(blob.array(), 0, blob.length());
        for (int i = 0; i < prefixes; i++) {
            batch.announce(AddressFamily.IPV4_UNICAST, 0, 0, 0x0A000000L + ((long) i << 8), 24);
        }
        shard.apply(batch, new int[] {CHANNEL, 0}, null);
    }

    private static RouteQuery.Prefix prefix(int i) {
        return new RouteQuery.Prefix(AddressFamily.IPV4_UNICAST, 0, 0x0A000000L + ((long) i << 8), 24);
    }

    @Test
    void aPrefixThatIsRejectedAgainAndAgainIsShownOnce() {
        announce(20);
        seconds.set(10);
        announce(10);
        runs.set(0);
        List<RejectedRoute> found = RejectedReader.of(shard, CHANNEL, null, clock);
        assertThat(found).hasSize(20);
        assertThat(runs).hasValue(20);
        assertThat(found)
                .extracting(RejectedRoute::prefix)
                .startsWith(prefix(9), prefix(8))
                .endsWith(prefix(10));
        assertThat(found.getFirst().at()).isEqualTo(clock.at(10));
        assertThat(found.getLast().at()).isEqualTo(clock.at(0));
        assertThat(RejectedReader.of(shard, CHANNEL, prefix(3), clock))
                .extracting(RejectedRoute::at)
                .containsExactly(clock.at(10));
    }
}
