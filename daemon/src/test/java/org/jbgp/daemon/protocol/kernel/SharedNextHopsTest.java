package org.jbgp.daemon.protocol.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.jbgp.config.model.KernelConfig;
import org.jbgp.config.model.KernelConfig.NextHopObjects;
import org.jbgp.config.model.ProtocolCommon;
import org.jbgp.daemon.protocol.Forwarding;
import org.jbgp.daemon.protocol.PlainProtocol;
import org.jbgp.daemon.protocol.ProtocolLog;
import org.jbgp.daemon.protocol.RecordingFeed;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;
import org.jbgp.kernel.KernelNextHop;
import org.jbgp.kernel.KernelRoute;
import org.jbgp.kernel.RouteExtras;
import org.jbgp.kernel.RouteType;
import org.jbgp.kernel.netlink.Errno;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Which routes go by a next hop object, and what becomes of the objects: the kernel protocol against a table in memory.
 */
class SharedNextHopsTest {
    private static final int FIRST = 0x4000_0000 | 254 << 13;
    private static final String ID = Integer.toHexString(FIRST);
    private static final long GATEWAY = 0xC0000201L; // 192.0.2.1
    private static final int STATIC = 4;

    private final FakeTable table = new FakeTable();
    private final List<String> said = new ArrayList<>();

    @Test
    void onlyRoutesBeyondManyGoByAnObjectByDefault() {
        KernelProtocol protocol = started(NextHopObjects.AUTO);
        want(protocol, 0, SharedNextHops.MANY + 2, via(1));
        want(protocol, SharedNextHops.MANY + 2, 2, via(2));
        protocol.flush();
        List<String> log = table.take();
        assertThat(log.stream().filter(line -> line.endsWith(" by " + ID))).hasSize(2);
        assertThat(log.stream().filter(line -> line.startsWith("object")))
                .containsExactly("object " + ID + " via 192.0.2.1");
        assertThat(log.getLast()).endsWith("via 192.0.2.2");

        // Below again: the object stays as long as routes have its gateway, new routes go without.
        want(protocol, 2, SharedNextHops.MANY, null);
        protocol.flush();
        assertThat(table.objects()).containsExactly(ID);
        table.take();
        want(protocol, 2, 1, via(1));
        protocol.flush();
        assertThat(table.take()).singleElement().asString().startsWith("ADD").endsWith("via 192.0.2.1");
        want(protocol, 0, 3, null);
        protocol.flush();
        assertThat(table.take().getLast()).isEqualTo("no object " + ID);
        assertThat(table.objects()).isEmpty();
        assertThat(said).isEmpty();
    }

    static List<Forwarding> plain() {
        TreeMap<Integer, Integer> mtu = new TreeMap<>();
        mtu.put(2, 1400);
        KernelIp source = new KernelIp(Family.IPV4, 0, 0x0A000001L);
        return List.of(
                via(1),
                new Forwarding(
                        Family.IPV4,
                        RouteType.UNICAST,
                        32,
                        0,
                        new RouteExtras(source, 0, mtu, ""),
                        List.of(nextHop(1, 7, 0))));
    }

    @ParameterizedTest
    @MethodSource("plain")
    void plainGatewaysGoByAnObject(Forwarding forwarding) {
        KernelProtocol protocol = started(NextHopObjects.ON);
        want(protocol, 0, 1, forwarding);
        protocol.flush();
        assertThat(table.take().getLast()).endsWith(" by " + ID);
    }

    static List<Forwarding> others() {
        KernelIp gateway6 = new KernelIp(Family.IPV6, 0x20010db800000000L, 1);
        return List.of(
                unicast(0, nextHop(1, 7, KernelNextHop.ONLINK)),
                unicast(0, nextHop(1, 0, 0)),
                unicast(0, new KernelNextHop(null, 7, 1, 0)),
                unicast(0, new KernelNextHop(gateway6, 7, 1, 0)),
                unicast(0, nextHop(1, 7, 0), nextHop(2, 7, 0)),
                unicast(5, nextHop(1, 7, 0)),
                new Forwarding(Family.IPV4, RouteType.UNICAST, 0, 253, RouteExtras.NONE, List.of(nextHop(1, 7, 0))),
                new Forwarding(
                        Family.IPV4, RouteType.BLACKHOLE, 0, Forwarding.DEFAULT_SCOPE, RouteExtras.NONE, List.of()));
    }

