package org.jbgp.daemon.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jbgp.config.model.KernelConfig;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.BogusPrefixes;
import org.jbgp.kernel.Errno;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.IpAddress;
import org.jbgp.kernel.KernelException;
import org.jbgp.kernel.KernelRoute;
import org.jbgp.kernel.RouteBatch.Operation;
import org.jbgp.kernel.RouteMessage;
import org.jbgp.kernel.RouteSink;

/**
 * Keeps one kernel table equal to what the router wants there, and learns what others put into it.
 *
 * <p>It holds a {@link KernelModel} of what the kernel shall have and has, and sends only differences. Its own routes are those with
 * {@code proto bird}; it finds them at its first scan and adopts them. Until the router has fed its table completely ({@link
 * #fed}), nothing that is in the kernel is removed or replaced; routes to prefixes that the kernel lacks are added at once. A
 * refused route is tried again at the next scan. Nothing owned by others is touched: routes are added with NLM_F_EXCL, replaced only
 * where the model knows an own route under the same key, and deleted by protocol.
 *
 * <p>A scan comes every {@code scan time}; soon after events were lost; and soon after an interface went down, because Linux removes
 * routes then without a word.
 *
 * <p>Driven by the kernel thread; time is milliseconds of a monotonic clock and always an argument.
 */
public final class KernelProtocol {
    /** How long after a disturbance the table is scanned, so that a burst of them costs one scan. */
    static final long SOON_MILLIS = 100;

    /** Scans between the regular ones are at least so far apart. */
    static final long MIN_INTERVAL_MILLIS = 1_000;

