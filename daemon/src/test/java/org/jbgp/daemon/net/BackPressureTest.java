package org.jbgp.daemon.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jbgp.config.model.bgp.BgpTimers;
import org.jbgp.daemon.net.connection.Ticker;
import org.jbgp.daemon.session.DownReason;
import org.jbgp.daemon.session.Session;
import org.jbgp.daemon.wire.MessageHeader;
import org.jbgp.daemon.wire.MessageType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Neither a slow reader nor a slow writer costs memory or the session, until the send hold timer says so. */
@Timeout(300)
class BackPressureTest {

    private LoopbackFixture fixture;
    private final RecordingHandler atTwo = new RecordingHandler();

    @BeforeEach
    void setUp() throws Exception {
        fixture = new LoopbackFixture();
    }

    @AfterEach
    void tearDown() {
        fixture.close();
    }

    private BgpNeighbor passive(Ticker ticker, BgpTimers timers) throws Exception {
        BgpNeighbor neighbor = fixture.network(ticker)
                .add(fixture.settings(2, 9, b -> b.passive(true).timers(timers)), atTwo);
        neighbor.start();
        LoopbackFixture.eventually("listening", () -> neighbor.listenAddress() != null);
        return neighbor;
    }

    private RawPeer dial(int holdTime) throws Exception {
        RawPeer peer = RawPeer.dial(LoopbackFixture.address(9), fixture.socketAddress(2));
        peer.send(RawPeer.open(65009, holdTime, 9));
        peer.sendKeepalive();
        return peer;
    }

    /** Whole messages of 4096 bytes, {@code count} of them. */
    private static ByteBuf updates(int count) {
        ByteBuf messages = Unpooled.buffer(count * 4096);
        for (int i = 0; i < count; i++) {
            MessageHeader.write(messages, MessageType.UPDATE, 4096);
            messages.writeZero(4096 - MessageHeader.LENGTH);
        }
        return messages;
    }

    @Test
    void keepaliveOvertakesQueuedRoutes() throws Exception {
        BgpNeighbor neighbor = passive(new FastTicker(30), LoopbackFixture.QUICK);
        try (RawPeer peer = dial(90)) {
            Session session = atTwo.awaitEstablished();
            int total = 8_000; // 32 MB in one buffer
            session.write(updates(total));
            assertThat(session.writable()).isFalse();
            CountDownLatch writable = new CountDownLatch(1);
            session.onWritable(writable::countDown);
            // A keepalive every second at this speed, but none could get through while we do not read.
            long before = neighbor.status().sent().keepalives();
            long queued = LoopbackFixture.eventually(
                            "a keepalive that is due",
                            neighbor::status,
                            now -> now.sent().keepalives() > before)
                    .queuedBytes();
            assertThat(queued).as("the kernel took only a part").isGreaterThan(10_000_000);
            int updatesBeforeFifthKeepalive = 0;
            int keepalives = 0;
            int updates = 0;
            while (updates < total) {
                switch (peer.read().type()) {
                    case KEEPALIVE -> {
                        keepalives++;
                        if (keepalives == 2) {
                            updatesBeforeFifthKeepalive = updates;
                        }
                    }
                    case UPDATE -> updates++;
                    case OPEN, NOTIFICATION, ROUTE_REFRESH -> {}
                }
            }
            assertThat(keepalives).isGreaterThanOrEqualTo(2);
            assertThat(updatesBeforeFifthKeepalive)
                    .as("messages in front of a keepalive that was due while all were queued")
                    .isLessThan(total - 1_000);
            assertThat(writable.await(60, TimeUnit.SECONDS)).isTrue();
            LoopbackFixture.eventually("writable", session::writable);
        }
    }

