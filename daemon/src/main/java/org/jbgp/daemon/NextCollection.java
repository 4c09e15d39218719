package org.jbgp.daemon;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;

/**
 * Says when the heap was collected, which is when some megabytes were allocated: whoever has nothing to do until then
 * need not look. Any thread.
 */
final class NextCollection {
    private static final long STACK = 128 << 10;

    private final ReferenceQueue<Object> gone = new ReferenceQueue<>();
    private final Runnable then;
    private Thread thread;
    /** Nothing refers to what it refers to. It must live itself, else nobody hears of its end. */
    private Reference<Object> canary;

    private boolean closed;

    /** @param then runs on a thread of its own, must be short, and must not throw */
    NextCollection(Runnable then) {
        this.then = then;
    }

    /** The next collection is reported, once. */
    synchronized void await() {
        if (canary != null || closed) {
            return;
        }
        canary = new WeakReference<>(new Object(), gone);
        if (thread == null) {
            thread = Thread.ofPlatform()
                    .name("collections")
                    .stackSize(STACK)
                    .daemon()
                    .start(this::listen);
        }
    }

    private void listen() {
        try {
            while (true) {
                var _ = gone.remove();
                report();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** True while the next collection is waited for. */
    synchronized boolean isWatching() {
        return canary != null;
    }

    private synchronized void report() {
        canary = null;
        if (!closed) {
            then.run();
        }
    }

    /** Nothing is reported any more: when this returns, what it is reported to may end. */
    synchronized void close() {
        closed = true;
        if (thread != null) {
            thread.interrupt();
        }
    }
}
