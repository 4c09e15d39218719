package org.jbgp.daemon.protocol.kernel;

import java.util.List;
import org.jbgp.daemon.protocol.Forwarding;
import org.jbgp.kernel.RouteMessage;

/**
 * The router's own routes as they are found in the kernel, by scans and where somebody else has changed them: the model
 * hears of it, and what is not as it shall be is marked for the writer, or for repair. Owned by the kernel thread.
 */
final class OwnRoutes {
    private final KernelModel model;
    private final KernelWriter writer;
    private final PairGroups pairs;
    private final Repairs repairs;
    /** No scan was complete yet: what is found is from before the start. */
    private boolean adopting = true;

    OwnRoutes(KernelModel model, KernelWriter writer, PairGroups pairs, Repairs repairs) {
        this.model = model;
        this.writer = writer;
        this.pairs = pairs;
        this.repairs = repairs;
    }

    /** A scan begins: what it does not show until {@link #endScan} is gone. */
    void beginScan() {
        for (int slot = 1; slot < model.limit(); slot++) {
            model.clear(slot, KernelModel.SEEN);
        }
        writer.scanBegins();
    }

    /** A scan shows an own route. */
    void seen(RouteMessage route) {
        int slot = model.findOrAdd(route.hi(), route.lo(), route.prefixLength());
        Forwarding known = model.installed(slot);
        PairGroup group = pairs.byId(route.nextHopObject());
        if (known != null
                && !model.has(slot, KernelModel.SEEN)
                && group == model.group(slot)
                && (group == null ? known.plainlyMatches(route) : known.plainlyMatchesButForNextHops(route))) {
            model.set(slot, KernelModel.SEEN);
            return;
        }
        Forwarding actual = Forwarding.of(route.toRoute());
        if (group != null) {
            actual = actual.withNextHops(List.of(group.hop()));
        }
        if (model.has(slot, KernelModel.SEEN)) {
            if (!actual.equals(known)) {
                writer.stray(Stray.of(route, actual));
            }
            return;
        }
        model.set(slot, KernelModel.SEEN);
        if (!actual.equals(known) || group != model.group(slot)) {
            writer.setInstalled(slot, actual, group);
            if (adopting && !model.settled(slot)) {
                model.set(slot, KernelModel.ADOPTED);
            }
            writer.mark(slot);
        }
    }

    /** A scan has shown everything. */
    void endScan() {
        adopting = false;
        for (int slot = 1; slot < model.limit(); slot++) {
            if (model.used(slot) && model.installed(slot) != null && !model.has(slot, KernelModel.SEEN)) {
                writer.setInstalled(slot, null, null);
                writer.mark(slot);
            }
        }
    }

    /**
     * Another process made a route in our name. For a prefix that is none of ours, the next scan is soon enough.
     */
    void changed(RouteMessage route) {
        int slot = model.find(route.hi(), route.lo(), route.prefixLength());
        Forwarding known = slot == 0 ? null : model.installed(slot);
        if (known == null) {
            return;
        }
        Forwarding actual = Forwarding.of(route.toRoute());
        if (actual.metric() != known.metric()) {
            if (model.desired(slot) != null) {
                repairs.stray(Stray.of(route, actual));
            }
            return;
        }
        writer.setInstalled(slot, actual, null);
        if (model.settled(slot)) {
            writer.mark(slot);
        } else {
            writer.retryLater(slot);
            repairs.wrong(slot);
        }
    }

    /**
     * An own route is gone, or one next hop of it.
     *
     * @return false if it is not the one that the model knows, so that only a scan can show what is left
     */
    boolean removed(RouteMessage route) {
        int slot = model.find(route.hi(), route.lo(), route.prefixLength());
        Forwarding known = slot == 0 ? null : model.installed(slot);
        if (known == null || known.metric() != route.metric()) {
            return true;
        }
        Forwarding gone = Forwarding.of(route.toRoute());
        Forwarding left = gone.equals(known) ? null : known.without(gone);
        if (known.equals(left)) {
            return false;
        }
        writer.setInstalled(slot, left, null);
        writer.mark(slot);
        return true;
    }

    /** Somebody else's route has taken the place of one of the same key. */
    void overwritten(RouteMessage route) {
        int slot = model.find(route.hi(), route.lo(), route.prefixLength());
        Forwarding known = slot == 0 ? null : model.installed(slot);
        if (known != null && known.metric() == route.metric()) {
            writer.setInstalled(slot, null, null);
            writer.mark(slot);
        }
    }
}
