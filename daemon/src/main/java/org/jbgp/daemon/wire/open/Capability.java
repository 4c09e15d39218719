package org.jbgp.daemon.wire.open;

import java.util.List;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.Notification;

/**
 * One capability of an OPEN message (RFC 5492; IANA Capability Codes). Immutable; any thread.
 *
 * <p>Address families are kept as numbers, so that what jbgpd does not carry can still be shown.
 */
public sealed interface Capability {
    /** The capability code, 0..255. */
    int code();

    /** Multiprotocol extensions (RFC 4760 §8). */
    record MultiProtocol(int afi, int safi) implements Capability {
        public MultiProtocol(AddressFamily family) {
            this(family.afi(), family.safi());
        }

        /** The family, or null if jbgpd does not carry it. */
        public AddressFamily family() {
            return AddressFamily.of(afi, safi);
        }

        @Override
        public int code() {
            return 1;
        }
    }

    /** Route refresh (RFC 2918). */
    record Refresh() implements Capability {
        @Override
        public int code() {
            return 2;
        }
    }

    /** Route refresh under Cisco's old code 128; tolerated, never sent. */
    record CiscoRefresh() implements Capability {
        @Override
        public int code() {
            return 128;
        }
    }

    /** IPv4 NLRI with IPv6 next hops (RFC 8950 §4). */
    record ExtendedNextHop(List<NextHopFamily> entries) implements Capability {
        public ExtendedNextHop {
            entries = List.copyOf(entries);
        }

        @Override
        public int code() {
            return 5;
        }
    }

    /** Messages of up to 65535 bytes (RFC 8654). */
    record ExtendedMessage() implements Capability {
        @Override
        public int code() {
            return 6;
        }
    }

    /** BGP role (RFC 9234 §4.1): 0 provider, 1 route server, 2 route server client, 3 customer, 4 peer. */
    record Role(int role) implements Capability {
        @Override
        public int code() {
            return 9;
        }
    }

    /**
     * Graceful restart (RFC 4724 §3, RFC 8538).
     *
     * @param restarting the R bit
     * @param notification the N bit: NOTIFICATIONs keep forwarding state, too
     * @param restartTime seconds, 0..4095
     */
    record GracefulRestart(boolean restarting, boolean notification, int restartTime, List<RestartFamily> entries)
            implements Capability {
        public GracefulRestart {
            entries = List.copyOf(entries);
        }

        @Override
        public int code() {
            return 64;
        }
    }

    /** 4-byte AS numbers (RFC 6793 §3). */
    record FourByteAs(long as) implements Capability {
        @Override
        public int code() {
            return 65;
        }
    }

    /** Several paths per prefix (RFC 7911 §4). */
    record AddPath(List<AddPathFamily> entries) implements Capability {
        public static final int RECEIVE = 1;
        public static final int SEND = 2;

        public AddPath {
            entries = List.copyOf(entries);
        }

        @Override
        public int code() {
            return 69;
        }
    }

    /** Enhanced route refresh (RFC 7313 §3.1). */
    record EnhancedRefresh() implements Capability {
        @Override
        public int code() {
            return 70;
        }
    }

    /** Long-lived graceful restart (RFC 9494 §3.1). */
    record LongLivedGracefulRestart(List<LongLivedFamily> entries) implements Capability {
        public LongLivedGracefulRestart {
            entries = List.copyOf(entries);
        }

        @Override
        public int code() {
            return 71;
        }
    }

    /** Host and domain name (draft-walton-bgp-hostname-capability), as FRR and BIRD send it. Each at most 255 bytes of UTF-8. */
    record Hostname(String host, String domain) implements Capability {
        /** The host name as it may be shown: without control characters. */
        public String shown() {
            return Notification.printable(host);
        }

        @Override
        public int code() {
            return 73;
        }
    }

    /** A capability jbgpd does not interpret, kept to be shown; {@code value} in hexadecimal. */
    record Unknown(int code, String value) implements Capability {}

    /** One family of {@link ExtendedNextHop}: {@code nextHopAfi} is 16 bits on the wire. */
    record NextHopFamily(int afi, int safi, int nextHopAfi) {}

    /** One family of {@link GracefulRestart}: {@code forwarding}: the F bit, forwarding state has been preserved. */
    record RestartFamily(int afi, int safi, boolean forwarding) {}

    /** One family of {@link AddPath}: {@code mode}: {@link AddPath#RECEIVE} | {@link AddPath#SEND}, what the sender of the capability is able to do. */
    record AddPathFamily(int afi, int safi, int mode) {}

    /** One family of {@link LongLivedGracefulRestart}: {@code staleTime}: seconds, 24 bits. */
    record LongLivedFamily(int afi, int safi, boolean forwarding, int staleTime) {}
}
