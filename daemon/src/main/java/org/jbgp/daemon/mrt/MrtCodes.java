package org.jbgp.daemon.mrt;

/** Types and subtypes of records under IANA's names (Multi-threaded Routing Toolkit). */
final class MrtCodes {
    static final int TABLE_DUMP_V2 = 13;
    static final int BGP4MP = 16;
    static final int BGP4MP_ET = 17;

    /** Subtypes of {@link #TABLE_DUMP_V2}, RFC 6396 §4.3 and RFC 8050 §4. */
    static final int PEER_INDEX_TABLE = 1;

    static final int RIB_IPV4_UNICAST = 2;
    static final int RIB_IPV6_UNICAST = 4;
    static final int RIB_IPV4_UNICAST_ADDPATH = 8;
    static final int RIB_IPV6_UNICAST_ADDPATH = 10;

    /** Subtypes of {@link #BGP4MP}, RFC 6396 §4.4 and RFC 8050 §3. */
    static final int BGP4MP_STATE_CHANGE = 0;

    static final int BGP4MP_MESSAGE = 1;

    static final int BGP4MP_MESSAGE_AS4 = 4;
    static final int BGP4MP_STATE_CHANGE_AS4 = 5;
    static final int BGP4MP_MESSAGE_ADDPATH = 8;
    static final int BGP4MP_MESSAGE_AS4_ADDPATH = 9;

    private MrtCodes() {}
}
