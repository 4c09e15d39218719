package org.jbgp.daemon.heap;

/** The heap of this process. Any thread. */
public final class ProcessHeap implements MemoryGuard.Heap {
    private final Runtime runtime = Runtime.getRuntime();

    @Override
    public long used() {
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Override
    public void collect() {
        System.gc();
    }
}
