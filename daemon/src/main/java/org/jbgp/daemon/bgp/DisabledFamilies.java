package org.jbgp.daemon.bgp;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.daemon.wire.AddressFamily;

/**
 * The families of one session whose routes are no longer taken, for an attribute that carries them could not be read
 * (RFC 7606 §3 j, RFC 4760 §7). Ends with the session. Changed on the neighbor's event loop; read on any thread.
 */
final class DisabledFamilies {
    private static final Logger log = LogManager.getLogger(DisabledFamilies.class);

    private final String neighbor;
    private final Map<AddressFamily, String> reasons = new ConcurrentHashMap<>();

    /** What is done later, on the neighbor's event loop, while the session lives. */
    interface Later {
        void run(int seconds, Runnable task);
    }

    DisabledFamilies(String neighbor) {
        this.neighbor = neighbor;
    }

    /** Why a family's routes are not taken, null if they are. */
    String reason(AddressFamily family) {
        return reasons.get(family);
    }

    /**
     * A family's routes could not be read.
     *
     * @param seconds after which {@code again} is to ask for them, 0 for never
     */
    void add(AddressFamily family, String reason, int seconds, Later later, Consumer<AddressFamily> again) {
        log.error(
                "{}: {} is disabled, its routes are withdrawn: {}{}",
                neighbor,
                family.label(),
                reason,
                seconds == 0 ? "" : "; asking for them again in " + seconds + " s");
        reasons.put(family, reason);
        if (seconds > 0) {
            later.run(seconds, () -> {
                if (reasons.containsKey(family)) {
                    again.accept(family);
                }
            });
        }
    }

    /** The family's routes are taken again; true if they were not. */
    boolean remove(AddressFamily family) {
        boolean was = reasons.remove(family) != null;
        if (was) {
            log.info("{}: {} is enabled again", neighbor, family.label());
        }
        return was;
    }
}
