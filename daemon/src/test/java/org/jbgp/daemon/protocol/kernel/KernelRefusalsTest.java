package org.jbgp.daemon.protocol.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jbgp.config.model.KernelConfig;
import org.jbgp.daemon.protocol.Forwarding;
import org.jbgp.kernel.RouteMessage;
import org.jbgp.kernel.netlink.Errno;
import org.junit.jupiter.api.Test;

/** What the kernel refuses: how it is tried again, and what is said of it. */
class KernelRefusalsTest extends KernelCase {
    private KernelProtocol started() {
        return started(config(false, KernelConfig.Learn.OFF, 0));
    }

    private KernelProtocol refusing(int errno) {
        KernelProtocol protocol = started();
        table.refuseWith(errno);
        return protocol;
    }

    private static void given(KernelProtocol protocol, long lo, Forwarding forwarding) {
        want(protocol, lo, forwarding);
        protocol.flush();
    }

    /** What is refused is tried once more before it is reported. */
    private static void refusedAgain(KernelProtocol protocol, long now) {
        protocol.tick(now);
        protocol.tick(now + KernelProtocol.DOUBT_MILLIS);
    }

    @Test
    void triesRefusedRoutesAgainAtTheNextScan() {
        KernelProtocol protocol = refusing(Errno.ENETUNREACH);
        given(protocol, A, via(1, 0));
        refusedAgain(protocol, 10);
        assertThat(warnings).containsExactly("kernel1: The kernel refused 10.1.0.0/16: Network is unreachable");
        assertThat(protocol.counters().refused()).isEqualTo(2);
        table.take();
        protocol.tick(3_000);
        assertThat(table.take()).isEmpty();
        table.refuseWith(0);
        protocol.tick(60_000);
        assertThat(table.contents()).containsExactly("10.1.0.0/16 proto 12 UNICAST via 192.0.2.1");
    }

    @Test
    void isSilentAboutWhatIsRefusedBecauseItsInterfaceIsDown() {
        KernelProtocol protocol = started();
        protocol.linkDown(7, 10);
        table.refuseWith(Errno.EINVAL);
        given(protocol, A, via(1, 0));
        refusedAgain(protocol, 20);
        assertThat(warnings).isEmpty();
        assertThat(protocol.refusal(0, A, 16)).isEqualTo("Invalid argument (its interface is down)");
        protocol.linkUp(2_000);
        protocol.linkWorks(7);
        protocol.tick(2_000);
        assertThat(warnings)
                .as("when it is up there must be another reason")
                .containsExactly("kernel1: The kernel refused 10.1.0.0/16: Invalid argument");
    }

    @Test
    void isSilentAboutInterfacesThatWentNotLongAgo() {
        KernelProtocol protocol = refusing(Errno.EINVAL);
        protocol.linkRemoved(7, 10);
        given(protocol, A, via(1, 0));
        refusedAgain(protocol, 20);
        assertThat(warnings).isEmpty();
        for (int other = 8; other < 8 + 4_096; other++) {
            protocol.linkRemoved(other, 2_000);
        }
        given(protocol, B, via(1, 0));
        refusedAgain(protocol, 2_000);
        assertThat(warnings)
                .as("not each that ever was is remembered")
                .containsExactly("kernel1: The kernel refused 10.2.0.0/16: Invalid argument");
    }

    @Test
    void triesRefusedRoutesAgainWhenAnInterfaceCameUp() {
        KernelProtocol protocol = refusing(Errno.ENETUNREACH);
        given(protocol, A, via(1, 0));
        table.refuseWith(0);
        protocol.retryRefused();
        protocol.tick(1);
        assertThat(table.contents()).containsExactly("10.1.0.0/16 proto 12 UNICAST via 192.0.2.1");
    }

