package org.jbgp.daemon.protocol.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
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

/** Routes that go by a pair of next hop objects, and where they go when a way ends: against a table in memory. */
class PairGroupsTest {
    private static final int FIRST = 0x4000_0000 | 254 << 13 | 1 << 12;
    private static final String A_OBJECT = Integer.toHexString(FIRST);
    private static final String B_OBJECT = Integer.toHexString(FIRST + 1);
    private static final String GROUP = Integer.toHexString(FIRST + 2);
    private static final long BASE = 0x14000000L; // 20.0.0.0
    private static final int A = 1;
    private static final int B = 2;
    private static final int C = 3;
    private static final long QUIET = Pairing.QUIET_MILLIS;

    private int scanTime = 60;
    private final FakeTable table = new FakeTable();
    private final List<String> said = new ArrayList<>();

    @Test
    void aLostNeighborIsOneChangeAndTheTablesConfirmIt() {
        KernelProtocol protocol = started(NextHopObjects.ON);
        want(protocol, 0, 5, A, B);
        assertThat(table.take())
                .startsWith(
                        "object " + A_OBJECT + " via 192.0.2.1",
                        "object " + B_OBJECT + " via 192.0.2.2",
                        "group " + GROUP + " of " + A_OBJECT + "/" + B_OBJECT)
                .endsWith("ADD 20.0.4.0/24 proto 12 UNICAST via 192.0.2.1 by " + GROUP);

        protocol.lost(via -> via.channel() == A, 10);
        assertThat(table.take()).containsExactly("no object " + A_OBJECT);
        assertThat(ways(5)).containsOnly("192.0.2.2");

        want(protocol, 0, 5, B, 0);
        assertThat(table.take()).as("what the tables say is there already").isEmpty();
        scan(protocol);
        assertThat(table.take()).containsExactly("dump");
        assertThat(ways(5)).containsOnly("192.0.2.2");
    }

    @Test
    void whatTheTablesDoNotConfirmAScanPutsRight() {
        KernelProtocol protocol = started(NextHopObjects.ON);
        want(protocol, 0, 2, A, B);
        protocol.lost(via -> via.channel() == A, 10);
        assertThat(ways(2)).containsOnly("192.0.2.2");
        protocol.tick(20);
        protocol.tick(20 + QUIET);
        scan(protocol);
        assertThat(ways(2)).containsOnly("192.0.2.1");
    }

    @Test
    void aPrefixNeverGoesWhereItHasNoPath() {
        KernelProtocol protocol = started(NextHopObjects.ON);
        want(protocol, 0, 2, A, B);
        want(protocol, 2, 1, A, C);
        want(protocol, 3, 1, A, 0);
        protocol.lost(via -> via.channel() == A, 10);
        assertThat(ways(4)).containsExactly("192.0.2.2", "192.0.2.2", "192.0.2.3", "192.0.2.1");
    }

    @Test
    void aPrefixThatLosesItsSecondPathLeavesThePair() {
        KernelProtocol protocol = started(NextHopObjects.ON);
        want(protocol, 0, 3, A, B);
        want(protocol, 1, 1, A, 0);
        protocol.lost(via -> via.channel() == A, 10);
        assertThat(ways(3)).containsExactly("192.0.2.2", "192.0.2.1", "192.0.2.2");
    }

    @Test
    void aLostSecondNeighborLeavesThePairAtOnce() {
        KernelProtocol protocol = started(NextHopObjects.ON);
        want(protocol, 0, 3, A, B);
        table.take();
        protocol.lost(via -> via.channel() == B, 10);
        want(protocol, 0, 3, A, 0);
        assertThat(table.take()).as("no route is written").containsExactly("no object " + B_OBJECT);
        protocol.lost(via -> via.channel() == A, 20);
        assertThat(ways(3)).as("there is nowhere to go").containsOnly("192.0.2.1");
    }

