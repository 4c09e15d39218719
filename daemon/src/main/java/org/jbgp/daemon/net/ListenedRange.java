package org.jbgp.daemon.net;

import java.net.InetAddress;
import java.util.List;
import org.jbgp.daemon.net.socket.Addresses;
import org.jbgp.daemon.session.settings.NeighborRange;

/** A range on a listener, and who receives those who come from it. */
record ListenedRange(NeighborRange range, Visitor.Reception reception) {
    /**
     * The range with the longest prefix that takes such a visitor.
     *
     * @param interfaceName it came over; empty = unknown
     * @return null if none does
     */
    static ListenedRange of(List<ListenedRange> ranges, InetAddress remote, InetAddress local, String interfaceName) {
        ListenedRange best = null;
        for (ListenedRange each : ranges) {
            NeighborRange range = each.range;
            if (range.contains(remote)
                    && (range.place().localAddress() == null
                            || range.place().localAddress().equals(Addresses.unscoped(local)))
                    && (interfaceName.isEmpty() || range.place().interfaces().test(interfaceName))
                    && (best == null || range.length() > best.range.length())) {
                best = each;
            }
        }
        return best;
    }
}
