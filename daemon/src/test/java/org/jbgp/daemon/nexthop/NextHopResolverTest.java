package org.jbgp.daemon.nexthop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jbgp.daemon.policy.LinkView;
import org.jbgp.daemon.policy.PolicyLog;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.rib.nexthop.NextHopRequests;
import org.jbgp.daemon.rib.nexthop.ResolutionDomain;
import org.jbgp.daemon.rib.nexthop.ResolvedNextHop;
import org.jbgp.daemon.shards.ShardPool;
import org.jbgp.daemon.shards.SystemThreads;
import org.jbgp.daemon.wire.AddressFamily;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who must know that next hops were looked up waits for the shards' answers, and no longer. */
class NextHopResolverTest {
    private static final ResolutionDomain CONNECTED = new ResolutionDomain(0, ResolutionDomain.Way.direct(1));
    private static final ResolutionDomain IN_TABLE =
            new ResolutionDomain(1, ResolutionDomain.Way.recursive(new ResolutionDomain.Tables(0, -1), false));

    private final LinkedBlockingQueue<Runnable> control = new LinkedBlockingQueue<>();
    private final NextHopResolver resolver =
            new NextHopResolver(control::add, (address, domain) -> ResolvedNextHop.UNREACHABLE);
    private final ShardPool shards = new ShardPool(
            2, new SystemThreads(), number -> new Shard(number, () -> 0, LinkView.NONE, PolicyLog.SILENT, resolver));
    private final List<String> ran = new ArrayList<>();

    @BeforeEach
    void start() {
        resolver.start(shards);
        shards.each(shard -> shard.addTable(0, "master4", AddressFamily.IPV4_UNICAST));
    }

    @AfterEach
    void stop() {
        shards.close();
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
        ask(IN_TABLE, "10.0.0.2");
        resolver.whenAnswered(() -> ran.add("second"));
        assertThat(ran).isEmpty();
        step();
        assertThat(ran)
                .as("who came first does not wait for what was asked later")
                .containsExactly("first");
        step();
        assertThat(ran).containsExactly("first", "second");
    }

    @Test
    void changedRoutesAreAskedAboutToo() throws Exception {
        ask(IN_TABLE, "10.0.0.1");
        step();
        resolver.touched(0, Set.of(address("10.0.0.1")));
        step();
        resolver.whenAnswered(() -> ran.add("after"));
        assertThat(ran).isEmpty();
        step();
        assertThat(ran).containsExactly("after");
    }

    private void ask(ResolutionDomain domain, String address) throws Exception {
        resolver.lookUp(0, List.of(new NextHopRequests.Request(domain, address(address))));
        step();
    }

    private static Address address(String text) throws Exception {
        return Address.of(InetAddress.getByName(text));
    }

    /** Runs what the control thread is given next. */
    private void step() throws InterruptedException {
        Runnable task = control.poll(10, TimeUnit.SECONDS);
        assertThat(task).as("a task for the control thread").isNotNull();
        task.run();
    }
}
