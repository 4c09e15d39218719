package org.jbgp.daemon.protocol.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jbgp.config.model.KernelConfig.NextHopObjects;
import org.jbgp.daemon.protocol.Forwarding;
import org.jbgp.daemon.protocol.ProtocolLog;
import org.jbgp.kernel.KernelNextHop;
import org.jbgp.kernel.NextHopObject;
import org.jbgp.kernel.netlink.Errno;
import org.jbgp.kernel.netlink.KernelException;

/**
 * Routes go by groups of next hop objects, so that one change in the kernel leads all of them elsewhere, however many
 * they are: to their second path when the first is lost, or to another gateway when their next hop is reached by that.
 *
 * <p>A pair is a group of two objects, one for each {@link Via}; the group leads by the first as long as that is there.
 * When a neighbor loses its session, the objects of its ways are removed, and every group goes on by what it has left.
 * When an interface goes down, the kernel removes them itself. What the tables do afterwards only confirms that. Routes
 * without a second path go by a group too, of an object that no pair has: so a second path that comes for all of them
 * is one change, and the loss of a pair's object takes none of them along.
 *
 * <p>A prefix goes by the group of the very ways it wants, or by none, or by one that has no second way: a group never
 * leads a prefix where the prefix has no path. Small crowds go without.
 *
 * <p>Owned by the kernel thread.
 */
final class PairGroups {
    /** From so many prefixes on that want the same ways they go by a group, unless configured otherwise. */
    static final int MANY = 1_000;

    /**
     * When an object is led elsewhere the kernel looks at all routes once for each group of it. That pays if these have
     * one route in so many.
     */
    private static final int WORTH = 64;

    private final String name;
    private final NextHopIds ids;
    private final NextHopStore store;
    private final SharedNextHops plain;
    private final KernelModel model;
    private final int protocol;
    private final ProtocolLog log;
    private final Map<ViaPair, PairGroup> byPair = new HashMap<>();
    private final Map<Integer, PairGroup> byId = new HashMap<>();
    /** The objects that pairs consist of. */
    private final Map<Via, Integer> objects = new HashMap<>();
    /** The objects of groups for one way. */
    private final Map<Via, Integer> alone = new HashMap<>();
    /** Objects of a predecessor, which go when no group has them any more. */
    private final Set<Integer> left = new HashSet<>();
    /** Ways for which the kernel would not have a group, until the next scan. */
    private final Set<ViaPair> refused = new HashSet<>();

    private NextHopObjects mode;
    private boolean someUnused;
    private boolean logged;
    /** Routes in a row want the same ways. */
    private ViaPair lastPair;

    private PairGroup lastGroup;

    PairGroups(
            String name,
            NextHopObjects mode,
            int protocol,
            NextHopIds ids,
            NextHopStore store,
            SharedNextHops plain,
            KernelModel model,
            ProtocolLog log) {
        this.name = name;
        this.mode = mode;
        this.protocol = protocol;
        this.ids = ids;
        this.store = store;
        this.plain = plain;
        this.model = model;
        this.log = log;
    }

    void mode(NextHopObjects changed) {
        mode = changed;
        lastPair = null;
    }

    /** The group of that id; null if it is none of ours. */
    PairGroup byId(int id) {
        return id == 0 || byId.isEmpty() ? null : byId.get(id);
    }

    /** What a prefix's route goes by has changed; null for no group. */
    void count(PairGroup before, PairGroup now) {
        if (before == now) {
            return;
        }
        if (before != null) {
            before.count(-1);
            someUnused |= before.routes() == 0;
        }
        if (now != null) {
            now.count(1);
        }
    }

    /** The group that a new route shall go by, null for none; makes it when it is due. */
    PairGroup groupFor(Forwarding forwarding, ViaPair pair) throws KernelException {
        if (pair == null || mode == NextHopObjects.OFF || !plain.supported()) {
            return null;
        }
        if (!pair.equals(lastPair)) {
            PairGroup known = byPair.get(pair);
            if (known == null && due(pair)) {
                known = make(pair);
            }
            if (known == null) {
                return null;
            }
            lastPair = pair;
            lastGroup = known;
        }
        return pair.primary().hop().equals(plain.plainHop(forwarding)) ? lastGroup : null;
    }

