package org.jbgp.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jbgp.kernel.FibFixture.address;
import static org.jbgp.kernel.FibFixture.hop;
import static org.jbgp.kernel.FibFixture.index;
import static org.jbgp.kernel.FibFixture.own;
import static org.jbgp.kernel.FibFixture.v4;
import static org.jbgp.kernel.TestNamespace.ip;

import java.util.ArrayList;
import java.util.List;
import org.jbgp.kernel.RouteRequests.Operation;
import org.jbgp.kernel.netlink.Errno;
import org.jbgp.kernel.netlink.KernelException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Batches of route changes and what the real kernel says of each. */
@Tag("netns")
class RouteRequestsNetnsTest {
    @Test
    void matchesErrorsToTheirRoutes() throws Exception {
        TestNamespace.run(() -> {
            TestNamespace.twoLinks();
            ip("route add 10.9.0.0/16 via 10.0.1.9 proto static");
            try (KernelFib fib = KernelFib.open()) {
                int a0 = index(fib, "a0");
                RouteRequests batch = fib.newBatch(KernelRoute.PROTOCOL_BIRD);
                v4(batch, Operation.ADD, 100, "10.1.0.0", 16);
                hop(batch, address("10.0.1.2"), a0, 1, false).end();
                v4(batch, Operation.ADD, 101, "10.2.0.0", 16);
                hop(batch, address("192.0.2.1"), a0, 1, false).end(); // not on the link
                v4(batch, Operation.DELETE, 102, "10.3.0.0", 16).end(); // not there
                v4(batch, Operation.DELETE, 103, "10.9.0.0", 16).end(); // somebody else's
                v4(batch, Operation.ADD, 104, "10.9.0.0", 16)
                        .type(RouteType.BLACKHOLE)
                        .end(); // taken
                v4(batch, Operation.ADD, 105, "10.4.0.0", 16)
                        .type(RouteType.BLACKHOLE)
                        .end();
                List<String> refused = new ArrayList<>();
                int count = batch.flush((cookie, errno, message) -> refused.add(cookie + " " + errno + " " + message));
                assertThat(refused)
                        .containsExactly(
                                "101 " + Errno.ENETUNREACH + " Nexthop has invalid gateway",
                                "102 " + Errno.ESRCH + " No such process",
                                "103 " + Errno.ESRCH + " No such process",
                                "104 " + Errno.EEXIST + " File exists");
                assertThat(count).isEqualTo(4);
                assertThat(batch.size()).isZero();
                assertThat(ip("route show proto bird"))
                        .containsExactly("10.1.0.0/16 via 10.0.1.2 dev a0", "blackhole 10.4.0.0/16");
                assertThat(ip("route show 10.9.0.0/16"))
                        .containsExactly("10.9.0.0/16 via 10.0.1.9 dev a0 proto static");
            }
        });
    }

    @Test
    void aBatchOfRefusalsLosesNone() throws Exception {
        TestNamespace.run(() -> {
            try (KernelFib fib = KernelFib.open()) {
                RouteRequests batch = fib.newBatch(KernelRoute.PROTOCOL_BIRD);
                List<Long> refused = new ArrayList<>();
                List<Long> sent = new ArrayList<>();
                for (long i = 0; !batch.isFull(); i++) {
                    batch.begin(Operation.DELETE, i, Family.IPV4, 0, 0x0A000000L + (i << 8), 24, KernelRoute.TABLE_MAIN)
                            .end();
                    sent.add(i);
                }
                assertThat(sent).hasSize(RouteRequests.MAX_ROUTES);
                batch.flush((cookie, errno, message) -> refused.add(cookie));
                assertThat(refused).isEqualTo(sent);
            }
        });
    }

    @Test
    void metricIsPartOfTheKeyAndTablesAreApart() throws Exception {
        TestNamespace.run(() -> {
            TestNamespace.twoLinks();
            try (KernelFib fib = KernelFib.open()) {
                RouteRequests batch = fib.newBatch(KernelRoute.PROTOCOL_BIRD);
                v4(batch, Operation.ADD, 1, "10.1.0.0", 16)
                        .metric(32)
                        .type(RouteType.BLACKHOLE)
                        .end();
                v4(batch, Operation.REPLACE, 2, "10.1.0.0", 16)
                        .metric(50)
                        .type(RouteType.PROHIBIT)
                        .end();
                batch.begin(Operation.ADD, 3, Family.IPV4, 0, 0x0A010000L, 16, 100)
                        .type(RouteType.UNREACHABLE)
                        .end();
                batch.begin(Operation.ADD, 4, Family.IPV4, 0, 0x0A010000L, 16, 100_000)
                        .type(RouteType.BLACKHOLE)
                        .end();
                batch.flush(FibFixture.NONE_REFUSED);
                assertThat(ip("route show proto bird"))
                        .containsExactly("blackhole 10.1.0.0/16 metric 32", "prohibit 10.1.0.0/16 metric 50");
                assertThat(ip("route show table 100")).containsExactly("unreachable 10.1.0.0/16 proto bird");
                assertThat(ip("route show table 100000")).containsExactly("blackhole 10.1.0.0/16 proto bird");
                List<String> seen = new ArrayList<>();
                assertThat(fib.routes(
                                Family.IPV4,
                                100_000,
                                route -> seen.add(route.toRoute().prefix() + " " + route.table())))
                        .isTrue();
                assertThat(fib.routes(Family.IPV4, 4711, route -> seen.add("a route of a table that is not there")))
                        .isTrue();
                assertThat(seen).containsExactly("10.1.0.0/16 100000");
                v4(batch, Operation.DELETE, 5, "10.1.0.0", 16).metric(50).end();
                batch.flush(FibFixture.NONE_REFUSED);
                assertThat(ip("route show proto bird")).containsExactly("blackhole 10.1.0.0/16 metric 32");
            }
        });
    }

    @Test
    void takesAHundredThousandRoutes() throws Exception {
        TestNamespace.run(() -> {
            TestNamespace.twoLinks();
            try (KernelFib fib = KernelFib.open()) {
                int a0 = index(fib, "a0");
                bulk(fib, Operation.ADD, a0, 0x0A000102L);
                assertThat(own(fib, Family.IPV4)).hasSize(100_000);
                bulk(fib, Operation.REPLACE, a0, 0x0A000103L);
                assertThat(own(fib, Family.IPV4))
                        .hasSize(100_000)
                        .allMatch(route -> route.nextHops().getFirst().gateway().equals(address("10.0.1.3")));
                bulk(fib, Operation.DELETE, a0, 0);
                assertThat(own(fib, Family.IPV4)).isEmpty();
            }
        });
    }

    private static void bulk(KernelFib fib, Operation operation, int ifindex, long gateway) throws KernelException {
        RouteRequests batch = fib.newBatch(KernelRoute.PROTOCOL_BIRD);
        for (int i = 0; i < 100_000; i++) {
            if (batch.isFull()) {
                batch.flush(FibFixture.NONE_REFUSED);
            }
            batch.begin(operation, i, Family.IPV4, 0, 0x14000000L + ((long) i << 8), 24, KernelRoute.TABLE_MAIN)
                    .nextHop(Family.IPV4, 0, gateway, ifindex, 1, false)
                    .end();
        }
        batch.flush(FibFixture.NONE_REFUSED);
    }
}