    @Test
    void smallMessagesThatWaitArriveInTheirOrder() throws Exception {
        passive(new FastTicker(1), LoopbackFixture.QUICK);
        try (RawPeer peer = dial(90)) {
            Session session = atTwo.awaitEstablished();
            int large = 4_000;
            int small = 20_000;
            session.write(updates(large));
            for (int i = 0; i < small; i++) {
                int length = MessageHeader.LENGTH + 4 + i % 1_000;
                ByteBuf message = Unpooled.buffer(4096);
                MessageHeader.write(message, MessageType.UPDATE, length);
                session.write(message.writeZero(length - MessageHeader.LENGTH));
            }
            int updates = 0;
            while (updates < large + small) {
                RawPeer.Message next = peer.read();
                if (next.type() == MessageType.UPDATE) {
                    int i = updates - large;
                    int expected = i < 0 ? 4096 - MessageHeader.LENGTH : 4 + i % 1_000;
                    assertThat(next.body().readableBytes()).isEqualTo(expected);
                    updates++;
                }
            }
            LoopbackFixture.eventually("all sent", () -> session.queuedBytes() == 0);
        }
    }

    @Test
    void neighborThatTakesNothingIsGivenUpBySendHold() throws Exception {
        // RFC 9687; hold time off so that only the send hold timer can end it
        BgpTimers timers = LoopbackFixture.QUICK.withHold(30).withKeepalive(0, 6);
        BgpNeighbor neighbor = passive(new FastTicker(10), timers);
        try (RawPeer peer = dial(30)) {
            Session session = atTwo.awaitEstablished();
            session.write(updates(8_000));
            keepAlive(peer);
            DownReason reason = RecordingHandler.await(atTwo.down);
            assertThat(reason.text()).isEqualTo("Send hold timer expired");
            LoopbackFixture.eventually("nothing queued", () -> neighbor.status().queuedBytes() == 0);
        }
    }

    /** Sends keepalives until the session has ended. */
    private void keepAlive(RawPeer peer) throws InterruptedException {
        try {
            while (atTwo.down.isEmpty()) {
                peer.sendKeepalive();
                Thread.sleep(100); // the pace of a neighbor, well inside its hold time
            }
        } catch (IOException e) {
            // The connection is gone before the news of it has come.
            return;
        }
    }

    @Test
    void slowNeighborThatTakesALittleIsNotGivenUp() throws Exception {
        // Send hold time is 3 s at this speed.
        BgpTimers timers = LoopbackFixture.QUICK.withHold(30).withKeepalive(0, 15);
        passive(new FastTicker(5), timers);
        try (RawPeer peer = dial(30)) {
            Session session = atTwo.awaitEstablished();
            session.write(updates(8_000));
            for (int i = 0; i < 100; i++) {
                for (int j = 0; j < 60; j++) {
                    assertThat(peer.read()).isNotNull();
                }
                peer.sendKeepalive();
                Thread.sleep(100); // all in all more than three send hold times
            }
            assertThat(atTwo.down).isEmpty();
        }
    }

    @Test
    void pausedReaderStopsTheStreamAndLosesNothing() throws Exception {
        AtomicInteger seen = new AtomicInteger();
        RecordingHandler pausing = new RecordingHandler() {
            @Override
            public void update(Session s, ByteBuf body) {
                seen.incrementAndGet();
                s.pauseReading();
            }
        };
        EpollBgpNetwork network = fixture.network(new FastTicker(30));
        BgpTimers timers = LoopbackFixture.QUICK.withHold(9);
        BgpNeighbor neighbor =
                network.add(fixture.settings(2, 9, b -> b.passive(true).timers(timers)), pausing);
        neighbor.start();
        LoopbackFixture.eventually("listening", () -> neighbor.listenAddress() != null);
        try (RawPeer peer = dial(9)) {
            Session session = pausing.awaitEstablished();
            for (int i = 0; i < 100; i++) {
                peer.sendHex(RawPeer.MARKER + "00170200000000");
            }
            for (int i = 1; i <= 100; i++) {
                int expected = i;
                LoopbackFixture.eventually("message " + i, () -> seen.get() == expected);
                if (i == 50) {
                    Thread.sleep(600); // two hold times, in which we do not read
                    assertThat(seen).hasValue(50);
                    assertThat(pausing.down).isEmpty();
                    assertThat(neighbor.status().readingPaused()).isTrue();
                    peer.sendKeepalive();
                }
                session.resumeReading();
                if (i % 10 == 0) {
                    peer.sendKeepalive();
                }
            }
        }
    }
}
