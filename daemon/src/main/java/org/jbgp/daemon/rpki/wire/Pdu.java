package org.jbgp.daemon.rpki.wire;

import java.util.Arrays;

/** One message of RPKI to Router. AS numbers and serial numbers are unsigned 32 bits in an int. */
public sealed interface Pdu {
    /** Its row. */
    PduType type();

    /** The cache has something new. */
    record SerialNotify(int session, int serial) implements Pdu {
        @Override
        public PduType type() {
            return PduType.SERIAL_NOTIFY;
        }
    }

    /** Asks for what changed since a serial number. */
    record SerialQuery(int session, int serial) implements Pdu {
        @Override
        public PduType type() {
            return PduType.SERIAL_QUERY;
        }
    }

    /** Asks for everything. */
    record ResetQuery() implements Pdu {
        @Override
        public PduType type() {
            return PduType.RESET_QUERY;
        }
    }

    /** The answer to a query begins. */
    record CacheResponse(int session) implements Pdu {
        @Override
        public PduType type() {
            return PduType.CACHE_RESPONSE;
        }
    }

    /**
     * A validated ROA payload comes or goes.
     *
     * @param announced false: withdrawn
     * @param ip4 family of the prefix
     * @param hi high 64 bits of an IPv6 prefix, else 0
     * @param lo low 64 bits, or the IPv4 prefix as an unsigned 32-bit number
     * @param length of the prefix, bits
     * @param maxLength longest prefix that may be announced, bits
     * @param asn the origin authorized
     */
    record Prefix(boolean announced, boolean ip4, long hi, long lo, int length, int maxLength, int asn) implements Pdu {
        @Override
        public PduType type() {
            return ip4 ? PduType.IPV4_PREFIX : PduType.IPV6_PREFIX;
        }
    }

    /**
     * The answer ends.
     *
     * @param intervals null in version 0
     */
    record EndOfData(int session, int serial, Intervals intervals) implements Pdu {
        @Override
        public PduType type() {
            return PduType.END_OF_DATA;
        }
    }

    /** Seconds, unsigned 32 bits as they came. */
    record Intervals(long refresh, long retry, long expire) {}

    /** The cache cannot say what changed since that serial number. */
    record CacheReset() implements Pdu {
        @Override
        public PduType type() {
            return PduType.CACHE_RESET;
        }
    }

    /** A key for BGPsec, which this router has no use for. */
    record RouterKey(boolean announced, int asn) implements Pdu {
        @Override
        public PduType type() {
            return PduType.ROUTER_KEY;
        }
    }

    /** What this router has no use for: the providers of a customer for IPv6 alone, of an early draft of version 2. */
    record ProvidersOfIpv6(int customer) implements Pdu {
        @Override
        public PduType type() {
            return PduType.ASPA;
        }
    }

    /** Providers of a customer come (in place of those before) or go. */
    final class Aspa implements Pdu {
        private final boolean announced;
        private final int customer;
        private final int[] providers;

        /**
         * @param announced false: withdrawn
         * @param providers in the order of the message; not to be changed
         */
        public Aspa(boolean announced, int customer, int... providers) {
            this.announced = announced;
            this.customer = customer;
            this.providers = providers;
        }

        public boolean announced() {
            return announced;
        }

        public int customer() {
            return customer;
        }

        /** Not to be changed. */
        public int[] providers() {
            return providers;
        }

        @Override
        public PduType type() {
            return PduType.ASPA;
        }

        @Override
        public String toString() {
            return "Aspa[announced=" + announced + ", customer=" + Integer.toUnsignedString(customer) + ", providers="
                    + Arrays.toString(providers) + "]";
        }
    }

    /**
     * Something was wrong.
     *
     * @param version the version in its header: with {@link PduError#UNSUPPORTED_VERSION} the highest that the other
     *     side speaks
     * @param code see {@link PduError}
     * @param text printable, may be empty
     */
    record ErrorReport(int version, int code, String text) implements Pdu {
        @Override
        public PduType type() {
            return PduType.ERROR_REPORT;
        }
    }
}
