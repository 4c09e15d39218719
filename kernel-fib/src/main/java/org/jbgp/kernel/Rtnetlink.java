package org.jbgp.kernel;

import org.jbgp.kernel.netlink.Netlink;

/** Layout and numbers of {@code <linux/rtnetlink.h>}, {@code <linux/if_link.h>} and {@code <linux/if_addr.h>}. */
final class Rtnetlink {
    static final int RTM_NEWLINK = 16;
    static final int RTM_DELLINK = 17;
    static final int RTM_GETLINK = 18;
    static final int RTM_NEWADDR = 20;
    static final int RTM_DELADDR = 21;
    static final int RTM_GETADDR = 22;
    static final int RTM_NEWROUTE = 24;
    static final int RTM_DELROUTE = 25;
    static final int RTM_GETROUTE = 26;
    static final int RTM_NEWNEXTHOP = 104;
    static final int RTM_DELNEXTHOP = 105;
    static final int RTM_GETNEXTHOP = 106;

    /** Multicast groups as the bit mask of {@code bind}. */
    static final int GROUP_LINK = 0x1;

    static final int GROUP_IPV4_ADDRESS = 0x10;
    static final int GROUP_IPV4_ROUTE = 0x40;
    static final int GROUP_IPV6_ADDRESS = 0x100;
    static final int GROUP_IPV6_ROUTE = 0x400;
    static final int GROUP_NEXT_HOP = 0x8000_0000;

    /** {@code struct ifinfomsg}. */
    static final int LINK_INDEX_OFFSET = Netlink.HEADER_BYTES + 4;

    static final int LINK_FLAGS_OFFSET = Netlink.HEADER_BYTES + 8;
    static final int LINK_BYTES = 16;
    static final int IFLA_IFNAME = 3;
    static final int IFLA_MTU = 4;
    static final int IFLA_MASTER = 10;
    static final int IFLA_LINKINFO = 18;
    static final int IFLA_EXT_MASK = 29;
    static final int IFLA_INFO_KIND = 1;
    static final int IFLA_INFO_DATA = 2;
    static final int IFLA_VRF_TABLE = 1;
    static final int RTEXT_FILTER_SKIP_STATS = 8;

    /** {@code struct ifaddrmsg}. */
    static final int ADDRESS_FAMILY_OFFSET = Netlink.HEADER_BYTES;

    static final int ADDRESS_LENGTH_OFFSET = Netlink.HEADER_BYTES + 1;
    static final int ADDRESS_FLAGS_OFFSET = Netlink.HEADER_BYTES + 2;
    static final int ADDRESS_SCOPE_OFFSET = Netlink.HEADER_BYTES + 3;
    static final int ADDRESS_INDEX_OFFSET = Netlink.HEADER_BYTES + 4;
    static final int ADDRESS_BYTES = 8;
    static final int IFA_ADDRESS = 1;
    static final int IFA_LOCAL = 2;
    static final int IFA_BROADCAST = 4;
    static final int IFA_FLAGS = 8;

    /** {@code struct rtmsg}. */
    static final int ROUTE_FAMILY_OFFSET = Netlink.HEADER_BYTES;

    static final int ROUTE_DST_LENGTH_OFFSET = Netlink.HEADER_BYTES + 1;
    static final int ROUTE_SRC_LENGTH_OFFSET = Netlink.HEADER_BYTES + 2;
    static final int ROUTE_TOS_OFFSET = Netlink.HEADER_BYTES + 3;
    static final int ROUTE_TABLE_OFFSET = Netlink.HEADER_BYTES + 4;
    static final int ROUTE_PROTOCOL_OFFSET = Netlink.HEADER_BYTES + 5;
    static final int ROUTE_SCOPE_OFFSET = Netlink.HEADER_BYTES + 6;
    static final int ROUTE_TYPE_OFFSET = Netlink.HEADER_BYTES + 7;
    static final int ROUTE_FLAGS_OFFSET = Netlink.HEADER_BYTES + 8;
    static final int ROUTE_BYTES = 12;
    static final int RTA_DST = 1;
    static final int RTA_SRC = 2;
    static final int RTA_IIF = 3;
    static final int RTA_OIF = 4;
    static final int RTA_GATEWAY = 5;
    static final int RTA_PRIORITY = 6;
    static final int RTA_PREFSRC = 7;
    static final int RTA_METRICS = 8;
    static final int RTA_MULTIPATH = 9;
    static final int RTA_FLOW = 11;
    static final int RTA_TABLE = 15;
    static final int RTA_VIA = 18;
    static final int RTA_NH_ID = 30;
    static final int RTM_F_CLONED = 0x200;
    static final int RT_SCOPE_NOWHERE = 255;

    /** {@code struct rtnexthop}, relative to its start. */
    static final int NEXTHOP_LENGTH_OFFSET = 0;

    static final int NEXTHOP_FLAGS_OFFSET = 2;
    static final int NEXTHOP_HOPS_OFFSET = 3;
    static final int NEXTHOP_INDEX_OFFSET = 4;
    static final int NEXTHOP_BYTES = 8;

    /** {@code struct nhmsg} of {@code <linux/nexthop.h>}. */
    static final int NEXT_HOP_OBJECT_FAMILY_OFFSET = Netlink.HEADER_BYTES;

    static final int NEXT_HOP_OBJECT_PROTOCOL_OFFSET = Netlink.HEADER_BYTES + 2;
    static final int NEXT_HOP_OBJECT_FLAGS_OFFSET = Netlink.HEADER_BYTES + 4;
    static final int NEXT_HOP_OBJECT_BYTES = 8;
    static final int NHA_ID = 1;
    /** The one metric that is a name. */
    static final int RTAX_CC_ALGO = 16;

    static final int NHA_GROUP = 2;
    static final int NHA_GROUP_TYPE = 3;
    static final int NHA_BLACKHOLE = 4;
    static final int NHA_OIF = 5;
    static final int NHA_GATEWAY = 6;
    static final int NHA_ENCAP_TYPE = 7;
    static final int NHA_FDB = 11;
    static final int NHA_RES_GROUP = 12;
    static final int NHA_RES_GROUP_BUCKETS = 1;
    static final int NHA_RES_GROUP_IDLE_TIMER = 2;
    static final int NEXTHOP_GRP_TYPE_RES = 1;

    /** {@code struct nexthop_grp}, relative to its start. */
    static final int GROUP_MEMBER_WEIGHT_OFFSET = 4;

    static final int GROUP_MEMBER_BYTES = 8;

    private Rtnetlink() {}
}
