package org.jbgp.daemon.wire.update;

import org.jbgp.daemon.wire.AddressFamily;

/**
 * Receives what an UPDATE says, in this order: withdrawals, then for each set of attributes its announcements, then
 * End-of-RIB.
 *
 * <p>Called by the thread that decodes. Nothing is called before the whole UPDATE has been validated, so nothing has
 * ever to be taken back. Prefixes are in the form of the core: IPv4 has {@code hi} 0 and the address in the low 32 bits
 * of {@code lo}; host bits are zero. {@code pathId} is 0 where path identifiers are not negotiated.
 */
public interface UpdateSink {
    /**
     * The canonical attributes ({@link org.jbgp.daemon.wire.AttributeBlob}) of the announcements that follow; valid
     * only during this call.
     */
    void attributes(byte[] array, int offset, int length);

    /** The neighbor reaches the prefix with the last {@link #attributes}. */
    void announce(AddressFamily family, int pathId, long hi, long lo, int length);

    /** The neighbor no longer reaches the prefix, or sent something for it that counts as such (RFC 7606). */
    void withdraw(AddressFamily family, int pathId, long hi, long lo, int length);

    /** End-of-RIB (RFC 4724 §2): the neighbor has sent all it had. */
    void endOfRib(AddressFamily family);
}
