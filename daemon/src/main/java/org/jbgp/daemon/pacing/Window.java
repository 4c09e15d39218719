package org.jbgp.daemon.pacing;

import java.util.function.LongSupplier;

/** Times of one length, each of which begins with what happens first after the one before. One thread at a time. */
final class Window {
    private final long nanos;
    private final LongSupplier nanoTime;
    private boolean some;
    private long began;

    Window(long nanos, LongSupplier nanoTime) {
        this.nanos = nanos;
        this.nanoTime = nanoTime;
    }

    /** It happens now; whether a window begins with that. */
    boolean begins() {
        long now = nanoTime.getAsLong();
        if (some && now - began < nanos) {
            return false;
        }
        some = true;
        began = now;
        return true;
    }
}
