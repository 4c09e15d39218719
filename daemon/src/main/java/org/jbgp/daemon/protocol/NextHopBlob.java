package org.jbgp.daemon.protocol;

import java.nio.ByteBuffer;
import java.util.List;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeBlobBuilder;
import org.jbgp.kernel.IpAddress;
import org.jbgp.kernel.KernelNextHop;
import org.jbgp.kernel.RouteType;

/** Writes where a local route leads into an attribute blob: DEST and NEXTHOPS of the engine's space. Stateless. */
public final class NextHopBlob {
    private static final int LEG_HEADER_BYTES = 7;
    private static final int ONLINK = 1;

    private NextHopBlob() {}

    /** The engine's DEST_* code of a route type, 0 if a table cannot hold such a route. */
    public static int destination(RouteType type) {
        return switch (type) {
            case UNICAST -> AttributeBlob.DEST_UNICAST;
            case BLACKHOLE -> AttributeBlob.DEST_BLACKHOLE;
            case UNREACHABLE -> AttributeBlob.DEST_UNREACHABLE;
            case PROHIBIT -> AttributeBlob.DEST_PROHIBIT;
            case LOCAL, BROADCAST, ANYCAST, MULTICAST, THROW, OTHER -> 0;
        };
    }

    /** Sets both attributes; the ways count for unicast only. */
    public static void write(AttributeBlobBuilder blob, int destination, List<KernelNextHop> ways) {
        blob.setU8(AttributeBlob.ENGINE, AttributeBlob.DEST, destination);
        if (destination != AttributeBlob.DEST_UNICAST) {
            return;
        }
        int size = 0;
        for (KernelNextHop way : ways) {
            size += LEG_HEADER_BYTES + gatewayBytes(way);
        }
        int at = blob.reserve(AttributeBlob.ENGINE, AttributeBlob.NEXTHOPS, size);
        ByteBuffer target = ByteBuffer.wrap(blob.array(), at, size);
        for (KernelNextHop way : ways) {
            target.putInt(way.ifindex())
                    .put((byte) (way.weight() - 1))
                    .put((byte) (way.onlink() ? ONLINK : 0))
                    .put((byte) gatewayBytes(way));
            if (way.gateway() != null) {
                put(target, way.gateway());
            }
        }
    }

    private static int gatewayBytes(KernelNextHop way) {
        return way.gateway() == null ? 0 : way.gateway().family().addressBytes();
    }

    /** Adds an attribute of the engine's space whose value is an address. */
    public static void writeAddress(AttributeBlobBuilder blob, int flags, int code, IpAddress address) {
        int size = address.family().addressBytes();
        int at = blob.reserve(flags, code, size);
        put(ByteBuffer.wrap(blob.array(), at, size), address);
    }

    private static void put(ByteBuffer target, IpAddress address) {
        if (address.family().addressBytes() == 4) {
            target.putInt((int) address.lo());
        } else {
            target.putLong(address.hi()).putLong(address.lo());
        }
    }
}
