package org.jbgp.kernel;

import org.jbgp.kernel.netlink.Libc;

/** What this process has from malloc: the JVM's own data, its compilers', buffers of sockets. */
public final class NativeHeap {
    private NativeHeap() {}

    /**
     * What is free goes back to the system. The JVM would do that by itself ({@code TrimNativeHeapInterval}), but by
     * the clock: here it comes when work is over. Takes up to some milliseconds; any thread.
     */
    public static void trim() {
        Libc.call("malloc_trim", 0);
    }
}
