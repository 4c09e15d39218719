package org.jbgp.daemon.protocol.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jbgp.config.model.KernelConfig;
import org.jbgp.config.model.ProtocolCommon;
import org.jbgp.daemon.lab.InsideNamespace;
import org.jbgp.daemon.protocol.Forwarding;
import org.jbgp.daemon.protocol.PlainProtocol;
import org.jbgp.daemon.protocol.ProtocolLog;
import org.jbgp.daemon.protocol.RecordingFeed;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelAddress;
import org.jbgp.kernel.KernelEventSink;
import org.jbgp.kernel.KernelFib;
import org.jbgp.kernel.KernelIp;
import org.jbgp.kernel.KernelLink;
import org.jbgp.kernel.KernelNextHop;
import org.jbgp.kernel.KernelRoute;
import org.jbgp.kernel.RouteExtras;
import org.jbgp.kernel.RouteMessage;
import org.jbgp.kernel.RouteType;
import org.jbgp.kernel.netlink.KernelException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The kernel protocol with the real kernel, in a namespace that lives and dies with the test's thread. */
@Tag("netns")
class KernelProtocolNetnsTest {
    private static final long SCAN = 60_000;
    private static final int CROWD = SharedNextHops.MANY + 500;
    private static final Path COMPATIBLE = Path.of("/proc/sys/net/ipv4/nexthop_compat_mode");

    private final List<String> warnings = new ArrayList<>();
    private KernelConfig.NextHopObjects objects = KernelConfig.NextHopObjects.AUTO;
    private final RecordingFeed feed = new RecordingFeed();

    /** What was installed must read back as what was wanted, or every scan would install it again. */
    @Test
    void aScanFindsEveryShapeAsItWasWanted() throws Exception {
        inNamespace(() -> {
            try (KernelFib fib = KernelFib.open()) {
                int a = index(fib, "a0");
                int b = index(fib, "b0");
                KernelIp gateway = v4("10.0.1.2");
                KernelIp other = v4("10.0.2.2");
                KernelIp gateway6 = v6(0x20010db800010000L, 2);
                KernelIp other6 = v6(0x20010db800020000L, 2);
                KernelProtocol four = protocol(fib, Family.IPV4, KernelConfig.Learn.OFF, false);
                KernelProtocol six = protocol(fib, Family.IPV6, KernelConfig.Learn.OFF, false);
                List<Forwarding> shapes4 = List.of(
                        unicast(Family.IPV4, 0, nextHop(gateway, a, 1, 0)),
                        unicast(Family.IPV4, 32, nextHop(gateway, a, 9, 0)),
                        unicast(Family.IPV4, 0, nextHop(v4("192.0.2.9"), a, 1, KernelNextHop.ONLINK)),
                        unicast(Family.IPV4, 0, nextHop(null, b, 1, 0)),
                        unicast(Family.IPV4, 0, nextHop(gateway6, a, 1, 0)),
                        unicast(Family.IPV4, 0, nextHop(gateway, a, 1, 0), nextHop(other, b, 1, 0)),
                        unicast(Family.IPV4, 0, nextHop(gateway, a, 5, 0), nextHop(other6, b, 200, 0)),
                        special(Family.IPV4, RouteType.BLACKHOLE),
                        special(Family.IPV4, RouteType.UNREACHABLE),
                        special(Family.IPV4, RouteType.PROHIBIT),
                        decorated(Family.IPV4, v4("10.0.2.1"), 7, nextHop(gateway, a, 1, 0)));
                List<Forwarding> shapes6 = List.of(
                        unicast(Family.IPV6, 0, nextHop(gateway6, a, 1, 0)),
                        unicast(Family.IPV6, 32, nextHop(v6(0xfe80000000000000L, 9), a, 1, 0)),
                        unicast(Family.IPV6, 0, nextHop(v6(0x20010db8ffff0000L, 1), a, 1, KernelNextHop.ONLINK)),
                        unicast(Family.IPV6, 0, nextHop(null, b, 1, 0)),
                        unicast(Family.IPV6, 0, nextHop(other6, b, 1, 0), nextHop(gateway6, a, 7, 0)),
                        special(Family.IPV6, RouteType.BLACKHOLE),
                        special(Family.IPV6, RouteType.UNREACHABLE),
                        special(Family.IPV6, RouteType.PROHIBIT),
                        decorated(Family.IPV6, v6(0x20010db800020000L, 1), 0, nextHop(gateway6, a, 1, 0)));
                for (int i = 0; i < shapes4.size(); i++) {
                    four.want(0, 0xAC100000L + ((long) i << 16), 16, shapes4.get(i));
                }
                for (int i = 0; i < shapes6.size(); i++) {
                    six.want(0x20010db880000000L + ((long) i << 16), 0, 48, shapes6.get(i));
                }
                four.tick(1);
                six.tick(1);
                four.tick(SCAN);
                six.tick(SCAN);
                assertThat(warnings).isEmpty();
                assertThat(four.counters().added()).isEqualTo(shapes4.size());
                assertThat(six.counters().added()).isEqualTo(shapes6.size());
                assertThat(four.counters().replaced() + four.counters().removed())
                        .isZero();
                assertThat(six.counters().replaced() + six.counters().removed()).isZero();
                assertThat(ip("route show proto bird")).contains("172.18.0.0/16 via 192.0.2.9 dev a0 onlink");

                // Another instance adopts all of it and changes nothing.
                KernelProtocol adopting = protocol(fib, Family.IPV4, KernelConfig.Learn.OFF, true);
                for (int i = 0; i < shapes4.size(); i++) {
                    adopting.want(0, 0xAC100000L + ((long) i << 16), 16, shapes4.get(i));
                }
                adopting.fed(2);
                adopting.tick(2);
                assertThat(adopting.counters().added()
                                + adopting.counters().replaced()
                                + adopting.counters().removed())
                        .isZero();
                four.stop();
                six.stop();
                assertThat(ip("route show proto bird")).isEmpty();
                assertThat(ip("-6 route show proto bird")).isEmpty();
            }
        });
    }