    /** Whether so many prefixes want these ways that they are worth a group. */
    boolean due(ViaPair pair) {
        return mode != NextHopObjects.OFF
                && plain.supported()
                && !refused.contains(pair)
                && model.states().wanting(pair) >= (mode == NextHopObjects.ON ? 1 : MANY);
    }

    private PairGroup make(ViaPair pair) throws KernelException {
        List<Integer> members = members(pair);
        int id = members.isEmpty() ? 0 : ids.make(true, wanted -> store.putGroup(wanted, members, false));
        if (id <= 0) {
            refuse(pair, -id);
            return null;
        }
        PairGroup made = new PairGroup(id, pair);
        byId.put(id, made);
        byPair.put(pair, made);
        return made;
    }

    /** The kernel has no group for these ways: their routes go without until the next scan. */
    void refuse(ViaPair pair, int errno) {
        refused.add(pair);
        lastPair = null;
        someUnused = true;
        if (errno != 0 && !logged) {
            logged = true;
            log.info(
                    name,
                    errno == Errno.ENOSPC
                            ? "No more groups of next hop objects: " + NextHopIds.MOST_OF_PAIRS + " numbers are taken"
                            : "No pairs of next hop objects, which Linux has since 5.13: " + Errno.text(errno));
        }
    }

    /** Whether the kernel refused groups, which are tried again now. */
    boolean retry() {
        if (refused.isEmpty()) {
            return false;
        }
        refused.clear();
        lastPair = null;
        return true;
    }

    /** The objects of these ways, made where they are not there; empty if the kernel refuses one. */
    private List<Integer> members(ViaPair ways) throws KernelException {
        if (ways.backup() == null) {
            int only = object(alone, ways.primary());
            return only == 0 ? List.of() : List.of(only);
        }
        int first = object(objects, ways.primary());
        int second = first == 0 ? 0 : object(objects, ways.backup());
        return second == 0 ? List.of() : List.of(first, second);
    }

    private int object(Map<Via, Integer> made, Via via) throws KernelException {
        Integer known = made.get(via);
        if (known != null) {
            return known;
        }
        int id = ids.make(true, wanted -> store.addNextHop(wanted, via.hop()));
        if (id <= 0) {
            return 0; // its interface may be down
        }
        made.put(via, id);
        return id;
    }

    /**
     * These ways have ended: all routes by them that have another one go there now.
     *
     * @return false if the kernel has something else now than is known, and only a scan can show it
     */
    boolean lost(Predicate<Via> ended) throws KernelException {
        List<PairGroup> fallingBack = new ArrayList<>();
        // Objects with which something would end that must not.
        Set<Via> stay = new HashSet<>();
        for (PairGroup group : byId.values()) {
            if (group.alone()) {
                continue; // the tables say what becomes of its routes
            }
            Via primary = group.primary();
            Via backup = group.backup();
            boolean noPrimary = primary != null && ended.test(primary);
            boolean noBackup = backup != null && ended.test(backup);
            if (noPrimary && (backup == null || noBackup || !model.states().allWantPairOf(group))) {
                stay.add(primary);
                if (backup != null) {
                    stay.add(backup);
                }
            } else if (noPrimary || noBackup) {
                fallingBack.add(group);
            }
        }
        boolean certain = true;
        for (Via via : objects.keySet().stream().filter(ended).toList()) {
            if (!stay.contains(via)) {
                int errno = remove(objects.remove(via));
                certain &= errno == 0 || errno == Errno.ENOENT;
            }
        }
        for (PairGroup group : fallingBack) {
            boolean noPrimary = ended.test(group.primary());
            Via rest = noPrimary ? group.backup() : group.primary();
            if (stay.contains(noPrimary ? group.primary() : group.backup())
                    && (!objects.containsKey(rest)
                            || store.putGroup(group.id(), List.of(objects.get(rest)), true) != 0)) {
                certain = false; // it leads where it did
            } else {
                onlyHas(group, rest);
            }
        }
        return certain;
    }

    /** Notes that a group has this way only. */
    private void onlyHas(PairGroup group, Via rest) {
        forgetPair(group);
        if (rest.equals(group.backup())) {
            group.fallBack();
            model.states().redirected(group, group.hop(), plain::count);
        } else {
            group.loseBackup();
        }
        known(group);
        someUnused = true;
    }

