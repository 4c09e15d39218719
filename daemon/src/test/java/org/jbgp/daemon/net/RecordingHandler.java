package org.jbgp.daemon.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jbgp.daemon.session.DownReason;
import org.jbgp.daemon.session.NeighborStatus;
import org.jbgp.daemon.session.Session;
import org.jbgp.daemon.session.SessionHandler;
import org.jbgp.daemon.wire.AddressFamily;

/** Keeps what a session reports, for a test to wait for. */
class RecordingHandler implements SessionHandler {

    final BlockingQueue<Session> established = new LinkedBlockingQueue<>();
    final BlockingQueue<DownReason> down = new LinkedBlockingQueue<>();
    final BlockingQueue<byte[]> updates = new LinkedBlockingQueue<>();
    final BlockingQueue<String> refreshes = new LinkedBlockingQueue<>();
    final AtomicInteger updateCount = new AtomicInteger();
    final AtomicLong updateBytes = new AtomicLong();
    volatile boolean keepUpdates = true;
    volatile boolean disabled;

    @Override
    public void established(Session s) {
        established.add(s);
    }

    @Override
    public void update(Session s, ByteBuf body) {
        updateCount.incrementAndGet();
        updateBytes.addAndGet(body.readableBytes());
        if (keepUpdates) {
            updates.add(ByteBufUtil.getBytes(body));
        }
    }

    @Override
    public void routeRefresh(Session s, AddressFamily family, int subtype) {
        refreshes.add(family + " " + subtype);
    }

    @Override
    public void down(Session s, DownReason reason) {
        down.add(reason);
    }

    @Override
    public void phaseChanged(NeighborStatus.Phase phase) {}

    @Override
    public void disabled() {
        disabled = true;
    }

    Session awaitEstablished() throws InterruptedException {
        return await(established);
    }

    static <T> T await(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(60, TimeUnit.SECONDS);
        assertThat(next).as("within a minute").isNotNull();
        return next;
    }
}