    @Test
    void reactsToWhatOthersDo() throws Exception {
        inNamespace(() -> {
            try (KernelFib fib = KernelFib.open()) {
                int a = index(fib, "a0");
                KernelProtocol protocol = protocol(fib, Family.IPV4, KernelConfig.Learn.ALIEN, false);
                Events events = new Events(protocol);
                protocol.want(0, 0xAC100000L, 16, unicast(Family.IPV4, 0, nextHop(v4("10.0.1.2"), a, 1, 0)));
                protocol.tick(1);
                ip("route del 172.16.0.0/16");
                fib.deliverEvents(events, 1000);
                protocol.tick(2);
                assertThat(ip("route show proto bird")).containsExactly("172.16.0.0/16 via 10.0.1.2 dev a0");

                feed.take();
                ip("route add 10.99.0.0/16 via 10.0.2.9 proto 80 metric 5");
                fib.deliverEvents(events, 1000);
                assertThat(feed.take()).singleElement().asString().startsWith("+ 10.99.0.0/16 dest=01");
                ip("route del 10.99.0.0/16 metric 5");
                fib.deliverEvents(events, 1000);
                assertThat(feed.take()).containsExactly("- 10.99.0.0/16");

                // Linux drops a downed interface's routes silently: a scan puts things right when it is up again.
                ip("link set a0 down");
                ip("link set a0 up");
                fib.deliverEvents(events, 1000);
                protocol.scanSoon(2_000);
                protocol.tick(2_000 + KernelProtocol.SOON_MILLIS);
                assertThat(ip("route show proto bird")).containsExactly("172.16.0.0/16 via 10.0.1.2 dev a0");
            }
        });
    }

