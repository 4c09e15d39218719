package org.jbgp.daemon.rpki;

import org.jbgp.daemon.rpki.wire.PduDecoder;
import org.jbgp.daemon.rpki.wire.PduError;
import org.jbgp.daemon.rpki.wire.PduException;
import org.jbgp.daemon.rpki.wire.PduType;

/**
 * Which version of the protocol is spoken (RFC 8210 §7): begun with the highest, taken down to what the cache knows.
 */
final class CacheVersions {
    private final CachePort port;
    private int lowest;
    private int highest;
    private int present;
    /** The cache has answered on this connection in the present version. */
    private boolean settled;
    /** The version of the last complete answer, -1 before the first. */
    private int confirmed = -1;

    CacheVersions(CacheSettings settings, CachePort port) {
        this.port = port;
        this.lowest = settings.lowest();
        this.highest = settings.highest();
        this.present = highest;
    }

    int present() {
        return present;
    }

    /** Nothing is known of the cache. */
    void begin() {
        present = highest;
        confirmed = -1;
    }

    /** Other bounds; false if the present version is outside. */
    boolean configure(CacheSettings next) {
        lowest = next.lowest();
        boolean more = next.highest() > highest;
        highest = next.highest();
        if (present < lowest || present > highest || more) {
            boolean allowed = present >= lowest && present <= highest;
            begin();
            return allowed && !more;
        }
        return true;
    }

    void connected() {
        settled = false;
    }

    /** A complete answer came. */
    void confirmed() {
        confirmed = present;
    }

    /**
     * Whether a message is wanted that came in a version.
     *
     * @throws PduException if it must not come
     */
    boolean check(int version, PduType type) throws PduException {
        if (type == PduType.ERROR_REPORT) {
            return true;
        }
        if (version == present) {
            settled |= type != PduType.SERIAL_NOTIFY;
            return true;
        }
        if (settled) {
            throw new PduException(
                    PduError.UNEXPECTED_VERSION, "PDU of version " + version + " in a session of version " + present);
        }
        if (type == PduType.SERIAL_NOTIFY) {
            return false; // RFC 8210 §7: ignored before the first answer, whatever its version.
        }
        if (version > present || version < lowest || version > PduDecoder.HIGHEST_VERSION) {
            throw new PduException(
                    PduError.UNSUPPORTED_VERSION,
                    "PDU of version " + version + ", but this router speaks " + lowest + " to " + present);
        }
        port.log().event("Downgrade session from " + present + " to " + version + " version");
        present = version;
        settled = true;
        return true;
    }

    /**
     * The cache has refused the present version and named one; whether there is another one to try, which is
     * {@link #present} now.
     */
    boolean refused(int named) {
        int next = named < present ? named : present - 1;
        if (settled || next < lowest) {
            return false;
        }
        present = next;
        return true;
    }

    /**
     * The connection ended before the first answer. Old caches do so when they do not know a version; those whose
     * version is known have another reason.
     *
     * @return true if there is a lower version to try, which is {@link #present} now
     */
    boolean lowerUnanswered() {
        if (settled || confirmed == present) {
            return false;
        }
        if (present == lowest) {
            begin();
            return false;
        }
        present--;
        return true;
    }
}