    @ParameterizedTest
    @MethodSource("others")
    void everythingElseNamesItsWays(Forwarding forwarding) {
        KernelProtocol protocol = started(NextHopObjects.ON);
        want(protocol, 0, 1, forwarding);
        protocol.flush();
        assertThat(table.take()).singleElement().asString().doesNotContain(" by ");
    }

    @Test
    void offMeansNone() {
        KernelProtocol protocol = started(NextHopObjects.OFF);
        want(protocol, 0, SharedNextHops.MANY + 1, via(1));
        protocol.flush();
        assertThat(table.take()).noneMatch(line -> line.contains("object") || line.contains(" by "));
        assertThat(protocol.reconfigure(config(NextHopObjects.ON), 5)).isTrue();
        want(protocol, SharedNextHops.MANY + 1, 1, via(1));
        protocol.flush();
        assertThat(table.take().getLast())
                .as("a change counts for the next route")
                .endsWith(" by " + ID);
    }

    @Test
    void idsOfOthersAreSkippedAndTheirObjectsNeverTouched() {
        table.object(FIRST, STATIC, nextHop(1, 7, 0));
        table.object(1, KernelRoute.PROTOCOL_BIRD, nextHop(1, 7, 0)); // no id of ours
        table.object(FIRST + (1 << 13), KernelRoute.PROTOCOL_BIRD, nextHop(1, 7, 0)); // another table's
        // Of the same table, by a kernel protocol with another number.
        table.object(FIRST + 3, KernelConfig.PROTOCOL_BGP, nextHop(1, 7, 0));
        KernelProtocol protocol = started(NextHopObjects.ON);
        table.object(FIRST + 1, STATIC, nextHop(3, 7, 0)); // since the scan
        want(protocol, 0, 1, via(1));
        protocol.flush();
        assertThat(table.take())
                .containsExactly(
                        "object " + Integer.toHexString(FIRST + 1) + " via 192.0.2.1 error " + Errno.EEXIST,
                        "object " + Integer.toHexString(FIRST + 2) + " via 192.0.2.1",
                        "ADD 20.0.0.0/24 proto 12 UNICAST via 192.0.2.1 by " + Integer.toHexString(FIRST + 2));
        want(protocol, 0, 1, null);
        protocol.flush();
        protocol.stop();
        assertThat(table.objects())
                .containsExactly(
                        "1",
                        Integer.toHexString(FIRST),
                        Integer.toHexString(FIRST + 1),
                        Integer.toHexString(FIRST + 3),
                        Integer.toHexString(FIRST + (1 << 13)));
    }

    @Test
    void takesOverWhatAPredecessorLeftAndRemovesWhatNobodyNeeds() {
        table.object(FIRST, KernelRoute.PROTOCOL_BIRD, nextHop(1, 7, 0));
        table.object(FIRST + 1, KernelRoute.PROTOCOL_BIRD, nextHop(2, 7, 0));
        table.object(
                FIRST + 2, KernelRoute.PROTOCOL_BIRD, nextHop(1, 7, 0)); // a second one: any route may go by either
        table.put(own(0, via(1)));
        KernelProtocol protocol = made(NextHopObjects.ON);
        protocol.start(0);
        want(protocol, 1, 1, via(1));
        protocol.flush();
        assertThat(table.take()).containsExactly("dump", "ADD 20.0.1.0/24 proto 12 UNICAST via 192.0.2.1 by " + ID);
        assertThat(table.objects()).as("until recovery is over").hasSize(3);
        want(protocol, 0, 1, via(1));
        protocol.fed(1);
        protocol.tick(1);
        protocol.flush();
        assertThat(table.take()).containsExactly("no object " + Integer.toHexString(FIRST + 1));
        want(protocol, 0, 2, null);
        protocol.flush();
        assertThat(table.objects()).isEmpty();
    }

