package org.jbgp.daemon.bgp;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jbgp.daemon.nexthop.Neighborhood;
import org.jbgp.daemon.nexthop.NextHopResolver;
import org.jbgp.daemon.protocol.InterfaceTable;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.rib.nexthop.ResolvedNextHop;
import org.jbgp.daemon.wire.AttributeBlob;

/**
 * Logs invalid next hops: our own addresses (RFC 4271 §5.1.3), and of a directly connected neighbor those that are on
 * no connected network. Such routes are not used, or lead nowhere; nobody else would say why. On the neighbor's loop.
 */
final class NextHopWatch {
    /** How many valid next hops are remembered; a neighbor names no more than its link has routers. */
    private static final int KNOWN = 1_024;

    private static final byte[] NOTHING = {};

    private final UpdateFaults faults;
    private final Supplier<InterfaceTable> interfaces;
    private final int link;
    private final boolean linkLocal;
    private final boolean connected;
    /** Valid next hops beside the first one. */
    private final Set<Address> good = new HashSet<>(0);
    /** The interfaces {@link #good} and {@link #last} are about. */
    private InterfaceTable seen = InterfaceTable.EMPTY;

    private byte[] last = NOTHING;

    /**
     * @param interfaces those of the moment
     * @param link index of the neighbor's interface, 0 if it is not known
     * @param linkLocal of a global and a link-local next hop the latter is used
     * @param connected next hops must be on connected networks; else they are looked up in tables
     */
    NextHopWatch(
            UpdateFaults faults, Supplier<InterfaceTable> interfaces, int link, boolean linkLocal, boolean connected) {
        this.faults = faults;
        this.interfaces = interfaces;
        this.link = link;
        this.linkLocal = linkLocal;
        this.connected = connected;
    }

    /** An attribute set arrived with routes to announce. */
    void see(byte[] blob, int offset, int length) {
        int at = AttributeBlob.find(blob, offset, length, AttributeBlob.BGP, AttributeBlob.NEXT_HOP);
        if (at == AttributeBlob.ABSENT) {
            return;
        }
        int value = AttributeBlob.value(at);
        int end = AttributeBlob.next(blob, at);
        InterfaceTable now = interfaces.get();
        if (now != seen) {
            seen = now;
            good.clear();
            last = NOTHING;
        }
        if (Arrays.equals(last, 0, last.length, blob, value, end)) {
            return;
        }
        Address nextHop = Address.copyOf(blob, value, end - value);
        Address address = linkLocal ? NextHopResolver.linkAddress(nextHop) : NextHopResolver.lookupAddress(nextHop);
        if (!good.contains(address)) {
            ResolvedNextHop found = Neighborhood.connected(now, address, link, false);
            if (found.equals(ResolvedNextHop.OWN)) {
                faults.nextHop(address, "is local");
                return;
            }
            if (connected && found.equals(ResolvedNextHop.INVALID)) {
                faults.nextHop(address, "not directly reachable");
                return;
            }
            if (good.size() == KNOWN) {
                good.clear();
            }
            // The only one that most neighbors name is known by its bytes.
            if (last.length > 0) {
                good.add(address);
            }
        }
        last = Arrays.copyOfRange(blob, value, end);
    }
}
