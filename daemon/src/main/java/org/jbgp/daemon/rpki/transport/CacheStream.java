package org.jbgp.daemon.rpki.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.util.Optional;

/** A stream of bytes to a cache, over whatever transport. On the event loop it was opened for. */
public interface CacheStream {
    /** Sends bytes, whose buffer passes. */
    void write(ByteBuf bytes);

    /** Closes it after what was written; the listener hears no more. */
    void close();

    /** Hears, on the event loop, what becomes of a stream. */
    interface Listener {
        void opened();

        /** Bytes came; they are not the listener's once it returns. */
        void read(ByteBuf bytes);

        /** It could not be opened, or has ended; nothing follows. Empty if the other side closed it in order. */
        void closed(String reason);
    }

    /**
     * Where a stream leads.
     *
     * @param host address or name
     * @param port TCP port
     * @param local our end, empty for the system's choice
     * @param vrf device of the VRF it is reached in, empty for the default one
     */
    record Endpoint(String host, int port, Optional<InetAddress> local, String vrf) {}

    /** Opens streams. */
    interface Transport {
        /** Returns at once; the listener is called later, from the event loop. */
        CacheStream open(EventLoop loop, Endpoint endpoint, Listener listener);
    }
}
