package org.jbgp.daemon.local;

import org.jbgp.config.model.StaticRoute;
import org.jbgp.daemon.protocol.StaticProtocol;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeBlobBuilder;

/**
 * Marks static routes that lead to an interface and to no gateway ({@code route 10.0.0.0/8 via "eth0"}): in the dialect
 * of 1.6 their source is {@code RTS_STATIC_DEVICE}, and filters ask for it. Kernel thread.
 */
public record DeviceRoutes16(StaticProtocol.AttributeSetter next) implements StaticProtocol.AttributeSetter {
    @Override
    public void apply(StaticRoute route, AddressFamily family, AttributeBlobBuilder blob) {
        next.apply(route, family, blob);
        if (route.destination() instanceof StaticRoute.Via via
                && via.nextHops().size() == 1
                && via.nextHops().getFirst().gateway().isEmpty()) {
            blob.setU8(AttributeBlob.ENGINE, AttributeBlob.STATIC_DEVICE, 1);
        }
    }
}
