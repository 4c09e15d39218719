package org.jbgp.daemon.protocol.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;
import org.jbgp.config.model.KernelConfig;
import org.jbgp.daemon.protocol.Forwarding;
import org.jbgp.daemon.protocol.RouteChoice;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelAddress;
import org.jbgp.kernel.KernelIp;
import org.jbgp.kernel.KernelRoute;
import org.jbgp.kernel.RouteExtras;
import org.jbgp.kernel.RouteMessage;
import org.jbgp.kernel.RouteType;
import org.jbgp.kernel.netlink.Errno;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the kernel protocol sends, adopts, keeps, repairs and learns, against a table in memory. */
class KernelProtocolTest extends KernelCase {
    @Test
    void sendsOnlyDifferences() {
        KernelProtocol protocol = started(config(false, KernelConfig.Learn.OFF, 0));
        want(protocol, A, via(1, 0));
        want(protocol, B, blackhole(0));
        protocol.flush();
        assertThat(table.take())
                .containsExactly(
                        "ADD 10.1.0.0/16 proto 12 UNICAST via 192.0.2.1", "ADD 10.2.0.0/16 proto 12 BLACKHOLE");
        want(protocol, A, via(1, 0));
        want(protocol, B, via(2, 0));
        want(protocol, B, blackhole(0));
        protocol.flush();
        assertThat(table.take()).isEmpty();
        want(protocol, A, via(2, 0));
        want(protocol, B, null);
        protocol.flush();
        assertThat(table.take())
                .containsExactly(
                        "REPLACE 10.1.0.0/16 proto 12 UNICAST via 192.0.2.2", "DELETE 10.2.0.0/16 proto 12 BLACKHOLE");
        assertThat(protocol.size()).isEqualTo(1);
    }

    @Test
    void changesOfTheMetricDeleteFirst() {
        KernelProtocol protocol = started(config(false, KernelConfig.Learn.OFF, 0));
        want(protocol, A, via(1, 10));
        protocol.flush();
        table.take();
        want(protocol, A, via(1, 20));
        protocol.flush();
        assertThat(table.take())
                .containsExactly(
                        "DELETE 10.1.0.0/16 proto 12 UNICAST via 192.0.2.1 metric 10",
                        "ADD 10.1.0.0/16 proto 12 UNICAST via 192.0.2.1 metric 20");
    }

    @Test
    void adoptsItsRoutesAfterARestartWithoutTouchingThem() {
        table.put(own(A, via(1, 0)));
        table.put(own(B, via(2, 0)));
        table.put(own(C, blackhole(0)));
        KernelProtocol protocol =
                new KernelProtocol(config(true, KernelConfig.Learn.OFF, 0), Family.IPV4, table, feed, log());
        protocol.start(0);
        want(protocol, A, via(1, 0)); // as it is
        want(protocol, B, via(3, 0)); // otherwise, but the router may not know all yet
        want(protocol, 0x0A040000L, via(1, 0)); // new: harms nobody
        protocol.flush();
        assertThat(table.take()).containsExactly("dump", "ADD 10.4.0.0/16 proto 12 UNICAST via 192.0.2.1");
        protocol.fed(10);
        protocol.tick(10);
        assertThat(table.take())
                .containsExactlyInAnyOrder(
                        "REPLACE 10.2.0.0/16 proto 12 UNICAST via 192.0.2.3", "DELETE 10.3.0.0/16 proto 12 BLACKHOLE");
    }

    @Test
    void blackholesThatOnlyStaticRoutesMakeDoNotWaitForNeighbors() {
        table.put(own(A, blackhole(0)));
        table.put(own(B, blackhole(0)));
        table.put(own(C, via(3, 0)));
        table.put(own(0x0A040000L, blackhole(0)));
        KernelProtocol protocol =
                new KernelProtocol(config(true, KernelConfig.Learn.OFF, 0), Family.IPV4, table, feed, log());
        protocol.start(0);
        want(protocol, A, blackhole(0));
        want(protocol, B, via(1, 0));
        protocol.flush();
        table.take();
        protocol.ownRoutesKnown();
        assertThat(table.take())
                .containsExactlyInAnyOrder(
                        "REPLACE 10.2.0.0/16 proto 12 UNICAST via 192.0.2.1", "DELETE 10.4.0.0/16 proto 12 BLACKHOLE");
    }

