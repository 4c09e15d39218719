package org.jbgp.daemon.net;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jbgp.daemon.net.socket.Addresses;
import org.jbgp.daemon.session.settings.NeighborRange;
import org.jbgp.daemon.session.settings.NeighborSettings;

/**
 * Finds the neighbor that an accepted connection belongs to. A socket that listens on an address for one neighbor also
 * gets what others send to that address, so the neighbors of all listeners are asked. Any thread.
 */
final class DialIns {

    /** In the order in which they came. */
    private final Map<Dialled, List<Member>> members = new ConcurrentHashMap<>();

    private record Dialled(InetAddress remote, int port) {
        // As in IpAddress: these run at every start.
        @Override
        public boolean equals(Object other) {
            return other instanceof Dialled that && port == that.port && remote.equals(that.remote);
        }

        @Override
        public int hashCode() {
            return 31 * remote.hashCode() + port;
        }
    }

    private record Member(BgpNeighbor neighbor, NeighborSettings settings) {

        /** An interface only counts where it is known: for link-local addresses, and if the listener is bound to it. */
        boolean takes(InetAddress remote, InetAddress local, NeighborRange.Device boundTo) {
            String wanted = settings.interfaceName();
            if (settings.localAddress() != null && !settings.localAddress().equals(Addresses.unscoped(local))) {
                return false;
            }
            if (!settings.common().vrfDevice().equals(boundTo.vrf())) {
                return false;
            }
            if (settings.boundToInterface() && !wanted.equals(boundTo.interfaceName())) {
                return false;
            }
            return Addresses.cameOver(remote, wanted) && Addresses.cameOver(local, wanted);
        }
    }

    void add(BgpNeighbor neighbor, NeighborSettings settings) {
        members.merge(
                key(settings),
                List.of(new Member(neighbor, settings)),
                (some, one) -> Stream.concat(some.stream(), one.stream()).toList());
    }

    void remove(BgpNeighbor neighbor, NeighborSettings settings) {
        members.computeIfPresent(key(settings), (key, some) -> {
            List<Member> others =
                    some.stream().filter(member -> member.neighbor != neighbor).toList();
            return others.isEmpty() ? null : others;
        });
    }

    private static Dialled key(NeighborSettings settings) {
        return new Dialled(settings.remoteAddress(), settings.listenPort());
    }

    /**
     * The first neighbor that takes the connection, as BIRD chooses: who set a source address takes only what was sent
     * to it.
     *
     * @param port of the listener, as configured
     * @param boundTo what the listener is bound to
     * @return null if nobody does
     */
    BgpNeighbor find(int port, InetAddress remote, InetAddress local, NeighborRange.Device boundTo) {
        for (Member member : members.getOrDefault(new Dialled(Addresses.unscoped(remote), port), List.of())) {
            if (member.takes(remote, local, boundTo)) {
                return member.neighbor;
            }
        }
        return null;
    }

    /** True if a neighbor has that address, although it does not take the connection. */
    boolean isKnown(int port, InetAddress remote) {
        return members.containsKey(new Dialled(Addresses.unscoped(remote), port));
    }
}
