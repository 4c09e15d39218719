package org.jbgp.daemon.bgp;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.daemon.pacing.Excess;
import org.jbgp.daemon.wire.AddressFamily;

/**
 * What one neighbor asks to be sent again. While an answer is under way further requests for the same family come to
 * one, which is answered next: a neighbor that asks faster than it reads costs no more than one that waits (RFC 2918
 * lets the answer be as late as it likes). On the neighbor's event loop.
 */
final class RefreshRequests {
    private static final Logger log = LogManager.getLogger(RefreshRequests.class);
    private static final int REQUESTS = 30;
    private static final int WINDOW_SECONDS = 10;

    private final String neighbor;
    private final Answer answer;
    private final Set<AddressFamily> answering = EnumSet.noneOf(AddressFamily.class);
    private final Set<AddressFamily> askedAgain = EnumSet.noneOf(AddressFamily.class);
    private final Excess excess = new Excess(REQUESTS, TimeUnit.SECONDS.toNanos(WINDOW_SECONDS), System::nanoTime);

    /** Sends everything of a family again. */
    interface Answer {
        /** @param done to be called on the event loop once all is written */
        void begin(AddressFamily family, Runnable done);
    }

    RefreshRequests(String neighbor, Answer answer) {
        this.neighbor = neighbor;
        this.answer = answer;
    }

    /** The neighbor asks. */
    void add(AddressFamily family) {
        if (excess.reached()) {
            log.warn(
                    "{}: {} requests for all its routes within {} s; those that come before the last one is answered"
                            + " are answered together",
                    neighbor,
                    REQUESTS,
                    WINDOW_SECONDS);
        }
        if (answering.add(family)) {
            answer.begin(family, () -> answered(family));
        } else {
            askedAgain.add(family);
        }
    }

    private void answered(AddressFamily family) {
        answering.remove(family);
        if (askedAgain.remove(family) && answering.add(family)) {
            answer.begin(family, () -> answered(family));
        }
    }
}
