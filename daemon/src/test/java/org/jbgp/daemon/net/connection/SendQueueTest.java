package org.jbgp.daemon.net.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SendQueueTest {
    private static final int KEEPALIVE = 19;

    /** The kernel takes nothing. */
    private static final class FullSocket extends EmbeddedChannel {
        private boolean full = true;

        @Override
        protected void doWrite(ChannelOutboundBuffer buffer) throws Exception {
            if (!full) {
                super.doWrite(buffer);
            }
        }
    }

    private final FullSocket socket = new FullSocket();
    private final AtomicLong acknowledged = new AtomicLong();
    private final SendQueue queue = new SendQueue(socket, new MessageStatistics(), acknowledged::get);

    @AfterEach
    void close() {
        queue.close();
        socket.releaseOutbound();
        var _ = socket.close();
    }

    private void send() {
        ByteBuf message = Unpooled.buffer();
        for (int i = 0; i < 16; i++) {
            message.writeByte(0xFF);
        }
        message.writeShort(KEEPALIVE).writeByte(4);
        queue.announce(message.readableBytes());
        queue.add(message);
    }

    @Test
    void anIdleNeighborDoesNotStall() {
        assertThat(queue.stalledFor(1_000)).isZero();
        assertThat(queue.stalledFor(9_000)).isZero();
    }

    @Test
    void whoAcknowledgesNothingStalls() {
        assertThat(queue.stalledFor(1_000)).isZero();
        send();
        assertThat(queue.stalledFor(2_000)).isEqualTo(1_000);
        assertThat(queue.stalledFor(5_000)).isEqualTo(4_000);
    }

    /** RFC 9687: bytes that leave are progress, though the socket has no room yet. */
    @Test
    void whoAcknowledgesSomethingDoesNot() {
        assertThat(queue.stalledFor(1_000)).isZero();
        send();
        assertThat(queue.stalledFor(2_000)).isEqualTo(1_000);
        acknowledged.set(10);
        assertThat(queue.stalledFor(5_000)).isZero();
        assertThat(queue.stalledFor(6_000)).isEqualTo(1_000);
        acknowledged.set(20);
        assertThat(queue.stalledFor(7_000)).isZero();
        socket.full = false;
        socket.flush();
        assertThat(queue.stalledFor(9_000)).isZero();
    }
}
