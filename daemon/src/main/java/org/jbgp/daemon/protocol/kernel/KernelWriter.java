package org.jbgp.daemon.protocol.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jbgp.daemon.protocol.Forwarding;
import org.jbgp.daemon.protocol.ProtocolLog;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.RouteRequests.Operation;
import org.jbgp.kernel.netlink.Errno;
import org.jbgp.kernel.netlink.KernelException;

/**
 * Makes a kernel table what its {@link KernelModel} says it shall be: sends the differences of the marked prefixes, and
 * notes what the kernel has afterwards, also where it refuses a change. Owned by the kernel thread.
 */
final class KernelWriter {
    private static final int FEW = 256;
    /** Marked prefixes of a usual flush; for more, memory is not kept. */
    private static final int BATCH = 1_024;

    private final String name;
    private final Family family;
    private final KernelTable table;
    private final KernelModel model;
    private final SharedNextHops nextHops;
    private final PairGroups pairs;
    private final Refusals refusals;
    private final KernelCounters counters;
    private final ProtocolLog log;
    private final Attempts attempts = new Attempts();
    private final List<Stray> strays = new ArrayList<>();
    private final List<Again> again = new ArrayList<>();
    private final LostLinks lostLinks = new LostLinks();

    private int[] dirty = new int[FEW];
    /** What {@link #dirty} was at the last flush, for the next one. */
    private int[] flushed = new int[FEW];

    private int dirtyCount;
    private boolean fed;
    private boolean settled;
    private boolean disturbed;
    private boolean wrote;
    /** The kernel may have something else than the model says, until a scan shows. */
    private boolean unsure;

    /** Some slot is marked {@link KernelModel#RETRY}. */
    private boolean someRetry;

    private boolean retryDue;
    /** Some slot was marked {@link KernelModel#DOUBTED} since somebody asked. */
    private boolean newDoubts;
    /** What is refused by the next flush after a doubt is refused. */
    private boolean judging;
    /** Nothing is tried again any more. */
    private boolean ending;

    /**
     * A route that the kernel refused because of its next hop object, and the own one that is there instead.
     *
     * @param pair the object was the group of this pair; null if it was a plain one
     */
    private record Again(int slot, Forwarding wanted, ViaPair pair, Forwarding before, PairGroup groupBefore) {}

    KernelWriter(
            String name,
            Family family,
            KernelTable table,
            KernelModel model,
            SharedNextHops nextHops,
            PairGroups pairs,
            KernelCounters counters,
            ProtocolLog log) {
        this.name = name;
        this.family = family;
        this.table = table;
        this.model = model;
        this.nextHops = nextHops;
        this.pairs = pairs;
        this.counters = counters;
        this.log = log;
        this.refusals = new Refusals(name, family, model, counters, log);
    }

    /** What the kernel refuses at present. */
    Refusals refusals() {
        return refusals;
    }

    /** From now on adopted routes may be replaced. */
    void settled() {
        settled = true;
    }

    /** From now on adopted routes may be removed too. */
    void fed() {
        settled = true;
        fed = true;
    }

    /** Whether a change is waiting for {@link #flush}. */
    boolean pending() {
        return dirtyCount > 0;
    }

    /** The kernel may have something else than the model says. */
    boolean unsure() {
        return unsure;
    }

    /** Whether something since the last call asks for a scan soon. */
    boolean takeDisturbed() {
        boolean was = disturbed;
        disturbed = false;
        return was;
    }

    /** Whether something was sent since the last call, or waits for the kernel to take it. */
    boolean takeBusy() {
        boolean was = wrote || someRetry || unsure;
        wrote = false;
        return was;
    }

    /** Something happened that may have the kernel take what it refused. */
    void retrySoon() {
        retryDue |= someRetry;
    }

    /** Whether {@link #markRefused} should be called soon. */
    boolean retryDue() {
        return retryDue;
    }

    /** Whether the kernel has refused something for the first time since the last call: later {@link #judge} is due. */
    boolean takeDoubts() {
        boolean was = newDoubts;
        newDoubts = false;
        return was;
    }

    /** Marks what the kernel refused once: what it refuses again is reported. */
    void judge() {
        for (int slot = 1; slot < model.limit(); slot++) {
            if (model.used(slot) && model.has(slot, KernelModel.DOUBTED)) {
                mark(slot);
                judging = true;
            }
        }
    }

    /** What is refused from here on is reported at once. */
    void ending() {
        ending = true;
    }

    /** The interfaces that refusals are put down to. */
    LostLinks lostLinks() {
        return lostLinks;
    }

    /** A scan begins, which will find strays again. */
    void scanBegins() {
        strays.clear();
    }

    /** A scan missed something: what is known of the kernel may be too little. */
    void scanFailed() {
        unsure = true;
    }

