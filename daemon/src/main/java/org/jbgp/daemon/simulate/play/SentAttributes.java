package org.jbgp.daemon.simulate.play;

import java.net.InetAddress;
import org.jbgp.daemon.session.Session;
import org.jbgp.daemon.simulation.Host;
import org.jbgp.daemon.simulation.Ip;
import org.jbgp.daemon.simulation.World;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AsPath;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeBlobBuilder;
import org.jbgp.daemon.wire.Bytes;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelAddress;
import org.jbgp.kernel.KernelIp;

/**
 * What becomes of recorded attributes on a session of the simulation: a next hop that is no router's here becomes the
 * neighbor's own address, and an external neighbor that did not send the routes itself puts its AS in front. On the
 * session's event loop.
 */
public final class SentAttributes {
    private static final long LOCAL_PREF = 100;
    private static final int IPV6_BYTES = 16;

    private final World world;
    private final Host host;
    private final boolean confederated;
    private final boolean prepends;
    private final AttributeBlobBuilder blob = new AttributeBlobBuilder();

    /**
     * @param host the machine of the neighbor
     * @param confederated the neighbor is a member of a confederation
     * @param prepends the routes are of others than the neighbor
     */
    public SentAttributes(World world, Host host, boolean confederated, boolean prepends) {
        this.world = world;
        this.host = host;
        this.confederated = confederated;
        this.prepends = prepends;
    }

    public boolean confederated() {
        return confederated;
    }

    public byte[] of(PlayedRoutes.Group group, Session session) {
        byte[] recorded = group.attributes();
        blob.clear();
        blob.copyFrom(recorded, 0, recorded.length);
        if (session.negotiated().internal()) {
            if (!blob.has(AttributeBlob.BGP, AttributeBlob.LOCAL_PREF)) {
                blob.setLocalPref(LOCAL_PREF);
            }
        } else if (prepends && firstAs() != session.negotiated().localAs()) {
            prepend(session.negotiated().localAs());
        }
        if (!isKnown(recorded)) {
            nextHop(group.family(), session);
        }
        return blob.toBytes();
    }

    private void prepend(long own) {
        if (confederated) {
            blob.prependConfedAs(own, 1);
        } else {
            blob.prependAs(own, 1);
        }
    }

    private long firstAs() {
        int at = blob.find(AttributeBlob.BGP, AttributeBlob.AS_PATH);
        return at == AttributeBlob.ABSENT
                ? 0
                : AsPath.leftmostAs(blob.array(), AttributeBlob.value(at), AttributeBlob.valueLength(blob.array(), at));
    }

    /** Whether the next hop is an address of a router that is simulated. */
    private boolean isKnown(byte[] recorded) {
        int at = AttributeBlob.find(recorded, AttributeBlob.BGP, AttributeBlob.NEXT_HOP);
        if (at == AttributeBlob.ABSENT) {
            return false;
        }
        int value = AttributeBlob.value(at);
        KernelIp address = AttributeBlob.valueLength(recorded, at) >= IPV6_BYTES
                ? new KernelIp(Family.IPV6, Bytes.i64(recorded, value), Bytes.i64(recorded, value + 8))
                : KernelIp.ofIpv4(Bytes.i32(recorded, value));
        return world.routers().stream()
                .anyMatch(router -> router.host().kernel().isOwn(address));
    }

    /** The neighbor's own address; the recorded one stays where it has none of that family. */
    private void nextHop(AddressFamily family, Session session) {
        InetAddress local = session.localAddress().getAddress();
        KernelIp own = Ip.of(local);
        boolean extended = family == AddressFamily.IPV4_UNICAST
                && session.negotiated().family(family).extendedNextHop();
        Family wanted = family == AddressFamily.IPV6_UNICAST || (extended && own.family() == Family.IPV6)
                ? Family.IPV6
                : Family.IPV4;
        KernelIp address = own.family() == wanted ? own : other(wanted);
        if (address == null) {
            return;
        }
        if (wanted == Family.IPV4) {
            blob.setNextHop4((int) address.lo());
        } else if (Ip.isLinkLocal(address)) {
            blob.setNextHop6(0, 0, address.hi(), address.lo());
        } else {
            blob.setNextHop6(address.hi(), address.lo());
        }
    }

    private KernelIp other(Family family) {
        return host.ports().stream()
                .flatMap(port -> port.addresses().stream())
                .filter(address -> address.family() == family && !Ip.isLinkLocal(address.local()))
                .map(KernelAddress::local)
                .findFirst()
                .orElse(null);
    }
}
