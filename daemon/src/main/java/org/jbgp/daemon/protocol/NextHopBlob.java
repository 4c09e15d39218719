package org.jbgp.daemon.protocol;

import java.nio.ByteBuffer;
import java.util.List;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeBlobBuilder;
import org.jbgp.daemon.wire.Destination;
import org.jbgp.daemon.wire.NextHopLeg;
import org.jbgp.kernel.KernelIp;
import org.jbgp.kernel.KernelNextHop;
import org.jbgp.kernel.RouteType;

/** Writes where a local route leads into an attribute blob: DEST and NEXTHOPS of the engine's space. Stateless. */
public final class NextHopBlob {
    private NextHopBlob() {}

    /** What a kernel route of this type does; {@link Destination#NONE} if a table cannot hold such a route. */
    public static Destination destination(RouteType type) {
        return switch (type) {
            case UNICAST -> Destination.UNICAST;
            case BLACKHOLE -> Destination.BLACKHOLE;
            case UNREACHABLE -> Destination.UNREACHABLE;
            case PROHIBIT -> Destination.PROHIBIT;
            case LOCAL, BROADCAST, ANYCAST, MULTICAST, THROW, OTHER -> Destination.NONE;
        };
    }

    /** The kernel's type of a route that does this. */
    public static RouteType type(Destination destination) {
        return switch (destination) {
            case NONE, UNICAST -> RouteType.UNICAST;
            case BLACKHOLE -> RouteType.BLACKHOLE;
            case UNREACHABLE -> RouteType.UNREACHABLE;
            case PROHIBIT -> RouteType.PROHIBIT;
        };
    }

    /** Sets both attributes; the next hops count for unicast only. */
    public static void write(AttributeBlobBuilder blob, Destination destination, List<KernelNextHop> nextHops) {
        blob.setU8(AttributeBlob.ENGINE, AttributeBlob.DEST, destination.code());
        if (destination != Destination.UNICAST) {
            return;
        }
        int size = 0;
        for (KernelNextHop nextHop : nextHops) {
            size += NextHopLeg.HEADER + gatewayBytes(nextHop);
        }
        int at = blob.reserve(AttributeBlob.ENGINE, AttributeBlob.NEXTHOPS, size);
        for (KernelNextHop nextHop : nextHops) {
            KernelIp gateway = nextHop.gateway();
            at = NextHopLeg.write(
                    blob.array(),
                    at,
                    nextHop.ifindex(),
                    nextHop.weight(),
                    nextHop.onlink(),
                    gatewayBytes(nextHop),
                    gateway == null ? 0 : gateway.hi(),
                    gateway == null ? 0 : gateway.lo());
        }
    }

    private static int gatewayBytes(KernelNextHop nextHop) {
        return nextHop.gateway() == null ? 0 : nextHop.gateway().family().addressBytes();
    }

    /** Adds an attribute of the engine's space whose value is an address. */
    public static void writeAddress(AttributeBlobBuilder blob, int flags, int code, KernelIp address) {
        int size = address.family().addressBytes();
        int at = blob.reserve(flags, code, size);
        put(ByteBuffer.wrap(blob.array(), at, size), address);
    }

    private static void put(ByteBuffer target, KernelIp address) {
        if (address.family().addressBytes() == 4) {
            target.putInt((int) address.lo());
        } else {
            target.putLong(address.hi()).putLong(address.lo());
        }
    }
}
