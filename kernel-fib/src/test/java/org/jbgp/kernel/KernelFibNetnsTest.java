package org.jbgp.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jbgp.kernel.TestNamespace.ip;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jbgp.kernel.RouteRequests.Operation;
import org.jbgp.kernel.netlink.Errno;
import org.jbgp.kernel.netlink.KernelException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The real kernel, in a namespace; {@code ip route} is the judge. */
@Tag("netns")
class KernelFibNetnsTest {
    private static final int ALL_EVENTS = 1_000_000;
    private static final int OBJECT = 77;
    private static final int OBJECT6 = 78;

    /** What to install, and what {@code ip route} then prints. A0 and B0 stand for the interface indexes. */
    record Case(String name, Family family, Shape shape, String expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    interface Shape {
        void of(RouteRequests change, int a0, int b0);
    }

    static Stream<Case> shapes() {
        KernelIp gateway = address("10.0.1.2");
        KernelIp second = address("10.0.2.2");
        KernelIp far = address("192.0.2.77");
        KernelIp source = address("10.0.2.1");
        KernelIp gateway6 = address("2001:db8:1::2");
        KernelIp second6 = address("2001:db8:2::2");
        KernelIp source6 = address("2001:db8:2::1");
        return Stream.of(
                new Case(
                        "v4 gateway",
                        Family.IPV4,
                        (c, a, b) -> way(c, gateway, a, 1, false),
                        "$ via 10.0.1.2 dev a0 proto bird"),
                new Case(
                        "v4 gateway found by the kernel",
                        Family.IPV4,
                        (c, a, b) -> way(c, gateway, 0, 1, false),
                        "$ via 10.0.1.2 dev a0 proto bird"),
                new Case(
                        "v4 onlink",
                        Family.IPV4,
                        (c, a, b) -> way(c, far, a, 1, true),
                        "$ via 192.0.2.77 dev a0 proto bird onlink"),
                new Case(
                        "v4 device",
                        Family.IPV4,
                        (c, a, b) -> way(c, null, b, 1, false),
                        "$ dev b0 proto bird scope link"),
                new Case(
                        "v4 blackhole",
                        Family.IPV4,
                        (c, a, b) -> c.type(RouteType.BLACKHOLE),
                        "blackhole $ proto bird"),
                new Case(
                        "v4 unreachable",
                        Family.IPV4,
                        (c, a, b) -> c.type(RouteType.UNREACHABLE),
                        "unreachable $ proto bird"),
                new Case("v4 prohibit", Family.IPV4, (c, a, b) -> c.type(RouteType.PROHIBIT), "prohibit $ proto bird"),
                new Case(
                        "v4 prefsrc and realm",
                        Family.IPV4,
                        (c, a, b) -> way(c.preferredSource(source.hi(), source.lo()), gateway, a, 1, false),
                        "$ via 10.0.1.2 dev a0 proto bird src 10.0.2.1"),
                new Case(
                        "v4 mtu",
                        Family.IPV4,
                        (c, a, b) -> way(c.rtax(2, 1400), gateway, a, 1, false),
                        "$ via 10.0.1.2 dev a0 proto bird mtu 1400"),
                new Case(
                        "v4 over v6",
                        Family.IPV4,
                        (c, a, b) -> way(c, gateway6, a, 1, false),
                        "$ via inet6 2001:db8:1::2 dev a0 proto bird"),
                new Case(
                        "v4 multipath",
                        Family.IPV4,
                        (c, a, b) -> way(way(c, gateway, a, 1, false), second, b, 3, false),
                        "$ proto bird|\tnexthop via 10.0.1.2 dev a0 weight 1|\tnexthop via 10.0.2.2 dev b0 weight 3"),
                new Case(
                        "v4 multipath onlink and over v6",
                        Family.IPV4,
                        (c, a, b) -> way(way(c, far, a, 1, true), second6, b, 1, false),
                        "$ proto bird|\tnexthop via 192.0.2.77 dev a0 weight 1 onlink|\tnexthop via inet6 2001:db8:2::2 dev b0 weight 1"),
                new Case(
                        "v4 next hop object",
                        Family.IPV4,
                        (c, a, b) -> c.nextHopObject(OBJECT),
                        "$ nhid 77 via 10.0.1.2 dev a0 proto bird"),
                new Case(
                        "v4 next hop object, prefsrc and mtu",
                        Family.IPV4,
                        (c, a, b) -> c.preferredSource(source.hi(), source.lo())
                                .rtax(2, 1400)
                                .nextHopObject(OBJECT),
                        "$ nhid 77 via 10.0.1.2 dev a0 proto bird src 10.0.2.1 mtu 1400"),
                new Case(
                        "v6 next hop object",
                        Family.IPV6,
                        (c, a, b) -> c.nextHopObject(OBJECT6),
                        "$ nhid 78 via 2001:db8:1::2 dev a0 proto bird metric 1024"),
                new Case(
                        "v6 gateway",
                        Family.IPV6,
                        (c, a, b) -> way(c, gateway6, a, 1, false),
                        "$ via 2001:db8:1::2 dev a0 proto bird metric 1024"),
                new Case(
                        "v6 device",
                        Family.IPV6,
                        (c, a, b) -> way(c, null, b, 1, false),
                        "$ dev b0 proto bird metric 1024"),
                new Case(
                        "v6 blackhole",
                        Family.IPV6,
                        (c, a, b) -> c.type(RouteType.BLACKHOLE),
                        "blackhole $ dev lo proto bird metric 1024"),
                new Case(
                        "v6 unreachable",
                        Family.IPV6,
                        (c, a, b) -> c.type(RouteType.UNREACHABLE),
                        "unreachable $ dev lo proto bird metric 1024"),
                new Case(
                        "v6 prohibit",
                        Family.IPV6,
                        (c, a, b) -> c.type(RouteType.PROHIBIT),
                        "prohibit $ dev lo proto bird metric 1024"),
                new Case(
                        "v6 prefsrc",
                        Family.IPV6,
                        (c, a, b) -> way(c.preferredSource(source6.hi(), source6.lo()), gateway6, a, 1, false),
                        "$ via 2001:db8:1::2 dev a0 proto bird src 2001:db8:2::1 metric 1024"),
                new Case(
                        "v6 multipath",
                        Family.IPV6,
                        (c, a, b) -> way(way(c, gateway6, a, 2, false), second6, b, 1, false),
                        "$ proto bird metric 1024|\tnexthop via 2001:db8:1::2 dev a0 weight 2|\tnexthop via 2001:db8:2::2 dev b0 weight 1"));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void installsEachShapeAndReadsItBack(Case wanted) throws Exception {
        TestNamespace.run(() -> {
            TestNamespace.twoLinks();
            try (KernelFib fib = KernelFib.open()) {
                makeObjects(fib);
                apply(fib, Operation.ADD, wanted);
                assertThat(ipRoute(wanted.family)).isEqualTo(expected(wanted));

                // Read back, delete, put the copy: the kernel must show the same again.
                KernelRoute copy = own(fib, wanted.family).getFirst();
                RouteRequests batch = fib.newBatch(KernelRoute.PROTOCOL_BIRD);
                assertThat(batch.put(Operation.DELETE, 1, copy)).isTrue();
                assertThat(batch.put(Operation.ADD, 2, copy)).isTrue();
                assertThat(batch.flush(KernelFibNetnsTest::unexpected)).isZero();
                assertThat(ipRoute(wanted.family))
                        .isEqualTo(expected(wanted).stream()
                                .map(line -> line.replaceAll("nhid \\d+ ", "")) // the copy names the way
                                .toList());
            }
        });
    }

    /** {@code ss} is the judge: the kernel grants twice what is asked for, as for BIRD. */
    @Test
    void theLargestEventBufferAskedForCounts() throws Exception {
        TestNamespace.run(() -> {
            try (KernelFib fib = KernelFib.open()) {
                assertThat(buffers()).contains("rb8388608,");
                assertThat(fib.eventBuffer("a", 1_000_000)).isTrue();
                assertThat(buffers()).contains("rb2000000,").doesNotContain("rb8388608,");
                assertThat(fib.eventBuffer("b", 9_000_000)).isTrue();
                assertThat(fib.eventBuffer("a", 3_000_000)).isTrue();
                assertThat(buffers()).contains("rb18000000,");
                fib.eventBuffer("b", 0);
                assertThat(buffers()).contains("rb6000000,");
                fib.eventBuffer("a", 0);
                assertThat(buffers()).contains("rb8388608,");
            }
        });
    }

    private static String buffers() throws Exception {
        Process process = new ProcessBuilder("ss", "-f", "netlink", "-a", "-m", "-n")
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Every shape in the place of every other: the design relies on NLM_F_REPLACE for both families. */
    @Test
    void replacesEachShapeByEachOther() throws Exception {
        TestNamespace.run(() -> {
            TestNamespace.twoLinks();
            List<String> wrong = new ArrayList<>();
            try (KernelFib fib = KernelFib.open()) {
                makeObjects(fib);
                List<Case> cases = shapes().toList();
                for (Case before : cases) {
                    for (Case after : cases) {
                        if (before.family == after.family) {
                            apply(fib, Operation.ADD, before);
                            apply(fib, Operation.REPLACE, after);
                            if (!ipRoute(after.family).equals(expected(after))) {
                                wrong.add(before + " -> " + after + ": " + ipRoute(after.family));
                            }
                            apply(fib, Operation.DELETE, after);
                            if (!ipRoute(after.family).isEmpty()) {
                                wrong.add(before + " -> " + after + " -> nothing: " + ipRoute(after.family));
                                apply(fib, Operation.DELETE, after);
                            }
                        }
                    }
                }
            }
            assertThat(wrong).isEmpty();
        });
    }

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
                                object(OBJECT, "10.0.1.2", a0));
                assertThat(fib.nextHopObjects(Family.IPV6)).containsExactly(object(OBJECT6, "2001:db8:1::2", a0));
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
                fib.deliverEvents(log, ALL_EVENTS);
                // Linux may report later that a link has its carrier.
                log.lines.removeIf(line -> line.startsWith("link "));
                assertThat(log.lines).as("its own").isEmpty();
                ip("nexthop replace id 6 via 10.0.2.8 dev b0 onlink");
                ip("nexthop del id 77");
                log.await(fib, "next hop object 77");
                log.lines.removeIf(line -> line.startsWith("link "));
                assertThat(log.lines).containsExactly("next hop object 6", "next hop object 77");
                assertThat(ip("route show proto bird"))
                        .as("gone without a word")
                        .isEmpty();
                assertThat(fib.removeNextHopObject(OBJECT6)).isZero();
                assertThat(ip("-6 nexthop show")).isEmpty();
            }
        });
    }

    private static NextHopObject object(int id, String gateway, int ifindex) {
        KernelIp via = address(gateway);
        return new NextHopObject(id, KernelRoute.PROTOCOL_BIRD, via.family(), new KernelNextHop(via, ifindex, 1, 0));
    }

    private static void makeObjects(KernelFib fib) throws KernelException {
        int a0 = index(fib, "a0");
        assertThat(fib.addNextHopObject(object(OBJECT, "10.0.1.2", a0))).isZero();
        assertThat(fib.addNextHopObject(object(OBJECT6, "2001:db8:1::2", a0))).isZero();
    }

    @Test
    void matchesErrorsToTheirRoutes() throws Exception {
        TestNamespace.run(() -> {
            TestNamespace.twoLinks();
            ip("route add 10.9.0.0/16 via 10.0.1.9 proto static");
            try (KernelFib fib = KernelFib.open()) {
                int a0 = index(fib, "a0");
                RouteRequests batch = fib.newBatch(KernelRoute.PROTOCOL_BIRD);
                v4(batch, Operation.ADD, 100, "10.1.0.0", 16);
                way(batch, address("10.0.1.2"), a0, 1, false).end();
                v4(batch, Operation.ADD, 101, "10.2.0.0", 16);
                way(batch, address("192.0.2.1"), a0, 1, false).end(); // not on the link
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
                batch.flush(KernelFibNetnsTest::unexpected);
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
                batch.flush(KernelFibNetnsTest::unexpected);
                assertThat(ip("route show proto bird")).containsExactly("blackhole 10.1.0.0/16 metric 32");
            }
        });
    }

    @Test
    void tellsLinksAndAddresses() throws Exception {
        TestNamespace.run(() -> {
            TestNamespace.twoLinks();
            ip("addr add 10.7.7.1 peer 10.7.7.2/32 dev b0");
            ip("link set b1 down");
            try (KernelFib fib = KernelFib.open()) {
                KernelLink a0 = awaitCarrier(fib, "a0", true);
                assertThat(a0.kind()).isEqualTo("veth");
                assertThat(a0.mtu()).isEqualTo(1500);
                assertThat(a0.adminUp() && a0.carrier() && a0.broadcast() && a0.multicast())
                        .isTrue();
                assertThat(a0.loopback()).isFalse();
                assertThat(awaitCarrier(fib, "b0", false).carrier()).isFalse();
                assertThat(link(fib, "lo").loopback()).isTrue();
                assertThat(fib.addresses().stream()
                                .map(address -> name(fib, address.ifindex()) + " " + address.local() + " peer "
                                        + address.peer() + "/" + address.prefixLength() + " scope " + address.scope()))
                        .contains(
                                "lo 127.0.0.1 peer 127.0.0.1/8 scope 254",
                                "a0 10.0.1.1 peer 10.0.1.1/24 scope 0",
                                "a0 2001:db8:1::1 peer 2001:db8:1::1/64 scope 0",
                                "b0 10.7.7.1 peer 10.7.7.2/32 scope 0");
            }
        });
    }

    @Test
    void tellsChangesOfOthersButNotItsOwn() throws Exception {
        TestNamespace.run(() -> {
            TestNamespace.twoLinks();
            try (KernelFib fib = KernelFib.open()) {
                EventLog log = new EventLog();
                RouteRequests batch = fib.newBatch(KernelRoute.PROTOCOL_BIRD);
                v4(batch, Operation.ADD, 1, "10.1.0.0", 16)
                        .type(RouteType.BLACKHOLE)
                        .end();
                v4(batch, Operation.ADD, 2, "10.2.0.0", 16)
                        .type(RouteType.BLACKHOLE)
                        .end();
                batch.flush(KernelFibNetnsTest::unexpected);
                ip("route add 10.9.0.0/16 via 10.0.1.9 proto static metric 7");
                ip("route replace 10.9.0.0/16 via 10.0.1.8 proto static metric 7");
                ip("route del 10.2.0.0/16 proto bird");
                ip("link add c0 type veth peer name c1");
                ip("addr add 10.5.5.5/32 dev b0");
                ip("link del c0");
                log.await(fib, "link c0 gone");
                assertThat(log.lines)
                        .containsSubsequence(
                                "route 10.9.0.0/16 proto 4 metric 7 via 10.0.1.9 new",
                                "route 10.9.0.0/16 proto 4 metric 7 via 10.0.1.8 replaced",
                                "route 10.2.0.0/16 proto 12 gone",
                                "link c0",
                                "address 10.5.5.5",
                                "link c0 gone")
                        .noneMatch(line -> line.startsWith("route 10.1.0.0"))
                        .doesNotContain("route 10.2.0.0/16 proto 12 metric 0 new");
            }
        });
    }

    @Test
    void asksForAResyncWhenTheBufferOverflows() throws Exception {
        TestNamespace.run(() -> {
            try (KernelFib watcher = KernelFib.open(4096);
                    KernelFib other = KernelFib.open()) {
                RouteRequests batch = other.newBatch(4);
                for (int i = 0; !batch.isFull(); i++) {
                    batch.begin(Operation.ADD, i, Family.IPV4, 0, 0x0A000000L + (i << 8), 24, KernelRoute.TABLE_MAIN)
                            .type(RouteType.BLACKHOLE)
                            .end();
                }
                batch.flush(KernelFibNetnsTest::unexpected);
                EventLog log = new EventLog();
                log.await(watcher, "resync");
            }
        });
    }

    @Test
    void anotherThreadWakesTheWaiting() throws Exception {
        TestNamespace.run(() -> {
            try (KernelFib fib = KernelFib.open()) {
                EventLog log = new EventLog();
                fib.deliverEvents(log, ALL_EVENTS);
                Thread waker = Thread.ofPlatform().start(fib::wakeUp);
                // It may be woken by news of the kernel, too; only the other thread wakes it without.
                while (fib.await(60_000)) {
                    fib.deliverEvents(log, ALL_EVENTS);
                }
                waker.join();
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
                batch.flush(KernelFibNetnsTest::unexpected);
            }
            batch.begin(operation, i, Family.IPV4, 0, 0x14000000L + ((long) i << 8), 24, KernelRoute.TABLE_MAIN)
                    .nextHop(Family.IPV4, 0, gateway, ifindex, 1, false)
                    .end();
        }
        batch.flush(KernelFibNetnsTest::unexpected);
    }

    private static void unexpected(long cookie, int errno, String message) {
        throw new AssertionError("route " + cookie + " refused: " + errno + " " + message);
    }

    private static RouteRequests v4(
            RouteRequests batch, Operation operation, long cookie, String destination, int length) {
        KernelIp prefix = address(destination);
        return batch.begin(operation, cookie, Family.IPV4, prefix.hi(), prefix.lo(), length, KernelRoute.TABLE_MAIN);
    }

    private static RouteRequests way(RouteRequests change, KernelIp gateway, int ifindex, int weight, boolean onlink) {
        return gateway == null
                ? change.nextHop(null, 0, 0, ifindex, weight, onlink)
                : change.nextHop(gateway.family(), gateway.hi(), gateway.lo(), ifindex, weight, onlink);
    }

    private static void apply(KernelFib fib, Operation operation, Case wanted) throws KernelException {
        RouteRequests batch = fib.newBatch(KernelRoute.PROTOCOL_BIRD);
        KernelIp prefix = address(wanted.family == Family.IPV4 ? "172.16.0.0" : "2001:db8:8000::");
        batch.begin(operation, 1, wanted.family, prefix.hi(), prefix.lo(), wanted.family == Family.IPV4 ? 12 : 33, 254);
        wanted.shape.of(batch, index(fib, "a0"), index(fib, "b0"));
        assertThat(batch.end()).isTrue();
        batch.flush((cookie, errno, message) -> {
            throw new AssertionError(operation + " " + wanted + ": " + errno + " " + message);
        });
    }

    /** The lines of our own routes in {@code ip route}, without the columns that say nothing here. */
    private static List<String> ipRoute(Family family) throws Exception {
        List<String> lines = new ArrayList<>();
        for (String line : ip((family == Family.IPV4 ? "-4" : "-6") + " route show")) {
            boolean continued = line.startsWith("\t") && !lines.isEmpty();
            if (line.contains("proto bird") || continued) {
                lines.add(line.replaceAll(" pref medium$| $", ""));
            }
        }
        return lines;
    }

    private static List<String> expected(Case wanted) {
        String prefix = wanted.family == Family.IPV4 ? "172.16.0.0/12" : "2001:db8:8000::/33";
        return List.of(wanted.expected.replace("$", prefix).split("\\|"));
    }

    private static List<KernelRoute> own(KernelFib fib, Family family) throws KernelException {
        List<KernelRoute> routes = new ArrayList<>();
        fib.routes(family, KernelRoute.TABLE_MAIN, route -> {
            if (route.protocol() == KernelRoute.PROTOCOL_BIRD) {
                routes.add(route.toRoute());
            }
        });
        return routes;
    }

    private static KernelLink link(KernelFib fib, String name) throws KernelException {
        return fib.links().stream()
                .filter(link -> link.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static int index(KernelFib fib, String name) throws KernelException {
        return link(fib, name).index();
    }

    private static String name(KernelFib fib, int index) {
        try {
            return fib.links().stream()
                    .filter(link -> link.index() == index)
                    .findFirst()
                    .orElseThrow()
                    .name();
        } catch (KernelException e) {
            throw new AssertionError(e);
        }
    }

    private static KernelIp address(String text) {
        try {
            byte[] bytes = InetAddress.getByName(text).getAddress();
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return bytes.length == 4
                    ? KernelIp.ofIpv4(buffer.getInt())
                    : new KernelIp(Family.IPV6, buffer.getLong(), buffer.getLong());
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** The link as soon as it has a carrier, or none: Linux takes its time to notice. */
    private static KernelLink awaitCarrier(KernelFib fib, String name, boolean carrier) throws Exception {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        KernelLink now = link(fib, name);
        while (now.carrier() != carrier && System.nanoTime() - end < 0) {
            Thread.sleep(10);
            now = link(fib, name);
        }
        return now;
    }

    /** Writes down what it is told. */
    private static final class EventLog implements KernelEventSink {
        private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

        /** Takes events until this one has come, a minute at most. */
        void await(KernelFib fib, String line) throws KernelException {
            long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
            fib.deliverEvents(this, ALL_EVENTS);
            while (!lines.contains(line) && System.nanoTime() - end < 0) {
                fib.await(100);
                fib.deliverEvents(this, ALL_EVENTS);
            }
            assertThat(lines).contains(line);
        }

        @Override
        public void linkChanged(KernelLink link) {
            lines.add("link " + link.name());
        }

        @Override
        public void linkRemoved(KernelLink link) {
            lines.add("link " + link.name() + " gone");
        }

        @Override
        public void addressChanged(KernelAddress address) {
            lines.add("address " + address.local());
        }

        @Override
        public void addressRemoved(KernelAddress address) {
            lines.add("address " + address.local() + " gone");
        }

        @Override
        public void routeChanged(RouteMessage message, boolean replaced) {
            KernelRoute route = message.toRoute();
            String via =
                    route.nextHops().isEmpty() || route.nextHops().getFirst().gateway() == null
                            ? ""
                            : " via " + route.nextHops().getFirst().gateway();
            lines.add("route " + route.prefix() + " proto " + route.protocol() + " metric " + route.metric() + via
                    + (replaced ? " replaced" : " new"));
        }

        @Override
        public void routeRemoved(RouteMessage message) {
            KernelRoute route = message.toRoute();
            lines.add("route " + route.prefix() + " proto " + route.protocol() + " gone");
        }

        @Override
        public void nextHopObjectChanged(int id) {
            lines.add("next hop object " + id);
        }

        @Override
        public void resyncNeeded() {
            lines.add("resync");
        }
    }
}
