package org.jbgp.daemon.session;

import java.util.Set;
import org.jbgp.daemon.wire.AddressFamily;

/**
 * The capabilities of one OPEN message as far as jbgpd knows them (RFC 5492). Immutable.
 *
 * @param families multiprotocol families (RFC 4760); IPv4 unicast alone if the OPEN named none
 * @param multiprotocol false if the OPEN named no family
 * @param routeRefresh RFC 2918
 * @param enhancedRouteRefresh RFC 7313
 * @param extendedMessages RFC 8654
 * @param fourByteAs RFC 6793
 * @param as AS number of the 4-byte AS capability, 0 without it
 * @param extendedNextHop families whose routes may have IPv6 next hops (RFC 8950)
 * @param addPathReceive families the sender can receive several paths for (RFC 7911)
 * @param addPathSend families the sender can send several paths for (RFC 7911)
 * @param gracefulRestart the Graceful Restart capability was sent (RFC 4724)
 * @param restarting its R bit
 * @param restartTime seconds, 0..4095
 * @param restartable the families in it
 * @param forwardingKept those of them with the F bit
 */
public record OfferedCapabilities(
        Set<AddressFamily> families,
        boolean multiprotocol,
        boolean routeRefresh,
        boolean enhancedRouteRefresh,
        boolean extendedMessages,
        boolean fourByteAs,
        long as,
        Set<AddressFamily> extendedNextHop,
        Set<AddressFamily> addPathReceive,
        Set<AddressFamily> addPathSend,
        boolean gracefulRestart,
        boolean restarting,
        int restartTime,
        Set<AddressFamily> restartable,
        Set<AddressFamily> forwardingKept) {

    public OfferedCapabilities {
        families = Set.copyOf(families);
        extendedNextHop = Set.copyOf(extendedNextHop);
        addPathReceive = Set.copyOf(addPathReceive);
        addPathSend = Set.copyOf(addPathSend);
        restartable = Set.copyOf(restartable);
        forwardingKept = Set.copyOf(forwardingKept);
    }
}