    /** Routes for its ways go by it from now on, if by no other. */
    private void known(PairGroup group) {
        byPair.putIfAbsent(new ViaPair(group.primary(), group.backup()), group);
    }

    private void forgetPair(PairGroup group) {
        byPair.values().remove(group);
        lastPair = null;
    }

    /** These ways lead elsewhere now: all routes by them go there with one change each. False as {@link #lost}. */
    boolean moved(Predicate<Via> which, KernelNextHop changed) throws KernelException {
        KernelNextHop hop = plain.plain(changed);
        if (hop == null) {
            return true; // no object can stand for it: the tables bring the routes there
        }
        boolean pairsCertain = moved(false, which, hop);
        boolean othersCertain = moved(true, which, hop);
        return pairsCertain && othersCertain;
    }

    private boolean moved(boolean single, Predicate<Via> which, KernelNextHop hop) throws KernelException {
        Map<Via, Integer> made = single ? alone : objects;
        boolean certain = true;
        for (Via via : made.keySet().stream().filter(which).toList()) {
            Via now = new Via(via.channel(), via.nextHop(), hop);
            List<PairGroup> led = byId.values().stream()
                    .filter(group -> group.alone() == single)
                    .filter(group -> via.equals(group.primary()) || via.equals(group.backup()))
                    .toList();
            if (hop.equals(via.hop()) || made.containsKey(now) || !worthMoving(led) || !onlyFor(via, led)) {
                continue; // the tables bring the routes there
            }
            int id = made.remove(via);
            if (store.replaceNextHop(id, hop) != 0) {
                made.put(via, id);
                certain = false;
                continue;
            }
            made.put(now, id);
            for (PairGroup group : led) {
                moved(group, via, now);
            }
        }
        return certain;
    }

    private boolean worthMoving(List<PairGroup> led) {
        long routes = led.stream().mapToLong(PairGroup::routes).sum();
        return routes * WORTH >= (long) model.size() * led.size();
    }

    /** Whether all routes that its object leads are of prefixes that want just this way. */
    private boolean onlyFor(Via via, List<PairGroup> led) {
        return led.stream()
                .allMatch(
                        group -> !via.equals(group.primary()) || model.states().allWantFirstOf(group));
    }

    private void moved(PairGroup group, Via via, Via now) {
        forgetPair(group);
        group.moved(via, now);
        if (now.equals(group.primary())) {
            model.states().redirected(group, now.hop(), plain::count);
        }
        known(group);
    }

    /**
     * Groups without a second way become what all prefixes want whose routes go by them.
     *
     * @param parting where only most of the prefixes want it, the group awaits that the others have left
     * @return whether some group awaits that
     */
    boolean complete(boolean parting) throws KernelException {
        boolean some = false;
        for (PairGroup group : List.copyOf(byId.values())) {
            if (!group.single() || group.routes() == 0) {
                continue;
            }
            ViaPair wanted = model.states().mostWanted(group);
            boolean another = wanted != null && !group.is(wanted) && group.canBecome(wanted) && due(wanted);
            if (another && model.states().allWant(wanted, group)) {
                become(group, wanted);
            } else if (another && parting) {
                forgetPair(group); // no route comes to it any more
                group.await(wanted);
                some = true;
            } else if (group.primary() != null) {
                group.await(null);
                known(group);
            }
        }
        return some;
    }

    private void become(PairGroup group, ViaPair wanted) throws KernelException {
        if (!inherits(group, wanted)) {
            List<Integer> members = members(wanted);
            int errno = members.isEmpty() ? 0 : store.putGroup(group.id(), members, true);
            group.await(null);
            if (members.isEmpty() || errno != 0) {
                refuse(wanted, errno);
                return;
            }
        }
        forgetPair(group);
        group.become(wanted);
        known(group);
        someUnused = true;
    }

    /** A predecessor's group for one way is taken over with its object: a change would have Linux report all routes. */
    private boolean inherits(PairGroup group, ViaPair wanted) {
        if (group.legacy() == 0 || wanted.backup() != null || alone.containsKey(wanted.primary())) {
            return false;
        }
        alone.put(wanted.primary(), group.legacy());
        left.remove(group.legacy());
        return true;
    }

    /** Whether a pair leads by one of these ways. */
    boolean somePair(Predicate<Via> ways) {
        return objects.keySet().stream().anyMatch(ways);
    }

