package org.jbgp.daemon.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
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

    private static final Comparator<NetworkInterface> BY_INDEX = Comparator.comparingInt(NetworkInterface::index);

    private final List<NetworkInterface> interfaces;
    /** The same by index. */
    private final NetworkInterface[] sorted;
    /** Made when a name is asked for: most tables of a burst never are. */
    private volatile Map<String, NetworkInterface> byName;
    /** See {@link #within}; filled when asked. */
    private final Map<Vrf, InterfaceTable> within = new ConcurrentHashMap<>(1);

    private final GoneNames gone;

    /** From the interfaces in the order they shall be listed. */
    public InterfaceTable(Collection<NetworkInterface> interfaces) {
        this(List.copyOf(interfaces), GoneNames.NONE);
    }

    private InterfaceTable(List<NetworkInterface> interfaces, GoneNames gone) {
        this.gone = gone;
        this.interfaces = interfaces;
        this.sorted = interfaces.toArray(NetworkInterface[]::new);
        Arrays.sort(sorted, BY_INDEX);
    }

    /** By index, and listed so. */
    private InterfaceTable(NetworkInterface[] sorted, GoneNames gone) {
        this.gone = gone;
        this.interfaces = Collections.unmodifiableList(Arrays.asList(sorted));
        this.sorted = sorted;
    }

    /**
     * What follows this table: the changes, by index, in a table that knows what went.
     *
     * @param each {@link InterfaceChanges.Change#before} of each is what {@link #byIndex} answers
     */
    InterfaceChanges next(List<InterfaceChanges.Change> each) {
        int size = sorted.length;
        List<NetworkInterface> went = new ArrayList<>();
        for (InterfaceChanges.Change change : each) {
            size += (change.before() == null ? 1 : 0) - (change.now() == null ? 1 : 0);
            if (change.now() == null) {
                went.add(change.before());
            }
        }
        NetworkInterface[] next = new NetworkInterface[size];
        int from = 0;
        int to = 0;
        for (InterfaceChanges.Change change : each) {
            int at = place(change.index());
            int until = at < 0 ? -at - 1 : at;
            System.arraycopy(sorted, from, next, to, until - from);
            to += until - from;
            from = at < 0 ? until : until + 1;
            if (change.now() != null) {
                next[to++] = change.now();
            }
        }
        System.arraycopy(sorted, from, next, to, sorted.length - from);
        return new InterfaceChanges(this, new InterfaceTable(next, gone.and(went)), List.copyOf(each));
    }

    /** Where it stands in {@link #sorted}, or where it would, as {@link Arrays#binarySearch} says it. */
    private int place(int index) {
        int low = 0;
        int high = sorted.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int found = sorted[middle].index();
            if (found == index) {
                return middle;
            }
            if (found < index) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    /** The interface with this index, or null. */
    NetworkInterface at(int index) {
        int at = place(index);
        return at < 0 ? null : sorted[at];
    }

    private NetworkInterface named(String name) {
        if (name.isEmpty()) {
            return null;
        }
        Map<String, NetworkInterface> names = byName;
        if (names == null) {
            names = new HashMap<>();
            for (NetworkInterface each : interfaces) {
                names.put(each.name(), each);
            }
            byName = names;
        }
        return names.get(name);
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
            return new InterfaceTable(List.<NetworkInterface>of(), gone);
        }
        return new InterfaceTable(
                interfaces.stream()
                        .filter(each -> each.link().vrf()
                                ? each.index() == device
                                : each.link().master() == device)
                        .toList(),
                gone);
    }

    /** All of them, in the order they are listed: by index. */
    public List<NetworkInterface> all() {
        return interfaces;
    }

    /** All of them, by index. */
    List<NetworkInterface> byIndexes() {
        return Arrays.asList(sorted);
    }

    /** Names that stand for another interface in the other table, or are in one of both only. */
    public Set<String> renumbered(InterfaceTable other) {
        return this == other ? Set.of() : InterfaceChanges.between(other, this).renumbered();
    }

    /** The interface with this index. */
    public Optional<NetworkInterface> byIndex(int index) {
        return Optional.ofNullable(at(index));
    }

    /** The interface of this name. */
    public Optional<NetworkInterface> byName(String name) {
        return Optional.ofNullable(named(name));
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
        NetworkInterface found = at(index);
        return found == null ? gone.of(index) : found.name();
    }

    @Override
    public int presentIndex(int index) {
        NetworkInterface now = at(index) != null ? null : named(gone.of(index));
        return now == null ? index : now.index();
    }

    @Override
    public boolean isWithin(int index, Vrf vrf) {
        return within(Optional.of(vrf)).at(index) != null;
    }

    @Override
    public int indexOf(String name) {
        NetworkInterface found = named(name);
        return found == null ? 0 : found.index();
    }

    @Override
    public int neighborInterface(int addressLength, long hi, long lo, int interfaceIndex, boolean onlink) {
        NetworkInterface wanted = at(interfaceIndex);
        if (interfaceIndex != 0 && wanted == null) {
            return 0;
        }
        KernelIp address = new KernelIp(addressLength == 4 ? Family.IPV4 : Family.IPV6, hi, lo);
        return neighbor(address, wanted, onlink).map(NetworkInterface::index).orElse(0);
    }
}
