package org.jbgp.daemon.protocol;

import org.jbgp.daemon.wire.Scope;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;

/** How far addresses are valid, as {@code show interfaces} says. Stateless. */
public final class AddressScope {
    private AddressScope() {}

    /**
     * The scope of an address: {@link Scope#HOST} for 127.0.0.0/8 and ::1; {@link Scope#LINK} for fe80::/10; {@link
     * Scope#SITE} for RFC 1918, fc00::/7 and fec0::/10; {@link Scope#UNDEFINED} for what is not unicast at all.
     * Everything else is valid everywhere, 169.254.0.0/16 and 240.0.0.0/4 too, as in BIRD.
     */
    public static Scope of(KernelIp address) {
        return address.family() == Family.IPV4 ? ofIpv4(address.lo()) : ofIpv6(address.hi(), address.lo());
    }

    private static Scope ofIpv4(long bits) {
        int first = (int) (bits >>> 24);
        int second = (int) (bits >>> 16) & 0xFF;
        if (first == 127) {
            return Scope.HOST;
        }
        if (first == 0 || (first >= 224 && first < 240) || bits == 0xFFFF_FFFFL) {
            return Scope.UNDEFINED;
        }
        boolean site = first == 10 || (first == 172 && second >>> 4 == 1) || (first == 192 && second == 168);
        return site ? Scope.SITE : Scope.UNIVERSE;
    }

    private static Scope ofIpv6(long hi, long lo) {
        if (hi == 0 && lo == 1) {
            return Scope.HOST;
        }
        if ((hi == 0 && lo == 0) || hi >>> 56 == 0xFF) {
            return Scope.UNDEFINED;
        }
        if (hi >>> 54 == 0xFE80L >>> 6) {
            return Scope.LINK;
        }
        return hi >>> 57 == 0xFC00L >>> 9 || hi >>> 54 == 0xFEC0L >>> 6 ? Scope.SITE : Scope.UNIVERSE;
    }
}