    @Test
    void aSecondPathThatComesLaterIsOneChangeForAGroup() {
        KernelProtocol protocol = started(NextHopObjects.ON);
        want(protocol, 0, 3, A, B);
        protocol.lost(via -> via.channel() == B, 10);
        want(protocol, 0, 3, A, 0);
        table.take();
        want(protocol, 0, 3, A, C);
        protocol.tick(20);
        assertThat(table.take()).as("not while things change").isEmpty();
        protocol.tick(20 + QUIET);
        protocol.tick(21 + QUIET);
        assertThat(table.take())
                .containsExactly(
                        "object " + B_OBJECT + " via 192.0.2.3", "group " + GROUP + " of " + A_OBJECT + "/" + B_OBJECT);
        protocol.lost(via -> via.channel() == A, 900);
        assertThat(ways(3)).containsOnly("192.0.2.3");
    }

    @Test
    void onlyACrowdGoesByAPairByDefault() {
        KernelProtocol protocol = started(NextHopObjects.AUTO);
        want(protocol, 0, PairGroups.MANY - 1, A, B);
        quiet(protocol, 100);
        assertThat(table.objects()).isEmpty();
        want(protocol, PairGroups.MANY - 1, 1, A, B);
        assertThat(table.objects()).containsExactly(A_OBJECT, B_OBJECT, GROUP);
        quiet(protocol, 2_000);
        protocol.lost(via -> via.channel() == A, 5_000);
        assertThat(ways(PairGroups.MANY)).as("those that came before, too").containsOnly("192.0.2.2");
    }

    @Test
    void aSecondPathOfRoutesThatAreThereIsOneChangeForAllOfThem() {
        KernelProtocol protocol = started(NextHopObjects.ON);
        want(protocol, 0, 3, A, 0);
        assertThat(table.take())
                .startsWith("object " + A_OBJECT + " via 192.0.2.1", "group " + B_OBJECT + " of " + A_OBJECT)
                .endsWith("ADD 20.0.2.0/24 proto 12 UNICAST via 192.0.2.1 by " + B_OBJECT);
        want(protocol, 0, 3, A, B);
        assertThat(table.take()).isEmpty();
        quiet(protocol, 100);
        assertThat(table.take())
                .anyMatch(line -> line.startsWith("group " + B_OBJECT))
                .noneMatch(line -> line.startsWith("REPLACE"));
        assertThat(table.objects()).as("a pair, and nothing that was before").hasSize(3);
        protocol.lost(via -> via.channel() == A, 2_000);
        assertThat(ways(3)).containsOnly("192.0.2.2");
    }

    @Test
    void thoseWithoutASecondPathLeaveTheGroupWhoseOthersHaveOne() {
        KernelProtocol protocol = started(NextHopObjects.ON);
        want(protocol, 0, 10, A, 0);
        want(protocol, 0, 5, A, B);
        want(protocol, 7, 3, A, B);
        table.take();
        quiet(protocol, 100);
        assertThat(table.take())
                .filteredOn(line -> line.startsWith("REPLACE"))
                .extracting(line -> line.substring(0, "REPLACE 20.0.5".length()))
                .containsExactly("REPLACE 20.0.5", "REPLACE 20.0.6");
        protocol.lost(via -> via.channel() == A, 2_000);
        assertThat(ways(10))
                .containsExactlyElementsOf(List.of(
                        "192.0.2.2",
                        "192.0.2.2",
                        "192.0.2.2",
                        "192.0.2.2",
                        "192.0.2.2",
                        "192.0.2.1",
                        "192.0.2.1",
                        "192.0.2.2",
                        "192.0.2.2",
                        "192.0.2.2"));
    }

    @Test
    void aSmallRestLeavesTheGroupWithoutOne() {
        KernelProtocol protocol = started(NextHopObjects.AUTO);
        want(protocol, 0, PairGroups.MANY + 100, A, 0);
        want(protocol, 0, PairGroups.MANY + 98, A, B);
        quiet(protocol, 100);
        protocol.lost(via -> via.channel() == A, 2_000);
        assertThat(ways(PairGroups.MANY + 98)).containsOnly("192.0.2.2");
        assertThat(ways(PairGroups.MANY + 100)).endsWith("192.0.2.1", "192.0.2.1");
    }

