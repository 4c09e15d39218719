package org.jbgp.daemon.policy;

import org.jbgp.config.model.Vrf;

/**
 * What filters need to know about interfaces. Called on shard threads while a filter runs: implementations answer from
 * an immutable snapshot and neither block nor allocate.
 */
public interface LinkView {

    /** A machine without interfaces; for tests and for evaluating filters away from a router. */
    LinkView NONE = new LinkView() {
        @Override
        public String nameOf(int index) {
            return "";
        }

        @Override
        public int indexOf(String name) {
            return 0;
        }

        @Override
        public int neighborInterface(int addressLength, long hi, long lo, int interfaceIndex, boolean onlink) {
            return 0;
        }
    };

    /** Name of the interface, the one it had if it is gone, or the empty string if it is not known. */
    String nameOf(int index);

    /** The index that an interface has now which had this one; this very index unless it was deleted and made again. */
    default int presentIndex(int index) {
        return index;
    }

    /** Whether an interface is in a VRF. */
    default boolean isWithin(int index, Vrf vrf) {
        return true;
    }

    /** Index of the interface of that name, or 0. */
    int indexOf(String name);

    /**
     * The interface on which an address is directly reachable, or 0 if it is not ({@code gw = A} is then a run-time
     * error).
     *
     * @param addressLength 4 or 16
     * @param hi upper 64 bits of an IPv6 address, else 0
     * @param lo lower 64 bits, or the IPv4 address
     * @param interfaceIndex restricts the search to this interface, 0 for any
     * @param onlink the address counts as reachable on {@code interfaceIndex} whatever its subnet
     */
    int neighborInterface(int addressLength, long hi, long lo, int interfaceIndex, boolean onlink);
}
