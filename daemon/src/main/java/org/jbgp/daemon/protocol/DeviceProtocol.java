package org.jbgp.daemon.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jbgp.config.model.DeviceConfig;
import org.jbgp.kernel.KernelAddress;
import org.jbgp.kernel.KernelIp;
import org.jbgp.kernel.KernelLink;

/**
 * Keeps the {@link InterfaceTable}: from the kernel's events at once, and from scans in case an event was lost.
 *
 * <p>Changes gather until {@link #settle}, so that a burst (an interface appears, gets addresses, comes up) is reported
 * as one. An interface that has vanished is forgotten with its addresses; the addresses of one that is down stay known,
 * but nothing is connected through them.
 *
 * <p>Driven by the kernel thread.
 */
public final class DeviceProtocol {
    private final TreeMap<Integer, KernelLink> links = new TreeMap<>();
    private final Map<Integer, Map<AddressKey, KernelAddress>> addresses = new LinkedHashMap<>();
    private final List<InterfaceListener> listeners = new ArrayList<>();
    /** Indexes of the interfaces that may differ from what was last reported. */
    private final TreeSet<Integer> unsettled = new TreeSet<>();

    private InterfaceTable current = InterfaceTable.EMPTY;
    private List<DeviceConfig.Preferred> preferred = List.of();
    private boolean lost;

    private record AddressKey(KernelIp local, KernelIp peer, int prefixLength) {
        static AddressKey of(KernelAddress address) {
            return new AddressKey(address.local(), address.peer(), address.prefixLength());
        }

        // As in KernelIp: these run at every start.
        @Override
        public boolean equals(Object other) {
            return other instanceof AddressKey that
                    && prefixLength == that.prefixLength
                    && local.equals(that.local)
                    && peer.equals(that.peer);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * local.hashCode() + peer.hashCode()) + prefixLength;
        }
    }

    /** The interfaces as last reported to the listeners. */
    public InterfaceTable interfaces() {
        return current;
    }

    /** From the next change on, this one hears of it too. */
    public void addListener(InterfaceListener listener) {
        listeners.add(listener);
    }

    /** This one hears nothing more. */
    public void removeListener(InterfaceListener listener) {
        listeners.remove(listener);
    }

    /** From now on these addresses stand first, see {@link PreferredAddresses}. */
    public void prefer(List<DeviceConfig.Preferred> wishes) {
        preferred = wishes;
        unsettled.addAll(links.keySet());
        settle();
    }

    /** A full picture from a scan, complete by itself. */
    public void scanned(List<KernelLink> allLinks, List<KernelAddress> allAddresses) {
        unsettled.addAll(links.keySet());
        links.clear();
        addresses.clear();
        for (KernelLink link : allLinks) {
            links.put(link.index(), link);
        }
        for (KernelAddress address : allAddresses) {
            put(address);
        }
        unsettled.addAll(links.keySet());
        settle();
    }

    /** A link is new or has changed. */
    public void linkChanged(KernelLink link) {
        KernelLink before = links.put(link.index(), link);
        note(link.index(), !link.equals(before));
        lost |= before != null && works(before) && !works(link);
    }

    private static boolean works(KernelLink link) {
        return link.adminUp() && link.carrier();
    }

    /** A link is gone. */
    public void linkRemoved(KernelLink link) {
        KernelLink before = links.remove(link.index());
        note(link.index(), before != null);
        lost |= before != null && works(before);
        addresses.remove(link.index());
    }

    /** An address is new or has changed. */
    public void addressChanged(KernelAddress address) {
        boolean different = put(address);
        note(address.ifindex(), different);
        lost |= different && address.tentative();
    }

    /** An address is gone. */
    public void addressRemoved(KernelAddress address) {
        Map<AddressKey, KernelAddress> known = addresses.get(address.ifindex());
        if (known != null) {
            boolean different = known.remove(AddressKey.of(address)) != null;
            note(address.ifindex(), different);
            lost |= different;
        }
    }

    private void note(int index, boolean different) {
        if (different) {
            unsettled.add(index);
        }
    }

    private boolean put(KernelAddress address) {
        Map<AddressKey, KernelAddress> known =
                addresses.computeIfAbsent(address.ifindex(), index -> new LinkedHashMap<>());
        if (address.tentative()) {
            return known.remove(AddressKey.of(address)) != null; // RFC 4862 §5.4: not an address of the host yet
        }
        return !address.equals(known.put(AddressKey.of(address), address));
    }

    /** Whether something has gathered that {@link #settle} would report. */
    public boolean isUnsettled() {
        return !unsettled.isEmpty();
    }

    /** Whether an interface that worked, or an address, is gone, and has not been reported yet. */
    public boolean hasLosses() {
        return lost;
    }

    /** Reports to the listeners what has gathered; nothing if all is as before. */
    public void settle() {
        lost = false;
        if (unsettled.isEmpty()) {
            return;
        }
        List<InterfaceChanges.Change> each = new ArrayList<>();
        for (int index : unsettled) {
            KernelLink link = links.get(index);
            NetworkInterface before = current.at(index);
            NetworkInterface now = link == null ? null : make(link);
            if (!Objects.equals(before, now)) {
                each.add(new InterfaceChanges.Change(before, now));
            }
        }
        unsettled.clear();
        if (each.isEmpty()) {
            return;
        }
        InterfaceChanges changes = current.next(each);
        current = changes.now();
        for (InterfaceListener listener : List.copyOf(listeners)) {
            listener.interfacesChanged(changes);
        }
    }

    private NetworkInterface make(KernelLink link) {
        List<InterfaceAddress> own = new ArrayList<>();
        for (KernelAddress address :
                addresses.getOrDefault(link.index(), Map.of()).values()) {
            own.add(InterfaceAddress.of(address));
        }
        return PreferredAddresses.order(new NetworkInterface(link, own), preferred);
    }
}