    @Test
    void routesStayUntilItIsCertainWhatTheKernelHas() {
        KernelProtocol protocol = started(NextHopObjects.ON);
        want(protocol, 0, 1, via(1));
        protocol.flush();
        table.take();
        table.refuseWith(Errno.ENETUNREACH);
        want(protocol, 0, 1, via(2));
        protocol.flush();
        assertThat(table.objects())
                .as("the old route is still there, and goes by it")
                .contains(ID);
        protocol.tick(60_000);
        assertThat(table.objects()).contains(ID);
        assertThat(table.contents()).containsExactly("20.0.0.0/24 proto 12 UNICAST via 192.0.2.1");
        table.refuseWith(0);
        protocol.tick(120_000);
        assertThat(table.contents()).containsExactly("20.0.0.0/24 proto 12 UNICAST via 192.0.2.2");
        assertThat(table.objects()).doesNotContain(ID).hasSize(1);
    }

    @Test
    void anObjectThatIsGoneIsDoneWithoutAndMadeAgainAfterAScan() {
        KernelProtocol protocol = started(NextHopObjects.ON);
        want(protocol, 0, 2, via(1));
        protocol.flush();
        table.object(FIRST, 0, null);
        table.take();
        want(protocol, 2, 5, via(1));
        want(protocol, 0, 1, blackhole());
        want(protocol, 0, 1, via(1));
        protocol.flush();
        assertThat(table.contents()).hasSize(7);
        assertThat(table.take().getLast()).startsWith("ADD").endsWith("via 192.0.2.1");
        want(protocol, 9, 1, via(1));
        protocol.flush();
        assertThat(table.take()).containsExactly("ADD 20.0.9.0/24 proto 12 UNICAST via 192.0.2.1");
        assertThat(protocol.counters().refused()).isZero();
        protocol.nextHopObjectChanged(FIRST, 10_000);
        protocol.tick(10_000 + KernelProtocol.SOON_MILLIS);
        want(protocol, 10, 1, via(1));
        protocol.flush();
        assertThat(table.take())
                .containsExactly(
                        "dump",
                        "object " + ID + " via 192.0.2.1",
                        "ADD 20.0.10.0/24 proto 12 UNICAST via 192.0.2.1 by " + ID);
    }

    @Test
    void aReplacementWhoseObjectIsGoneStillReplaces() {
        KernelProtocol protocol = started(NextHopObjects.ON);
        want(protocol, 0, 1, via(1));
        want(protocol, 1, 1, via(2));
        protocol.flush();
        table.object(FIRST + 1, 0, null);
        want(protocol, 0, 1, via(2));
        protocol.flush();
        assertThat(table.take().getLast()).isEqualTo("no object " + ID);
        assertThat(table.contents()).contains("20.0.0.0/24 proto 12 UNICAST via 192.0.2.2");
    }

    @Test
    void aKernelWithoutObjectsOrThatHidesTheirWaysIsToldOnce() {
        table.refuseObjectsWith(Errno.EOPNOTSUPP);
        KernelProtocol protocol = started(NextHopObjects.ON);
        want(protocol, 0, 3, via(1));
        want(protocol, 3, 3, via(2));
        protocol.flush();
        protocol.tick(60_000);
        want(protocol, 6, 3, via(1));
        protocol.flush();
        assertThat(table.contents()).hasSize(9);
        assertThat(said).singleElement().asString().contains("No next hop objects");

        said.clear();
        table.refuseObjectsWith(0);
        table.showsNextHops(false);
        protocol.tick(120_000);
        want(protocol, 9, 3, via(1));
        protocol.flush();
        assertThat(table.contents()).hasSize(12);
        assertThat(table.objects()).isEmpty();
        table.showsNextHops(true);
        protocol.retryRefused();
        want(protocol, 12, 1, via(1));
        protocol.flush();
        assertThat(table.take().getLast()).endsWith(" by " + ID);
    }