    @Test
    void aNextHopOfRoutesWithOnePathThatLeadsElsewhereIsOneChange() {
        KernelProtocol protocol = started(NextHopObjects.ON);
        want(protocol, 0, 3, A, 0);
        table.take();
        protocol.moved(via -> via.nextHop().equals(nextHop(A)), hop(C), 10);
        assertThat(table.take()).containsExactly("object " + A_OBJECT + " now via 192.0.2.3");
        assertThat(ways(3)).containsOnly("192.0.2.3");
        for (int i = 0; i < 3; i++) {
            protocol.want(0, BASE + (i << 8), 24, via(C), new ViaPair(new Via(A, nextHop(A), hop(C)), null));
        }
        protocol.flush();
        assertThat(table.take()).as("the tables confirm it").isEmpty();
    }

    @Test
    void aNextHopOfFewRoutesIsLeftToTheTables() {
        KernelProtocol protocol = started(NextHopObjects.ON);
        want(protocol, 0, 100, A, 0);
        want(protocol, 100, 1, B, 0);
        table.take();
        protocol.moved(via -> via.nextHop().equals(nextHop(B)), hop(C), 10);
        assertThat(table.take()).isEmpty();
        protocol.want(0, BASE + (100 << 8), 24, via(C), new ViaPair(new Via(B, nextHop(B), hop(C)), null));
        protocol.flush();
        assertThat(ways(101)).endsWith("192.0.2.3");
    }

    @Test
    void theLossOfAWayTakesNobodyAlongWhoHasNoOther() {
        KernelProtocol protocol = started(NextHopObjects.ON);
        want(protocol, 0, 2, A, 0);
        want(protocol, 2, 2, A, B);
        table.take();
        protocol.lost(via -> via.channel() == A, 10);
        assertThat(table.take()).as("one change, whoever else goes that way").hasSize(1);
        assertThat(ways(4)).containsExactly("192.0.2.1", "192.0.2.1", "192.0.2.2", "192.0.2.2");
    }

    @Test
    void anInterfaceGoesDownAndTheKernelDoesTheRest() {
        KernelProtocol protocol = started(NextHopObjects.ON);
        want(protocol, 0, 3, A, B);
        table.take();
        table.linkDown(A);
        assertThat(ways(3)).containsOnly("192.0.2.2");
        protocol.linkDown(A, 10);
        want(protocol, 0, 3, B, 0);
        protocol.tick(20);
        assertThat(protocol.tick(20 + QUIET)).as("no scan").isGreaterThan(1_000);
        assertThat(table.take()).isEmpty();
    }

    @Test
    void aNextHopThatLeadsElsewhereIsOneChange() {
        KernelProtocol protocol = started(NextHopObjects.ON);
        want(protocol, 0, 3, A, B);
        table.take();
        protocol.moved(via -> via.nextHop().equals(nextHop(A)), hop(C), 10);
        assertThat(table.take()).containsExactly("object " + A_OBJECT + " now via 192.0.2.3");
        assertThat(ways(3)).containsOnly("192.0.2.3");
        Via moved = new Via(A, nextHop(A), hop(C));
        for (int i = 0; i < 3; i++) {
            protocol.want(0, BASE + (i << 8), 24, via(C), new ViaPair(moved, way(B)));
        }
        protocol.flush();
        assertThat(table.take()).as("the tables confirm it").isEmpty();
        protocol.lost(via -> via.channel() == A, 20);
        assertThat(ways(3)).containsOnly("192.0.2.2");
    }

    @Test
    void twoNeighborsWithOneGatewayArePairsOfTheirOwn() {
        KernelProtocol protocol = started(NextHopObjects.ON);
        want(protocol, 0, 2, A, B);
        Via sameGateway = new Via(9, nextHop(A), hop(A));
        protocol.want(0, BASE + (2 << 8), 24, via(A), new ViaPair(sameGateway, way(B)));
        protocol.flush();
        protocol.lost(via -> via.channel() == A, 10);
        assertThat(ways(3)).containsExactly("192.0.2.2", "192.0.2.2", "192.0.2.1");
    }

