package org.jbgp.config.filter;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jbgp.config.filter.value.FilterType;
import org.jbgp.config.filter.value.Num;

/** The named constants of the language, RTS_BGP and its like, with BIRD's numbers. */
final class EnumConstants {

    private static final Map<String, Num> CONSTANTS = new HashMap<>();
    private static final Map<String, FilterType> TYPES = new HashMap<>();

    static {
        type("rts", FilterType.ENUM_RTS);
        number(FilterType.ENUM_RTS, "RTS_", 1, "STATIC", "INHERIT", "DEVICE", "STATIC_DEVICE", "REDIRECT", "RIP");
        number(FilterType.ENUM_RTS, "RTS_", 7, "OSPF", "OSPF_IA", "OSPF_EXT1", "OSPF_EXT2", "BGP", "PIPE", "BABEL");
        number(FilterType.ENUM_RTS, "RTS_", 14, "RPKI", "PERF", "AGGREGATED");
        type("bgp_origin", FilterType.ENUM_BGP_ORIGIN);
        number(FilterType.ENUM_BGP_ORIGIN, "ORIGIN_", 0, "IGP", "EGP", "INCOMPLETE");
        type("scope", FilterType.ENUM_SCOPE);
        number(FilterType.ENUM_SCOPE, "SCOPE_", 0, "HOST", "LINK", "SITE", "ORGANIZATION", "UNIVERSE", "UNDEFINED");
        type("rtd", FilterType.ENUM_RTD);
        number(FilterType.ENUM_RTD, "RTD_", 1, "UNICAST", "BLACKHOLE", "UNREACHABLE", "PROHIBIT");
        // BIRD 1.6 has names of their own for routes through one router, out of an interface, and over several paths.
        for (String old : new String[] {"ROUTER", "DEVICE", "MULTIPATH"}) {
            CONSTANTS.put("RTD_" + old, new Num(FilterType.ENUM_RTD, 1));
        }
        type("roa", FilterType.ENUM_ROA);
        number(FilterType.ENUM_ROA, "ROA_", 0, "UNKNOWN", "VALID", "INVALID");
        type("aspa", FilterType.ENUM_ASPA);
        number(FilterType.ENUM_ASPA, "ASPA_", 0, "UNKNOWN", "VALID", "INVALID");
        type("net_type", FilterType.ENUM_NET_TYPE);
        number(FilterType.ENUM_NET_TYPE, "NET_", 1, "IP4", "IP6", "VPN4", "VPN6", "ROA4", "ROA6", "FLOW4", "FLOW6");
        number(FilterType.ENUM_NET_TYPE, "NET_", 9, "IP6_SADR", "ETH", "MPLS", "ASPA", "EVPN", "NEIGHBOR");
        type("ra_preference", FilterType.ENUM_RA_PREFERENCE);
        number(FilterType.ENUM_RA_PREFERENCE, "RA_PREF_", 0, "LOW", "MEDIUM", "HIGH");
        type("af", FilterType.ENUM_AF);
        number(FilterType.ENUM_AF, "AF_", 1, "IPV4", "IPV6");
        type("mpls_policy", FilterType.ENUM_MPLS_POLICY);
        number(FilterType.ENUM_MPLS_POLICY, "MPLS_POLICY_", 0, "NONE", "STATIC", "PREFIX", "AGGREGATE", "VRF");
        type("net_evpn_type", FilterType.ENUM_NET_EVPN_TYPE);
        number(FilterType.ENUM_NET_EVPN_TYPE, "NET_EVPN_", 1, "EAD", "MAC", "IMET", "ES");
    }

    private EnumConstants() {}

    private static void type(String name, FilterType type) {
        TYPES.put(name, type);
    }

    private static void number(FilterType type, String prefix, int first, String... names) {
        for (int i = 0; i < names.length; i++) {
            CONSTANTS.put(prefix + names[i], new Num(type, first + i));
        }
    }

    /** The constant of that name, or null. */
    static Num find(String name) {
        return CONSTANTS.get(name);
    }

    /** The type {@code enum NAME}, or null. */
    static FilterType type(String name) {
        return TYPES.get(name);
    }

    /** All constants by name. */
    static Map<String, Num> all() {
        return Collections.unmodifiableMap(CONSTANTS);
    }

    /** All names, for suggestions. */
    static Iterable<String> names() {
        return CONSTANTS.keySet();
    }
}