    @Test
    void whatWasGivenInThisLifeDoesNotWaitForTheRecovery() {
        table.put(own(A, via(1, 0)));
        table.put(own(B, via(2, 0)));
        table.put(own(C, via(3, 0)));
        KernelProtocol protocol =
                new KernelProtocol(config(true, KernelConfig.Learn.OFF, 0), Family.IPV4, table, feed, log());
        protocol.start(0);
        want(protocol, A, via(1, 0));
        want(protocol, 0x0A040000L, via(1, 0));
        protocol.flush();
        table.take();
        want(protocol, A, via(4, 0)); // given in this life, as the kernel had it: its changes are made at once
        want(protocol, 0x0A040000L, null);
        want(protocol, B, via(5, 0)); // otherwise than in the former life: when all that are there have given all
        protocol.flush();
        assertThat(table.take())
                .containsExactlyInAnyOrder(
                        "REPLACE 10.1.0.0/16 proto 12 UNICAST via 192.0.2.4",
                        "DELETE 10.4.0.0/16 proto 12 UNICAST via 192.0.2.1");
        protocol.settled();
        assertThat(table.take()).containsExactly("REPLACE 10.2.0.0/16 proto 12 UNICAST via 192.0.2.5");
        want(protocol, A, null);
        protocol.flush();
        assertThat(table.take()).containsExactly("DELETE 10.1.0.0/16 proto 12 UNICAST via 192.0.2.4");
        protocol.fed(10);
        protocol.tick(10);
        assertThat(table.take()).containsExactly("DELETE 10.3.0.0/16 proto 12 UNICAST via 192.0.2.3");
    }

    @Test
    void leavesItsRoutesWhenTheyPersistAndRemovesThemOtherwise() {
        KernelProtocol persisting = started(config(true, KernelConfig.Learn.OFF, 0));
        want(persisting, A, via(1, 0));
        persisting.flush();
        persisting.stop();
        assertThat(table.contents()).containsExactly("10.1.0.0/16 proto 12 UNICAST via 192.0.2.1");
        KernelProtocol cleaning = started(config(false, KernelConfig.Learn.OFF, 0));
        want(cleaning, A, via(1, 0));
        cleaning.flush();
        cleaning.stop();
        assertThat(table.contents()).isEmpty();
    }

    @Test
    void putsBackWhatSomebodyRemovedAndRepairsWhatSomebodyChanged() {
        KernelProtocol protocol = started(config(false, KernelConfig.Learn.OFF, 0));
        want(protocol, A, via(1, 0));
        want(protocol, B, via(1, 0));
        protocol.flush();
        table.take();
        table.remove(own(A, via(1, 0)));
        protocol.routeRemoved(RouteMessage.of(own(A, via(1, 0))));
        protocol.tick(5);
        assertThat(table.take()).containsExactly("ADD 10.1.0.0/16 proto 12 UNICAST via 192.0.2.1");
        for (int i = 0; i < Repairs.IN_A_ROW; i++) {
            table.put(own(B, via(9, 0)));
            protocol.routeChanged(RouteMessage.of(own(B, via(9, 0))), true);
            protocol.tick(10_000 + i);
            assertThat(table.take()).containsExactly("REPLACE 10.2.0.0/16 proto 12 UNICAST via 192.0.2.1");
        }
        table.put(own(B, via(9, 0)));
        protocol.routeChanged(RouteMessage.of(own(B, via(9, 0))), true);
        assertThat(protocol.tick(10_100)).isEqualTo(11_000);
        assertThat(table.take()).as("two daemons must not race").isEmpty();
        assertThat(warnings).anyMatch(text -> text.contains("a second daemon"));
        protocol.tick(11_000);
        assertThat(table.take()).containsExactly("REPLACE 10.2.0.0/16 proto 12 UNICAST via 192.0.2.1");
    }

