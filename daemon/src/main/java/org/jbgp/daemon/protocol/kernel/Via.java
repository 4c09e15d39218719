package org.jbgp.daemon.protocol.kernel;

import java.util.Objects;
import org.jbgp.kernel.KernelNextHop;

/**
 * A way out, and what it stands and falls with: when the channel loses its routes, or its next hop leads elsewhere, all
 * prefixes that go this way are concerned together.
 *
 * @param channel of the neighbor that the path came from
 * @param nextHop the path's next hop, as whoever resolves it names it: equality counts; null if it is not resolved
 * @param hop the gateway and interface that comes of it
 */
public record Via(int channel, Object nextHop, KernelNextHop hop) {
    // By hand: to link what the compiler makes for a record takes long, when a neighbor is lost of all times.
    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Via that
                        && channel == that.channel
                        && hop.equals(that.hop)
                        && Objects.equals(nextHop, that.nextHop));
    }

    @Override
    public int hashCode() {
        return (31 * channel + Objects.hashCode(nextHop)) * 31 + hop.hashCode();
    }
}
