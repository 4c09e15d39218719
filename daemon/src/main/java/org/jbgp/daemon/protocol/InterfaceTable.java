package org.jbgp.daemon.protocol;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jbgp.config.model.Vrf;
import org.jbgp.daemon.policy.LinkView;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;

/** All interfaces at one moment. Immutable; any thread may hold and read it. */
public final class InterfaceTable implements LinkView {
    /** A machine without interfaces. */
    public static final InterfaceTable EMPTY = new InterfaceTable(List.of());

    private static final int REMEMBERED = 256;

    private final List<NetworkInterface> interfaces;
    private final Map<Integer, NetworkInterface> byIndex = new HashMap<>();
    private final Map<String, NetworkInterface> byName = new HashMap<>();
    /** See {@link #within}; filled when asked. */
    private final Map<Vrf, InterfaceTable> within = new ConcurrentHashMap<>(1);
    /** Names of the interfaces that went last, by their index: routes in the tables may still have it. */
    private final Map<Integer, String> gone;

    /** From the interfaces in the order they shall be listed. */
    public InterfaceTable(Collection<NetworkInterface> interfaces) {
        this(interfaces, Map.of());
    }

    private InterfaceTable(Collection<NetworkInterface> interfaces, Map<Integer, String> gone) {
        this.gone = gone;
        this.interfaces = List.copyOf(interfaces);
        for (NetworkInterface each : this.interfaces) {
            byIndex.put(each.index(), each);
            byName.put(each.name(), each);
        }
    }

    /** The table that follows this one: it knows what went. */
    InterfaceTable next(Collection<NetworkInterface> present) {
        Map<Integer, String> went = new LinkedHashMap<>(gone) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Integer, String> eldest) {
                return size() > REMEMBERED;
            }
        };
        InterfaceTable next = new InterfaceTable(present, went);
        for (NetworkInterface each : interfaces) {
            if (!next.byIndex.containsKey(each.index())) {
                went.put(each.index(), each.name());
            }
        }
        return next;
    }

    /**
     * Those of a VRF: its device, and the interfaces it holds; of the default VRF those that no device holds. The same
     * object whenever it is asked of one table.
     *
     * @param vrf empty: all of them
     */
    public InterfaceTable within(Optional<Vrf> vrf) {
        return vrf.map(wanted -> within.computeIfAbsent(wanted, this::only)).orElse(this);
    }

    private InterfaceTable only(Vrf vrf) {
        int device = vrf.device().map(this::indexOf).orElse(0);
        if (device == 0 && vrf.device().isPresent()) {
            return new InterfaceTable(List.of(), gone);
        }
        return new InterfaceTable(
                interfaces.stream()
                        .filter(each -> each.link().vrf()
                                ? each.index() == device
                                : each.link().master() == device)
                        .toList(),
                gone);
    }

    /** All of them, by index. */
    public List<NetworkInterface> all() {
        return interfaces;
    }

    /** Names that stand for another interface in the other table, or are in one of both only. */
    public Set<String> renumbered(InterfaceTable other) {
        Set<String> names = new HashSet<>();
        List<NetworkInterface> theirs = other.interfaces;
        int mine = 0;
        int their = 0;
        // Both lists are in the order of indexes as a rule: what neither has changed is passed by without a look-up.
        while (mine < interfaces.size() || their < theirs.size()) {
            NetworkInterface one = mine < interfaces.size() ? interfaces.get(mine) : null;
            NetworkInterface two = their < theirs.size() ? theirs.get(their) : null;
            boolean takeOne = two == null || (one != null && one.index() <= two.index());
            boolean takeTwo = one == null || (two != null && two.index() <= one.index());
            if (takeOne) {
                mine++;
            }
            if (takeTwo) {
                their++;
            }
            if (takeOne && takeTwo && one.equals(two)) {
                continue;
            }
            if (takeOne && indexOf(one.name()) != other.indexOf(one.name())) {
                names.add(one.name());
            }
            if (takeTwo && indexOf(two.name()) != other.indexOf(two.name())) {
                names.add(two.name());
            }
        }
        return names;
    }

    /** The interface with this index. */
    public Optional<NetworkInterface> byIndex(int index) {
        return Optional.ofNullable(byIndex.get(index));
    }

    /** The interface of this name. */
    public Optional<NetworkInterface> byName(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * The interface through which a neighbor's address is directly reachable: the one whose network around it is the
     * longest. Empty if there is none, or if the address is this host's own.
     *
     * @param wanted look at this interface only; null: at all
     * @param onlink {@code wanted} is taken to reach the address whatever its networks, if it is up
     */
    public Optional<NetworkInterface> neighbor(KernelIp address, NetworkInterface wanted, boolean onlink) {
        NetworkInterface best = null;
        int longest = -1;
        for (NetworkInterface each : wanted == null ? interfaces : List.of(wanted)) {
            int length = each.connected(address);
            if (length == NetworkInterface.OWN) {
                return Optional.empty();
            }
            if (length > longest) {
                longest = length;
                best = each;
            }
        }
        if (best == null && onlink && wanted != null && wanted.up()) {
            return Optional.of(wanted);
        }
        return Optional.ofNullable(best);
    }

    /** The interface that would lead to an address, were it up. */
    public Optional<NetworkInterface> downed(KernelIp address) {
        return interfaces.stream()
                .filter(each -> !each.up() && each.networkOf(address) >= 0)
                .findFirst();
    }

    @Override
    public String nameOf(int index) {
        NetworkInterface found = byIndex.get(index);
        return found == null ? gone.getOrDefault(index, "") : found.name();
    }

    @Override
    public int presentIndex(int index) {
        NetworkInterface now = byIndex.containsKey(index) ? null : byName.get(gone.getOrDefault(index, ""));
        return now == null ? index : now.index();
    }

    @Override
    public boolean isWithin(int index, Vrf vrf) {
        return within(Optional.of(vrf)).byIndex.containsKey(index);
    }

    @Override
    public int indexOf(String name) {
        NetworkInterface found = byName.get(name);
        return found == null ? 0 : found.index();
    }

    @Override
    public int neighborInterface(int addressLength, long hi, long lo, int interfaceIndex, boolean onlink) {
        NetworkInterface wanted = byIndex.get(interfaceIndex);
        if (interfaceIndex != 0 && wanted == null) {
            return 0;
        }
        KernelIp address = new KernelIp(addressLength == 4 ? Family.IPV4 : Family.IPV6, hi, lo);
        return neighbor(address, wanted, onlink).map(NetworkInterface::index).orElse(0);
    }
}