    /** Without a metric it would win against ours. */
    @Test
    void removesAtOnceARouteInOurNameWithAnotherMetric() {
        KernelProtocol protocol = started(config(false, KernelConfig.Learn.OFF, 0));
        want(protocol, A, via(1, 32));
        protocol.flush();
        table.take();
        table.put(own(A, via(9, 0)));
        protocol.routeChanged(RouteMessage.of(own(A, via(9, 0))), false);
        protocol.tick(5);
        assertThat(table.take()).singleElement().asString().startsWith("DELETE 10.1.0.0/16 proto 12");
        assertThat(table.contents()).singleElement().asString().contains("192.0.2.1");
        // A prefix that is none of ours waits for the scan.
        table.put(own(C, via(9, 0)));
        protocol.routeChanged(RouteMessage.of(own(C, via(9, 0))), false);
        protocol.tick(6);
        assertThat(table.take()).isEmpty();
    }

    @Test
    void scansRepairWhatHappenedSilently() {
        KernelProtocol protocol = started(config(false, KernelConfig.Learn.OFF, 0));
        want(protocol, A, via(1, 0));
        want(protocol, B, via(1, 0));
        protocol.flush();
        table.remove(own(A, via(1, 0)));
        table.put(own(B, via(9, 0)));
        table.put(own(C, via(9, 0)));
        table.take();
        assertThat(protocol.tick(59_999)).isEqualTo(60_000);
        assertThat(table.take()).isEmpty();
        assertThat(protocol.tick(60_000)).isEqualTo(120_000);
        assertThat(table.take())
                .containsExactlyInAnyOrder(
                        "dump",
                        "ADD 10.1.0.0/16 proto 12 UNICAST via 192.0.2.1",
                        "REPLACE 10.2.0.0/16 proto 12 UNICAST via 192.0.2.1",
                        "DELETE 10.3.0.0/16 proto 12 UNICAST via 192.0.2.9");
        protocol.tick(120_000);
        assertThat(table.take()).containsExactly("dump");
    }

    @Test
    void anIncompleteScanProvesNothingGone() {
        KernelProtocol protocol = started(config(false, KernelConfig.Learn.ALIEN, 0));
        table.put(alien(B, 5, STATIC, via(1, 5)));
        want(protocol, A, via(1, 0));
        protocol.tick(60_000);
        table.take();
        feed.take();
        table.incomplete(true);
        assertThat(protocol.tick(120_000)).isEqualTo(121_000);
        assertThat(table.take()).containsExactly("dump");
        assertThat(feed.take()).isEmpty();
    }

    @Test
    void removesAnOwnRouteWithAnotherMetric() {
        KernelProtocol protocol = started(config(false, KernelConfig.Learn.OFF, 0));
        want(protocol, A, via(1, 10));
        protocol.flush();
        table.take();
        table.put(own(A, via(1, 77)));
        protocol.tick(60_000);
        assertThat(table.take()).containsExactly("dump", "DELETE 10.1.0.0/16 proto 12 UNICAST via 192.0.2.1 metric 77");
    }

    @Test
    void oneWayOfAnIpv6RouteThatSomebodyRemovedComesBackAtOnce() {
        KernelProtocol protocol =
                new KernelProtocol(config(false, KernelConfig.Learn.ALIEN, 0), Family.IPV6, table, feed, log());
        protocol.start(0);
        protocol.fed(0);
        protocol.want(0x20010db800010000L, 0, 48, six(1, 2));
        protocol.flush();
        table.take();
        protocol.routeRemoved(RouteMessage.of(six(KernelRoute.PROTOCOL_BIRD, six(2))));
        protocol.tick(1);
        assertThat(table.take())
                .containsExactly("REPLACE 2001:db8:1::/48 proto 12 UNICAST via 2001:db8::1 metric 1024");
        // The same for a learned one: what is left of it.
        protocol.routeChanged(RouteMessage.of(six(STATIC, six(1, 2))), false);
        feed.take();
        protocol.routeRemoved(RouteMessage.of(six(STATIC, six(1))));
        assertThat(feed.take())
                .singleElement()
                .asString()
                .startsWith("+ 2001:db8:1::/48")
                .contains("0002 source");
    }

    @Test
    void metricsAreKeptAsTheKernelReportsThem() {
        TreeMap<Integer, Integer> asked = new TreeMap<>();
        asked.put(2, 70_000);
        asked.put(4, 0);
        asked.put(8, 1_400);
        asked.put(10, 300);
        Forwarding forwarding = new Forwarding(
                Family.IPV4,
                RouteType.BLACKHOLE,
                0,
                Forwarding.DEFAULT_SCOPE,
                new RouteExtras(null, 0, asked, "reno"),
                List.of());
        assertThat(forwarding.metrics()).hasToString("{2=65520, 8=1400, 10=255}");
        assertThat(forwarding)
                .isNotEqualTo(new Forwarding(
                        Family.IPV4,
                        RouteType.BLACKHOLE,
                        0,
                        Forwarding.DEFAULT_SCOPE,
                        new RouteExtras(null, 0, asked, ""),
                        List.of()));
    }

