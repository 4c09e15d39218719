package org.jbgp.daemon.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.Library;
import com.kenai.jffi.Type;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jbgp.config.model.DebugFlag;
import org.jbgp.config.model.KernelConfig;
import org.jbgp.config.model.ProtocolCommon;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.IpAddress;
import org.jbgp.kernel.KernelAddress;
import org.jbgp.kernel.KernelEventSink;
import org.jbgp.kernel.KernelException;
import org.jbgp.kernel.KernelFib;
import org.jbgp.kernel.KernelLink;
import org.jbgp.kernel.KernelNextHop;
import org.jbgp.kernel.KernelRoute;
import org.jbgp.kernel.RouteMessage;
import org.jbgp.kernel.RouteType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The kernel protocol with the real kernel, in a namespace that lives and dies with the test's thread. */
@Tag("netns")
class KernelProtocolNetnsTest {
    private static final int CLONE_NEWNET = 0x40000000;
    private static final long SCAN = 60_000;

    private final List<String> warnings = new ArrayList<>();
    private final RecordingFeed feed = new RecordingFeed();

    private interface Body {
        void run() throws Exception;
    }

    /** What was installed must read back as what was wanted, or every scan would install it again. */
    @Test
    void aScanFindsEveryShapeAsItWasWanted() throws Exception {
        inNamespace(() -> {
            try (KernelFib fib = KernelFib.open()) {
                int a = index(fib, "a0");
                int b = index(fib, "b0");
                IpAddress gateway = v4("10.0.1.2");
                IpAddress other = v4("10.0.2.2");
                IpAddress gateway6 = v6(0x20010db800010000L, 2);
                IpAddress other6 = v6(0x20010db800020000L, 2);
                KernelProtocol four = protocol(fib, Family.IPV4, KernelConfig.Learn.OFF, false);
                KernelProtocol six = protocol(fib, Family.IPV6, KernelConfig.Learn.OFF, false);
                List<Forwarding> shapes4 = List.of(
                        unicast(Family.IPV4, 0, way(gateway, a, 1, 0)),
                        unicast(Family.IPV4, 32, way(gateway, a, 9, 0)),
                        unicast(Family.IPV4, 0, way(v4("192.0.2.9"), a, 1, KernelNextHop.ONLINK)),
                        unicast(Family.IPV4, 0, way(null, b, 1, 0)),
                        unicast(Family.IPV4, 0, way(gateway6, a, 1, 0)),
                        unicast(Family.IPV4, 0, way(gateway, a, 1, 0), way(other, b, 1, 0)),
                        unicast(Family.IPV4, 0, way(gateway, a, 5, 0), way(other6, b, 200, 0)),
                        special(Family.IPV4, RouteType.BLACKHOLE),
                        special(Family.IPV4, RouteType.UNREACHABLE),
                        special(Family.IPV4, RouteType.PROHIBIT),
                        decorated(Family.IPV4, v4("10.0.2.1"), 7, way(gateway, a, 1, 0)));
                List<Forwarding> shapes6 = List.of(
                        unicast(Family.IPV6, 0, way(gateway6, a, 1, 0)),
                        unicast(Family.IPV6, 32, way(v6(0xfe80000000000000L, 9), a, 1, 0)),
                        unicast(Family.IPV6, 0, way(v6(0x20010db8ffff0000L, 1), a, 1, KernelNextHop.ONLINK)),
                        unicast(Family.IPV6, 0, way(null, b, 1, 0)),
                        unicast(Family.IPV6, 0, way(other6, b, 1, 0), way(gateway6, a, 7, 0)),
                        special(Family.IPV6, RouteType.BLACKHOLE),
                        special(Family.IPV6, RouteType.UNREACHABLE),
                        special(Family.IPV6, RouteType.PROHIBIT),
                        decorated(Family.IPV6, v6(0x20010db800020000L, 1), 0, way(gateway6, a, 1, 0)));
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
                protocol.want(0, 0xAC100000L, 16, unicast(Family.IPV4, 0, way(v4("10.0.1.2"), a, 1, 0)));
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

    private KernelProtocol protocol(KernelFib fib, Family family, KernelConfig.Learn learn, boolean waits)
            throws KernelException {
        ProtocolCommon common = new ProtocolCommon(
                "kernel1",
                false,
                EnumSet.noneOf(DebugFlag.class),
                EnumSet.noneOf(DebugFlag.class),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        KernelConfig config = new KernelConfig(common, List.of(), false, learn, 60, false, 0, 254, 0, 0);
        KernelProtocol protocol = new KernelProtocol(
                config, family, new FibTable(fib, family, KernelRoute.TABLE_MAIN), feed, new ProtocolLog() {
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

    private static Forwarding unicast(Family family, int metric, KernelNextHop... ways) {
        return new Forwarding(
                family,
                RouteType.UNICAST,
                metric,
                Forwarding.DEFAULT_SCOPE,
                null,
                0,
                Collections.emptySortedMap(),
                List.of(ways));
    }

    private static Forwarding special(Family family, RouteType type) {
        return new Forwarding(
                family, type, 0, Forwarding.DEFAULT_SCOPE, null, 0, Collections.emptySortedMap(), List.of());
    }

    private static Forwarding decorated(Family family, IpAddress source, int realm, KernelNextHop way) {
        TreeMap<Integer, Integer> metrics = new TreeMap<>();
        metrics.put(2, 1400);
        return new Forwarding(
                family, RouteType.UNICAST, 50, Forwarding.DEFAULT_SCOPE, source, realm, metrics, List.of(way));
    }

    private static KernelNextHop way(IpAddress gateway, int ifindex, int weight, int flags) {
        return new KernelNextHop(gateway, ifindex, weight, flags);
    }

    private static IpAddress v4(String text) {
        return new IpAddress(
                Family.IPV4,
                0,
                org.jbgp.config.model.IpAddress.parse(text).orElseThrow().lo());
    }

    private static IpAddress v6(long hi, long lo) {
        return new IpAddress(Family.IPV6, hi, lo);
    }

    private static int index(KernelFib fib, String name) throws KernelException {
        return fib.links().stream()
                .filter(link -> link.name().equals(name))
                .findFirst()
                .orElseThrow()
                .index();
    }

    private static void inNamespace(Body body) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().name("test-netns").start(() -> {
            try {
                assumeTrue(unshareNetwork(), "needs root (CAP_SYS_ADMIN) to make a network namespace");
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
                done.complete(null);
            } catch (Throwable t) {
                done.completeExceptionally(t);
            }
        });
        thread.join();
        try {
            done.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw (Error) e.getCause();
        }
    }

    private static boolean unshareNetwork() {
        long unshare =
                Library.getCachedInstance(null, Library.LAZY | Library.GLOBAL).getSymbolAddress("unshare");
        CallContext context =
                CallContext.getCallContext(Type.SINT, new Type[] {Type.SINT}, CallingConvention.DEFAULT, true);
        return (int) Invoker.getInstance().invokeN1(context, unshare, CLONE_NEWNET) == 0;
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
        public void resyncNeeded() {
            throw new AssertionError("the buffer is large enough");
        }
    }
}
