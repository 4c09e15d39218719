package org.jbgp.kernel;

import java.nio.ByteBuffer;
import org.jbgp.kernel.netlink.Netlink;

/** Decodes RTM_NEWADDR and RTM_DELADDR. Stateless apart from its cursor; owned by one thread. */
final class AddressDecoder {
    private final AttributeCursor attributes = new AttributeCursor();

    /** The address, or null if it is of another family or the message is cut short. */
    KernelAddress decode(ByteBuffer buffer, int start, int length) {
        if (length < Netlink.HEADER_BYTES + Rtnetlink.ADDRESS_BYTES) {
            return null;
        }
        Family family = Family.ofNumber(buffer.get(start + Rtnetlink.ADDRESS_FAMILY_OFFSET) & 0xFF);
        if (family == null) {
            return null;
        }
        KernelIp local = null;
        KernelIp peer = null;
        KernelIp broadcast = null;
        int flags = buffer.get(start + Rtnetlink.ADDRESS_FLAGS_OFFSET) & 0xFF;
        attributes.over(buffer, start + Netlink.HEADER_BYTES + Rtnetlink.ADDRESS_BYTES, start + length);
        while (attributes.next()) {
            switch (attributes.type()) {
                case Rtnetlink.IFA_LOCAL -> local = attributes.address(family);
                case Rtnetlink.IFA_ADDRESS -> peer = attributes.address(family);
                case Rtnetlink.IFA_BROADCAST -> broadcast = attributes.address(family);
                case Rtnetlink.IFA_FLAGS -> flags = attributes.intValue();
                default -> {
                    // Labels, lifetimes and the like do not matter to routing.
                }
            }
        }
        if (peer == null) {
            return null;
        }
        return new KernelAddress(
                buffer.getInt(start + Rtnetlink.ADDRESS_INDEX_OFFSET),
                local == null ? peer : local, // IPv6 has IFA_LOCAL only if there is a peer
                peer,
                buffer.get(start + Rtnetlink.ADDRESS_LENGTH_OFFSET) & 0xFF,
                broadcast,
                buffer.get(start + Rtnetlink.ADDRESS_SCOPE_OFFSET) & 0xFF,
                flags);
    }
}
