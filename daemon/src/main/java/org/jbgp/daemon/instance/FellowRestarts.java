package org.jbgp.daemon.instance;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Neighbors that restart at the same time as this router. Each waits for the other, so neither is waited for with what
 * is advertised (RFC 4724 §4.1); but the kernel still has the routes that such a neighbor is about to advertise.
 * Control thread.
 */
final class FellowRestarts {
    /** One that sends no route for so long has advertised all: not every neighbor sends End-of-RIB. */
    private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Map<String, Fellow> missing = new HashMap<>();
    private final LongSupplier nanoTime;

    /**
     * One with a session, or one that is back in a moment.
     *
     * @param channels whose End-of-RIB has not come
     * @param heard when its last UPDATE came, on the same clock
     */
    private record Fellow(Set<String> channels, LongSupplier heard) {}

    FellowRestarts(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Its session came up, with the R bit in its OPEN. */
    void met(String neighbor, Set<String> channels, LongSupplier heard) {
        if (!channels.isEmpty()) {
            missing.put(neighbor, new Fellow(new HashSet<>(channels), heard));
        }
    }

    /** A session came up, of one that had been met and lost, or of any other. */
    void sessionUp(String neighbor, LongSupplier heard) {
        missing.computeIfPresent(neighbor, (name, fellow) -> new Fellow(fellow.channels, heard));
    }

    /** A neighbor has advertised all it had on a channel. */
    void endOfRib(String neighbor, String channel) {
        missing.computeIfPresent(neighbor, (name, fellow) -> {
            fellow.channels.remove(channel);
            return fellow.channels.isEmpty() ? null : fellow;
        });
    }

    /** A session ended, whose neighbor may come back: it is not silent meanwhile. */
    void sessionDown(String neighbor) {
        sessionUp(neighbor, nanoTime);
    }

    void gone(String neighbor) {
        missing.remove(neighbor);
    }

    void clear() {
        missing.clear();
    }

    /** True when all have advertised what they had. */
    boolean complete() {
        long now = nanoTime.getAsLong();
        missing.values().removeIf(fellow -> now - fellow.heard.getAsLong() > SILENT_NANOS);
        return missing.isEmpty();
    }
}
