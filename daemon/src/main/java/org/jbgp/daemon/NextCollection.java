package org.jbgp.daemon;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;

/**
 * Says when the heap was collected, which is when some megabytes were allocated: whoever has nothing to do until then
 * need not look. {@link #await} may be called by one thread at a time.
 */
final class NextCollection {
    private static final long STACK = 128 << 10;

    private final ReferenceQueue<Object> gone = new ReferenceQueue<>();
    private final Runnable then;
    private Thread thread;
    /** Nothing refers to what it refers to. It must live itself, else nobody hears of its end. */
    private volatile Reference<Object> canary;

    /** @param then runs on a thread of its own, must be short, and must not throw */
    NextCollection(Runnable then) {
        this.then = then;
    }

    /** The next collection is reported, once. */
    void await() {
        if (canary != null) {
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
                canary = null;
                then.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nothing is reported any more. */
    void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
