package org.jbgp.daemon.router;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jbgp.daemon.control.view.RouterMeters;
import org.jbgp.daemon.heap.MemoryBudget;
import org.jbgp.daemon.heap.MemoryGuard;
import org.jbgp.daemon.instance.Readings;
import org.jbgp.daemon.mrt.UpdateDump;

/** The router's counters for metrics. Any thread. */
public final class RouterGauges implements RouterMeters {
    private final Router router;

    /** Reads that router. */
    public RouterGauges(Router router) {
        this.router = router;
    }

    @Override
    public List<Neighbor> neighbors() {
        return router.readings().neighbors();
    }

    @Override
    public Map<String, Integer> queueDepths() {
        return router.queueDepths();
    }

    @Override
    public Records mrtdump() {
        UpdateDump dump = router.updateDump();
        return dump == null ? null : new Records(dump.written(), dump.lost());
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
    public List<Took> convergence() {
        return router.history().on()
                ? router.history().convergence().stream()
                        .map(each -> new Took(
                                each.stage().name().toLowerCase(Locale.ROOT), each.bounds(), each.counts(), each.sum()))
                        .toList()
                : List.of();
    }

    @Override
    public Kernel kernel() {
        Readings readings = router.readings();
        return new Kernel(
                readings.added(), readings.replaced(), readings.removed(), readings.refused(), readings.refusedNow());
    }
}
