package org.jbgp.daemon.router;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jbgp.daemon.metrics.RouterMeters;
import org.jbgp.daemon.protocol.KernelCounters;
import org.jbgp.daemon.session.MessageCounters;
import org.jbgp.daemon.session.NeighborStatus;

/** The router's counters for metrics. Any thread. */
public final class RouterGauges implements RouterMeters {
    private final Router router;

    /** Reads that router. */
    public RouterGauges(Router router) {
        this.router = router;
    }

    /** What instances add their numbers to. One snapshot, control thread. */
    static final class Readings {
        private final List<Neighbor> neighbors = new ArrayList<>();
        private long added;
        private long replaced;
        private long removed;
        private long refused;
        private long refusedNow;

        void neighbor(String protocol, NeighborStatus status) {
            neighbors.add(new Neighbor(
                    protocol,
                    messages(status.received()),
                    messages(status.sent()),
                    status.queuedBytes(),
                    status.establishedCount()));
        }

        void kernel(KernelCounters counters) {
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
    }

    @Override
    public List<Neighbor> neighbors() {
        return router.readings().neighbors;
    }

    @Override
    public Map<String, Integer> queueDepths() {
        return router.queueDepths();
    }

    @Override
    public Memory memory() {
        MemoryGuard guard = router.memory();
        MemoryBudget budget = guard.budget();
        return new Memory(
                guard.used(),
                budget.warning(),
                budget.ceiling(),
                budget.most(),
                switch (guard.level()) {
                    case FINE -> 0;
                    case WARNING -> 1;
                    case CEILING -> 2;
                });
    }

    @Override
    public Kernel kernel() {
        Readings readings = router.readings();
        return new Kernel(readings.added, readings.replaced, readings.removed, readings.refused, readings.refusedNow);
    }
}
