package org.jbgp.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jbgp.kernel.FibFixture.awaitCarrier;
import static org.jbgp.kernel.FibFixture.link;
import static org.jbgp.kernel.FibFixture.name;
import static org.jbgp.kernel.FibFixture.v4;
import static org.jbgp.kernel.TestNamespace.ip;

import java.nio.charset.StandardCharsets;
import org.jbgp.kernel.RouteRequests.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Links, addresses and events of the real kernel. */
@Tag("netns")
class KernelEventsNetnsTest {
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

    @Test
    void readsLinksAndAddresses() throws Exception {
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
    void reportsChangesOfOthersButNotItsOwn() throws Exception {
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
                batch.flush(FibFixture.NONE_REFUSED);
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
                overflow(other);
                EventLog log = new EventLog();
                log.await(watcher, "resync");
            }
        });
    }

    /** Linux drops everything until nothing waits, and says so only once. */
    @Test
    void whatHappensAfterAResyncIsReportedHoweverFewChangesAreTakenAtOnce() throws Exception {
        TestNamespace.run(() -> {
            try (KernelFib watcher = KernelFib.open(4096);
                    KernelFib other = KernelFib.open()) {
                overflow(other);
                EventLog log = new EventLog();
                while (!log.lines.contains("resync")) {
                    watcher.await(100);
                    watcher.deliverEvents(log, 1);
                }
                ip("route add 172.30.0.0/16 dev lo proto static");
                log.await(watcher, "route 172.30.0.0/16 proto 4 metric 0 new");
            }
        });
    }

    private static void overflow(KernelFib other) throws Exception {
        RouteRequests batch = other.newBatch(4);
        for (int i = 0; !batch.isFull(); i++) {
            batch.begin(Operation.ADD, i, Family.IPV4, 0, 0x0A000000L + (i << 8), 24, KernelRoute.TABLE_MAIN)
                    .type(RouteType.BLACKHOLE)
                    .end();
        }
        batch.flush(FibFixture.NONE_REFUSED);
    }

    @Test
    void anotherThreadWakesTheWaiting() throws Exception {
        TestNamespace.run(() -> {
            try (KernelFib fib = KernelFib.open()) {
                EventLog log = new EventLog();
                fib.deliverEvents(log, EventLog.ALL_EVENTS);
                Thread waker = Thread.ofPlatform().start(fib::wakeUp);
                // It may be woken by news of the kernel, too; only the other thread wakes it without.
                while (fib.await(60_000)) {
                    fib.deliverEvents(log, EventLog.ALL_EVENTS);
                }
                waker.join();
            }
        });
    }
}
