package org.jbgp.daemon.protocol.kernel;

import org.jbgp.kernel.netlink.KernelException;

/**
 * Brings routes to groups for the ways they want when nothing else is to do: a second path usually comes when the
 * kernel has the route already, and most often for all routes of a neighbor. Then their group gets the second way, and
 * only those few leave it that want something else. Owned by the kernel thread.
 */
final class Pairing {
    /** So long nothing must have changed. */
    static final long QUIET_MILLIS = 500;

    /** So long a table is waited for that never rests. */
    static final long PATIENCE_MILLIS = 30_000;

    /** Prefixes that are looked at, and of them those that are written, between which others get their turn. */
    private static final int STEP = 65_536;

    private static final int WRITTEN = 512;

    private final KernelModel model;
    private final KernelWriter writer;
    private final PairGroups pairs;
    private boolean asked;
    /** The walk is to have routes leave groups that are to become what their other routes want. */
    private boolean parting;

    private boolean changing;
    private long quietFrom;
    /** Since when a walk is wanted that has not ended. */
    private long askedFrom = Long.MAX_VALUE;
    /** Where the walk under way goes on, 0 if there is none. */
    private int next;

    Pairing(KernelModel model, KernelWriter writer, PairGroups pairs) {
        this.model = model;
        this.writer = writer;
        this.pairs = pairs;
    }

    /** What the kernel shall have for a prefix has changed, or was said again. */
    void changed(int slot) {
        changing = true;
        asked |= !model.paired(slot);
    }

    /** A group has changed. */
    void changed() {
        changing = true;
        asked = true;
    }

    /** When the next step is due, in milliseconds of the same clock. */
    long due(long now) {
        if (changing) {
            changing = false;
            quietFrom = now;
        }
        if (!asked && next == 0) {
            return Long.MAX_VALUE;
        }
        askedFrom = Math.min(askedFrom, now);
        return Math.max(now, Math.min(quietFrom + QUIET_MILLIS, askedFrom + PATIENCE_MILLIS));
    }

    /** Does a step; the writer has something to do afterwards. */
    void step() throws KernelException {
        if (next == 0) {
            asked = false; // what changes from here on asks for another walk
            parting = pairs.complete(!parting);
            next = 1;
        }
        int to = Math.min(model.limit(), next + STEP);
        int marked = 0;
        while (next < to && marked < WRITTEN) {
            int slot = next++;
            if (!model.used(slot)) {
                continue;
            }
            if (!model.settled(slot)) {
                writer.retryLater(slot); // if no table comes back to it, a scan does
            } else if (model.inTheWay(slot) || (!model.paired(slot) && pairs.due(model.pair(slot)))) {
                model.set(slot, KernelModel.PAIRING);
                writer.mark(slot);
                marked++;
            }
        }
        if (next >= model.limit()) {
            askedFrom = Long.MAX_VALUE;
            next = 0;
            asked |= parting; // who was to leave has left
        }
    }
}
