package org.jbgp.daemon.rib.nexthop;

import java.util.ArrayList;
import java.util.List;
import org.jbgp.daemon.policy.LinkView;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeBlobBuilder;
import org.jbgp.daemon.wire.Destination;
import org.jbgp.daemon.wire.NextHopLeg;

/**
 * Destinations that routes carry themselves (engine attributes DEST and NEXTHOPS): static, direct and kernel routes.
 */
public final class OwnDestination {
    private OwnDestination() {}

    /** Reads DEST and NEXTHOPS of a blob that has at least one of them. */
    public static ResolvedNextHop read(byte[] blob, int offset, int length, LinkView links) {
        Destination destination = Destination.of(blob, offset, length);
        List<ResolvedNextHop.Leg> legs = new ArrayList<>(1);
        int at = AttributeBlob.find(blob, offset, length, AttributeBlob.ENGINE, AttributeBlob.NEXTHOPS);
        if (at != AttributeBlob.ABSENT && destination == Destination.UNICAST) {
            int end = AttributeBlob.next(blob, at);
            for (int leg = AttributeBlob.value(at); leg < end; leg = NextHopLeg.next(blob, leg)) {
                int index = links.presentIndex(NextHopLeg.ifindex(blob, leg));
                legs.add(new ResolvedNextHop.Leg(
                        Address.copyOf(blob, leg + NextHopLeg.HEADER, NextHopLeg.gatewayLength(blob, leg)),
                        index,
                        links.nameOf(index),
                        NextHopLeg.weight(blob, leg),
                        NextHopLeg.onlink(blob, leg)));
            }
        }
        ResolvedNextHop.State state = destination == Destination.UNREACHABLE
                ? ResolvedNextHop.State.UNREACHABLE
                : ResolvedNextHop.State.REACHABLE;
        return new ResolvedNextHop(state, List.copyOf(legs), ResolvedNextHop.UNKNOWN_METRIC, destination);
    }

    /** Writes DEST and NEXTHOPS into a blob under construction. */
    public static void write(AttributeBlobBuilder blob, Destination destination, List<ResolvedNextHop.Leg> legs) {
        blob.setU8(AttributeBlob.ENGINE, AttributeBlob.DEST, destination.code());
        if (destination != Destination.UNICAST) {
            blob.remove(AttributeBlob.ENGINE, AttributeBlob.NEXTHOPS);
            return;
        }
        int size = 0;
        for (ResolvedNextHop.Leg leg : legs) {
            size += NextHopLeg.HEADER + leg.gateway().length();
        }
        int at = blob.reserve(AttributeBlob.ENGINE, AttributeBlob.NEXTHOPS, size);
        for (ResolvedNextHop.Leg leg : legs) {
            Address gateway = leg.gateway();
            at = NextHopLeg.write(
                    blob.array(),
                    at,
                    leg.interfaceIndex(),
                    leg.weight(),
                    leg.onlink(),
                    gateway.length(),
                    gateway.hi(),
                    gateway.lo());
        }
    }
}
