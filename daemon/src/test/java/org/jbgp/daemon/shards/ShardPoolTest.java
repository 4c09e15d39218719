package org.jbgp.daemon.shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import org.jbgp.daemon.policy.LinkView;
import org.jbgp.daemon.policy.PolicyLog;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.rib.nexthop.NextHopRequests;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who waits for all shards learns that one of them has failed, in whatever step. */
@Timeout(60)
class ShardPoolTest {
    private final ShardPool shards = new ShardPool(
            2,
            new SystemThreads(),
            number -> new Shard(number, () -> 0, LinkView.NONE, PolicyLog.SILENT, new NextHopRequests() {
                @Override
                public void lookUp(int shard, List<Request> requests) {}

                @Override
                public void touched(int table, Set<Address> addresses) {}
            }));

    @AfterEach
    void end() {
        shards.close();
    }

    private static void defect(Shard shard, Runnable done) {
        if (shard.number() == 1) {
            throw new IllegalStateException("a defect");
        }
        done.run();
    }

    private void fails(BiConsumer<Shard, Runnable> task) {
        CompletableFuture<Void> end = shards.all(task);
        assertThatThrownBy(end::join).isInstanceOf(CompletionException.class).hasMessageContaining("a defect");
        // The shards go on.
        assertThat(shards.ask(Shard::number).join()).containsExactly(0, 1);
        assertThat(shards.all((shard, done) -> shard.later(done))).succeedsWithin(java.time.Duration.ofSeconds(30));
    }

    @Test
    void atOnce() {
        fails(ShardPoolTest::defect);
    }

    @Test
    void inALaterStep() {
        fails((shard, done) -> shard.later(() -> shard.later(() -> defect(shard, done))));
    }

    @Test
    void inAPartThatRanOutsideOfItsSteps() {
        fails((shard, done) -> {
            Runnable part = shard.bound(() -> shard.later(() -> defect(shard, done)));
            shards.execute(shard.number(), ignored -> part.run());
        });
    }

    /** A task that nobody awaits is nobody's failure but its own. */
    @Test
    void notByTheTaskOfSomebodyElse() {
        CompletableFuture<Void> end = shards.all((shard, done) -> shard.later(() -> shard.later(done)));
        shards.each(shard -> {
            throw new IllegalStateException("of somebody else");
        });
        shards.each(shard -> shard.later(() -> {
            throw new IllegalStateException("of somebody else");
        }));
        assertThat(end.join()).isNull();
    }
}
