package org.jbgp.daemon.rib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.jbgp.daemon.policy.LinkView;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.PolicyLog;
import org.jbgp.daemon.policy.RouteView;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.channel.ImportRules;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlobBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What others see of walks over a table, and that nobody waits for one that failed. */
class WalksTest {
    private static final int CHANNEL = 1;
    private static final int PREFIXES = 20;

    private final Shard shard =
            new Shard(0, () -> 0, LinkView.NONE, PolicyLog.SILENT, TestNeighbor.UNANSWERED, new Shard.Pace(4, 8_192));
    /** Routes after which the filter has a defect; none while negative. */
    private final AtomicInteger defectAfter = new AtomicInteger(-1);

    private final class Defective implements Policy {
        @Override
        public boolean accept(RouteView route, PolicyLog log) {
            if (defectAfter.get() >= 0 && defectAfter.getAndDecrement() == 0) {
                throw new IllegalStateException("a defect");
            }
            return true;
        }
    }

    @BeforeEach
    void routes() {
        shard.addTable(0, "master4", AddressFamily.IPV4_UNICAST);
        shard.putChannel(TestNeighbor.channel(
                CHANNEL, new Defective(), Channel.Decision.DEFAULT, new ImportRules(false, true, null, null, null)));
        RouteBatch batch = new RouteBatch();
        AttributeBlobBuilder blob = new AttributeBlobBuilder();
        blob.setOrigin(0);
        blob.prependAs(65001, 1);
        blob.setNextHop4(0x0A000001);
        batch.attributes(blob.array(), 0, blob.length());
        for (int i = 0; i < PREFIXES; i++) {
            batch.announce(AddressFamily.IPV4_UNICAST, 0, 0, 0x0A000000L + (i << 16), 16);
        }
        shard.apply(batch, new int[] {CHANNEL, 0}, null);
        shard.flush();
    }

    private void stepUntilItFails() {
        assertThatThrownBy(() -> {
                    while (shard.hasJobs()) {
                        shard.step();
                    }
                })
                .hasMessage("a defect");
    }

    @Test
    void aWalkIsSeenFromItsFirstStepToItsLast() {
        shard.received().refilter(CHANNEL);
        assertThat(shard.longWalks()).singleElement().satisfies(walk -> {
            assertThat(walk.purpose()).isEqualTo(LongWalk.Purpose.REFILTER);
            assertThat(walk.channel()).isEqualTo(CHANNEL);
            assertThat(walk.limit()).isEqualTo(PREFIXES + 1);
            assertThat(walk.reached()).isEqualTo(5);
            shard.step();
            assertThat(walk.reached()).isEqualTo(9);
        });
        while (shard.hasJobs()) {
            assertThat(shard.longWalks()).hasSize(1);
            shard.step();
        }
        assertThat(shard.longWalks()).isEmpty();
    }

    @Test
    void oneWhoseStepFailsIsUnderWayNoMore() {
        defectAfter.set(10);
        shard.received().refilter(CHANNEL);
        assertThat(shard.longWalks()).hasSize(1);
        stepUntilItFails();
        assertThat(shard.longWalks()).isEmpty();
        assertThat(shard.hasJobs()).isFalse();
    }

    /** What is left is taken out at once; its queued step finds nothing to do. */
    @Test
    void aRemovalThatIsFinishedOutOfTurnIsSeenNoMore() {
        AtomicInteger done = new AtomicInteger();
        shard.withdrawAll(CHANNEL, false, done::incrementAndGet);
        assertThat(shard.longWalks())
                .singleElement()
                .extracting(LongWalk::purpose)
                .isEqualTo(LongWalk.Purpose.WITHDRAWAL);
        shard.putChannel(shard.channel(CHANNEL));
        assertThat(shard.table(0).pathCount()).isZero();
        while (shard.hasJobs()) {
            shard.step();
        }
        assertThat(shard.longWalks()).isEmpty();
        assertThat(done).hasValue(1);
    }

    @Test
    void nobodyWaitsForAWalkOverATableThatFailed() {
        AtomicInteger looked = new AtomicInteger();
        shard.touch(0, prefix -> {
            if (looked.incrementAndGet() > 10) {
                throw new IllegalStateException("a defect");
            }
            return true;
        });
        stepUntilItFails();
        AtomicInteger chosen = new AtomicInteger();
        shard.whenChosen(chosen::incrementAndGet);
        assertThat(chosen).hasValue(1);
    }
}