    /** Whether a group leads by one of these ways. */
    boolean some(Predicate<Via> ways) {
        return somePair(ways) || alone.keySet().stream().anyMatch(ways);
    }

    /** Whether a group leads by this interface. */
    boolean use(int ifindex) {
        return some(via -> via.hop().ifindex() == ifindex);
    }

    /**
     * Sees which of them are there: takes note of what the kernel has taken away, and of what a predecessor left.
     *
     * @param found all next hop objects there are
     * @return false if there are groups of which only a scan of the routes can show who goes by them
     */
    boolean scanned(List<NextHopObject> found) {
        lastPair = null;
        FoundObjects there = FoundObjects.of(
                found, object -> ids.owns(object.id()) && ids.ofPairs(object.id()) && object.protocol() == protocol);
        objects.entrySet().removeIf(known -> !there.leads(known.getValue(), known.getKey()));
        alone.entrySet().removeIf(known -> !there.leads(known.getValue(), known.getKey()));
        for (PairGroup group : List.copyOf(byId.values())) {
            NextHopObject object = there.get(group.id());
            if (object == null
                    || !(group.primary() == null ? leftAsItWas(group, object, there) : confirmed(group, object))) {
                forgetPair(group);
                byId.remove(group.id()); // with its routes, as their scan shows
            }
        }
        left.clear();
        boolean certain = true;
        for (NextHopObject object : there.all()) {
            if (!object.members().isEmpty()) {
                certain &= byId.containsKey(object.id());
                byId.computeIfAbsent(object.id(), id -> leftGroup(object, there));
            } else if (!objects.containsValue(object.id()) && !alone.containsValue(object.id())) {
                left.add(object.id());
            }
        }
        byId.values().removeIf(group -> group.hop() == null);
        someUnused |= !left.isEmpty();
        return certain;
    }

    /** Takes note of what a group has lost; false if it leads where nobody led it. */
    private boolean confirmed(PairGroup group, NextHopObject found) {
        Via backup = group.backup();
        Integer leading = FoundObjects.leading(found);
        if (leading.equals((group.alone() ? alone : objects).get(group.primary()))) {
            Integer second = backup == null ? null : objects.get(backup);
            if (backup != null && found.members().stream().noneMatch(member -> Objects.equals(member.id(), second))) {
                onlyHas(group, group.primary());
            }
            return true;
        }
        if (backup != null && leading.equals(objects.get(backup))) {
            onlyHas(group, backup);
            return true;
        }
        return false;
    }

    private PairGroup leftGroup(NextHopObject group, FoundObjects there) {
        someUnused = true;
        return new PairGroup(group.id(), there.hop(group), group.members().size() == 1, there.onlyIn(group));
    }

    private static boolean leftAsItWas(PairGroup group, NextHopObject object, FoundObjects there) {
        return group.hop().equals(there.hop(object))
                && group.single() == (object.members().size() == 1);
    }

    /** Removes what no route needs. Only when it is certain what the kernel has. */
    void removeUnused() throws KernelException {
        if (!someUnused) {
            return;
        }
        someUnused = false;
        boolean someLeft = false;
        Set<Via> used = new HashSet<>();
        Set<Via> usedAlone = new HashSet<>();
        for (PairGroup group : List.copyOf(byId.values())) {
            if (group.routes() == 0) {
                remove(group.id());
                byId.remove(group.id());
                forgetPair(group);
            } else if (group.primary() == null) {
                someLeft = true;
            } else if (group.alone()) {
                usedAlone.add(group.primary());
            } else {
                used.add(group.primary());
                if (group.backup() != null) {
                    used.add(group.backup());
                }
            }
        }
        removeAllBut(used, objects);
        removeAllBut(usedAlone, alone);
        if (!someLeft) {
            for (int id : left) {
                remove(id);
            }
            left.clear();
        }
    }

    private void removeAllBut(Set<Via> used, Map<Via, Integer> made) throws KernelException {
        for (Via via : List.copyOf(made.keySet())) {
            if (!used.contains(via)) {
                remove(made.remove(via));
            }
        }
    }

    private int remove(int id) throws KernelException {
        int errno = store.removeNextHop(id);
        if (errno != 0 && errno != Errno.ENOENT) {
            log.warning(name, "Cannot remove the next hop object " + id + ": " + Errno.text(errno));
        }
        ids.free(id);
        return errno;
    }
}
