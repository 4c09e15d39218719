package org.jbgp.kernel.netlink;

/**
 * Layout and numbers of {@code <linux/netlink.h>}: every message starts with an {@code nlmsghdr} of 16 bytes in host
 * order.
 */
public final class Netlink {
    static final int AF_NETLINK = 16;
    static final int NETLINK_ROUTE = 0;

    public static final int LENGTH_OFFSET = 0;
    public static final int TYPE_OFFSET = 4;
    public static final int FLAGS_OFFSET = 6;
    public static final int SEQUENCE_OFFSET = 8;
    public static final int PORT_OFFSET = 12;
    public static final int HEADER_BYTES = 16;

    public static final int NLMSG_ERROR = 2;
    public static final int NLMSG_DONE = 3;
    public static final int NLMSG_OVERRUN = 4;

    public static final int NLM_F_REQUEST = 0x1;
    public static final int NLM_F_ACK = 0x4;
    public static final int NLM_F_DUMP_INTR = 0x10;
    public static final int NLM_F_DUMP = 0x300;
    public static final int NLM_F_REPLACE = 0x100;
    public static final int NLM_F_EXCL = 0x200;
    public static final int NLM_F_CREATE = 0x400;
    public static final int NLM_F_APPEND = 0x800;
    public static final int NLM_F_CAPPED = 0x100;
    public static final int NLM_F_ACK_TLVS = 0x200;

    /** {@code struct nlmsgerr}: the negative error number, then the header of the refused message. */
    public static final int ERROR_CODE_OFFSET = HEADER_BYTES;

    public static final int ERROR_REQUEST_OFFSET = HEADER_BYTES + 4;
    public static final int NLMSGERR_ATTR_MSG = 1;

    static final int SOL_NETLINK = 270;
    static final int NETLINK_CAP_ACK = 10;
    static final int NETLINK_EXT_ACK = 11;
    static final int NETLINK_GET_STRICT_CHK = 12;

    /** {@code struct sockaddr_nl}: u16 family, u16 padding, u32 port, u32 groups. */
    static final int SOCKADDR_BYTES = 12;

    static final int SOCKADDR_PORT_OFFSET = 4;
    static final int SOCKADDR_GROUPS_OFFSET = 8;

    /** {@code struct nlattr}: u16 length with these 4 bytes, u16 type; values are padded to 4 bytes. */
    public static final int ATTRIBUTE_HEADER_BYTES = 4;

    /** NLA_F_NESTED, which newer parts of rtnetlink want at attributes of attributes. */
    public static final int NLA_F_NESTED = 0x8000;

    /** NLA_F_NESTED and NLA_F_NET_BYTEORDER are not part of the type. */
    public static final int ATTRIBUTE_TYPE_MASK = 0x3FFF;

    private Netlink() {}

    public static int align(int length) {
        return (length + 3) & ~3;
    }
}