    /** From the ten thousandth route on by an object; a successor takes all over; in the end nothing is left. */
    @Test
    void aCrowdSharesANextHopObject() throws Exception {
        inNamespace(() -> {
            ip("nexthop add id 5 via 10.0.1.2 dev a0");
            for (Family family : Family.values()) {
                Forwarding via;
                try (KernelFib fib = KernelFib.open()) {
                    via = unicast(family, 32, nextHop(gateway(family), index(fib, "a0"), 1, 0));
                    KernelProtocol protocol = protocol(fib, family, KernelConfig.Learn.OFF, false);
                    crowd(protocol, family, CROWD, via);
                    protocol.tick(1);
                    protocol.tick(SCAN);
                    assertThat(protocol.counters().added()).isEqualTo(CROWD);
                    assertThat(protocol.counters().refused()
                                    + protocol.counters().replaced()
                                    + protocol.counters().removed())
                            .as("a scan finds all as it was wanted")
                            .isZero();
                    assertThat(byObject(family)).isEqualTo(CROWD - SharedNextHops.MANY);
                    assertThat(ours(family)).hasSize(1);
                }
                // Killed. Its successor adopts all, and removes the object when the routes are gone.
                try (KernelFib fib = KernelFib.open()) {
                    KernelProtocol successor = protocol(fib, family, KernelConfig.Learn.OFF, true);
                    crowd(successor, family, CROWD, via);
                    successor.fed(2);
                    successor.tick(2);
                    assertThat(successor.counters().added()
                                    + successor.counters().replaced()
                                    + successor.counters().removed())
                            .isZero();
                    assertThat(byObject(family)).isEqualTo(CROWD - SharedNextHops.MANY);
                    successor.stop();
                    assertThat(ours(family)).isEmpty();
                    assertThat(own(family)).isEmpty();
                }
            }
            assertThat(ip("nexthop show")).containsExactly("id 5 via 10.0.1.2 dev a0 scope link");
            assertThat(warnings).isEmpty();
        });
    }

    @Test
    void routesComeBackAfterTheirObjectWent() throws Exception {
        objects = KernelConfig.NextHopObjects.ON;
        inNamespace(() -> {
            for (Family family : Family.values()) {
                try (KernelFib fib = KernelFib.open()) {
                    Forwarding via = unicast(family, 0, nextHop(gateway(family), index(fib, "a0"), 1, 0));
                    KernelProtocol protocol = protocol(fib, family, KernelConfig.Learn.OFF, false);
                    Events events = new Events(protocol);
                    crowd(protocol, family, 3, via);
                    protocol.tick(1);
                    List<String> before = own(family);
                    assertThat(before).hasSize(3).allMatch(line -> line.contains("nhid"));

                    // The interface goes and comes, as the kernel thread hears of it.
                    ip("link set a0 down");
                    assertThat(own(family)).isEmpty();
                    assertThat(ours(family)).isEmpty();
                    protocol.scanSoon(10_000);
                    protocol.tick(10_000 + KernelProtocol.SOON_MILLIS);
                    assertThat(own(family)).isEmpty();
                    ip("link set a0 up");
                    ip("addr replace 2001:db8:1::1/64 dev a0 nodad"); // IPv6 addresses go when it goes down
                    protocol.retryRefused();
                    protocol.tick(10_200);
                    assertThat(own(family)).isEqualTo(before);

                    // Somebody removes the object.
                    ip("nexthop del " + ours(family).getFirst().replaceAll(" via.*", ""));
                    crowd(protocol, family, 4, via);
                    protocol.flush();
                    assertThat(own(family)).as("without").hasSize(1).noneMatch(line -> line.contains("nhid"));
                    fib.deliverEvents(events, 1000);
                    protocol.scanSoon(20_000);
                    protocol.tick(20_000 + KernelProtocol.SOON_MILLIS);
                    assertThat(own(family)).hasSize(4).containsAll(before);

                    // Somebody gives it another gateway.
                    String other = family == Family.IPV4 ? "10.0.2.2" : "2001:db8:2::2";
                    ip((family == Family.IPV6 ? "-6 " : "") + "nexthop replace "
                            + ours(family).getFirst().replaceAll(" via.*", "") + " via " + other
                            + " dev b0 protocol 12");
                    fib.deliverEvents(events, 1000);
                    protocol.scanSoon(30_000);
                    protocol.tick(30_000 + KernelProtocol.SOON_MILLIS);
                    protocol.tick(30_000 + SCAN);
                    assertThat(own(family)).hasSize(4).noneMatch(line -> line.contains(other));
                    assertThat(ours(family)).hasSize(1).noneMatch(line -> line.contains(other));
                    protocol.stop();
                    assertThat(ours(family)).isEmpty();
                    assertThat(own(family)).isEmpty();
                }
            }
        });
    }

