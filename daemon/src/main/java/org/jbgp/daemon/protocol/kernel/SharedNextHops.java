package org.jbgp.daemon.protocol.kernel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jbgp.config.model.KernelConfig;
import org.jbgp.config.model.KernelConfig.NextHopObjects;
import org.jbgp.daemon.protocol.Forwarding;
import org.jbgp.daemon.protocol.ProtocolLog;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelNextHop;
import org.jbgp.kernel.KernelRoute;
import org.jbgp.kernel.NextHopObject;
import org.jbgp.kernel.RouteType;
import org.jbgp.kernel.netlink.Errno;
import org.jbgp.kernel.netlink.KernelException;

/**
 * Which routes of a kernel table go by a next hop object of the kernel instead of naming their gateway: the kernel
 * takes them in two thirds of the time, for it neither makes nor looks for a next hop. Only routes with one plain
 * gateway of their own family do.
 *
 * <p>Objects carry the protocol number of the routes and an id that says whose they are ({@link NextHopIds}). What
 * others made is never touched. Routes with a second path go by pairs of objects ({@link PairGroups}) instead.
 *
 * <p>The kernel removes an object's routes with the object, so one goes only when no route of the table has its gateway
 * any more, by an object or not, and when that is certain.
 *
 * <p>Owned by the kernel thread.
 */
public final class SharedNextHops {
    /** From so many routes with the same gateway on the next ones go by an object, unless configured otherwise. */
    public static final int MANY = 10_000;

    private final String name;
    private final Family family;
    private final NextHopStore store;
    private final ProtocolLog log;
    private final int protocol;
    private final NextHopIds ids;
    private final Map<KernelNextHop, Hop> hops = new HashMap<>();

