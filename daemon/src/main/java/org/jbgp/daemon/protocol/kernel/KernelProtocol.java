package org.jbgp.daemon.protocol.kernel;

import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;
import org.jbgp.config.model.KernelConfig;
import org.jbgp.daemon.protocol.Forwarding;
import org.jbgp.daemon.protocol.NextHopBlob;
import org.jbgp.daemon.protocol.ProtocolLog;
import org.jbgp.daemon.protocol.RouteChoice;
import org.jbgp.daemon.protocol.RouteFeed;
import org.jbgp.daemon.protocol.ScanPace;
import org.jbgp.daemon.wire.Destination;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelAddress;
import org.jbgp.kernel.KernelNextHop;
import org.jbgp.kernel.KernelRoute;
import org.jbgp.kernel.NextHopObject;
import org.jbgp.kernel.RouteMessage;
import org.jbgp.kernel.RouteSink;
import org.jbgp.kernel.RouteType;
import org.jbgp.kernel.netlink.KernelException;

/**
 * Keeps one kernel table equal to what the router wants there, and learns what others put into it.
 *
 * <p>It holds a {@link KernelModel} of what the kernel shall have and has, and sends only differences. Its own routes
 * are those with its protocol number ({@code route protocol}); it finds them at its first scan and adopts them. Adopted
 * routes stay as they are until the router has settled ({@link #settled}), and those that nobody wants until it has fed
 * its table completely ({@link #fed}). What the router asked for itself, or took back, is done at once. A refused
 * change leaves what was there before, and the model says so; it is tried again at the next scan, and sooner when an
 * interface came up, an address or a directly attached route was added. Nothing owned by others is touched: routes are
 * added with NLM_F_EXCL, replaced only where the model knows an own route under the same key, and deleted by protocol.
 *
 * <p>A scan comes every {@code scan time}, less often while nothing happens ({@link ScanPace}); soon after events were
 * lost; and soon after an interface went down or an address was removed, because Linux removes routes then without a
 * word. How soon goes by the size of the table, so that scans take little of the time.
 *
 * <p>Driven by the kernel thread; time is milliseconds of a monotonic clock and always an argument.
 */
public final class KernelProtocol {
    /** How long after a disturbance the table is scanned, so that a burst of them costs one scan. */
    public static final long SOON_MILLIS = 5;

    /**
     * Scans between the regular ones are at least so far apart, and further with many routes, up to
     * {@link #RESCAN_MILLIS}.
     */
    static final long MIN_INTERVAL_MILLIS = 20;

    /** After so long at most comes a scan that something asked for; also one after a scan that was not complete. */
    static final long RESCAN_MILLIS = 1_000;

    /** A scan of so many routes takes well below a millisecond. */
    private static final int ROUTES_PER_MILLI = 100;

    /** Refused routes are tried again at least so far apart, and further with many of them. */
    private static final long RETRY_MILLIS = 20;

    /**
     * What the kernel refuses is tried once more when it has refused nothing else for so long, before a warning: an
     * interface or an address may be gone whose event is on its way, or somebody's change of the same route.
     */
    static final long DOUBT_MILLIS = 1_000;

    /** After so long a warning comes in any case. */
    static final long MOST_DOUBT_MILLIS = 5_000;

    /** Between two warnings that somebody else changes our routes. */
    private static final long RIVAL_WARNING_MILLIS = 600_000;

    private final String name;
    private final KernelTable table;
    private final int routeProtocol;
    private final ProtocolLog log;
    private final RouteFeed feed;
    private final KernelModel model;
    private final LearnedRoutes learned;
    private final NextHopIds ids;
    private final SharedNextHops nextHops;
    private final PairGroups pairs;
    private final KernelWriter writer;
    private final Pairing pairing;
    private final Repairs repairs = new Repairs();
    private final OwnRoutes own;
    private final KernelCounters counters = new KernelCounters();
    private KernelConfig config;