    @Test
    void aRefusedReplacementLeavesTheOldRouteAndTheNextOneReplacesIt() {
        KernelProtocol protocol = started();
        given(protocol, A, via(1, 0));
        table.refuseWith(Errno.EINVAL);
        given(protocol, A, via(2, 0));
        given(protocol, A, via(3, 0));
        refusedAgain(protocol, 10);
        assertThat(protocol.refusal(0, A, 16)).isEqualTo("Invalid argument (it keeps the route of before)");
        table.refuseWith(0);
        table.take();
        given(protocol, A, via(4, 0));
        assertThat(table.take()).containsExactly("REPLACE 10.1.0.0/16 proto 12 UNICAST via 192.0.2.4");
        assertThat(protocol.refusal(0, A, 16)).isEmpty();
        assertThat(warnings)
                .containsExactly("kernel1: The kernel refused 10.1.0.0/16: Invalid argument;"
                        + " the route that was there before stays");
    }

    @Test
    void aRouteWhoseReplacementWasRefusedGoesWhenItIsWithdrawn() {
        KernelProtocol protocol = started();
        given(protocol, A, via(1, 0));
        given(protocol, B, via(1, 0));
        table.refuseWith(Errno.EINVAL);
        given(protocol, A, via(2, 0));
        given(protocol, B, via(2, 0));
        table.refuseWith(0);
        given(protocol, A, null);
        assertThat(table.contents()).containsExactly("10.2.0.0/16 proto 12 UNICAST via 192.0.2.1");
        protocol.stop();
        assertThat(table.contents()).isEmpty();
        assertThat(protocol.size()).isZero();
    }

    @Test
    void aRouteThatCouldNotBeRemovedIsRemovedLater() {
        KernelProtocol protocol = started();
        given(protocol, A, via(1, 10));
        table.refuseWith(Errno.EPERM);
        given(protocol, A, null);
        refusedAgain(protocol, 10);
        table.refuseWith(0);
        protocol.tick(60_000);
        assertThat(table.contents()).isEmpty();
        assertThat(warnings)
                .containsExactly(
                        "kernel1: The kernel refused 10.1.0.0/16: Operation not permitted (to write routes takes root or"
                                + " CAP_NET_ADMIN); the route stays");
    }

    @Test
    void oneRefusedObjectLeavesAllItsRoutesAsTheyWere() {
        objects = KernelConfig.NextHopObjects.ON;
        KernelProtocol protocol = started();
        for (int i = 0; i < 8; i++) {
            protocol.want(0, A + ((long) i << 8), 24, via(1, 0));
        }
        protocol.flush();
        table.refuseWith(Errno.EINVAL);
        table.refuseObjectsWith(Errno.EINVAL);
        for (int i = 0; i < 8; i++) {
            protocol.want(0, A + ((long) i << 8), 24, via(2, 0));
        }
        protocol.flush();
        table.refuseWith(0);
        for (int i = 0; i < 4; i++) {
            protocol.want(0, A + ((long) i << 8), 24, via(3, 0));
            protocol.want(0, A + ((long) (i + 4) << 8), 24, null);
        }
        protocol.flush();
        assertThat(table.contents()).hasSize(4).allMatch(line -> line.endsWith("via 192.0.2.3"));
    }

    @Test
    void aRefusedRouteIsReportedAndWarnedOfOnce() {
        List<String> reported = new ArrayList<>();
        KernelProtocol protocol = started();
        protocol.reportRefusals(listener(reported));
        table.refuseWith(Errno.ENETUNREACH);
        given(protocol, A, via(1, 0));
        protocol.retryRefused();
        refusedAgain(protocol, 100);
        protocol.tick(60_000);
        assertThat(reported).containsExactly("refused a010000/16");
        assertThat(warnings).hasSize(1);
        table.refuseWith(0);
        protocol.tick(120_000);
        assertThat(reported).containsExactly("refused a010000/16", "taken a010000/16");
    }

