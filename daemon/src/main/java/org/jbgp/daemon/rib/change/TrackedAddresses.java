package org.jbgp.daemon.rib.change;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.rib.store.Prefixes;
import org.jbgp.daemon.wire.AddressFamily;

/**
 * The next hops that a table resolves: given every change of a best path, it says which of them lie in the changed
 * prefix. Confined to one shard.
 */
public final class TrackedAddresses {
    /** Nothing is tracked. */
    public static final TrackedAddresses NONE = new TrackedAddresses(AddressFamily.IPV4_UNICAST, Set.of());

    private final int bits;
    private final Address[] addresses;
    private final Set<Address> hits = new LinkedHashSet<>();

    public TrackedAddresses(AddressFamily family, Collection<Address> tracked) {
        this.bits = family.bits();
        this.addresses = tracked.toArray(Address[]::new);
        Arrays.sort(addresses, (a, b) -> compare(a.hi(), a.lo(), b.hi(), b.lo()));
    }

    public void touched(long hi, long lo, int length) {
        if (addresses.length == 0) {
            return;
        }
        int from = 0;
        int to = addresses.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (compare(addresses[middle].hi(), addresses[middle].lo(), hi, lo) < 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        while (from < addresses.length
                && Prefixes.covers(bits, hi, lo, length, addresses[from].hi(), addresses[from].lo())) {
            hits.add(addresses[from++]);
        }
    }

    /** The addresses hit since the last call, which forgets them. */
    public Set<Address> takeHits() {
        if (hits.isEmpty()) {
            return Set.of();
        }
        Set<Address> taken = new LinkedHashSet<>(hits);
        hits.clear();
        return taken;
    }

    private static int compare(long hiA, long loA, long hiB, long loB) {
        int result = Long.compareUnsigned(hiA, hiB);
        return result != 0 ? result : Long.compareUnsigned(loA, loB);
    }
}
