package org.jbgp.daemon.policy;

import org.jbgp.config.filter.value.Net;
import org.jbgp.config.filter.value.PrefixSet;

/**
 * A question that a compiled filter asks about the prefix of the route, and about nothing else. Constants of the
 * filter.
 */
public sealed interface PrefixTest {

    /**
     * The answer for a prefix, host bits zero.
     *
     * @param hi upper 64 bits of an IPv6 prefix, 0 for IPv4
     * @param lo lower 64 bits, or the IPv4 prefix
     * @param length bits
     */
    boolean holds(boolean ip4, long hi, long lo, int length);

    /** {@code net ~ [ ... ]} */
    record InSet(PrefixSet set) implements PrefixTest {
        @Override
        public boolean holds(boolean ip4, long hi, long lo, int length) {
            return set.contains(ip4, hi, lo, length);
        }
    }

    /** {@code net ~ 10.0.0.0/8} */
    record Inside(Net outer) implements PrefixTest {
        @Override
        public boolean holds(boolean ip4, long hi, long lo, int length) {
            return outer.contains(ip4, hi, lo, length);
        }
    }

    /** {@code net = 10.0.0.0/8} */
    record Same(Net net) implements PrefixTest {
        @Override
        public boolean holds(boolean ip4, long hi, long lo, int length) {
            return net.length() == length
                    && net.lo() == lo
                    && net.hi() == hi
                    && net.kind() == (ip4 ? Net.Kind.IP4 : Net.Kind.IP6);
        }
    }

    /** {@code net.len > 24} and the like: a length between two, both included. */
    record LengthWithin(long least, long most) implements PrefixTest {
        @Override
        public boolean holds(boolean ip4, long hi, long lo, int length) {
            return length >= least && length <= most;
        }
    }
}
