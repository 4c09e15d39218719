package org.jbgp.daemon.net;

import io.netty.channel.EventLoopGroup;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.daemon.session.NeighborSettings;

/**
 * The listening sockets of a router, one for each (address, port) some neighbour needs. Every method may be called from any
 * thread.
 */
final class Listeners {

    private static final Logger LOG = LogManager.getLogger(Listeners.class);

    private final EventLoopGroup group;
    private final Map<Key, Listener> listeners = new HashMap<>();

    /** @param address never null: the wildcard address of the neighbour's IP version stands for all */
    private record Key(InetAddress address, int port) {}

    Listeners(EventLoopGroup group) {
        this.group = group;
    }

    /** The listener for these settings, opened if it is the first neighbour on it. */
    synchronized Listener acquire(NeighborSettings settings, BgpNeighbor neighbor) {
        InetAddress remote = settings.remoteAddress();
        InetAddress wanted = settings.listenAddress();
        // An address of the other IP version says nothing about this neighbour.
        InetAddress address =
                wanted != null && wanted.getClass() == remote.getClass() ? wanted : Addresses.wildcard(remote);
        Key key = new Key(address, settings.listenPort());
        Listener listener = listeners.get(key);
        if (listener == null) {
            listener = new Listener(group.next(), address, settings.listenPort());
            listeners.put(key, listener);
        }
        listener.add(neighbor, settings);
        return listener;
    }

    /** Completes when each of the present listeners listens or has failed to for the first time. */
    synchronized CompletableFuture<Void> tried() {
        return CompletableFuture.allOf(
                listeners.values().stream().map(Listener::tried).toArray(CompletableFuture[]::new));
    }

    /** Takes the neighbour off the listener, which is closed if it was the last one. */
    synchronized void release(Listener listener, BgpNeighbor neighbor) {
        if (listener.remove(neighbor)) {
            LOG.debug("closing listener {}", listener);
            listeners.values().remove(listener);
            listener.close();
        }
    }
}