    /** Ways of which it was said that they have no object; a few. */
    private final Set<KernelNextHop> loggedFor = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<KernelNextHop, Boolean> eldest) {
            return size() > 64;
        }
    });

    private NextHopObjects mode;
    private boolean supported;
    private boolean someUnused;
    private boolean logged;
    /** Of the last route: routes in a row have the same next hop. */
    private Forwarding lastForwarding;

    private Hop lastHop;

    /** A gateway behind an interface. */
    private static final class Hop {
        private final KernelNextHop nextHop;
        /** Routes that have this next hop in the kernel, by an object or not. */
        private int routes;
        /** Ids of its objects; the first one is used. More than one can only be left from a predecessor. */
        private final List<Integer> ids = new ArrayList<>(1);
        /** The kernel would not have an object: none is tried before the next scan. */
        private boolean refused;

        private Hop(KernelNextHop nextHop) {
            this.nextHop = nextHop;
        }
    }

    SharedNextHops(
            String name, Family family, KernelConfig.Table table, NextHopIds ids, NextHopStore store, ProtocolLog log) {
        this.name = name;
        this.family = family;
        this.store = store;
        this.log = log;
        this.mode = table.nextHopObjects();
        this.protocol = table.routeProtocol();
        this.ids = ids;
        this.supported = ids.some();
    }

    void mode(NextHopObjects changed) {
        mode = changed;
    }

    /** Whether the kernel has next hop objects, as far as is known. */
    boolean supported() {
        return supported;
    }

    /** What the kernel has for a prefix has changed; null for nothing. */
    void count(Forwarding before, Forwarding now) {
        count(before, now, 1);
    }

    /** The same for so many prefixes. */
    void count(Forwarding before, Forwarding now, int prefixes) {
        Hop left = before == null ? null : hop(before);
        if (left != null) {
            left.routes -= prefixes;
        }
        if (left != null && left.routes == 0) {
            if (left.ids.isEmpty()) {
                hops.remove(left.nextHop);
                lastForwarding = null;
                lastHop = null;
            } else {
                someUnused = true;
            }
        }
        Hop joined = now == null ? null : hop(now);
        if (joined != null) {
            joined.routes += prefixes;
        }
    }

    /** The object a new route shall go by, 0 for none; makes it when it is due. */
    int objectFor(Forwarding forwarding) throws KernelException {
        if (mode == NextHopObjects.OFF) {
            return 0;
        }
        Hop hop = hop(forwarding);
        if (hop == null || hop.refused || (mode == NextHopObjects.AUTO && hop.routes < MANY)) {
            return 0;
        }
        if (!supported) {
            refused(hop, Errno.EOPNOTSUPP);
            return 0;
        }
        return hop.ids.isEmpty() ? make(hop) : hop.ids.getFirst();
    }

    /** The next hop that an object can stand for, null if none can. */
    KernelNextHop plainHop(Forwarding forwarding) {
        Hop hop = hop(forwarding);
        return hop == null ? null : hop.nextHop;
    }

    private Hop hop(Forwarding forwarding) {
        if (!forwarding.equals(lastForwarding)) {
            lastForwarding = forwarding;
            KernelNextHop nextHop = nextHop(forwarding);
            lastHop = nextHop == null ? null : hops.computeIfAbsent(nextHop, Hop::new);
        }
        return lastHop;
    }

    /**
     * The next hop that an object can stand for, null if none can: the kernel keeps realms and the flag onlink
     * elsewhere.
     */
    private static KernelNextHop nextHop(Forwarding forwarding) {
        if (forwarding.type() != RouteType.UNICAST
                || forwarding.nextHops().size() != 1
                || forwarding.realm() != 0
                || forwarding.scope() != KernelRoute.SCOPE_UNIVERSE) {
            return null;
        }
        KernelNextHop nextHop = forwarding.nextHops().getFirst();
        return plain(nextHop, forwarding.family()) ? nextHop : null;
    }

    /** The way of a route's only next hop, null if no object can stand for it. */
    KernelNextHop plain(KernelNextHop nextHop) {
        return plain(nextHop, family) ? canonical(nextHop) : null;
    }

    private static boolean plain(KernelNextHop nextHop, Family family) {
        return nextHop.gateway() != null
                && nextHop.gateway().family() == family
                && nextHop.ifindex() != 0
                && !nextHop.onlink();
    }

    private int make(Hop hop) throws KernelException {
        int id = store.showsNextHops()
                ? ids.make(false, wanted -> store.addNextHop(wanted, hop.nextHop))
                : -Errno.EOPNOTSUPP;
        if (id > 0) {
            hop.ids.add(id);
            return id;
        }
        refused(hop, -id);
        return 0;
    }

    private void refused(Hop hop, int errno) {
        hop.refused = true;
        if (errno == Errno.EOPNOTSUPP) {
            if (!logged) {
                log.info(
                        name,
                        "No next hop objects: the kernel has none, or shows routes without their gateways, or the table's"
                                + " number is above " + NextHopIds.LAST_TABLE);
            }
            logged = true;
        } else if (loggedFor.add(hop.nextHop)) {
            log.info(
                    name,
                    "No next hop object for " + hop.nextHop.gateway() + ", its routes go without: "
                            + Errno.text(errno));
        }
    }

    /**
     * Whether to use the object of such routes: not if the kernel refused one because of it, which may be gone; until
     * the next scan.
     */
    void trust(Forwarding forwarding, boolean trusted) {
        Hop hop = hop(forwarding);
        if (hop != null) {
            hop.refused = !trusted;
        }
    }

    /** Tries again what the kernel refused. */
    void retry() {
        for (Hop hop : hops.values()) {
            hop.refused = false;
        }
    }

    /**
     * Looks which objects there are: takes over those a predecessor left, forgets those that are gone.
     *
     * @return all objects there are; null if they kept changing, or the kernel has no such thing
     */
    List<NextHopObject> scan() throws KernelException {
        retry();
        if (!supported) {
            return null;
        }
        List<NextHopObject> found;
        try {
            found = store.nextHops();
        } catch (KernelException e) {
            if (e.errno() != Errno.EOPNOTSUPP && e.errno() != Errno.EINVAL) {
                throw e;
            }
            supported = false; // Linux before 5.3
            return null;
        }
        if (found == null) {
            return null;
        }
        forgetAll();
        for (NextHopObject object : found) {
            if (ids.owns(object.id())) {
                ids.taken(object.id());
                if (!ids.ofPairs(object.id())
                        && object.protocol() == protocol
                        && object.nextHop() != null
                        && plain(object.nextHop(), family)) {
                    Hop hop = hops.computeIfAbsent(canonical(object.nextHop()), Hop::new);
                    hop.ids.add(object.id());
                    someUnused |= hop.routes == 0;
                }
            }
        }
        hops.values().removeIf(hop -> hop.routes == 0 && hop.ids.isEmpty());
        if (!ids.noneTaken() && !store.showsNextHops()) {
            hops.values().forEach(hop -> hop.refused = true);
        }
        return found;
    }

    private void forgetAll() {
        ids.forgetAll();
        hops.values().forEach(hop -> hop.ids.clear());
        lastForwarding = null;
        lastHop = null;
    }

    static KernelNextHop canonical(KernelNextHop nextHop) {
        return new KernelNextHop(nextHop.gateway(), nextHop.ifindex(), 1, 0);
    }

    /** Removes the objects that no route needs. Only when it is certain what the kernel has. */
    void removeUnused() throws KernelException {
        if (!someUnused) {
            return;
        }
        someUnused = false;
        for (Hop hop : hops.values()) {
            if (hop.routes == 0) {
                for (int id : hop.ids) {
                    int errno = store.removeNextHop(id);
                    if (errno != 0 && errno != Errno.ENOENT) {
                        log.warning(name, "Cannot remove the next hop object " + id + ": " + Errno.text(errno));
                    }
                    ids.free(id);
                }
                hop.ids.clear();
            }
        }
        hops.values().removeIf(hop -> hop.routes == 0);
        lastForwarding = null;
        lastHop = null;
    }
}