    /** The kernel's words about the last refused routes, by slot; a few, for commands. */
    private final Map<Integer, String> refusals = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, String> eldest) {
            return size() > 256;
        }
    };

    /** Log lines about refused routes between two scans. */
    private static final int MAX_WARNINGS = 10;

    private static final int PROTOCOL_UNSPEC = 0;
    private static final int PROTOCOL_REDIRECT = 1;

    private final String name;
    private final Family family;
    private final AddressFamily addressFamily;
    private final KernelTable table;
    private final ProtocolLog log;
    private final RouteFeed feed;
    private final KernelModel model;
    private final LearnedRoutes learned;
    private final SharedNextHops nextHops;
    private final List<Stray> strays = new ArrayList<>();
    private final List<Again> again = new ArrayList<>();
    private final KernelCounters counters = new KernelCounters();
    private KernelConfig config;
    private int[] dirty = new int[256];
    private int dirtyCount;
    private boolean fed;
    private boolean running;
    private long nextScan;
    private long lastScan = Long.MIN_VALUE / 2;
    private boolean disturbed;
    /** The kernel may have routes that the model does not know, until a scan tells. */
    private boolean unsure;

    private int warnings;

    /** A route that the kernel refused because of its next hop object, and whether an own one was there before. */
    private record Again(int slot, Forwarding wanted, boolean wasThere) {}

    /** An own route that is not the one the model knows of its prefix: there with another metric. */
    private record Stray(long hi, long lo, int length, Forwarding forwarding) {}

    /** With its settings, the kernel's table, the way of learned routes into the router's table, and where to report. */
    public KernelProtocol(KernelConfig config, Family family, KernelTable table, RouteFeed feed, ProtocolLog log) {
        this.config = config;
        this.name = config.name();
        this.family = family;
        this.addressFamily = family == Family.IPV4 ? AddressFamily.IPV4_UNICAST : AddressFamily.IPV6_UNICAST;
        this.table = table;
        this.feed = feed;
        this.log = log;
        this.model = new KernelModel(family);
        this.learned = new LearnedRoutes(family, feed);
        this.nextHops = new SharedNextHops(name, family, config.kernelTable(), config.nextHopObjects(), table, log);
    }

    /** What it has done so far. */
    public KernelCounters counters() {
        return counters;
    }

    /** Number of prefixes it has in the kernel or wants there. */
    public int size() {
        return model.size();
    }

    /** The configured name. */
    public String name() {
        return name;
    }

    /** Scans for the first time: adopts own routes and learns others'. */
    public void start(long now) {
        running = true;
        scan(now);
    }

    /** Announces learned routes once more, because the import filter changed. */
    public void announceAgain() {
        learned.announceAgain();
        feed.flush();
    }

    /** Ends: removes its routes unless they shall persist; forgets what it learned. */
    public void stop() {
        if (!running) {
            return;
        }
        running = false;
        if (!config.persist()) {
            fed = true;
            for (int slot = 1; slot < model.limit(); slot++) {
                if (model.used(slot)) {
                    model.setDesired(slot, null);
                    mark(slot);
                }
            }
            flush();
        }
        learned.clear();
        feed.flush();
    }

    /** Takes over settings that need no restart; false if these do. */
    public boolean reconfigure(KernelConfig changed, long now) {
        if (changed.kernelTable() != config.kernelTable()
                || changed.metric() != config.metric()
                || changed.learn() != config.learn()) {
            return false;
        }
        config = changed;
        nextHops.mode(changed.nextHopObjects());
        nextScan = Math.min(nextScan, now + scanMillis());
        return true;
    }

    /** From the exporter: the kernel shall have this route, or none if null. {@link #flush} makes it so. */
    public void want(long hi, long lo, int length, Forwarding forwarding) {
        int slot = forwarding == null ? model.find(hi, lo, length) : model.findOrAdd(hi, lo, length);
        if (slot == 0) {
            return;
        }
        model.setDesired(slot, forwarding);
        model.clear(slot, KernelModel.FAILED);
        mark(slot);
    }

    /** The router's table has been fed completely, restart recovery included: adopted routes that nobody wants go now. */
    public void fed(long now) {
        if (!fed) {
            fed = true;
            for (int slot = 1; slot < model.limit(); slot++) {
                if (model.used(slot) && !model.settled(slot)) {
                    mark(slot);
                }
            }
            nextScan = Math.min(nextScan, now + scanMillis());
        }
    }

    /** Does what is due, what events have asked for included; answers when to come again, in milliseconds of the same clock. */
    public long tick(long now) {
        if (disturbed) {
            scanSoon(now);
        }
        if (running && now >= nextScan) {
            scan(now);
        } else if (dirtyCount > 0) {
            flush();
        }
        return running ? nextScan : Long.MAX_VALUE;
    }

    /** Changes were lost, or an interface went down: look for oneself soon. */
    public void scanSoon(long now) {
        disturbed = false;
        nextScan = Math.min(nextScan, Math.max(now + SOON_MILLIS, lastScan + MIN_INTERVAL_MILLIS));
    }

    /** Somebody else changed a next hop object: if it was one of this table's, its routes may be gone. */
    public void nextHopObjectChanged(int id, long now) {
        if (nextHops.owns(id)) {
            scanSoon(now);
        }
    }

    /** An interface appeared, came up or got an address: routes that were refused may work now. */
    public void retryRefused() {
        nextHops.retry();
        markRefused();
        flush();
    }

    private long scanMillis() {
        return config.scanTime() * 1000L;
    }

    private void scan(long now) {
        warnings = 0;
        counters.scans.incrementAndGet();
        boolean complete;
        try {
            complete = table.dump(new Scan());
            nextHops.scan();
        } catch (KernelException e) {
            log.warning(name, "Cannot scan the kernel table: " + e.getMessage());
            complete = false;
        }
        if (complete) {
            unsure = false;
            forgetUnseen();
            learned.endScan();
        }
        feed.flush();
        lastScan = now;
        disturbed = false;
        nextScan = now + (complete ? scanMillis() : MIN_INTERVAL_MILLIS);
        markRefused();
        flush();
    }

    private final class Scan implements RouteSink {
        @Override
        public void begin() {
            for (int slot = 1; slot < model.limit(); slot++) {
                model.clear(slot, KernelModel.SEEN);
            }
            strays.clear();
            learned.beginScan();
        }

        @Override
        public void route(RouteMessage route) {
            if (route.special() || NextHopBlob.destination(route.type()) == 0) {
                return;
            }
            if (route.protocol() == KernelRoute.PROTOCOL_BIRD) {
                seenOwn(route);
            } else {
                learn(route);
            }
        }
    }

    private void seenOwn(RouteMessage route) {
        int slot = model.findOrAdd(route.hi(), route.lo(), route.prefixLength());
        Forwarding known = model.installed(slot);
        if (known != null && !model.has(slot, KernelModel.SEEN) && known.plainlyMatches(route)) {
            model.set(slot, KernelModel.SEEN);
            return;
        }
        Forwarding actual = Forwarding.of(route.toRoute());
        if (model.has(slot, KernelModel.SEEN)) {
            if (!actual.equals(known)) {
                strays.add(new Stray(route.hi(), route.lo(), route.prefixLength(), actual));
            }
            return;
        }
        model.set(slot, KernelModel.SEEN);
        if (!actual.equals(known)) {
            setInstalled(slot, actual);
            if (!model.settled(slot)) {
                mark(slot);
            }
        }
    }

    private void forgetUnseen() {
        for (int slot = 1; slot < model.limit(); slot++) {
            if (model.used(slot) && model.installed(slot) != null && !model.has(slot, KernelModel.SEEN)) {
                setInstalled(slot, null);
                mark(slot);
            }
        }
    }

    private void learn(RouteMessage route) {
        if (!learns(route) || learned.confirm(route)) {
            return;
        }
        KernelRoute copy = route.toRoute();
        Forwarding forwarding = LearnedRoutes.usable(Forwarding.of(copy), copy.nextHops());
        if (forwarding != null) {
            learned.put(route.hi(), route.lo(), route.prefixLength(), route.protocol(), forwarding);
        }
    }

    private boolean learns(RouteMessage route) {
        int protocol = route.protocol();
        if (protocol == PROTOCOL_UNSPEC || protocol == PROTOCOL_REDIRECT) {
            return false;
        }
        boolean wanted = switch (config.learn()) {
            case OFF -> false;
            case ALIEN -> protocol != KernelRoute.PROTOCOL_KERNEL;
            case ALL -> true;
        };
        return wanted && !BogusPrefixes.refused(addressFamily, route.hi(), route.lo());
    }

    /** Somebody else added or replaced a route of this table. */
    public void routeChanged(RouteMessage route, boolean replaced) {
        if (route.special() || NextHopBlob.destination(route.type()) == 0) {
            return;
        }
        if (route.protocol() == KernelRoute.PROTOCOL_BIRD) {
            foreignOwn(route);
            return;
        }
        if (replaced) {
            lost(route);
        }
        learn(route);
    }

    /** A route in our name that another process made: known now, and put right at the next scan, lest two daemons race. */
    private void foreignOwn(RouteMessage route) {
        int slot = model.find(route.hi(), route.lo(), route.prefixLength());
        Forwarding known = slot == 0 ? null : model.installed(slot);
        if (known == null) {
            return;
        }
        Forwarding actual = Forwarding.of(route.toRoute());
        if (actual.metric() == known.metric()) {
            setInstalled(slot, actual);
            if (!model.settled(slot)) {
                model.set(slot, KernelModel.FAILED);
            }
        }
    }

    /** Somebody else removed a route of this table: put it back if it was ours and still wanted. */
    public void routeRemoved(RouteMessage route) {
        if (route.special()) {
            return;
        }
        if (route.protocol() == KernelRoute.PROTOCOL_BIRD) {
            lost(route);
            return;
        }
        if (learned.hasSeveralWays(route.hi(), route.lo(), route.prefixLength(), route.metric())) {
            disturbed = true; // which of its ways are left, only a scan tells
        } else {
            learned.remove(route.hi(), route.lo(), route.prefixLength(), route.metric());
        }
        int slot = model.find(route.hi(), route.lo(), route.prefixLength());
        if (slot != 0 && model.has(slot, KernelModel.FAILED)) {
            mark(slot); // it may have been in the way
        }
    }

    private void lost(RouteMessage route) {
        int slot = model.find(route.hi(), route.lo(), route.prefixLength());
        Forwarding known = slot == 0 ? null : model.installed(slot);
        if (known != null && known.metric() == route.metric()) {
            setInstalled(slot, null);
            mark(slot);
        }
    }

    private void mark(int slot) {
        if (model.has(slot, KernelModel.DIRTY)) {
            return;
        }
        model.set(slot, KernelModel.DIRTY);
        if (dirtyCount == dirty.length) {
            dirty = Arrays.copyOf(dirty, dirtyCount * 2);
        }
        dirty[dirtyCount++] = slot;
    }

    private void markRefused() {
        for (int slot = 1; slot < model.limit(); slot++) {
            if (model.used(slot) && model.has(slot, KernelModel.FAILED)) {
                mark(slot);
            }
        }
    }

    /** Makes the kernel have what it shall have, as far as is known. */
    public void flush() {
        feed.flush();
        try {
            removeStrays();
            int[] slots = dirty;
            int count = dirtyCount;
            if (count > 0) {
                dirty = new int[256];
                dirtyCount = 0;
                send(slots, count);
            }
            if (fed && !unsure) {
                nextHops.removeUnused();
            }
        } catch (KernelException e) {
            log.warning(name, "Changes of the kernel table have an unknown outcome: " + e.getMessage());
            disturbed = true;
            unsure = true;
        }
    }

    private void removeStrays() throws KernelException {
        if (!fed || strays.isEmpty()) {
            return;
        }
        for (Stray stray : strays) {
            change(Operation.DELETE, 0, stray.hi, stray.lo, stray.length, stray.forwarding, 0);
        }
        strays.clear();
        table.flush(this::refused);
    }

    private void send(int[] slots, int count) throws KernelException {
        int settled = 0;
        try {
            for (int i = 0; i < count; i++) {
                int slot = slots[i];
                model.clear(slot, KernelModel.DIRTY | KernelModel.FAILED);
                if (!model.settled(slot)) {
                    sendOne(slot);
                }
            }
            table.flush(this::refused);
            sendAgain();
            settled = count;
        } finally {
            for (int i = settled; i < count; i++) {
                model.set(slots[i], KernelModel.FAILED); // the next scan tells
            }
            for (int i = 0; i < settled; i++) {
                model.freeIfEmpty(slots[i]);
            }
        }
    }

    /** Routes that could not go by a next hop object go without. */
    private void sendAgain() throws KernelException {
        if (again.isEmpty()) {
            return;
        }
        List<Again> refused = List.copyOf(again);
        again.clear();
        for (Again one : refused) {
            int slot = one.slot;
            change(
                    one.wasThere ? Operation.REPLACE : Operation.ADD,
                    cookie(slot, one.wasThere, false),
                    model.hi(slot),
                    model.lo(slot),
                    model.length(slot),
                    one.wanted,
                    0);
        }
        table.flush(this::refused);
        // Where neither went the object was not the reason.
        for (Again one : refused) {
            nextHops.trust(one.wanted, model.installed(one.slot) == null);
        }
    }

    /** Sends the difference of one prefix and assumes success; {@link #refused} corrects. */
    private void sendOne(int slot) throws KernelException {
        Forwarding wanted = model.desired(slot);
        Forwarding there = model.installed(slot);
        if (there != null && !fed) {
            return; // fed() comes back to it
        }
        if (there == null) {
            put(Operation.ADD, slot, wanted);
            counters.added.incrementAndGet();
        } else if (wanted == null) {
            remove(slot, there);
            counters.removed.incrementAndGet();
        } else if (wanted.metric() == there.metric()) {
            put(Operation.REPLACE, slot, wanted);
            counters.replaced.incrementAndGet();
        } else {
            // The metric is part of the key: a replacement would stand beside the old one.
            remove(slot, there);
            put(Operation.ADD, slot, wanted);
            counters.replaced.incrementAndGet();
        }
        setInstalled(slot, wanted);
    }

    private void put(Operation operation, int slot, Forwarding wanted) throws KernelException {
        int object = nextHops.objectFor(wanted);
        long cookie = cookie(slot, operation == Operation.REPLACE, object != 0);
        change(operation, cookie, model.hi(slot), model.lo(slot), model.length(slot), wanted, object);
    }

    private void remove(int slot, Forwarding there) throws KernelException {
        change(
                Operation.DELETE,
                cookie(slot, true, false),
                model.hi(slot),
                model.lo(slot),
                model.length(slot),
                there,
                0);
    }

    private void setInstalled(int slot, Forwarding forwarding) {
        nextHops.count(model.installed(slot), forwarding);
        model.setInstalled(slot, forwarding);
    }

    /** What a refusal has to know: the slot, whether an own route was there before, and whether the new one goes by an object. */
    private static long cookie(int slot, boolean wasThere, boolean byObject) {
        return (long) slot << 2 | (byObject ? 2 : 0) | (wasThere ? 1 : 0);
    }

    private void change(
            Operation operation, long cookie, long hi, long lo, int length, Forwarding forwarding, int nextHopObject)
            throws KernelException {
        if (!table.change(operation, cookie, hi, lo, length, forwarding, nextHopObject)) {
            table.flush(this::refused);
            if (!table.change(operation, cookie, hi, lo, length, forwarding, nextHopObject)) {
                throw new IllegalStateException("a route does not fit into an empty batch: " + forwarding);
            }
        }
    }

    /** Why the kernel does not have a prefix that it was told, empty if it is not known to have refused it. */
    public String refusal(long hi, long lo, int length) {
        int slot = model.find(hi, lo, length);
        return slot == 0 || !model.has(slot, KernelModel.FAILED)
                ? ""
                : refusals.getOrDefault(slot, "the log tells why");
    }

    private void refused(long cookie, int errno, String message) {
        int slot = (int) (cookie >>> 2);
        if (slot == 0) {
            return; // a stray that is gone already
        }
        boolean wasThere = (cookie & 1) != 0;
        if (wasThere && errno == Errno.ESRCH) {
            return; // the removal of what is gone already
        }
        if ((cookie & 2) != 0 && errno != Errno.EEXIST) {
            Forwarding wanted = model.installed(slot);
            nextHops.trust(wanted, false);
            again.add(new Again(slot, wanted, wasThere));
            return;
        }
        unsure |= wasThere;
        counters.refused.incrementAndGet();
        refusals.put(slot, message);
        if (warnings++ < MAX_WARNINGS) {
            String prefix = IpAddress.format(family, model.hi(slot), model.lo(slot)) + "/" + model.length(slot);
            log.warning(name, "The kernel refused " + prefix + ": " + message);
        }
        // An add leaves nothing. After a refused replacement or removal the old route may be there or not: the next
        // scan tells.
        setInstalled(slot, null);
        model.set(slot, KernelModel.FAILED);
    }
}