    @Test
    void objectsAreNotUsedWhereRoutesDoNotShowTheirWays() throws Exception {
        objects = KernelConfig.NextHopObjects.ON;
        inNamespace(() -> {
            try (KernelFib fib = KernelFib.open()) {
                Forwarding via = unicast(Family.IPV4, 0, nextHop(v4("10.0.1.2"), index(fib, "a0"), 1, 0));
                KernelProtocol protocol = protocol(fib, Family.IPV4, KernelConfig.Learn.OFF, false);
                crowd(protocol, Family.IPV4, 2, via);
                protocol.tick(1);
                Files.writeString(COMPATIBLE, "0");
                assertThat(byObject(Family.IPV4)).isEqualTo(2);
                protocol.tick(SCAN);
                protocol.tick(2 * SCAN);
                assertThat(own(Family.IPV4)).hasSize(2).noneMatch(line -> line.contains("nhid"));
                crowd(protocol, Family.IPV4, 3, via);
                protocol.tick(2 * SCAN + 1);
                assertThat(byObject(Family.IPV4)).isZero();
                assertThat(protocol.counters().replaced()).isEqualTo(2);
                protocol.stop();
                assertThat(ours(Family.IPV4)).isEmpty();
            }
        });
    }

    private static KernelIp gateway(Family family) {
        return family == Family.IPV4 ? v4("10.0.1.2") : v6(0x20010db800010000L, 2);
    }

    private static void crowd(KernelProtocol protocol, Family family, int size, Forwarding forwarding) {
        for (int i = 0; i < size; i++) {
            if (family == Family.IPV4) {
                protocol.want(0, 0x14000000L + ((long) i << 8), 24, forwarding);
            } else {
                protocol.want(0x20010db880000000L + ((long) i << 8), 0, 56, forwarding);
            }
        }
    }

    private static List<String> own(Family family) throws Exception {
        return ip((family == Family.IPV4 ? "-4" : "-6") + " route show proto bird");
    }

    private static int byObject(Family family) throws Exception {
        return (int) own(family).stream().filter(line -> line.contains("nhid")).count();
    }

    /** Our objects. */
    private static List<String> ours(Family family) throws Exception {
        return ip((family == Family.IPV4 ? "-4" : "-6") + " nexthop show").stream()
                .filter(line -> line.endsWith("proto bird"))
                .toList();
    }

    private KernelProtocol protocol(KernelFib fib, Family family, KernelConfig.Learn learn, boolean waits)
            throws KernelException {
        ProtocolCommon common = PlainProtocol.named("kernel1");
        KernelConfig config = new KernelConfig(
                common,
                List.of(),
                new KernelConfig.Table(254, 0, 0, KernelConfig.LinkBandwidth.OFF, objects, 12, true),
                learn,
                false,
                false,
                60,
                0);
        KernelProtocol protocol = new KernelProtocol(
                config,
                family,
                new FibTable(fib, family, KernelRoute.TABLE_MAIN, KernelRoute.PROTOCOL_BIRD),
                feed,
                new ProtocolLog() {
                    @Override
                    public void info(String name, String message) {}

                    @Override
                    public void warning(String name, String message) {
                        warnings.add(message);
                    }
                });
        protocol.start(0);
        if (!waits) {
            protocol.fed(0);
        }
        return protocol;
    }

