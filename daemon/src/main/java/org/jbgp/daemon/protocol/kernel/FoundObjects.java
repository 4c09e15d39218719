package org.jbgp.daemon.protocol.kernel;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jbgp.kernel.KernelNextHop;
import org.jbgp.kernel.NextHopObject;

/**
 * The objects and groups of pairs that a scan found in the kernel, by id, and where each leads.
 *
 * @param byId of ours only
 */
record FoundObjects(Map<Integer, NextHopObject> byId) {
    static FoundObjects of(List<NextHopObject> found, Predicate<NextHopObject> ours) {
        Map<Integer, NextHopObject> byId = new HashMap<>();
        for (NextHopObject object : found) {
            if (ours.test(object)) {
                byId.put(object.id(), object);
            }
        }
        return new FoundObjects(byId);
    }

    Collection<NextHopObject> all() {
        return byId.values();
    }

    /** The object or group of that id, null if it is not there. */
    NextHopObject get(int id) {
        return byId.get(id);
    }

    /** Whether the object of that id is there and leads this way. */
    boolean leads(int id, Via via) {
        NextHopObject object = byId.get(id);
        return object != null
                && object.nextHop() != null
                && object.nextHop().ifindex() == via.hop().ifindex()
                && via.hop().gateway().equals(object.nextHop().gateway());
    }

    /** Where a group leads, null if by nothing that is known. */
    KernelNextHop hop(NextHopObject group) {
        NextHopObject first = byId.get(leading(group));
        return first == null || first.nextHop() == null ? null : SharedNextHops.canonical(first.nextHop());
    }

    /** The heaviest member of a group, by which all routes go; 0 if there is none. */
    static int leading(NextHopObject group) {
        int heaviest = 0;
        int weight = 0;
        for (NextHopObject.Member member : group.members()) {
            if (member.weight() > weight) {
                weight = member.weight();
                heaviest = member.id();
            }
        }
        return heaviest;
    }

    /** The only object of a group, 0 if it has several or another group has it too. */
    int onlyIn(NextHopObject group) {
        if (group.members().size() != 1) {
            return 0;
        }
        NextHopObject.Member member = group.members().getFirst();
        boolean shared = all().stream()
                .anyMatch(other -> other.id() != group.id()
                        && other.members().stream().anyMatch(each -> each.id() == member.id()));
        return shared ? 0 : member.id();
    }
}
