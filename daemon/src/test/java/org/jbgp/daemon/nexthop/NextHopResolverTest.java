package org.jbgp.daemon.nexthop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import org.jbgp.daemon.policy.LinkView;
import org.jbgp.daemon.policy.PolicyLog;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.rib.nexthop.NextHopRequests;
import org.jbgp.daemon.rib.nexthop.ResolutionDomain;
import org.jbgp.daemon.rib.nexthop.ResolvedNextHop;
import org.jbgp.daemon.shards.RouterThreads;
import org.jbgp.daemon.shards.ShardPool;
import org.jbgp.daemon.shards.WorkLoop;
import org.jbgp.daemon.wire.AddressFamily;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who must know that next hops were looked up waits for the shards' answers, and no longer. */
class NextHopResolverTest {
    private static final ResolutionDomain CONNECTED = new ResolutionDomain(0, ResolutionDomain.Way.direct(1));
    private static final ResolutionDomain IN_TABLE =
            new ResolutionDomain(1, ResolutionDomain.Way.recursive(new ResolutionDomain.Tables(0, -1), false));

    private final ArrayDeque<Runnable> control = new ArrayDeque<>();
    private final Loops loops = new Loops();
    private final NextHopResolver resolver =
            new NextHopResolver(control::add, (address, domain) -> ResolvedNextHop.UNREACHABLE);
    private final ShardPool shards =
            new ShardPool(2, loops, number -> new Shard(number, () -> 0, LinkView.NONE, PolicyLog.SILENT, resolver));
    private final List<String> ran = new ArrayList<>();

    @BeforeEach
    void start() {
        resolver.start(shards);
        shards.each(shard -> shard.addTable(0, "master4", AddressFamily.IPV4_UNICAST));
        loops.run();
    }

    @Test
    void nothingIsWaitedForIfNothingIsAsked() throws Exception {
        ask(CONNECTED, "10.0.0.1");
        resolver.whenAnswered(() -> ran.add("at once"));
        assertThat(ran).containsExactly("at once");
    }

    @Test
    void waitsForWhatTablesAreAsked() throws Exception {
        ask(IN_TABLE, "10.0.0.1");
        resolver.whenAnswered(() -> ran.add("first"));
        assertThat(ran).isEmpty();
        loops.run();
        ask(IN_TABLE, "10.0.0.2");
        resolver.whenAnswered(() -> ran.add("second"));
        assertThat(ran)
                .as("who came first does not wait for what was asked later")
                .containsExactly("first");
        loops.run();
        work();
        assertThat(ran).containsExactly("first", "second");
    }

    @Test
    void anAnswerThatOvertakesAnotherIsNotTakenForIt() throws Exception {
        ask(IN_TABLE, "10.0.0.1");
        loops.run();
        Runnable first = control.remove();
        resolver.whenAnswered(() -> ran.add("first"));
        ask(IN_TABLE, "10.0.0.2");
        loops.run();
        work();
        assertThat(ran).isEmpty();
        first.run();
        assertThat(ran).containsExactly("first");
    }

    @Test
    void changedRoutesAreAskedAboutToo() throws Exception {
        ask(IN_TABLE, "10.0.0.1");
        loops.run();
        work();
        resolver.touched(0, Set.of(address("10.0.0.1")));
        work();
        resolver.whenAnswered(() -> ran.add("after"));
        assertThat(ran).isEmpty();
        loops.run();
        work();
        assertThat(ran).containsExactly("after");
    }

    private void ask(ResolutionDomain domain, String address) throws Exception {
        resolver.lookUp(0, List.of(new NextHopRequests.Request(domain, address(address))));
        work();
    }

    private static Address address(String text) throws Exception {
        return Address.of(InetAddress.getByName(text));
    }

    /** Runs what the control thread was given. */
    private void work() {
        while (!control.isEmpty()) {
            control.removeFirst().run();
        }
    }

    /** Shards that work when the test says so. */
    private static final class Loops implements RouterThreads {
        private final List<WorkLoop.Turn> turns = new ArrayList<>();

        /** Every shard does all there is to do. */
        void run() {
            for (WorkLoop.Turn turn : turns) {
                long next;
                do {
                    next = turn.run();
                } while (next != WorkLoop.IDLE);
            }
        }

        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public ScheduledExecutorService tasks(String name, long stack) {
            throw new UnsupportedOperationException("shards only");
        }

        @Override
        public WorkLoop loop(String name, long stack, WorkLoop.Turn turn, WorkLoop.Sleep sleep) {
            turns.add(turn);
            return new WorkLoop() {
                @Override
                public void start() {}

                @Override
                public void wake() {}

                @Override
                public boolean isCurrent() {
                    return true;
                }

                @Override
                public void join(long millis) {}
            };
        }
    }
}