    private boolean fed;
    private boolean running;
    private final ScanPace pace = new ScanPace();
    private long lastScan = Long.MIN_VALUE / 2;
    private boolean disturbed;
    /** Routes of the last scan. */
    private int scanned;

    private long nextRetry = Long.MIN_VALUE / 2;
    private long nextRivalWarning = Long.MIN_VALUE / 2;
    private long firstDoubt = Long.MAX_VALUE;
    private long judgement = Long.MAX_VALUE;

    /**
     * With its settings, the kernel's table, the way of learned routes into the router's table, and where to report.
     */
    public KernelProtocol(KernelConfig config, Family family, KernelTable table, RouteFeed feed, ProtocolLog log) {
        this.config = config;
        this.name = config.name();
        this.table = table;
        this.feed = feed;
        this.log = log;
        this.model = new KernelModel(family);
        this.learned = new LearnedRoutes(family, config.learn(), feed);
        this.routeProtocol = config.table().routeProtocol();
        this.ids = new NextHopIds(family, config.table());
        this.nextHops = new SharedNextHops(name, family, config.table(), ids, table, log);
        this.pairs =
                new PairGroups(name, config.table().nextHopObjects(), routeProtocol, ids, table, nextHops, model, log);
        this.writer = new KernelWriter(name, family, table, model, nextHops, pairs, counters, log);
        this.pairing = new Pairing(model, writer, pairs);
        this.own = new OwnRoutes(model, writer, pairs, repairs);
        pace.every(config.scanTime());
    }

    /** Reports to this listener from now on which routes the kernel refuses. */
    public void reportRefusals(RefusalListener listener) {
        writer.refusals().reportTo(listener);
    }

    /** Before the start: learned routes have the attributes that BIRD 1.6 gives them. */
    public void attributesOf16() {
        learned.plainLinkScope();
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

    /** Its protocol number in the kernel. */
    public int routeProtocol() {
        return routeProtocol;
    }

    /**
     * Other kernel protocols of this router keep the same kernel table with these protocol numbers: their routes are
     * nobody else's, and so not learned.
     */
    public void siblings(BitSet numbers, long now) {
        if (learned.siblings(numbers) && running) {
            scanSoon(now);
        }
    }

    /** Scans for the first time: adopts own routes and learns others'. */
    public void start(long now) {
        running = true;
        scan(now);
    }

    /** Announces learned routes once more, because the import filter, or what it asks, has changed. */
    public void announceAgain(RouteChoice which) {
        learned.announceAgain(which);
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
            writer.fed();
            writer.ending();
            if (writer.unsure()) {
                look(); // only what is known to be there can be removed
            }
            for (int slot = 1; slot < model.limit(); slot++) {
                if (model.used(slot)) {
                    model.setDesired(slot, null, null);
                    writer.mark(slot);
                }
            }
            flush();
        }
        learned.clear();
        feed.flush();
    }

    /** Takes over settings that need no restart; false if these do. */
    public boolean reconfigure(KernelConfig changed, long now) {
        if (changed.table().number() != config.table().number()
                || changed.table().routeProtocol() != config.table().routeProtocol()
                || changed.table().metric() != config.table().metric()
                || changed.learn() != config.learn()) {
            return false;
        }
        config = changed;
        nextHops.mode(changed.table().nextHopObjects());
        pairs.mode(changed.table().nextHopObjects());
        pairing.changed();
        pace.every(changed.scanTime());
        return true;
    }

    /** From the exporter: the kernel shall have this route, or none if null. {@link #flush} makes it so. */
    public void want(long hi, long lo, int length, Forwarding forwarding) {
        want(hi, lo, length, forwarding, null);
    }

