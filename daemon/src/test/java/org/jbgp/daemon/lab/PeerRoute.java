package org.jbgp.daemon.lab;

import java.util.Comparator;
import java.util.SortedSet;

/**
 * One path that a router learned over BGP, in a form all makers share.
 *
 * @param prefix such as {@code 10.0.0.0/8} or {@code 2001:db8::/32}
 * @param nextHop the NEXT_HOP attribute (IPv6: the global address)
 * @param asPath AS numbers separated by one space, sets as <code>{1 2}</code>
 * @param communities standard ones as {@code a:b}, large ones as {@code a:b:c}
 */
public record PeerRoute(String prefix, String nextHop, String asPath, SortedSet<String> communities)
        implements Comparable<PeerRoute> {
    private static final Comparator<PeerRoute> ORDER = Comparator.comparing(PeerRoute::prefix)
            .thenComparing(PeerRoute::nextHop)
            .thenComparing(PeerRoute::asPath)
            .thenComparing(route -> route.communities().toString());

    @Override
    public int compareTo(PeerRoute other) {
        return ORDER.compare(this, other);
    }
}
