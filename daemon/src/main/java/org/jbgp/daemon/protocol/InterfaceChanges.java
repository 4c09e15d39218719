package org.jbgp.daemon.protocol;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jbgp.kernel.KernelIp;

/**
 * What differs between two tables of interfaces. Who hears of a change looks at these few instead of at all there are:
 * a node has hundreds of interfaces that come and go. Immutable.
 *
 * @param before the table that was
 * @param now the table that is
 * @param each those that came, went or changed, by index
 */
public record InterfaceChanges(InterfaceTable before, InterfaceTable now, List<Change> each) {
    /**
     * An interface that came, went or changed.
     *
     * @param before as it was, null if it was not there
     * @param now as it is, null if it is gone
     */
    public record Change(NetworkInterface before, NetworkInterface now) {
        /** The kernel's index. */
        public int index() {
            return now == null ? before.index() : now.index();
        }

        private boolean owns(KernelIp address) {
            return owns(before, address) || owns(now, address);
        }

        private static boolean owns(NetworkInterface link, KernelIp address) {
            if (link != null) {
                for (InterfaceAddress own : link.addresses()) {
                    if (own.address().equals(address)) {
                        return true;
                    }
                }
            }
            return false;
        }

        private boolean concerns(KernelIp address) {
            return concerns(before, address) || concerns(now, address);
        }

        private static boolean concerns(NetworkInterface link, KernelIp address) {
            return link != null && (owns(link, address) || link.networkOf(address) >= 0);
        }

        /** The device of a VRF says, by its name, which other interfaces belong to it. */
        private boolean ofVrf() {
            return (before != null && before.link().vrf())
                    || (now != null && now.link().vrf());
        }
    }

    /** Compares two tables. */
    public static InterfaceChanges between(InterfaceTable before, InterfaceTable now) {
        List<NetworkInterface> was = before.byIndexes();
        List<NetworkInterface> is = now.byIndexes();
        List<Change> each = new ArrayList<>();
        int one = 0;
        int two = 0;
        while (one < was.size() || two < is.size()) {
            NetworkInterface former = one < was.size() ? was.get(one) : null;
            NetworkInterface present = two < is.size() ? is.get(two) : null;
            if (former != null && present != null && former.index() != present.index()) {
                if (former.index() < present.index()) {
                    present = null;
                } else {
                    former = null;
                }
            }
            one += former == null ? 0 : 1;
            two += present == null ? 0 : 1;
            if (former == null || !former.equals(present)) {
                each.add(new Change(former, present));
            }
        }
        return new InterfaceChanges(before, now, List.copyOf(each));
    }

    /** Names that stand for another interface than before, or are in one of both tables only. */
    public Set<String> renumbered() {
        Map<String, Integer> was = new HashMap<>();
        Map<String, Integer> is = new HashMap<>();
        for (Change change : each) {
            if (change.before != null) {
                was.put(change.before.name(), change.index());
            }
            if (change.now != null) {
                is.put(change.now.name(), change.index());
            }
        }
        Set<String> names = new HashSet<>();
        was.forEach((name, index) -> {
            if (!index.equals(is.remove(name))) {
                names.add(name);
            }
        });
        names.addAll(is.keySet());
        return names;
    }

    /** Whether the interface of this index is one of them. */
    public boolean touch(int index) {
        for (Change change : each) {
            if (change.index() == index) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether an address may be one of the host, or of a VRF, that was none before, or the other way round; false only
     * if it surely is not so.
     */
    public boolean mayOwn(KernelIp address) {
        for (Change change : each) {
            if (change.ofVrf() || change.owns(address)) {
                return true;
            }
        }
        return false;
    }

    /** Whether an address may be connected otherwise than before; false only if it surely is not. */
    public boolean mayConcern(KernelIp address) {
        for (Change change : each) {
            if (change.ofVrf() || change.concerns(address)) {
                return true;
            }
        }
        return false;
    }
}
