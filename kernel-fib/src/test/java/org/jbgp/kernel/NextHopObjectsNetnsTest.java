package org.jbgp.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jbgp.kernel.FibFixture.OBJECT;
import static org.jbgp.kernel.FibFixture.OBJECT6;
import static org.jbgp.kernel.FibFixture.address;
import static org.jbgp.kernel.FibFixture.index;
import static org.jbgp.kernel.FibFixture.makeObjects;
import static org.jbgp.kernel.FibFixture.object;
import static org.jbgp.kernel.FibFixture.v4;
import static org.jbgp.kernel.TestNamespace.ip;

import java.util.ArrayList;
import java.util.List;
import org.jbgp.kernel.RouteRequests.Operation;
import org.jbgp.kernel.netlink.Errno;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Next hop objects of the real kernel; {@code ip nexthop} is the judge. */
@Tag("netns")
class NextHopObjectsNetnsTest {
    @Test
    void makesShowsAndRemovesNextHopObjects() throws Exception {
        TestNamespace.run(() -> {
            TestNamespace.twoLinks();
            ip("nexthop add id 5 blackhole");
            ip("nexthop add id 6 via 10.0.2.9 dev b0 onlink proto static");
            ip("nexthop add id 7 group 6");
            try (KernelFib fib = KernelFib.open()) {
                makeObjects(fib);
                int a0 = index(fib, "a0");
                int b0 = index(fib, "b0");
                assertThat(ip("nexthop show id 77")).containsExactly("id 77 via 10.0.1.2 dev a0 scope link proto bird");
                assertThat(fib.nextHopObjects(Family.IPV4))
                        .containsExactly(
                                new NextHopObject(5, 0, Family.IPV4, null),
                                new NextHopObject(
                                        6,
                                        4,
                                        Family.IPV4,
                                        new KernelNextHop(address("10.0.2.9"), b0, 1, KernelNextHop.ONLINK)),
                                NextHopObject.group(7, 0, List.of(new NextHopObject.Member(6, 1))),
                                object(OBJECT, "10.0.1.2", a0));
                assertThat(fib.nextHopObjects(Family.IPV6)).contains(object(OBJECT6, "2001:db8:1::2", a0));
                assertThat(fib.addNextHopObject(object(OBJECT, "10.0.1.3", a0))).isEqualTo(Errno.EEXIST);
                assertThat(fib.addNextHopObject(object(79, "192.0.2.1", a0))).isEqualTo(Errno.ENETUNREACH);
                assertThat(fib.removeNextHopObject(79)).isEqualTo(Errno.ENOENT);

                RouteRequests batch = fib.newBatch(KernelRoute.PROTOCOL_BIRD);
                v4(batch, Operation.ADD, 1, "10.1.0.0", 16)
                        .nextHopObject(OBJECT)
                        .end();
                v4(batch, Operation.ADD, 2, "10.2.0.0", 16).nextHopObject(79).end();
                List<String> refused = new ArrayList<>();
                batch.flush((cookie, errno, message) -> refused.add(cookie + " " + errno));
                assertThat(refused).containsExactly("2 " + Errno.EINVAL);
                List<Integer> ids = new ArrayList<>();
                fib.routes(Family.IPV4, KernelRoute.TABLE_MAIN, route -> {
                    if (route.protocol() == KernelRoute.PROTOCOL_BIRD) {
                        ids.add(route.nextHopObject());
                    }
                });
                assertThat(ids).containsExactly(OBJECT);

                EventLog log = new EventLog();
                fib.deliverEvents(log, EventLog.ALL_EVENTS);
                assertThat(ours(log)).as("its own").isEmpty();
                ip("nexthop replace id 6 via 10.0.2.8 dev b0 onlink");
                ip("nexthop del id 77");
                log.await(fib, "next hop object 77");
                assertThat(ours(log)).containsExactly("next hop object 6", "next hop object 77");
                assertThat(ip("route show proto bird"))
                        .as("gone without a word")
                        .isEmpty();
                assertThat(fib.removeNextHopObject(OBJECT6)).isZero();
                assertThat(ip("-6 nexthop show")).isEmpty();
            }
        });
    }

    @Test
    void aGroupGoesByItsFirstMemberWhileThatIsThere() throws Exception {
        TestNamespace.run(() -> {
            TestNamespace.twoLinks();
            try (KernelFib fib = KernelFib.open()) {
                int a0 = index(fib, "a0");
                int b0 = index(fib, "b0");
                assertThat(fib.addNextHopObject(object(1, "10.0.1.2", a0))).isZero();
                assertThat(fib.addNextHopObject(object(2, "10.0.2.2", b0))).isZero();
                NextHopObject pair = NextHopObject.group(
                        3,
                        KernelRoute.PROTOCOL_BIRD,
                        List.of(new NextHopObject.Member(1, 256), new NextHopObject.Member(2, 1)));
                assertThat(fib.putNextHopGroup(pair, false)).isZero();
                assertThat(fib.putNextHopGroup(pair, false)).isEqualTo(Errno.EEXIST);
                assertThat(fib.nextHopObjects(Family.IPV4)).contains(pair);
                ip("route add 10.1.0.0/16 nhid 3 proto bird");
                assertThat(wayOf("10.1.0.1")).contains("via 10.0.1.2 dev a0");

                assertThat(fib.removeNextHopObject(1)).isZero();
                assertThat(wayOf("10.1.0.1")).as("the route is there").contains("via 10.0.2.2 dev b0");
                assertThat(fib.addNextHopObject(object(1, "10.0.1.2", a0))).isZero();
                assertThat(fib.putNextHopGroup(pair, true)).isZero();
                assertThat(wayOf("10.1.0.1")).contains("via 10.0.1.2 dev a0");
                assertThat(fib.replaceNextHopObject(object(1, "10.0.1.3", a0))).isZero();
                assertThat(wayOf("10.1.0.1")).contains("via 10.0.1.3 dev a0");

                ip("link set a0 down");
                assertThat(wayOf("10.1.0.1")).contains("via 10.0.2.2 dev b0");
                assertThat(fib.removeNextHopObject(2)).isZero();
                assertThat(ip("route show proto bird")).isEmpty();
            }
        });
    }

    private static String wayOf(String address) throws Exception {
        return ip("route get " + address).getFirst();
    }

    /** What is reported of next hop objects and our routes: Linux may report late that a link or an address is up. */
    private static List<String> ours(EventLog log) {
        return log.lines.stream()
                .filter(line -> line.startsWith("next hop object ") || line.contains("proto 12"))
                .toList();
    }
}
