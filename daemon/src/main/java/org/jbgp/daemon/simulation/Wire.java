package org.jbgp.daemon.simulation;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import org.jbgp.daemon.wire.MessageHeader;
import org.jbgp.daemon.wire.MessageType;

/**
 * One direction of a TCP connection: bytes in their order, each as late as its way is long. What meets a broken way is
 * sent again and again, as TCP does, until the way is whole or nobody wants it any more. One thread.
 */
final class Wire {
    private static final long AGAIN_NANOS = 1_000_000_000L;

    private final SimulatedSocket from;
    private final SimulatedSocket to;
    private final VirtualTime time;
    private final ArrayDeque<Sent> sent = new ArrayDeque<>();
    private Network.Way way;
    /** For which state of links and routes the way is; of when it was dialed, at first, which may be long ago. */
    private long links = -1;

    private long routes = -1;
    private int underWay;
    private boolean ordered;

    /** @param bytes null for the end */
    private record Sent(ByteBuf bytes, long arrival) {}

    Wire(SimulatedSocket from, SimulatedSocket to, Network.Way way) {
        this.from = from;
        this.to = to;
        this.time = from.host().network().time();
        this.way = way;
    }

    /** Bytes that were sent and not yet read. */
    int underWay() {
        return underWay;
    }

    /** Takes the bytes; null is the end. */
    void send(ByteBuf bytes) {
        underWay += bytes == null ? 0 : bytes.readableBytes();
        sent.add(new Sent(bytes, time.nanoTime() + look().delay().toNanos()));
        order(0);
    }

    private void order(long least) {
        Sent next = sent.peek();
        if (!ordered && next != null) {
            ordered = true;
            long wait = Math.max(least, next.arrival - time.nanoTime());
            time.after(wait, this, this::arrives);
        }
    }

    private void arrives() {
        ordered = false;
        Sent next = sent.peek();
        if (next == null) {
            return;
        }
        if (!look().arrives()) {
            if (from.host().isOn() && to.host().isOn() && to.isOpen()) {
                order(AGAIN_NANOS);
            } else {
                drop();
            }
            return;
        }
        sent.poll();
        if (next.bytes != null && hasNews(next.bytes)) {
            time.touch();
        }
        if (to.isRegistered()) {
            to.loop().execute(() -> to.deliver(next.bytes));
        } else {
            to.deliver(next.bytes);
        }
        order(0);
    }

    /** Whether there is anything but KEEPALIVEs in it: it begins with a message. */
    private static boolean hasNews(ByteBuf bytes) {
        return bytes.readableBytes() >= MessageHeader.LENGTH
                && MessageHeader.type(bytes, bytes.readerIndex()) == MessageType.UPDATE;
    }

    private void drop() {
        sent.forEach(each -> {
            if (each.bytes != null) {
                each.bytes.release();
            }
        });
        sent.clear();
    }

    /** The way of this moment. */
    private Network.Way look() {
        Network network = from.host().network();
        boolean same = links == network.linkVersion() && (way.direct() || routes == network.routeVersion());
        if (!same) {
            links = network.linkVersion();
            routes = network.routeVersion();
            Network.Way now = network.way(from.host(), from.vrf(), to.localIp(), from.outgoing());
            way = now.arrives() && !to.takes(now.arrived())
                    ? new Network.Way(now.hosts(), now.delay(), null, now.direct(), "somebody else has the address")
                    : now;
        }
        return way;
    }

    /** So much of what the other side sent has been read here. */
    void taken(int size) {
        to.out().underWay -= size;
        if (to.isRegistered()) {
            to.loop().after(look().delay().toNanos(), to::writable);
        }
    }

    /** The other side learns that there is no such connection here. */
    void reset() {
        if (to.isRegistered()) {
            to.loop().after(look().delay().toNanos(), to::reset);
        }
    }
}
