package org.jbgp.daemon.bmp;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jbgp.daemon.bmp.message.ObservedRib;

/**
 * The stations that know of one peer. Everything about a peer goes through here, so that no station hears of
 * routes before Peer Up or after Peer Down. Any thread; one at a time.
 */
final class Subscribers {
    private final List<StationLink> links = new ArrayList<>(2);
    /** Bits of what some of them want; read without the monitor on the way of each route. */
    private volatile int wanted;

    private boolean closed;

    /** Announces the peer to a station; {@code peerUp} passes. */
    synchronized void join(StationLink link, ByteBuf peerUp) {
        if (closed) {
            peerUp.release();
            return;
        }
        link.write(peerUp);
        links.add(link);
        renew();
    }

    /** A station is gone. */
    synchronized void leave(StationLink link) {
        links.remove(link);
        renew();
    }

    /** The peer is gone: all stations hear so, and nothing afterwards. {@code peerDown} passes. */
    synchronized void close(ByteBuf peerDown) {
        for (StationLink link : links) {
            link.write(peerDown.retainedDuplicate());
        }
        peerDown.release();
        links.clear();
        closed = true;
        renew();
    }

    private void renew() {
        int bits = 0;
        for (StationLink link : links) {
            bits |= link.station().ribs();
        }
        wanted = bits;
    }

    /** True if somebody wants these routes. */
    boolean want(ObservedRib rib) {
        return (wanted & rib.bit()) != 0;
    }

    /**
     * Sends messages about routes to those who want them; {@code messages} passes.
     *
     * @param only the one station meant, null for all
     */
    synchronized void deliver(ObservedRib rib, StationLink only, ByteBuf messages) {
        for (StationLink link : links) {
            if (link.wants(rib) && (only == null || only.equals(link))) {
                link.write(messages.retainedDuplicate());
            }
        }
        messages.release();
    }

    /** Sends a mirrored message to those who want such; {@code message} passes. */
    synchronized void mirror(ByteBuf message) {
        for (StationLink link : links) {
            if (link.station().settings().mirroring()) {
                link.write(message.retainedDuplicate());
            }
        }
        message.release();
    }

    /** Sends one station something about the peer, if it knows of it; {@code message} passes. */
    synchronized void greet(StationLink link, ByteBuf message) {
        if (links.contains(link)) {
            link.write(message);
        } else {
            message.release();
        }
    }
}