    @Test
    void aNextHopThatLeadsElsewhereTakesNobodyAlongWhoHasAnother() {
        KernelProtocol protocol = started(NextHopObjects.ON);
        want(protocol, 0, 2, A, B);
        protocol.lost(via -> via.channel() == B, 10);
        // Another neighbor's next hop, behind the same gateway.
        protocol.want(0, BASE, 24, via(A), new ViaPair(new Via(9, nextHop(9), hop(A)), null));
        protocol.flush();
        protocol.moved(via -> via.nextHop().equals(nextHop(A)), hop(C), 20);
        assertThat(ways(1)).containsOnly("192.0.2.1");
    }

    @Test
    void bothWaysLostAtOnceStayUntilTheTablesKnow() {
        KernelProtocol protocol = started(NextHopObjects.ON);
        want(protocol, 0, 2, A, B);
        want(protocol, 2, 2, A, C);
        protocol.lost(via -> via.channel() != C, 10);
        assertThat(ways(4)).containsExactly("192.0.2.1", "192.0.2.1", "192.0.2.3", "192.0.2.3");
    }

    @Test
    void aGroupThatTheKernelDoesNotChangeIsNotTakenForChanged() {
        KernelProtocol protocol = started(NextHopObjects.ON);
        want(protocol, 0, 2, A, B);
        want(protocol, 2, 2, A, C);
        table.refuseGroupsWith(Errno.ENOBUFS);
        protocol.lost(via -> via.channel() != C, 10);
        table.refuseGroupsWith(0);
        want(protocol, 2, 2, C, 0);
        assertThat(ways(4)).containsExactly("192.0.2.1", "192.0.2.1", "192.0.2.3", "192.0.2.3");
    }

    @Test
    void aScanSeesAnObjectThatSomebodyLedElsewhere() {
        KernelProtocol protocol = started(NextHopObjects.ON);
        want(protocol, 0, 2, A, B);
        table.object(FIRST, KernelRoute.PROTOCOL_BIRD, hop(C));
        protocol.nextHopObjectChanged(FIRST, 10);
        protocol.tick(100);
        assertThat(ways(2)).containsOnly("192.0.2.1");
        protocol.lost(via -> via.channel() == A, 200);
        assertThat(ways(2)).containsOnly("192.0.2.2");
    }

    @Test
    void aSecondWayThatIsUpAgainTakesItsPlace() {
        KernelProtocol protocol = started(NextHopObjects.ON);
        want(protocol, 0, 3, A, B);
        table.linkDown(B);
        table.refuseObjectsWith(Errno.ENETDOWN);
        protocol.linkDown(B, 100);
        quiet(protocol, 100);
        table.refuseObjectsWith(0);
        protocol.linkUp(3_000);
        quiet(protocol, 3_000);
        protocol.lost(via -> via.channel() == A, 5_000);
        assertThat(ways(3)).containsOnly("192.0.2.2");
    }

    @Test
    void whatTheKernelRefusedIsTriedAfterAScan() {
        KernelProtocol protocol = started(NextHopObjects.ON);
        table.refuseGroupsWith(Errno.ENOBUFS);
        want(protocol, 0, 3, A, B);
        quiet(protocol, 100);
        table.refuseGroupsWith(0);
        scan(protocol);
        quiet(protocol, 71_000);
        protocol.lost(via -> via.channel() == A, 75_000);
        assertThat(ways(3)).containsOnly("192.0.2.2");
    }

    @Test
    void aLostInterfaceIsScannedForIfTheObjectsCannotBeSeen() {
        KernelProtocol protocol = started(NextHopObjects.ON);
        want(protocol, 0, 3, A, B);
        table.objectsKeepChanging(true);
        table.linkDown(B);
        protocol.linkDown(B, 100);
        table.objectsKeepChanging(false);
        protocol.tick(200);
        protocol.tick(300);
        protocol.lost(via -> via.channel() == A, 400);
        assertThat(ways(3)).as("the second way has ended long ago").containsOnly("192.0.2.1");
    }