    @Test
    void whatEventsBringIsHandedOnAtOnce() {
        KernelProtocol protocol = started(config(false, KernelConfig.Learn.ALIEN, 0));
        protocol.routeChanged(RouteMessage.of(alien(A, 0, STATIC, via(1, 0))), false);
        int before = feed.flushes();
        protocol.tick(1);
        assertThat(feed.flushes()).isGreaterThan(before);
    }

    @Test
    void learnsTheFirstOfSeveralRoutesOfOneMetric() {
        table.put(alien(A, 0, STATIC, via(1, 0)));
        KernelProtocol protocol = started(config(false, KernelConfig.Learn.ALIEN, 0));
        feed.take();
        // Without NLM_F_APPEND it stands in front.
        protocol.routeChanged(RouteMessage.of(alien(A, 0, STATIC, via(2, 0))), false);
        assertThat(feed.take()).singleElement().asString().contains("c0000202");
        protocol.routeRemoved(RouteMessage.of(alien(A, 0, STATIC, via(2, 0))));
        assertThat(feed.take()).singleElement().asString().contains("c0000201");
        protocol.routeChanged(RouteMessage.of(alien(A, 0, STATIC, via(3, 0))), true);
        assertThat(feed.take()).singleElement().asString().contains("c0000203");
        protocol.routeRemoved(RouteMessage.of(alien(A, 0, STATIC, via(3, 0))));
        assertThat(feed.take()).containsExactly("- 10.1.0.0/16");
    }

    @Test
    void looksAtOnceWhenAnInterfaceThatIsUsedGoesDown() {
        table.put(alien(A, 0, STATIC, via(1, 0)));
        KernelProtocol protocol = started(config(false, KernelConfig.Learn.ALIEN, 0));
        feed.take();
        protocol.linkDown(8, 10_000);
        assertThat(protocol.tick(10_000)).as("not used").isEqualTo(60_000);
        table.remove(alien(A, 0, STATIC, via(1, 0)));
        protocol.linkDown(7, 10_000);
        protocol.tick(10_000 + KernelProtocol.SOON_MILLIS);
        assertThat(feed.take()).containsExactly("- 10.1.0.0/16");
    }

    @ParameterizedTest(name = "of interface {0}, scope {1}: looks {2}")
    @CsvSource({"8, 253, false", "7, 253, true", "8, 0, true"})
    void looksSoonWhenAnAddressGoesThatRoutesMayComeFrom(int interfaceIndex, int scope, boolean looks) {
        table.put(alien(A, 0, STATIC, via(1, 0)));
        KernelProtocol protocol = started(config(false, KernelConfig.Learn.ALIEN, 0));
        KernelIp own = KernelIp.ofIpv4(0xc0000209);
        protocol.addressRemoved(new KernelAddress(interfaceIndex, own, own, 24, null, scope, 0), 10_000);
        assertThat(protocol.tick(10_000)).isEqualTo(looks ? 10_000 + KernelProtocol.SOON_MILLIS : 60_000);
    }

    @Test
    void neverTouchesWhatOthersOwn() {
        table.put(alien(A, 0, STATIC, via(7, 0)));
        KernelProtocol protocol = started(config(false, KernelConfig.Learn.OFF, 0));
        want(protocol, A, via(1, 0));
        protocol.flush();
        assertThat(table.contents()).containsExactly("10.1.0.0/16 proto 4 UNICAST via 192.0.2.7");
        protocol.stop();
        assertThat(table.contents()).containsExactly("10.1.0.0/16 proto 4 UNICAST via 192.0.2.7");
    }

    @Test
    void takesThePlaceOfAnAlienRouteAsSoonAsItIsGone() {
        table.put(alien(A, 0, STATIC, via(7, 0)));
        KernelProtocol protocol = started(config(false, KernelConfig.Learn.OFF, 0));
        want(protocol, A, via(1, 0));
        protocol.flush();
        table.remove(alien(A, 0, STATIC, via(7, 0)));
        protocol.routeRemoved(RouteMessage.of(alien(A, 0, STATIC, via(7, 0))));
        protocol.tick(1);
        assertThat(table.contents()).containsExactly("10.1.0.0/16 proto 12 UNICAST via 192.0.2.1");
    }

