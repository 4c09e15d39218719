package org.jbgp.kernel;

import java.nio.ByteBuffer;
import org.jbgp.kernel.netlink.Netlink;

/** Routes as the messages that a kernel would send, one after the other in the same memory. One thread. */
public final class RouteEncoder {
    private RouteRequests encoder;
    private int protocol;
    private final RouteMessage message = new RouteMessage();

    /**
     * A route as a message.
     *
     * @param nextHopObject the object it goes by, which stands there in place of next hops; 0 for none
     * @return valid until the next call
     */
    public RouteMessage encode(KernelRoute route, int nextHopObject) {
        if (encoder == null || protocol != route.protocol()) {
            protocol = route.protocol();
            encoder = new RouteRequests(null, protocol, 0, 0);
        }
        encoder.forget();
        encoder.put(RouteRequests.Operation.REPLACE, 0, route, nextHopObject);
        ByteBuffer encoded = encoder.encoded();
        message.over(encoded, 0, encoded.getInt(Netlink.LENGTH_OFFSET));
        return message;
    }
}