    @Test
    void aNextHopThatIsNoPlainGatewayAnyMoreIsLeftToTheTables() {
        KernelProtocol protocol = started(NextHopObjects.ON);
        want(protocol, 0, 3, A, B);
        table.take();
        KernelIp linkLocal = new KernelIp(Family.IPV6, 0xFE80L << 48, 0x1_C000_0203L);
        protocol.moved(via -> via.nextHop().equals(nextHop(A)), new KernelNextHop(linkLocal, C, 1, 0), 10);
        protocol.moved(via -> via.nextHop().equals(nextHop(A)), new KernelNextHop(null, C, 1, 0), 20);
        assertThat(table.take()).isEmpty();
    }

    @Test
    void routesComeToTheirPairAlsoWhenThereIsNoRest() {
        KernelProtocol protocol = started(NextHopObjects.ON);
        want(protocol, 0, 3, A, 0);
        want(protocol, 0, 3, A, B);
        long now = 100;
        for (; now < 100 + 2 * Pairing.PATIENCE_MILLIS; now += QUIET / 2) {
            want(protocol, 3, 1, now % QUIET == 100 ? B : C, 0);
            protocol.tick(now);
        }
        protocol.lost(via -> via.channel() == A, now);
        assertThat(ways(3)).containsOnly("192.0.2.2");
    }

    @Test
    void whatConcernsNoPairIsNoReasonToLookAtAllPrefixes() {
        KernelProtocol protocol = started(NextHopObjects.ON);
        want(protocol, 0, 3, A, B);
        quiet(protocol, 100);
        protocol.lost(via -> via.channel() == C, 1_000);
        protocol.moved(via -> via.nextHop().equals(nextHop(C)), hop(B), 1_000);
        assertThat(protocol.tick(1_000)).as("the regular scan").isGreaterThan(1_000 + QUIET);
    }

    @Test
    void withoutGroupsRoutesGoAsEver() {
        KernelProtocol protocol = started(NextHopObjects.ON);
        table.refuseGroupsWith(Errno.EINVAL);
        want(protocol, 0, 3, A, B);
        assertThat(table.take())
                .filteredOn(line -> line.startsWith("ADD"))
                .hasSize(3)
                .allMatch(line -> line.endsWith("via 192.0.2.1 by " + Integer.toHexString(0x4000_0000 | 254 << 13)));
        assertThat(said).hasSize(1).allMatch(line -> line.contains("No pairs of next hop objects"));
        protocol.lost(via -> via.channel() == A, 10);
        assertThat(ways(3)).containsOnly("192.0.2.1");
        want(protocol, 0, 3, B, 0);
        assertThat(ways(3)).containsOnly("192.0.2.2");
    }

    @Test
    void routesThatCannotGoByAGroupAreNoReasonToScan() {
        scanTime = 2;
        KernelProtocol protocol = started(NextHopObjects.ON);
        table.refuseGroupsWith(Errno.EINVAL);
        want(protocol, 0, 3, A, B);
        quiet(protocol, 100);
        protocol.tick(3_000);
        table.take();
        quiet(protocol, 3_100);
        assertThat(protocol.tick(10_000)).isEqualTo(63_000);
        assertThat(table.take()).noneMatch(line -> line.startsWith("ADD") || line.startsWith("REPLACE"));
    }

    @Test
    void offMeansNone() {
        KernelProtocol protocol = started(NextHopObjects.OFF);
        want(protocol, 0, 3, A, B);
        quiet(protocol, 100);
        assertThat(table.take()).noneMatch(line -> line.contains("group") || line.contains(" by "));
    }

    @Test
    void aSuccessorTakesRoutesOverAndRemovesWhatIsLeft() {
        KernelProtocol before = started(NextHopObjects.ON);
        want(before, 0, 3, A, B);
        table.take();
        KernelProtocol protocol = made(NextHopObjects.ON);
        protocol.start(0);
        want(protocol, 0, 3, A, B);
        assertThat(ways(3)).containsOnly("192.0.2.1");
        protocol.fed(10);
        protocol.tick(10);
        scan(protocol);
        assertThat(ways(3)).containsOnly("192.0.2.1");
        assertThat(table.objects()).as("its own three only").hasSize(3).doesNotContain(GROUP);
        protocol.lost(via -> via.channel() == A, 100_000);
        assertThat(ways(3)).containsOnly("192.0.2.2");
    }

