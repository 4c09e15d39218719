package org.jbgp.daemon.instance;

import org.jbgp.config.base.IpFamily;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;

/** Between the words of the configuration, of BGP and of the kernel for the same thing. Stateless; any thread. */
public final class Conversions {
    private Conversions() {}

    /** The unicast family of BGP for a family of the configuration. */
    public static AddressFamily family(IpFamily family) {
        return family == IpFamily.IPV4 ? AddressFamily.IPV4_UNICAST : AddressFamily.IPV6_UNICAST;
    }

    /** The same address as the kernel room has it; {@code address} is not empty. */
    public static KernelIp kernelAddress(Address address) {
        return new KernelIp(address.length() == 4 ? Family.IPV4 : Family.IPV6, address.hi(), address.lo());
    }
}