    private static Forwarding unicast(Family family, int metric, KernelNextHop... nextHops) {
        return new Forwarding(
                family, RouteType.UNICAST, metric, Forwarding.DEFAULT_SCOPE, RouteExtras.NONE, List.of(nextHops));
    }

    private static Forwarding special(Family family, RouteType type) {
        return new Forwarding(family, type, 0, Forwarding.DEFAULT_SCOPE, RouteExtras.NONE, List.of());
    }

    private static Forwarding decorated(Family family, KernelIp source, int realm, KernelNextHop nextHop) {
        TreeMap<Integer, Integer> metrics = new TreeMap<>();
        metrics.put(2, 1400);
        return new Forwarding(
                family,
                RouteType.UNICAST,
                50,
                Forwarding.DEFAULT_SCOPE,
                new RouteExtras(source, realm, metrics, ""),
                List.of(nextHop));
    }

    private static KernelNextHop nextHop(KernelIp gateway, int ifindex, int weight, int flags) {
        return new KernelNextHop(gateway, ifindex, weight, flags);
    }

    private static KernelIp v4(String text) {
        return new KernelIp(
                Family.IPV4,
                0,
                org.jbgp.config.base.IpAddress.parse(text).orElseThrow().lo());
    }

    private static KernelIp v6(long hi, long lo) {
        return new KernelIp(Family.IPV6, hi, lo);
    }

    private static int index(KernelFib fib, String name) throws KernelException {
        return fib.links().stream()
                .filter(link -> link.name().equals(name))
                .findFirst()
                .orElseThrow()
                .index();
    }

    private static void inNamespace(InsideNamespace.Body body) throws Exception {
        InsideNamespace.runInNew(() -> {
            ip("link set lo up");
            for (String net : List.of("1", "2")) {
                String name = net.equals("1") ? "a" : "b";
                ip("link add " + name + "0 type veth peer name " + name + "1");
                ip("link set " + name + "0 addrgenmode none up");
                ip("link set " + name + "1 addrgenmode none up");
                ip("addr add 10.0." + net + ".1/24 dev " + name + "0");
                ip("addr add 2001:db8:" + net + "::1/64 dev " + name + "0 nodad");
            }
            body.run();
        });
    }

    private static List<String> ip(String arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments.split(" ")));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("ip " + arguments + ": " + output);
        }
        return output.lines().map(String::stripTrailing).toList();
    }

    /** Takes route events to the protocol. */
    private record Events(KernelProtocol protocol) implements KernelEventSink {
        @Override
        public void linkChanged(KernelLink link) {}

        @Override
        public void linkRemoved(KernelLink link) {}

        @Override
        public void addressChanged(KernelAddress address) {}

        @Override
        public void addressRemoved(KernelAddress address) {}

        @Override
        public void routeChanged(RouteMessage route, boolean replaced) {
            if (route.family() == Family.IPV4 && route.table() == KernelRoute.TABLE_MAIN) {
                protocol.routeChanged(route, replaced);
            }
        }

        @Override
        public void routeRemoved(RouteMessage route) {
            if (route.family() == Family.IPV4 && route.table() == KernelRoute.TABLE_MAIN) {
                protocol.routeRemoved(route);
            }
        }

        @Override
        public void nextHopObjectChanged(int id) {
            protocol.nextHopObjectChanged(id, 0);
        }

        @Override
        public void resyncNeeded() {
            throw new AssertionError("the buffer is large enough");
        }
    }
}