    @Test
    void aSuccessorOfRoutesWithOnePathWritesNone() {
        want(started(NextHopObjects.ON), 0, 3, A, 0);
        table.take();
        List<String> objects = table.objects();
        KernelProtocol protocol = made(NextHopObjects.ON);
        protocol.start(0);
        want(protocol, 0, 3, A, 0);
        protocol.fed(10);
        protocol.tick(10);
        quiet(protocol, 100);
        assertThat(table.take()).as("nothing is written, no object either").allMatch("dump"::equals);
        assertThat(table.objects()).isEqualTo(objects);
        protocol.moved(via -> via.nextHop().equals(nextHop(A)), hop(C), 2_000);
        assertThat(ways(3)).containsOnly("192.0.2.3");
    }

    @Test
    void aSuccessorWhoseFirstScanMissesTheRoutesKeepsThem() {
        KernelProtocol before = started(NextHopObjects.ON);
        want(before, 0, 3, A, B);
        KernelProtocol protocol = made(NextHopObjects.ON);
        table.incomplete(true);
        protocol.start(0);
        protocol.fed(10);
        protocol.tick(10);
        assertThat(ways(3)).containsOnly("192.0.2.1");
    }

    @Test
    void aStopRemovesTheObjects() {
        KernelProtocol protocol = started(NextHopObjects.ON);
        want(protocol, 0, 3, A, B);
        protocol.stop();
        assertThat(table.contents()).isEmpty();
        assertThat(table.objects()).isEmpty();
    }

    private static void quiet(KernelProtocol protocol, long from) {
        protocol.tick(from);
        for (int i = 0; i < 10; i++) {
            protocol.tick(from + QUIET + i);
        }
    }

    private static void scan(KernelProtocol protocol) {
        protocol.tick(70_000);
    }

    /** Prefixes with their best path by one neighbor and the second by another, 0 for none. */
    private static void want(KernelProtocol protocol, int from, int count, int best, int second) {
        ViaPair pair = new ViaPair(way(best), second == 0 ? null : way(second));
        for (int i = from; i < from + count; i++) {
            protocol.want(0, BASE + ((long) i << 8), 24, via(best), pair);
        }
        protocol.flush();
    }

    private List<String> ways(int count) {
        List<String> ways = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ways.add(table.wayOf(new KernelIp(Family.IPV4, 0, BASE + ((long) i << 8)), 24));
        }
        return ways;
    }

    private static Via way(int neighbor) {
        return new Via(neighbor, nextHop(neighbor), hop(neighbor));
    }

    private static Object nextHop(int neighbor) {
        return "next hop of " + neighbor;
    }

    static KernelNextHop hop(int neighbor) {
        return new KernelNextHop(new KernelIp(Family.IPV4, 0, 0xC0000200L + neighbor), neighbor, 1, 0);
    }

    static Forwarding via(int neighbor) {
        return new Forwarding(
                Family.IPV4, RouteType.UNICAST, 0, Forwarding.DEFAULT_SCOPE, RouteExtras.NONE, List.of(hop(neighbor)));
    }

    private KernelProtocol started(NextHopObjects objects) {
        KernelProtocol protocol = made(objects);
        protocol.start(0);
        protocol.fed(0);
        table.take();
        return protocol;
    }

    private KernelProtocol made(NextHopObjects objects) {
        return new KernelProtocol(
                config(objects, scanTime), Family.IPV4, table, new RecordingFeed(), new ProtocolLog() {
                    @Override
                    public void info(String protocol, String message) {
                        said.add(message);
                    }

                    @Override
                    public void warning(String protocol, String message) {
                        said.add("warning: " + message);
                    }
                });
    }

    static KernelConfig config(NextHopObjects objects) {
        return config(objects, 60);
    }

    private static KernelConfig config(NextHopObjects objects, int scanTime) {
        ProtocolCommon common = PlainProtocol.named("kernel1");
        return new KernelConfig(
                common,
                List.of(),
                new KernelConfig.Table(
                        254, 0, 0, KernelConfig.LinkBandwidth.OFF, objects, KernelRoute.PROTOCOL_BIRD, true),
                KernelConfig.Learn.OFF,
                false,
                false,
                scanTime,
                0);
    }
}
