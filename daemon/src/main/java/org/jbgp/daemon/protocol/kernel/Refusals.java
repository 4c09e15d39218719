package org.jbgp.daemon.protocol.kernel;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jbgp.daemon.protocol.ProtocolLog;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;

/**
 * The routes of a {@link KernelModel} that the kernel refused, and what it said. A route counts once, however often it
 * is tried again, and is warned of once. Owned by the kernel thread.
 */
final class Refusals {
    /** Log lines between two scans; the rest is counted. */
    private static final int MAX_WARNINGS = 10;

    private static final int KNOWN_WORDS = 256;

    private final String name;
    private final Family family;
    private final KernelModel model;
    private final KernelCounters counters;
    private final ProtocolLog log;
    /** The kernel's words about the last refused routes, by slot; a few, for commands. */
    private final Map<Integer, String> words = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, String> eldest) {
            return size() > KNOWN_WORDS;
        }
    };

    private RefusalListener listener = RefusalListener.NONE;
    private int warnings;
    private int unsaid;

    Refusals(String name, Family family, KernelModel model, KernelCounters counters, ProtocolLog log) {
        this.name = name;
        this.family = family;
        this.model = model;
        this.counters = counters;
        this.log = log;
    }

    void reportTo(RefusalListener who) {
        listener = who;
    }

    /** Number of prefixes that the kernel refuses now. */
    long count() {
        return counters.refusedNow();
    }

    /**
     * The kernel refused what the slot shall have.
     *
     * @param linkDown an interface that it shall lead over is down, which is reason enough: the tables will say
     *     something else, so that nobody is warned
     */
    void add(int slot, String text, boolean linkDown) {
        String message = linkDown ? text + " (its interface is down)" : text;
        boolean fresh = !model.has(slot, KernelModel.REFUSED);
        String before = words.put(slot, message);
        if (fresh) {
            model.set(slot, KernelModel.REFUSED);
            counters.refusedNow.incrementAndGet();
            listener.changed(model.hi(slot), model.lo(slot), model.length(slot), true);
        }
        if (!linkDown && (fresh || (before != null && !before.equals(message)))) {
            warn(slot, message);
        }
    }

    private void warn(int slot, String message) {
        if (warnings == MAX_WARNINGS) {
            unsaid++;
            return;
        }
        warnings++;
        String prefix = KernelIp.format(family, model.hi(slot), model.lo(slot)) + "/" + model.length(slot);
        String kept = model.installed(slot) == null
                ? ""
                : model.desired(slot) == null ? "; the route stays" : "; the route that was there before stays";
        log.warning(name, "The kernel refused " + prefix + ": " + message + remedy(message) + kept);
    }

    private static String remedy(String message) {
        return message.equals("Operation not permitted") ? " (to write routes takes root or CAP_NET_ADMIN)" : "";
    }

    /** The kernel has what the slot shall have. */
    void remove(int slot) {
        if (model.has(slot, KernelModel.REFUSED)) {
            model.clear(slot, KernelModel.REFUSED);
            counters.refusedNow.decrementAndGet();
            words.remove(slot);
            listener.changed(model.hi(slot), model.lo(slot), model.length(slot), false);
        }
    }

    /** What the kernel said of a slot, empty if it is not known to refuse it. */
    String of(int slot) {
        return model.has(slot, KernelModel.REFUSED) ? words.getOrDefault(slot, "the log says why") : "";
    }

    /** Reports to the listener; to be called when a number of changes is through. */
    void flush() {
        listener.flush();
    }

    /** A scan begins: there may be warnings again. */
    void scanBegins() {
        if (unsaid > 0) {
            log.warning(name, "The kernel refused " + unsaid + " more routes");
        }
        warnings = 0;
        unsaid = 0;
    }
}