    /**
     * The same for a route of which it is known what it stands and falls with.
     *
     * @param pair its ways: that of the route, and of the second path if there is one that takes its place as is; null
     *     if it is not a plain gateway
     */
    public void want(long hi, long lo, int length, Forwarding forwarding, ViaPair pair) {
        if (!running) {
            return; // a batch that was on its way when the protocol stopped
        }
        int slot = forwarding == null ? model.find(hi, lo, length) : model.findOrAdd(hi, lo, length);
        if (slot == 0) {
            return;
        }
        boolean takenBack = forwarding == null && model.desired(slot) != null;
        model.setDesired(slot, forwarding, pair);
        if (takenBack || model.settled(slot)) {
            model.clear(slot, KernelModel.ADOPTED);
        }
        pairing.changed(slot);
        writer.mark(slot);
    }

    /**
     * These ways have ended, the tables are about to notice: routes that have another one go there at once, all
     * together.
     */
    public void lost(Predicate<Via> ended, long now) {
        if (running && pairs.somePair(ended)) {
            redirect(() -> pairs.lost(ended), now);
        }
    }

    /** These ways lead elsewhere, the tables are about to notice: routes by them go there at once, all together. */
    public void moved(Predicate<Via> ways, KernelNextHop hop, long now) {
        if (running && pairs.some(ways)) {
            redirect(() -> pairs.moved(ways, hop), now);
        }
    }

    private interface Redirection {
        boolean certain() throws KernelException;
    }

    private void redirect(Redirection redirection, long now) {
        pace.stir();
        pairing.changed();
        try {
            if (redirection.certain()) {
                return;
            }
        } catch (KernelException e) {
            unknownOutcome(e);
        }
        scanSoon(now);
    }

    private void unknownOutcome(KernelException e) {
        log.warning(name, "Changes of next hop objects have an unknown outcome: " + e.getMessage());
    }

    /**
     * The tables have all routes without gateway that there can be: adopted blackholes and prohibitions that nobody
     * wants are of static routes that are no more.
     */
    public void ownRoutesKnown() {
        for (int slot = 1; slot < model.limit(); slot++) {
            if (model.used(slot) && model.has(slot, KernelModel.ADOPTED) && withoutNeighbor(model.installed(slot))) {
                model.clear(slot, KernelModel.ADOPTED);
                writer.mark(slot);
            }
        }
        flush();
    }

    private static boolean withoutNeighbor(Forwarding forwarding) {
        return forwarding.type() == RouteType.BLACKHOLE || forwarding.type() == RouteType.PROHIBIT;
    }

    /** What the router has now is good enough to replace adopted routes by it. */
    public void settled() {
        writer.settled();
        for (int slot = 1; slot < model.limit(); slot++) {
            if (model.used(slot) && model.desired(slot) != null && !model.settled(slot)) {
                writer.mark(slot);
            }
        }
        flush();
    }

    /**
     * The router's table has been fed completely, restart recovery included: adopted routes that nobody wants go now.
     */
    public void fed(long now) {
        if (!fed) {
            fed = true;
            writer.fed();
            for (int slot = 1; slot < model.limit(); slot++) {
                if (model.used(slot) && !model.settled(slot)) {
                    writer.mark(slot);
                }
            }
            pace.stir();
        }
    }

    /**
     * Does what is due, what events have asked for included; answers when to come again, in milliseconds of the same
     * clock.
     */
    public long tick(long now) {
        disturbed |= writer.takeDisturbed();
        if (disturbed) {
            scanSoon(now);
        }
        if (running && writer.retryDue() && now >= nextRetry) {
            nextRetry = now + RETRY_MILLIS + writer.refusals().count() / ROUTES_PER_MILLI;
            writer.markRefused();
        }
        if (running && now >= judgement) {
            firstDoubt = Long.MAX_VALUE;
            judgement = Long.MAX_VALUE;
            writer.judge();
        }
        if (running && repairs.waiting()) {
            repair(now);
        }
        if (running && now >= pairing.due(now)) {
            pair();
        }
        if (running && now >= pace.next(now)) {
            scan(now);
        } else if (writer.pending()) {
            flush();
        } else {
            feed.flush(); // what events have brought
        }
        if (writer.takeDoubts()) {
            firstDoubt = Math.min(firstDoubt, now);
            judgement = Math.min(now + DOUBT_MILLIS, firstDoubt + MOST_DOUBT_MILLIS);
        }
        if (writer.takeBusy()) {
            pace.stir(); // also by what the scan has found
        }
        if (!running) {
            return Long.MAX_VALUE;
        }
        long scan = pace.next(now);
        long next = repairs.waiting() ? Math.min(scan, repairs.due(now)) : scan;
        next = Math.min(next, Math.min(pairing.due(now), judgement));
        return Math.min(next, writer.retryDue() ? nextRetry : Long.MAX_VALUE);
    }

