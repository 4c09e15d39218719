package org.jbgp.kernel;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jbgp.kernel.netlink.Netlink;

/** Reads RTM_NEWNEXTHOP and RTM_DELNEXTHOP. Owned by one thread. */
final class NextHopDecoder {
    private final AttributeCursor attributes = new AttributeCursor();

    /** The object a message is about, null if it is cut short. */
    NextHopObject decode(ByteBuffer buffer, int start, int length) {
        int body = Netlink.HEADER_BYTES + Rtnetlink.NEXT_HOP_OBJECT_BYTES;
        if (length < body) {
            return null;
        }
        Family family = Family.ofNumber(buffer.get(start + Rtnetlink.NEXT_HOP_OBJECT_FAMILY_OFFSET) & 0xFF);
        int protocol = buffer.get(start + Rtnetlink.NEXT_HOP_OBJECT_PROTOCOL_OFFSET) & 0xFF;
        int flags = buffer.getInt(start + Rtnetlink.NEXT_HOP_OBJECT_FLAGS_OFFSET);
        int id = 0;
        int ifindex = 0;
        KernelIp gateway = null;
        boolean plain = family != null;
        List<NextHopObject.Member> members = List.of();
        attributes.over(buffer, start + body, start + length);
        while (attributes.next()) {
            switch (attributes.type()) {
                case Rtnetlink.NHA_ID -> id = attributes.intValue();
                case Rtnetlink.NHA_OIF -> ifindex = attributes.intValue();
                case Rtnetlink.NHA_GATEWAY -> gateway = family == null ? null : attributes.address(family);
                case Rtnetlink.NHA_GROUP -> {
                    plain = false;
                    members = members(buffer);
                }
                case Rtnetlink.NHA_BLACKHOLE, Rtnetlink.NHA_ENCAP_TYPE, Rtnetlink.NHA_FDB -> plain = false;
                default -> {
                    // The rest belongs to groups, or repeats the interface.
                }
            }
        }
        KernelNextHop nextHop = plain ? new KernelNextHop(gateway, ifindex, 1, flags) : null;
        return id == 0 ? null : new NextHopObject(id, protocol, family, nextHop, members);
    }

    private List<NextHopObject.Member> members(ByteBuffer buffer) {
        List<NextHopObject.Member> members = new ArrayList<>();
        int end = attributes.valueStart() + attributes.valueLength();
        for (int at = attributes.valueStart();
                end - at >= Rtnetlink.GROUP_MEMBER_BYTES;
                at += Rtnetlink.GROUP_MEMBER_BYTES) {
            int weight = (buffer.get(at + Rtnetlink.GROUP_MEMBER_WEIGHT_OFFSET) & 0xFF) + 1;
            members.add(new NextHopObject.Member(buffer.getInt(at), weight));
        }
        return List.copyOf(members);
    }
}
