package org.jbgp.daemon.session;

import java.nio.ByteBuffer;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.Notification;

/** The Cease NOTIFICATIONs (RFC 4486) a router sends of its own will. */
public final class Cease {

    private Cease() {}

    /** The neighbor sends more prefixes than allowed; the data holds family and limit (RFC 4486 §4). */
    public static Notification maximumPrefixes(AddressFamily family, long limit) {
        byte[] data = ByteBuffer.allocate(7)
                .putShort((short) family.afi())
                .put((byte) family.safi())
                .putInt((int) Math.min(limit, 0xFFFF_FFFFL))
                .array();
        return new Notification(Notification.Kind.MAXIMUM_PREFIXES, data);
    }

    /** @param text for the other operator (RFC 9003), cut to 255 bytes of UTF-8; may be empty */
    public static Notification administrativeShutdown(String text) {
        return Notification.shutdown(text);
    }

    /** The neighbor was taken out of the configuration. */
    public static Notification peerDeconfigured() {
        return new Notification(Notification.Kind.PEER_DECONFIGURED);
    }

    /** @param text for the other operator (RFC 9003), cut to 255 bytes of UTF-8; may be empty */
    public static Notification administrativeReset(String text) {
        return Notification.reset(text);
    }

    /** The connection is not wanted, because it is unknown or comes too early. */
    public static Notification connectionRejected() {
        return new Notification(Notification.Kind.CONNECTION_REJECTED);
    }

    /** Settings changed that need a new session. */
    public static Notification otherConfigurationChange() {
        return new Notification(Notification.Kind.OTHER_CONFIGURATION_CHANGE);
    }

    /** The other connection of the two is kept (RFC 4271 §6.8). */
    public static Notification connectionCollision() {
        return new Notification(Notification.Kind.CONNECTION_COLLISION);
    }

    /** We cannot hold what the neighbor sends. */
    public static Notification outOfResources() {
        return new Notification(Notification.Kind.OUT_OF_RESOURCES);
    }

    /** BFD says that the neighbor cannot be reached (RFC 9384). */
    public static Notification bfdDown() {
        return new Notification(Notification.Kind.BFD_DOWN);
    }

    /** Anything else. */
    public static Notification unspecific() {
        return new Notification(Notification.Kind.CEASE);
    }
}