    /** A scan showed everything. */
    void scanned() {
        unsure = false;
        disturbed = false;
    }

    /** There is an own route that the model cannot hold; it goes at the next flush. */
    void stray(Stray stray) {
        strays.add(stray);
    }

    /** The prefix may need a change. */
    void mark(int slot) {
        if (model.has(slot, KernelModel.DIRTY)) {
            return;
        }
        model.set(slot, KernelModel.DIRTY);
        if (dirtyCount == dirty.length) {
            dirty = Arrays.copyOf(dirty, dirtyCount * 2);
        }
        dirty[dirtyCount++] = slot;
    }

    /** The prefix is to be looked at again later. */
    void retryLater(int slot) {
        model.set(slot, KernelModel.RETRY);
        someRetry = true;
    }

    /** Marks all that are to be tried again. */
    void markRefused() {
        retryDue = false;
        if (!someRetry) {
            return;
        }
        someRetry = false;
        for (int slot = 1; slot < model.limit(); slot++) {
            if (model.used(slot) && model.has(slot, KernelModel.RETRY)) {
                mark(slot);
            }
        }
    }

    /** Sends what is marked. */
    void flush() {
        try {
            removeStrays();
            int[] slots = dirty;
            int count = dirtyCount;
            if (count > 0) {
                dirty = flushed;
                flushed = count > BATCH ? new int[FEW] : slots;
                dirtyCount = 0;
                send(slots, count);
            }
            if (fed && !unsure) {
                nextHops.removeUnused();
                pairs.removeUnused();
            }
        } catch (KernelException e) {
            log.warning(name, "Changes of the kernel table have an unknown outcome: " + e.getMessage());
            uncertain();
        }
        judging = false;
        refusals.flush();
    }

    private void removeStrays() throws KernelException {
        if (!fed || strays.isEmpty()) {
            return;
        }
        List<Stray> removed = List.copyOf(strays);
        strays.clear();
        for (Stray stray : removed) {
            change(Operation.DELETE, 0, stray.hi(), stray.lo(), stray.length(), stray.forwarding(), 0, null, null);
        }
        flushTable();
    }

    private void send(int[] slots, int count) throws KernelException {
        boolean through = false;
        try {
            for (int i = 0; i < count; i++) {
                int slot = slots[i];
                boolean pairing = model.has(slot, KernelModel.PAIRING);
                model.clear(slot, KernelModel.DIRTY | KernelModel.RETRY | KernelModel.PAIRING);
                if (!model.settled(slot)
                        || (pairing
                                && (model.inTheWay(slot)
                                        || pairs.groupFor(model.desired(slot), model.pair(slot)) != null))) {
                    sendOne(slot);
                }
            }
            flushTable();
            sendAgain();
            through = true;
        } finally {
            for (int i = 0; i < count; i++) {
                model.clear(slots[i], KernelModel.DIRTY);
                if (through) {
                    sent(slots[i]);
                } else {
                    retryLater(slots[i]); // the next scan shows
                }
            }
        }
    }

    private void sent(int slot) {
        if (model.settled(slot)) {
            refusals.remove(slot);
            model.clear(slot, KernelModel.DOUBTED);
            Forwarding there = model.installed(slot);
            // A route whose gateway lies in this prefix may have come first, and been refused.
            retryDue |= someRetry && there != null && there.attached();
        }
        model.freeIfEmpty(slot);
    }

    /** Routes that could not go by a next hop object go without. */
    private void sendAgain() throws KernelException {
        if (again.isEmpty()) {
            return;
        }
        List<Again> refused = List.copyOf(again);
        again.clear();
        for (Again one : refused) {
            Operation operation = one.before == null ? Operation.ADD : Operation.REPLACE;
            change(operation, one.slot, one.wanted, 0, one.before, one.groupBefore);
            setInstalled(one.slot, one.wanted, null);
        }
        flushTable();
        // Where neither went the object was not the reason.
        for (Again one : refused) {
            if (one.pair == null) {
                nextHops.trust(one.wanted, !model.settled(one.slot));
            }
        }
    }

    /** Sends the difference of one prefix and assumes success; {@link #refused} corrects. */
    private void sendOne(int slot) throws KernelException {
        Forwarding wanted = model.desired(slot);
        Forwarding there = model.installed(slot);
        if (model.has(slot, KernelModel.ADOPTED)) {
            if (!fed && !(settled && wanted != null)) {
                return; // settled() or fed() of the protocol comes back to it
            }
            model.clear(slot, KernelModel.ADOPTED);
        }
        PairGroup by = model.group(slot);
        if (there == null) {
            put(Operation.ADD, slot, wanted, null, null);
            counters.added.incrementAndGet();
        } else if (wanted == null) {
            change(Operation.DELETE, slot, there, 0, there, by);
            counters.removed.incrementAndGet();
            setInstalled(slot, null, null);
        } else if (wanted.metric() == there.metric()) {
            put(Operation.REPLACE, slot, wanted, there, by);
            counters.replaced.incrementAndGet();
        } else {
            // The metric is part of the key: a replacement would stand beside the old one.
            change(Operation.DELETE, slot, there, 0, there, by);
            put(Operation.ADD, slot, wanted, null, null);
            counters.replaced.incrementAndGet();
        }
    }

