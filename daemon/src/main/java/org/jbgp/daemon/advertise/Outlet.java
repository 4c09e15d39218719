package org.jbgp.daemon.advertise;

import io.netty.buffer.ByteBuf;

/** A neighbour's session as an export group sees it: somewhere to put finished messages. Any thread. */
public interface Outlet {
    /** Sends whole messages; ownership of the buffer passes. */
    void write(ByteBuf messages);

    /** Bytes written that the kernel has not taken yet. */
    long queuedBytes();

    /** Runs the task, on whatever thread, once little is queued; at once if that is so now. */
    void onWritable(Runnable task);
}
