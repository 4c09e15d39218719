package org.jbgp.kernel;

import java.nio.ByteBuffer;
import org.jbgp.kernel.netlink.Netlink;

/** Decodes RTM_NEWLINK and RTM_DELLINK. Stateless apart from its cursors; owned by one thread. */
final class LinkDecoder {
    private final AttributeCursor attributes = new AttributeCursor();
    private final AttributeCursor info = new AttributeCursor();
    private final AttributeCursor data = new AttributeCursor();
    private String kind;
    private int vrfTable;

    /** The link, or null if the message has no name (wireless events have none) or is cut short. */
    KernelLink decode(ByteBuffer buffer, int start, int length) {
        int body = start + Netlink.HEADER_BYTES + Rtnetlink.LINK_BYTES;
        if (length < Netlink.HEADER_BYTES + Rtnetlink.LINK_BYTES) {
            return null;
        }
        String name = null;
        kind = "";
        vrfTable = 0;
        int mtu = 0;
        int master = 0;
        attributes.over(buffer, body, start + length);
        while (attributes.next()) {
            switch (attributes.type()) {
                case Rtnetlink.IFLA_IFNAME -> name = attributes.text();
                case Rtnetlink.IFLA_MTU -> mtu = attributes.intValue();
                case Rtnetlink.IFLA_MASTER -> master = attributes.intValue();
                case Rtnetlink.IFLA_LINKINFO -> readInfo(buffer);
                default -> {
                    // The kernel reports far more than routing needs.
                }
            }
        }
        if (name == null || name.isEmpty()) {
            return null;
        }
        return new KernelLink(
                buffer.getInt(start + Rtnetlink.LINK_INDEX_OFFSET),
                name,
                kind,
                mtu,
                buffer.getInt(start + Rtnetlink.LINK_FLAGS_OFFSET),
                master,
                kind.equals(KernelLink.VRF) ? vrfTable : 0);
    }

    /** The first attribute of a kind's data is the table only if the kind is VRF, which may stand behind it. */
    private void readInfo(ByteBuffer buffer) {
        info.over(buffer, attributes.valueStart(), attributes.valueStart() + attributes.valueLength());
        while (info.next()) {
            if (info.type() == Rtnetlink.IFLA_INFO_KIND) {
                kind = info.text();
            } else if (info.type() == Rtnetlink.IFLA_INFO_DATA) {
                data.over(buffer, info.valueStart(), info.valueStart() + info.valueLength());
                while (data.next()) {
                    if (data.type() == Rtnetlink.IFLA_VRF_TABLE) {
                        vrfTable = data.intValue();
                    }
                }
            }
        }
    }
}