    /** An event that says why is on its way, or somebody changed the same route in that moment. */
    @Test
    void nobodyIsToldOfWhatTheKernelTakesAMomentLater() {
        List<String> reported = new ArrayList<>();
        KernelProtocol protocol = started();
        protocol.reportRefusals(listener(reported));
        table.refuseWith(Errno.EINVAL);
        given(protocol, A, via(1, 0));
        given(protocol, B, via(1, 0));
        protocol.tick(10);
        given(protocol, B, null);
        protocol.retryRefused();
        protocol.tick(500);
        table.refuseWith(0);
        protocol.tick(10 + KernelProtocol.DOUBT_MILLIS);
        assertThat(table.contents()).containsExactly("10.1.0.0/16 proto 12 UNICAST via 192.0.2.1");
        table.refuseWith(Errno.EINVAL);
        given(protocol, A, via(2, 0));
        protocol.tick(20_000);
        assertThat(warnings).as("another doubt").isEmpty();
        assertThat(reported).isEmpty();
    }

    @Test
    void aRouteThatIsStillThereWhenItsRemovalIsReportedIsNoReasonToWarn() {
        KernelProtocol protocol = started();
        given(protocol, A, via(1, 0));
        // The event is older than the route, which a scan had put back.
        protocol.routeRemoved(RouteMessage.of(own(A, via(1, 0))));
        protocol.tick(10);
        protocol.tick(100);
        protocol.tick(10_000);
        assertThat(table.contents()).containsExactly("10.1.0.0/16 proto 12 UNICAST via 192.0.2.1");
        assertThat(warnings).isEmpty();
        assertThat(protocol.refusal(0, A, 16)).isEmpty();
    }

    @Test
    void whoAlwaysHasADoubtIsToldInTheEnd() {
        KernelProtocol protocol = refusing(Errno.ENETUNREACH);
        for (int i = 0; i < 20; i++) {
            protocol.want(0, A + ((long) i << 8), 24, via(1, 0));
            protocol.flush();
            protocol.tick(500L * i);
        }
        assertThat(warnings).hasSize(10).first().asString().contains("10.1.0.0/24: Network is unreachable");
    }

    @Test
    void whatIsGoneInTheMomentOfItsRemovalIsNotRefused() {
        KernelProtocol protocol = started();
        given(protocol, A, via(1, 0));
        table.refuseWith(Errno.ENOENT);
        given(protocol, A, null);
        refusedAgain(protocol, 10);
        assertThat(protocol.size()).isZero();
        assertThat(warnings).isEmpty();
    }

    @Test
    void atTheEndARefusalIsReportedAtOnce() {
        KernelProtocol protocol = started();
        given(protocol, A, via(1, 0));
        table.refuseWith(Errno.EPERM);
        protocol.stop();
        assertThat(warnings).singleElement().asString().endsWith("; the route stays");
    }

    private static RefusalListener listener(List<String> reported) {
        return new RefusalListener() {
            @Override
            public void changed(long hi, long lo, int length, boolean refused) {
                reported.add((refused ? "refused " : "taken ") + Long.toHexString(lo) + "/" + length);
            }

            @Override
            public void flush() {}
        };
    }

    @Test
    void manyRefusedRoutesAreCountedInOneLine() {
        KernelProtocol protocol = refusing(Errno.ENETUNREACH);
        for (int i = 0; i < 25; i++) {
            protocol.want(0, A + ((long) i << 8), 24, via(1, 0));
        }
        protocol.flush();
        refusedAgain(protocol, 10);
        protocol.tick(60_000);
        assertThat(warnings).hasSize(11).last().isEqualTo("kernel1: The kernel refused 15 more routes");
    }

    @Test
    void anAttachedRouteBringsTheRefusedOnesBehindItAtOnce() {
        KernelProtocol protocol = refusing(Errno.ENETUNREACH);
        given(protocol, A, via(1, 0));
        table.refuseWith(0);
        given(protocol, B, attached());
        protocol.tick(100);
        assertThat(table.contents()).hasSize(2);
    }
}
