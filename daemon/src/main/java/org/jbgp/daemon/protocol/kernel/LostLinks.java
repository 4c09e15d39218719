package org.jbgp.daemon.protocol.kernel;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jbgp.daemon.protocol.Forwarding;

/**
 * Interfaces by which nothing can go: the tables learn of it a moment later, so that the kernel refuses what they want
 * until then. Owned by the kernel thread.
 */
final class LostLinks {
    /** More than go at once. */
    private static final int MOST_GONE = 4_096;

    private final Set<Integer> down = new HashSet<>();
    /** Those that were removed last. */
    private final LinkedHashSet<Integer> gone = new LinkedHashSet<>();

    /** An interface is down. */
    void down(int ifindex) {
        down.add(ifindex);
    }

    /** An interface is up, and has its carrier. */
    void works(int ifindex) {
        down.remove(ifindex);
        gone.remove(ifindex);
    }

    /** An interface is no more. */
    void gone(int ifindex) {
        down.remove(ifindex);
        gone.add(ifindex);
        if (gone.size() > MOST_GONE) {
            gone.removeFirst();
        }
    }

    /** Whether a route, null for none, leads over one of them. */
    boolean carry(Forwarding forwarding) {
        return forwarding != null
                && forwarding.nextHops().stream()
                        .anyMatch(hop -> down.contains(hop.ifindex()) || gone.contains(hop.ifindex()));
    }
}