    @Test
    void anObjectTheKernelRefusesIsDoneWithoutAndTriedAtTheNextScan() {
        table.refuseObjectsWith(Errno.ENETDOWN);
        KernelProtocol protocol = started(NextHopObjects.ON);
        want(protocol, 0, 3, via(1));
        protocol.flush();
        assertThat(table.take().stream().filter(line -> line.startsWith("object")))
                .hasSize(1);
        protocol.tick(60_000);
        want(protocol, 3, 1, via(1));
        protocol.flush();
        assertThat(said).singleElement().asString().contains("192.0.2.1").contains("Network is down");
        table.refuseObjectsWith(0);
        protocol.tick(120_000);
        want(protocol, 4, 1, via(1));
        protocol.flush();
        assertThat(table.take().getLast()).endsWith(" by " + ID);
    }

    @Test
    void persistentRoutesKeepTheirObjects() {
        KernelProtocol persisting =
                new KernelProtocol(config(NextHopObjects.ON, true), Family.IPV4, table, feed(), log());
        persisting.start(0);
        persisting.fed(0);
        want(persisting, 0, 3, via(1));
        persisting.flush();
        persisting.stop();
        assertThat(table.contents()).hasSize(3);
        assertThat(table.objects()).hasSize(1);
        KernelProtocol cleaning = started(NextHopObjects.OFF);
        want(cleaning, 0, 3, via(1));
        cleaning.flush();
        assertThat(table.take()).as("adopted as they are").isEmpty();
        cleaning.stop();
        assertThat(table.contents()).isEmpty();
        assertThat(table.objects()).isEmpty();
    }

    private KernelProtocol started(NextHopObjects objects) {
        KernelProtocol protocol = made(objects);
        protocol.start(0);
        protocol.fed(0);
        table.take();
        return protocol;
    }

    private KernelProtocol made(NextHopObjects objects) {
        return new KernelProtocol(config(objects), Family.IPV4, table, feed(), log());
    }

    private static RecordingFeed feed() {
        return new RecordingFeed();
    }

    private ProtocolLog log() {
        return new ProtocolLog() {
            @Override
            public void info(String protocol, String message) {
                said.add(message);
            }

            @Override
            public void warning(String protocol, String message) {
                if (!message.startsWith("The kernel refused")) {
                    said.add("warning: " + message);
                }
            }
        };
    }

    private static KernelConfig config(NextHopObjects objects) {
        return config(objects, false);
    }

    private static KernelConfig config(NextHopObjects objects, boolean persist) {
        ProtocolCommon common = PlainProtocol.named("kernel1");
        return new KernelConfig(
                common,
                List.of(),
                new KernelConfig.Table(254, 0, 0, KernelConfig.LinkBandwidth.OFF, objects, 12, true),
                KernelConfig.Learn.OFF,
                persist,
                false,
                60,
                0);
    }

    private static void want(KernelProtocol protocol, int first, int count, Forwarding forwarding) {
        for (int i = first; i < first + count; i++) {
            protocol.want(0, 0x14000000L + ((long) i << 8), 24, forwarding);
        }
    }

    private static KernelNextHop nextHop(int last, int ifindex, int flags) {
        return new KernelNextHop(new KernelIp(Family.IPV4, 0, (GATEWAY & ~0xFFL) + last), ifindex, 1, flags);
    }

    private static Forwarding via(int last) {
        return unicast(0, nextHop(last, 7, 0));
    }

    private static Forwarding unicast(int realm, KernelNextHop... nextHops) {
        return new Forwarding(
                Family.IPV4,
                RouteType.UNICAST,
                0,
                Forwarding.DEFAULT_SCOPE,
                new RouteExtras(null, realm, Collections.emptySortedMap(), ""),
                List.of(nextHops));
    }

    private static Forwarding blackhole() {
        return new Forwarding(
                Family.IPV4, RouteType.BLACKHOLE, 0, Forwarding.DEFAULT_SCOPE, RouteExtras.NONE, List.of());
    }

    private static KernelRoute own(int number, Forwarding forwarding) {
        return new KernelRoute(
                new KernelRoute.Key(
                        new KernelIp(Family.IPV4, 0, 0x14000000L + ((long) number << 8)),
                        24,
                        KernelRoute.TABLE_MAIN,
                        forwarding.metric()),
                KernelRoute.PROTOCOL_BIRD,
                forwarding.type(),
                forwarding.scope(),
                RouteExtras.NONE,
                forwarding.nextHops());
    }
}
