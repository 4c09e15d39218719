package org.jbgp.daemon.protocol.kernel;

import java.util.concurrent.atomic.AtomicLong;

/** What a {@link KernelProtocol} has done. Written by the kernel thread; any thread may read. */
public final class KernelCounters {
    final AtomicLong added = new AtomicLong();
    final AtomicLong replaced = new AtomicLong();
    final AtomicLong removed = new AtomicLong();
    final AtomicLong refused = new AtomicLong();
    final AtomicLong refusedNow = new AtomicLong();
    final AtomicLong scans = new AtomicLong();

    /** Routes sent to be added. */
    public long added() {
        return added.get();
    }

    /** Routes sent to take the place of another. */
    public long replaced() {
        return replaced.get();
    }

    /** Routes sent to be removed. */
    public long removed() {
        return removed.get();
    }

    /** Changes the kernel refused. */
    public long refused() {
        return refused.get();
    }

    /** Prefixes for which the kernel does not have what it shall have, because it refused it. */
    public long refusedNow() {
        return refusedNow.get();
    }

    /** Scans of the table. */
    public long scans() {
        return scans.get();
    }
}