    @Test
    void learnsTheLowestMetricOfAlienRoutes() {
        table.put(alien(A, 20, STATIC, via(7, 20)));
        table.put(alien(A, 10, 80, via(8, 10)));
        table.put(alien(B, 0, KernelRoute.PROTOCOL_KERNEL, via(7, 0)));
        table.put(alien(0x7F010000L, 0, STATIC, via(7, 0))); // 127.1.0.0: no table takes it
        KernelProtocol protocol = started(config(false, KernelConfig.Learn.ALIEN, 0));
        assertThat(feed.take().getLast())
                .isEqualTo("+ 10.1.0.0/16 dest=01 via=00000007000004c0000208 source=00000050 metric=0000000a");
        protocol.routeRemoved(RouteMessage.of(alien(A, 10, 80, via(8, 10))));
        assertThat(feed.take())
                .containsExactly("+ 10.1.0.0/16 dest=01 via=00000007000004c0000207 source=00000004 metric=00000014");
        protocol.routeRemoved(RouteMessage.of(alien(A, 20, STATIC, via(7, 20))));
        assertThat(feed.take()).containsExactly("- 10.1.0.0/16");
        protocol.routeChanged(RouteMessage.of(alien(C, 0, STATIC, blackhole(0))), false);
        assertThat(feed.take()).containsExactly("+ 10.3.0.0/16 dest=02 source=00000004 metric=00000000");
        protocol.tick(60_000); // B's and C's owner is not in the table any more for the scan
        assertThat(feed.take()).contains("- 10.3.0.0/16");
    }

    @Test
    void announcesAgainWhatIsChosen() {
        table.put(alien(A, 0, STATIC, via(7, 0)));
        table.put(alien(B, 0, STATIC, via(7, 0)));
        KernelProtocol protocol = started(config(false, KernelConfig.Learn.ALIEN, 0));
        feed.take();
        protocol.announceAgain((family, hi, lo, length, blob, offset, size) -> lo == B && size > 0);
        assertThat(feed.take()).singleElement().asString().startsWith("+ 10.2.0.0/16 ");
        protocol.announceAgain(RouteChoice.ALL);
        assertThat(feed.take()).hasSize(2);
    }

    @Test
    void learnsTheKernelsOwnOnlyWithLearnAll() {
        table.put(alien(B, 0, KernelRoute.PROTOCOL_KERNEL, via(7, 0)));
        started(config(false, KernelConfig.Learn.ALL, 0));
        assertThat(feed.take()).hasSize(1);
    }

    @Test
    void scansAsOftenAsAskedToOnlyWhileSomethingHappens() {
        KernelProtocol protocol = started(config(false, KernelConfig.Learn.ALIEN, 0, 2));
        protocol.tick(2_000);
        assertThat(protocol.tick(3_000)).as("nothing happens").isEqualTo(62_000);
        protocol.routeChanged(RouteMessage.of(alien(B, 0, STATIC, via(7, 0))), false);
        assertThat(protocol.tick(10_000)).as("others change routes").isEqualTo(12_000);
        protocol.tick(12_000);
        want(protocol, A, via(1, 0));
        protocol.flush();
        assertThat(protocol.tick(20_000)).as("a route was sent").isEqualTo(22_000);
        protocol.tick(22_000);
        assertThat(protocol.tick(22_001)).as("it is there").isEqualTo(82_000);
    }

    @Test
    void scansAsOftenAsAskedToWhileSomethingIsRefusedOrRepaired() {
        KernelProtocol protocol = started(config(false, KernelConfig.Learn.OFF, 0, 2));
        table.refuseWith(Errno.ENETUNREACH);
        want(protocol, A, via(1, 0));
        protocol.flush();
        assertThat(protocol.tick(0)).as("it is tried once more").isEqualTo(KernelProtocol.DOUBT_MILLIS);
        assertThat(protocol.tick(KernelProtocol.DOUBT_MILLIS)).isEqualTo(2_000);
        assertThat(protocol.tick(2_000)).as("it is still refused").isEqualTo(4_000);
        table.refuseWith(0);
        assertThat(protocol.tick(4_000)).as("it was sent again").isEqualTo(6_000);
        assertThat(table.contents()).hasSize(1);
        assertThat(protocol.tick(6_000)).as("it is there").isEqualTo(66_000);
        table.remove(own(A, via(1, 0)));
        assertThat(protocol.tick(66_000)).as("the scan has found it gone").isEqualTo(68_000);
        assertThat(table.contents()).hasSize(1);
        assertThat(protocol.tick(68_000)).isEqualTo(128_000);
    }

