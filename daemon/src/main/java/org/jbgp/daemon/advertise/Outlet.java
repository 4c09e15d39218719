package org.jbgp.daemon.advertise;

import io.netty.buffer.ByteBuf;
import org.jbgp.daemon.wire.AddressFamily;

/** A neighbor's session as an export group sees it: somewhere to put finished messages. Any thread. */
public interface Outlet {
    /** Sends whole messages; ownership of the buffer passes. */
    void write(ByteBuf messages);

    /** Bytes written that the kernel has not taken yet. */
    long queuedBytes();

    /**
     * A route that the neighbor ought to be sent cannot be written for it; what it was sent of the prefix before is
     * withdrawn.
     *
     * @param hi high 64 bits of an IPv6 prefix
     * @param lo low 64 bits of an IPv6 prefix, or the IPv4 prefix
     * @param length of the prefix, in bits
     * @param why in words for operators
     */
    void unsent(AddressFamily family, long hi, long lo, int length, String why);

    /** So many nanoseconds were spent on what is advertised to it, its share of a group's work. On the shard. */
    default void worked(long nanos) {}

    /** Runs the task, on whatever thread, once little is queued; at once if that is so now. */
    void onWritable(Runnable task);
}
