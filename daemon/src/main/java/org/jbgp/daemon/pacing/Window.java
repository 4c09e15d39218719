package org.jbgp.daemon.pacing;

import java.util.function.LongSupplier;

/**
 * Times of one length, each of which begins with what happens first after the one before. One thread at a time.
 *
 * <p>What is paced extends it instead of having one: each neighbor has a dozen, and the collector looks at every
 * object.
 */
abstract class Window {
    private final long nanos;
    private final LongSupplier nanoTime;
    private boolean some;
    private long began;

    Window(long nanos, LongSupplier nanoTime) {
        this.nanos = nanos;
        this.nanoTime = nanoTime;
    }

    /** It happens now; whether a window begins with that. */
    final boolean begins() {
        long now = nanoTime.getAsLong();
        if (some && now - began < nanos) {
            return false;
        }
        some = true;
        began = now;
        return true;
    }
}