    private void pair() {
        try {
            pairing.step();
            flush(); // what routes have left is removed
        } catch (KernelException e) {
            unknownOutcome(e);
            disturbed = true;
        }
    }

    private void repair(long now) {
        if (now >= repairs.due(now)) {
            repairs.handTo(writer, model, now);
            flush();
        } else if (now >= nextRivalWarning) {
            nextRivalWarning = now + RIVAL_WARNING_MILLIS;
            log.warning(
                    name,
                    "Another process keeps changing routes of proto "
                            + (routeProtocol == KernelRoute.PROTOCOL_BIRD ? "bird" : routeProtocol)
                            + ": is a second daemon at work on the table?");
        }
    }

    /** Events were lost, or Linux may have removed routes without an event: the kernel's table is scanned soon. */
    public void scanSoon(long now) {
        disturbed = false;
        long apart = Math.min(MIN_INTERVAL_MILLIS + scanned / ROUTES_PER_MILLI, RESCAN_MILLIS);
        pace.by(Math.max(now + SOON_MILLIS, lastScan + apart));
    }

    /** Somebody else changed a next hop object: routes that went by it may be gone, or go elsewhere. */
    public void nextHopObjectChanged(int id, long now) {
        pace.stir();
        if (ids.owns(id) || learned.size() > 0) {
            scanSoon(now);
        }
    }

    /**
     * An interface is up: routes that were refused may work now, and those of others that had lost a next hop may have
     * it again.
     */
    public void linkUp(long now) {
        retryRefused();
        if (learned.someWaysDown()) {
            scanSoon(now);
        }
    }

    /** An interface is up, and has its carrier. */
    public void linkWorks(int ifindex) {
        writer.lostLinks().works(ifindex);
    }

    /** An interface is gone, see {@link #linkDown}. */
    public void linkRemoved(int ifindex, long now) {
        writer.lostLinks().gone(ifindex);
        routesGo(ifindex, now);
    }

    /** An interface is down, and with it routes for which Linux sends no event. */
    public void linkDown(int ifindex, long now) {
        writer.lostLinks().down(ifindex);
        routesGo(ifindex, now);
    }

    private void routesGo(int ifindex, long now) {
        pace.stir();
        if (pairs.use(ifindex)) {
            pairing.changed();
            try {
                if (!seeNextHops()) {
                    writer.uncertain();
                }
            } catch (KernelException e) {
                log.warning(name, "Cannot scan the next hop objects: " + e.getMessage());
                scanSoon(now);
            }
        }
        if (model.uses(ifindex) || learned.use(ifindex)) {
            scanSoon(now);
        }
    }

    /**
     * An address is gone, and with it routes for which Linux sends no event: those from it, wherever they lead, or of
     * one that holds on its link only those through that interface.
     */
    public void addressRemoved(KernelAddress address, long now) {
        pace.stir();
        if (!address.linkLocal() || model.uses(address.ifindex()) || learned.use(address.ifindex())) {
            scanSoon(now);
        }
    }

