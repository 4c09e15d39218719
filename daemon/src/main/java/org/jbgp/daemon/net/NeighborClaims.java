package org.jbgp.daemon.net;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jbgp.daemon.session.Obstacle;
import org.jbgp.daemon.session.settings.NeighborSettings;

/**
 * One session for each pair of addresses: of several protocols for the same neighbor
 * address, port, local address and interface the first that starts has it, the others wait until it stops, as in BIRD.
 * Any thread.
 */
final class NeighborClaims {

    private final Map<Claim, ArrayDeque<BgpNeighbor>> claims = new HashMap<>();

    /** @param device the interface, or without one the VRF */
    private record Claim(InetAddress remote, int port, InetAddress local, String device) {
        static Claim of(NeighborSettings settings) {
            return new Claim(
                    settings.remoteAddress(),
                    settings.remotePort(),
                    // Without one, a listener's own address tells the two ends of several routers in one process apart.
                    settings.localAddress() == null ? settings.listenAddress() : settings.localAddress(),
                    settings.dialDevice());
        }

        // As in IpAddress: these run at every start.
        @Override
        public boolean equals(Object other) {
            return other instanceof Claim that
                    && port == that.port
                    && remote.equals(that.remote)
                    && Objects.equals(local, that.local)
                    && device.equals(that.device);
        }

        @Override
        public int hashCode() {
            return ((remote.hashCode() * 31 + port) * 31 + Objects.hashCode(local)) * 31 + device.hashCode();
        }
    }

    /** A neighbor starts; what is in its way. */
    synchronized Obstacle claim(BgpNeighbor neighbor, NeighborSettings settings) {
        ArrayDeque<BgpNeighbor> queue = claims.computeIfAbsent(Claim.of(settings), claim -> new ArrayDeque<>(1));
        if (!queue.contains(neighbor)) {
            queue.add(neighbor);
        }
        BgpNeighbor first = queue.peek();
        return first == neighbor
                ? Obstacle.NONE
                : Obstacle.of(
                        "Neighbor lost",
                        "Same neighbor as protocol " + first.settings().name(),
                        "give them different local addresses or interfaces, or remove one");
    }

    /** It stops, or gets other settings; the next one may start. */
    synchronized void release(BgpNeighbor neighbor, NeighborSettings settings) {
        ArrayDeque<BgpNeighbor> queue = claims.get(Claim.of(settings));
        if (queue == null) {
            return;
        }
        boolean first = queue.peek() == neighbor;
        queue.remove(neighbor);
        if (queue.isEmpty()) {
            claims.remove(Claim.of(settings));
        } else if (first) {
            queue.peek().claimed();
        }
    }
}
