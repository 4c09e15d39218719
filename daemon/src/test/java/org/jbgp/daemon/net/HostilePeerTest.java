package org.jbgp.daemon.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jbgp.config.model.bgp.BgpTimers;
import org.jbgp.daemon.wire.MessageHeader;
import org.jbgp.daemon.wire.MessageType;
import org.jbgp.daemon.wire.open.OpenMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A neighbor that sends damaged messages hurts nobody but itself, and itself not for long. */
@Timeout(300)
class HostilePeerTest {

    private static final int ATTACKS = 400;

    private LoopbackFixture fixture;

    @BeforeEach
    void setUp() throws Exception {
        fixture = new LoopbackFixture();
    }

    @AfterEach
    void tearDown() {
        fixture.close();
    }

    @Test
    void damagedMessagesLeaveTheOthersAlone() throws Exception {
        BgpTimers noWait = LoopbackFixture.QUICK.withErrorWait(0, 0, 0);
        EpollBgpNetwork network = fixture.network();
        RecordingHandler attacked = new RecordingHandler();
        attacked.keepUpdates = false;
        RecordingHandler bystander = new RecordingHandler();
        BgpNeighbor victim =
                network.add(fixture.settings(2, 9, b -> b.passive(true).timers(noWait)), attacked);
        BgpNeighbor quiet = network.add(fixture.settings(2, 3), bystander);
        BgpNeighbor other = fixture.network().add(fixture.settings(3, 2, b -> b.passive(true)), new RecordingHandler());
        victim.start();
        quiet.start();
        other.start();
        bystander.awaitEstablished();
        Random random = new Random(4271);
        for (int i = 0; i < ATTACKS; i++) {
            try (RawPeer peer = RawPeer.dial(LoopbackFixture.address(9), fixture.socketAddress(2))) {
                attack(peer, random);
            }
        }
        assertThat(bystander.down).isEmpty();
        // Connections of the attack may still wait to be accepted, and the neighbor can have one at a time only.
        LoopbackFixture.eventually("a good one gets in", () -> getsIn(attacked));
    }

    /** Dials as a good neighbor does and sees whether a session comes of it. */
    private boolean getsIn(RecordingHandler attacked) {
        attacked.established.clear();
        try (RawPeer peer = RawPeer.dial(LoopbackFixture.address(9), fixture.socketAddress(2))) {
            peer.send(goodOpen());
            peer.sendKeepalive();
            return peer.readUntil(MessageType.KEEPALIVE) != null
                    && attacked.established.poll(1, TimeUnit.SECONDS) != null;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static OpenMessage goodOpen() {
        return RawPeer.open(65009, 90, 9);
    }

    /** A good conversation with some bytes changed, cut off or put in, sent in one go. */
    private static void attack(RawPeer peer, Random random) throws IOException {
        ByteBuf stream = Unpooled.buffer();
        goodOpen().encode(stream);
        if (random.nextBoolean()) {
            MessageHeader.writeKeepalive(stream);
            stream.writeBytes(LoopbackSessionTest.update(1, random.nextInt(64)));
        }
        byte[] bytes = ByteBufUtil.getBytes(stream);
        for (int changes = random.nextInt(4); changes >= 0; changes--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
        String hex = HexFormat.of().formatHex(bytes, 0, length);
        try {
            peer.sendHex(hex);
            if (random.nextInt(8) == 0) {
                peer.socket().setSoTimeout(20);
                peer.readNotification();
            }
        } catch (IOException e) {
            // Refused in the middle of it, or nothing to read: as good as any answer.
            assertThat(e).isNotNull();
        }
    }
}
