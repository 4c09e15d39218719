package org.jbgp.daemon.protocol;

import java.util.List;
import org.jbgp.config.base.InterfacePattern;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.base.IpPrefix;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;

/** Decides by an {@code interface} list whether an address of an interface counts. Stateless. */
public final class InterfaceMatcher {
    private InterfaceMatcher() {}

    /** The first item that fits decides; no list at all means every interface, no fitting item means no. */
    public static boolean matches(List<InterfacePattern> list, NetworkInterface where, InterfaceAddress address) {
        if (list.isEmpty()) {
            return true;
        }
        for (InterfacePattern item : list) {
            boolean name = item.pattern().isEmpty() || glob(item.pattern().get(), where.name());
            boolean prefix = item.prefix().isEmpty() || inside(item.prefix().get(), address.address());
            if (name && prefix) {
                return item.accept();
            }
        }
        return false;
    }

    /** The same for names alone: the first item whose pattern fits decides. */
    public static boolean names(List<InterfacePattern> list, String name) {
        for (InterfacePattern item : list) {
            if (item.pattern().isEmpty() || glob(item.pattern().get(), name)) {
                return item.accept();
            }
        }
        return false;
    }

    private static boolean inside(IpPrefix prefix, KernelIp address) {
        IpFamily family = address.family() == Family.IPV4 ? IpFamily.IPV4 : IpFamily.IPV6;
        return prefix.contains(new org.jbgp.config.base.IpAddress(family, address.hi(), address.lo()));
    }

    /** Shell patterns with {@code *} and {@code ?}. */
    static boolean glob(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int mark = 0;
        while (t < text.length()) {
            if (p < pattern.length()
                    && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))
                    && pattern.charAt(p) != '*') {
                p++;
                t++;
            } else if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                mark = t;
            } else if (star >= 0) {
                p = star + 1;
                t = ++mark;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
