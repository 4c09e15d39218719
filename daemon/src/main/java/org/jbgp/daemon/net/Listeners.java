package org.jbgp.daemon.net;

import io.netty.channel.EventLoopGroup;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.daemon.net.socket.Addresses;
import org.jbgp.daemon.net.socket.Sockets;
import org.jbgp.daemon.session.settings.NeighborRange;
import org.jbgp.daemon.session.settings.NeighborSettings;

/**
 * The listening sockets of a router, one for each (address, port, device) some neighbor needs. Every method may be
 * called from any thread.
 */
final class Listeners {

    private static final Logger LOG = LogManager.getLogger(Listeners.class);

    private final EventLoopGroup group;
    private final Sockets sockets;
    private final Map<Key, Listener> listeners = new HashMap<>();
    private final DialIns dialIns = new DialIns();

    /** @param address never null: the wildcard address of the neighbor's IP version stands for all */
    private record Key(InetAddress address, int port, NeighborRange.Device device) {
        // As in IpAddress: these run at every start.
        @Override
        public boolean equals(Object other) {
            return other instanceof Key that
                    && port == that.port
                    && address.equals(that.address)
                    && device.equals(that.device);
        }

        @Override
        public int hashCode() {
            return (address.hashCode() * 31 + port) * 31 + device.hashCode();
        }
    }

    Listeners(EventLoopGroup group, Sockets sockets) {
        this.group = group;
        this.sockets = sockets;
    }

    /** Where sockets come from. */
    Sockets sockets() {
        return sockets;
    }

    /** The listener for these settings, opened if it is the first neighbor on it. */
    synchronized Listener acquire(NeighborSettings settings, BgpNeighbor neighbor) {
        Listener listener =
                listener(settings.remoteAddress(), settings.listenAddress(), settings.listenPort(), settings.device());
        listener.add(neighbor, settings);
        return listener;
    }

    private Listener listener(InetAddress remote, InetAddress wanted, int port, NeighborRange.Device device) {
        // An address of the other IP version says nothing about this neighbor.
        InetAddress address =
                wanted != null && wanted.getClass() == remote.getClass() ? wanted : Addresses.wildcard(remote);
        return listeners.computeIfAbsent(
                new Key(address, port, device),
                key -> new Listener(group.next(), sockets, address, port, device, dialIns));
    }

    /** See {@link BgpNetwork#open}. */
    synchronized BgpNetwork.OpenRange open(NeighborRange range, Visitor.Reception reception) {
        NeighborRange.Place place = range.place();
        Listener listener = listener(range.network(), place.listenAddress(), place.listenPort(), place.device());
        ListenedRange listened = new ListenedRange(range, reception);
        listener.add(listened);
        return new BgpNetwork.OpenRange() {
            @Override
            public void password(String password) {
                listener.password(range.network(), range.length(), password);
            }

            @Override
            public void close() {
                synchronized (Listeners.this) {
                    closeIf(listener, listener.remove(listened));
                }
            }
        };
    }

    /** Completes when each of the present listeners listens or has failed to for the first time. */
    synchronized CompletableFuture<Void> tried() {
        return CompletableFuture.allOf(
                listeners.values().stream().map(Listener::tried).toArray(CompletableFuture[]::new));
    }

    /** Takes the neighbor off the listener, which is closed if it was the last one. */
    synchronized void release(Listener listener, BgpNeighbor neighbor) {
        closeIf(listener, listener.remove(neighbor));
    }

    private void closeIf(Listener listener, boolean unused) {
        if (unused) {
            LOG.debug("closing listener {}", listener);
            listeners.values().remove(listener);
            listener.close();
        }
    }
}
