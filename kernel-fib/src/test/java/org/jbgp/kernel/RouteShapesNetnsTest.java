package org.jbgp.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jbgp.kernel.FibFixture.OBJECT;
import static org.jbgp.kernel.FibFixture.OBJECT6;
import static org.jbgp.kernel.FibFixture.address;
import static org.jbgp.kernel.FibFixture.hop;
import static org.jbgp.kernel.FibFixture.index;
import static org.jbgp.kernel.FibFixture.makeObjects;
import static org.jbgp.kernel.FibFixture.own;
import static org.jbgp.kernel.TestNamespace.ip;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jbgp.kernel.RouteRequests.Operation;
import org.jbgp.kernel.netlink.KernelException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Routes of every shape in the real kernel, in a namespace; {@code ip route} is the judge. */
@Tag("netns")
class RouteShapesNetnsTest {
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
                        (c, a, b) -> hop(c, gateway, a, 1, false),
                        "$ via 10.0.1.2 dev a0 proto bird"),
                new Case(
                        "v4 gateway found by the kernel",
                        Family.IPV4,
                        (c, a, b) -> hop(c, gateway, 0, 1, false),
                        "$ via 10.0.1.2 dev a0 proto bird"),
                new Case(
                        "v4 onlink",
                        Family.IPV4,
                        (c, a, b) -> hop(c, far, a, 1, true),
                        "$ via 192.0.2.77 dev a0 proto bird onlink"),
                new Case(
                        "v4 device",
                        Family.IPV4,
                        (c, a, b) -> hop(c, null, b, 1, false),
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
                        (c, a, b) -> hop(c.preferredSource(source.hi(), source.lo()), gateway, a, 1, false),
                        "$ via 10.0.1.2 dev a0 proto bird src 10.0.2.1"),
                new Case(
                        "v4 mtu",
                        Family.IPV4,
                        (c, a, b) -> hop(c.rtax(2, 1400), gateway, a, 1, false),
                        "$ via 10.0.1.2 dev a0 proto bird mtu 1400"),
                new Case(
                        "v4 over v6",
                        Family.IPV4,
                        (c, a, b) -> hop(c, gateway6, a, 1, false),
                        "$ via inet6 2001:db8:1::2 dev a0 proto bird"),
                new Case(
                        "v4 multipath",
                        Family.IPV4,
                        (c, a, b) -> hop(hop(c, gateway, a, 1, false), second, b, 3, false),
                        "$ proto bird|\tnexthop via 10.0.1.2 dev a0 weight 1|\tnexthop via 10.0.2.2 dev b0 weight 3"),
                new Case(
                        "v4 multipath onlink and over v6",
                        Family.IPV4,
                        (c, a, b) -> hop(hop(c, far, a, 1, true), second6, b, 1, false),
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
                        (c, a, b) -> hop(c, gateway6, a, 1, false),
                        "$ via 2001:db8:1::2 dev a0 proto bird metric 1024"),
                new Case(
                        "v6 device",
                        Family.IPV6,
                        (c, a, b) -> hop(c, null, b, 1, false),
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
                        (c, a, b) -> hop(c.preferredSource(source6.hi(), source6.lo()), gateway6, a, 1, false),
                        "$ via 2001:db8:1::2 dev a0 proto bird src 2001:db8:2::1 metric 1024"),
                new Case(
                        "v6 multipath",
                        Family.IPV6,
                        (c, a, b) -> hop(hop(c, gateway6, a, 2, false), second6, b, 1, false),
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
                assertThat(batch.flush(FibFixture.NONE_REFUSED)).isZero();
                assertThat(ipRoute(wanted.family))
                        .isEqualTo(expected(wanted).stream()
                                .map(line -> line.replaceAll("nhid \\d+ ", "")) // the copy names the way
                                .toList());
            }
        });
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
}