    /** An interface appeared, came up or got an address: routes that were refused may work now; {@link #tick} tries. */
    public void retryRefused() {
        pace.stir();
        nextHops.retry();
        writer.retrySoon();
        retryPairs();
    }

    private void retryPairs() {
        if (pairs.retry()) {
            pairing.changed();
        }
    }

    private void scan(long now) {
        repairs.clear();
        writer.refusals().scanBegins();
        boolean complete = look();
        feed.flush();
        lastScan = now;
        disturbed = false;
        if (complete) {
            pace.scanned(now);
        } else {
            pace.missed(now, RESCAN_MILLIS);
        }
        writer.markRefused();
        flush();
    }

    /** Reads the table; false if something may have been missed. */
    private boolean look() {
        counters.scans.incrementAndGet();
        boolean complete;
        try {
            seeNextHops(); // routes name them
            complete = table.dump(new Scan());
        } catch (KernelException e) {
            log.warning(name, "Cannot scan the kernel table: " + e.getMessage());
            complete = false;
        }
        if (complete) {
            writer.scanned();
            own.endScan();
            learned.endScan();
        } else {
            writer.scanFailed();
        }
        return complete;
    }

    /** Looks at the next hop objects; false if only a look at the routes can show who goes by which. */
    private boolean seeNextHops() throws KernelException {
        List<NextHopObject> found = nextHops.scan();
        retryPairs();
        return found != null && pairs.scanned(found);
    }

    private final class Scan implements RouteSink {
        @Override
        public void begin() {
            own.beginScan();
            learned.beginScan();
            scanned = 0;
        }

        @Override
        public void route(RouteMessage route) {
            scanned++;
            if (route.special() || NextHopBlob.destination(route.type()) == Destination.NONE) {
                return;
            }
            if (route.protocol() == routeProtocol) {
                own.seen(route);
            } else {
                learn(route, LearnedRoutes.Place.SCANNED);
            }
        }
    }

    private void learn(RouteMessage route, LearnedRoutes.Place place) {
        if (learned.learn(route, place)) {
            pace.stir();
        }
    }

    /** Somebody else added or replaced a route of this table. */
    public void routeChanged(RouteMessage route, boolean replaced) {
        pace.stir();
        if (route.special() || NextHopBlob.destination(route.type()) == Destination.NONE) {
            return;
        }
        if (route.protocol() == routeProtocol) {
            own.changed(route);
            return;
        }
        if (replaced) {
            own.overwritten(route);
        }
        learn(
                route,
                replaced
                        ? LearnedRoutes.Place.REPLACING
                        : route.appended() ? LearnedRoutes.Place.LAST : LearnedRoutes.Place.FIRST);
        if (route.type() == RouteType.UNICAST && !route.isMultipath() && !route.hasGateway()) {
            writer.retrySoon(); // it may make gateways neighbors
        }
    }

    /** Somebody else removed a route of this table: put it back if it was ours and still wanted. */
    public void routeRemoved(RouteMessage route) {
        pace.stir();
        if (route.special()) {
            return;
        }
        if (route.protocol() == routeProtocol) {
            disturbed |= !own.removed(route);
            return;
        }
        if (!learned.remove(route)) {
            disturbed = true; // only a scan can say what is left
        }
        int slot = model.find(route.hi(), route.lo(), route.prefixLength());
        if (slot != 0 && model.has(slot, KernelModel.RETRY)) {
            writer.mark(slot); // it may have been in the way
        }
    }

    /** Makes the kernel have what it shall have, as far as is known. */
    public void flush() {
        feed.flush();
        writer.flush();
    }

    /** Why the kernel does not have what it was given for a prefix, empty if it is not known to have refused it. */
    public String refusal(long hi, long lo, int length) {
        int slot = model.find(hi, lo, length);
        if (slot == 0) {
            return "";
        }
        String words = writer.refusals().of(slot);
        return words.isEmpty() || model.installed(slot) == null ? words : words + " (it keeps the route of before)";
    }
}