    @Test
    void scansSoonAfterADisturbanceButNotTooOften() {
        KernelProtocol protocol = started(config(false, KernelConfig.Learn.OFF, 0));
        protocol.scanSoon(10_000);
        assertThat(protocol.tick(10_000)).isEqualTo(10_000 + KernelProtocol.SOON_MILLIS);
        protocol.tick(10_000 + KernelProtocol.SOON_MILLIS);
        protocol.scanSoon(10_010);
        assertThat(protocol.tick(10_010))
                .isEqualTo(10_000 + KernelProtocol.SOON_MILLIS + KernelProtocol.MIN_INTERVAL_MILLIS);
    }

    /** `route protocol bgp`: what carries 12 is BIRD's. */
    @Test
    void adoptsRemovesAndLearnsByItsOwnProtocolNumber() {
        routeProtocol = KernelConfig.PROTOCOL_BGP;
        table.protocol(routeProtocol);
        table.put(alien(A, 0, KernelConfig.PROTOCOL_BGP, via(1, 0)));
        table.put(alien(B, 0, KernelRoute.PROTOCOL_BIRD, via(7, 0)));
        KernelProtocol protocol =
                new KernelProtocol(config(false, KernelConfig.Learn.ALIEN, 0), Family.IPV4, table, feed, log());
        protocol.start(0);
        assertThat(feed.take())
                .containsExactly("+ 10.2.0.0/16 dest=01 via=00000007000004c0000207 source=0000000c metric=00000000");
        want(protocol, C, via(2, 0));
        want(protocol, B, via(2, 0));
        protocol.fed(0);
        protocol.tick(0);
        assertThat(table.contents())
                .containsExactly(
                        "10.2.0.0/16 proto 12 UNICAST via 192.0.2.7", "10.3.0.0/16 proto 186 UNICAST via 192.0.2.2");
        protocol.stop();
        assertThat(table.contents()).containsExactly("10.2.0.0/16 proto 12 UNICAST via 192.0.2.7");
    }

    @Test
    void doesNotLearnWhatAnotherKernelProtocolOfThisRouterPutIntoTheTable() {
        table.put(alien(A, 0, KernelConfig.PROTOCOL_BGP, via(7, 0)));
        table.put(alien(B, 0, STATIC, via(7, 0)));
        KernelProtocol protocol = started(config(false, KernelConfig.Learn.ALIEN, 0));
        assertThat(feed.take()).hasSize(2);
        BitSet numbers = new BitSet();
        numbers.set(KernelConfig.PROTOCOL_BGP);
        protocol.siblings(numbers, 1_000);
        protocol.tick(1_000 + KernelProtocol.SOON_MILLIS);
        assertThat(feed.take()).containsExactly("- 10.1.0.0/16");
    }

    @Test
    void keepsManyPrefixesApart() {
        KernelProtocol protocol = started(config(false, KernelConfig.Learn.OFF, 0));
        for (int i = 0; i < 20_000; i++) {
            protocol.want(0, 0x14000000L + ((long) i << 8), 24, via(i % 50, 0));
        }
        protocol.flush();
        assertThat(table.contents()).hasSize(20_000);
        for (int i = 0; i < 20_000; i += 2) {
            protocol.want(0, 0x14000000L + ((long) i << 8), 24, null);
        }
        protocol.flush();
        assertThat(table.contents()).hasSize(10_000);
        assertThat(protocol.size()).isEqualTo(10_000);
        for (int i = 0; i < 20_000; i++) {
            protocol.want(0, 0x14000000L + ((long) i << 8), 24, via(3, 0));
        }
        protocol.flush();
        assertThat(table.contents()).hasSize(20_000).allMatch(line -> line.endsWith("via 192.0.2.3"));
    }
}
