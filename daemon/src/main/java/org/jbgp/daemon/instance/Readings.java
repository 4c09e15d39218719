package org.jbgp.daemon.instance;

import java.util.ArrayList;
import java.util.List;
import org.jbgp.daemon.control.view.RouterMeters.Messages;
import org.jbgp.daemon.control.view.RouterMeters.Neighbor;
import org.jbgp.daemon.control.view.RouterMeters.Work;
import org.jbgp.daemon.protocol.kernel.KernelCounters;
import org.jbgp.daemon.session.MessageCounters;
import org.jbgp.daemon.session.NeighborStatus;

/** What instances add their numbers to. One snapshot, control thread. */
public final class Readings {
    private final List<Neighbor> neighbors = new ArrayList<>();
    private long added;
    private long replaced;
    private long removed;
    private long refused;
    private long refusedNow;

    /**
     * A BGP neighbor.
     *
     * @param importing nanoseconds that shards spent on what it announces
     * @param exporting the same for what is announced to it
     */
    public void neighbor(String protocol, NeighborStatus status, long importing, long exporting) {
        neighbors.add(new Neighbor(
                protocol,
                messages(status.received()),
                messages(status.sent()),
                status.queuedBytes(),
                status.establishedCount(),
                new Work(status.work(), importing, exporting)));
    }

    public void kernel(KernelCounters counters) {
        added += counters.added();
        replaced += counters.replaced();
        removed += counters.removed();
        refused += counters.refused();
        refusedNow += counters.refusedNow();
    }

    private static Messages messages(MessageCounters counters) {
        return new Messages(
                counters.opens(),
                counters.updates(),
                counters.notifications(),
                counters.keepalives(),
                counters.routeRefreshes(),
                counters.bytes());
    }

    /** What was counted: neighbors. */
    public List<Neighbor> neighbors() {
        return neighbors;
    }

    /** What was counted: added. */
    public long added() {
        return added;
    }

    /** What was counted: replaced. */
    public long replaced() {
        return replaced;
    }

    /** What was counted: removed. */
    public long removed() {
        return removed;
    }

    /** What was counted: refused. */
    public long refused() {
        return refused;
    }

    /** What was counted: refusedNow. */
    public long refusedNow() {
        return refusedNow;
    }
}
