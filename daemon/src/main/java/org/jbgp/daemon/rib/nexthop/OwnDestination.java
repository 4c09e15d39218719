package org.jbgp.daemon.rib.nexthop;

import java.util.ArrayList;
import java.util.List;
import org.jbgp.daemon.policy.LinkView;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeBlobBuilder;

/** Destinations that routes carry themselves (engine attributes DEST and NEXTHOPS): static, direct and kernel routes. */
public final class OwnDestination {
    private static final int LEG_HEADER = 7;
    private static final int ONLINK = 1;

    private OwnDestination() {}

    /** Reads DEST and NEXTHOPS of a blob that has at least one of them. */
    public static ResolvedNextHop read(byte[] blob, int offset, int length, LinkView links) {
        int destination = AttributeBlob.u8(
                blob, offset, length, AttributeBlob.ENGINE, AttributeBlob.DEST, AttributeBlob.DEST_UNICAST);
        List<ResolvedNextHop.Leg> legs = new ArrayList<>(1);
        int at = AttributeBlob.find(blob, offset, length, AttributeBlob.ENGINE, AttributeBlob.NEXTHOPS);
        if (at != AttributeBlob.ABSENT && destination == AttributeBlob.DEST_UNICAST) {
            int end = AttributeBlob.next(blob, at);
            for (int leg = AttributeBlob.value(at); leg < end; leg += LEG_HEADER + blob[leg + 6]) {
                int index = links.presentIndex((blob[leg] & 0xFF) << 24
                        | (blob[leg + 1] & 0xFF) << 16
                        | (blob[leg + 2] & 0xFF) << 8
                        | (blob[leg + 3] & 0xFF));
                legs.add(new ResolvedNextHop.Leg(
                        Address.copyOf(blob, leg + LEG_HEADER, blob[leg + 6]),
                        index,
                        links.nameOf(index),
                        (blob[leg + 4] & 0xFF) + 1,
                        (blob[leg + 5] & ONLINK) != 0));
            }
        }
        ResolvedNextHop.State state = destination == AttributeBlob.DEST_UNREACHABLE
                ? ResolvedNextHop.State.UNREACHABLE
                : ResolvedNextHop.State.REACHABLE;
        return new ResolvedNextHop(state, List.copyOf(legs), ResolvedNextHop.UNKNOWN_METRIC, destination);
    }

    /** Writes DEST and NEXTHOPS into a blob under construction. */
    public static void write(AttributeBlobBuilder blob, int destination, List<ResolvedNextHop.Leg> legs) {
        blob.setU8(AttributeBlob.ENGINE, AttributeBlob.DEST, destination);
        if (destination != AttributeBlob.DEST_UNICAST) {
            blob.remove(AttributeBlob.ENGINE, AttributeBlob.NEXTHOPS);
            return;
        }
        int size = 0;
        for (ResolvedNextHop.Leg leg : legs) {
            size += LEG_HEADER + leg.gateway().length();
        }
        byte[] value = new byte[size];
        int at = 0;
        for (ResolvedNextHop.Leg leg : legs) {
            value[at] = (byte) (leg.interfaceIndex() >>> 24);
            value[at + 1] = (byte) (leg.interfaceIndex() >>> 16);
            value[at + 2] = (byte) (leg.interfaceIndex() >>> 8);
            value[at + 3] = (byte) leg.interfaceIndex();
            value[at + 4] = (byte) (leg.weight() - 1);
            value[at + 5] = (byte) (leg.onlink() ? ONLINK : 0);
            value[at + 6] = (byte) leg.gateway().length();
            byte[] gateway = leg.gateway().toArray();
            System.arraycopy(gateway, 0, value, at + LEG_HEADER, gateway.length);
            at += LEG_HEADER + gateway.length;
        }
        blob.set(AttributeBlob.ENGINE, AttributeBlob.NEXTHOPS, value);
    }
}