    private void put(Operation operation, int slot, Forwarding wanted, Forwarding there, PairGroup by)
            throws KernelException {
        PairGroup group = pairs.groupFor(wanted, model.pair(slot));
        change(operation, slot, wanted, group != null ? group.id() : nextHops.objectFor(wanted), there, by);
        setInstalled(slot, wanted, group);
    }

    /** Notes what the kernel has for a prefix, null for nothing, and by which group, null for none. */
    void setInstalled(int slot, Forwarding forwarding, PairGroup group) {
        nextHops.count(model.installed(slot), forwarding);
        pairs.count(model.group(slot), group);
        model.setInstalled(slot, forwarding, group);
        if (forwarding == null) {
            model.clear(slot, KernelModel.ADOPTED);
        }
    }

    private void change(
            Operation operation, int slot, Forwarding forwarding, int nextHopObject, Forwarding there, PairGroup by)
            throws KernelException {
        change(
                operation,
                slot,
                model.hi(slot),
                model.lo(slot),
                model.length(slot),
                forwarding,
                nextHopObject,
                there,
                by);
    }

    private void change(
            Operation operation,
            int slot,
            long hi,
            long lo,
            int length,
            Forwarding forwarding,
            int nextHopObject,
            Forwarding there,
            PairGroup by)
            throws KernelException {
        if (!table.change(operation, attempts.next(), hi, lo, length, forwarding, nextHopObject)) {
            flushTable();
            if (!table.change(operation, attempts.next(), hi, lo, length, forwarding, nextHopObject)) {
                throw new IllegalStateException("a route does not fit into an empty batch: " + forwarding);
            }
        }
        wrote = true;
        attempts.add(slot, operation, there, by, nextHopObject != 0);
    }

    private void flushTable() throws KernelException {
        try {
            table.flush(this::refused);
        } finally {
            attempts.clear();
        }
    }

    private void refused(long number, int errno, String message) {
        int attempt = (int) number;
        int slot = attempts.slot(attempt);
        Operation operation = attempts.operation(attempt);
        Forwarding there = attempts.before(attempt);
        if (slot == 0 || (operation == Operation.DELETE && isGone(errno))) {
            return; // a stray, which the next scan finds again, or the removal of what is gone already
        }
        Forwarding wanted = model.installed(slot);
        if (operation == Operation.DELETE && wanted != null) {
            // It was to make room for one with another metric, which stands beside it now.
            stray(new Stray(model.hi(slot), model.lo(slot), model.length(slot), there));
            return;
        }
        PairGroup group = model.group(slot);
        setInstalled(slot, there, attempts.groupBefore(attempt));
        if (attempts.byObject(attempt) && errno != Errno.EEXIST) {
            if (group == null) {
                nextHops.trust(wanted, false);
            } else {
                pairs.refuse(model.pair(slot), 0);
            }
            again.add(new Again(slot, wanted, group == null ? null : model.pair(slot), there, model.group(slot)));
            return;
        }
        counters.refused.incrementAndGet();
        boolean doubted = model.has(slot, KernelModel.DOUBTED);
        if (!doubted && !model.has(slot, KernelModel.REFUSED) && mayBeWrong(operation, errno, wanted)) {
            uncertain();
        }
        if (ending || (judging && doubted) || model.has(slot, KernelModel.REFUSED)) {
            model.clear(slot, KernelModel.DOUBTED);
            refusals.add(slot, message, lostLinks.carry(wanted));
        } else {
            newDoubts |= !doubted;
            model.set(slot, KernelModel.DOUBTED);
        }
        retryLater(slot);
    }

    /** What a deletion says of a route that is not there, also (IPv6) of one that somebody removes in that moment. */
    private static boolean isGone(int errno) {
        return errno == Errno.ESRCH || errno == Errno.ENOENT;
    }

    /** Whether the kernel may have something else than the model says after a refusal; a scan shows. */
    private boolean mayBeWrong(Operation operation, int errno, Forwarding wanted) {
        // Linux makes the next hops of an IPv6 route one by one; when a later one fails, the old route is gone.
        boolean oneByOne =
                family == Family.IPV6 && wanted != null && wanted.nextHops().size() > 1;
        return errno == Errno.EEXIST || (oneByOne && operation == Operation.REPLACE);
    }

    /** The kernel may have something else than the model says: a scan is needed. */
    void uncertain() {
        disturbed = true;
        unsure = true;
    }
}
