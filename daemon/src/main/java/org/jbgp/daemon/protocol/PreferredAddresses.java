package org.jbgp.daemon.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.model.DeviceConfig;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.Scope;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;

/**
 * Puts the addresses that {@code interface { preferred … }} (2.x) or {@code primary} (1.6) of the device protocol names
 * in front of an interface's others: whoever needs one address of an interface takes the first that suits. A secondary
 * address is never preferred. Stateless.
 */
final class PreferredAddresses {
    private PreferredAddresses() {}

    static NetworkInterface order(NetworkInterface link, List<DeviceConfig.Preferred> wishes) {
        List<InterfaceAddress> first = new ArrayList<>();
        for (DeviceConfig.Preferred wish : wishes) {
            boolean byPrefix = wish.patterns().stream()
                    .anyMatch(pattern -> pattern.prefix().isPresent());
            if (byPrefix) {
                link.addresses().stream()
                        .filter(own -> eligible(own, first) && InterfaceMatcher.matches(wish.patterns(), link, own))
                        .findFirst()
                        .ifPresent(first::add);
            } else if (InterfaceMatcher.names(wish.patterns(), link.name())) {
                Stream.of(wish.ipv4(), wish.ipv6(), wish.linkLocal())
                        .flatMap(Optional::stream)
                        .forEach(address -> link.addresses().stream()
                                .filter(own -> eligible(own, first) && is(own.address(), address))
                                .findFirst()
                                .ifPresent(first::add));
                break; // of several blocks the first that names the interface counts
            }
        }
        if (first.isEmpty()) {
            return link;
        }
        List<InterfaceAddress> all = new ArrayList<>(first);
        link.addresses().stream().filter(own -> !first.contains(own)).forEach(all::add);
        return new NetworkInterface(link.link(), all);
    }

    private static boolean eligible(InterfaceAddress own, List<InterfaceAddress> first) {
        return !own.kernel().secondary()
                && first.stream()
                        .noneMatch(other -> other.family() == own.family() && linkLocal(other) == linkLocal(own));
    }

    private static boolean linkLocal(InterfaceAddress own) {
        return own.family() == AddressFamily.IPV6_UNICAST && own.scope() == Scope.LINK;
    }

    private static boolean is(KernelIp own, IpAddress address) {
        return (own.family() == Family.IPV4) == (address.family() == IpFamily.IPV4)
                && own.hi() == address.hi()
                && own.lo() == address.lo();
    }
}
