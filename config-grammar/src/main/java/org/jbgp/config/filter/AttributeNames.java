package org.jbgp.config.filter;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jbgp.config.filter.tree.DynamicAttribute;
import org.jbgp.config.filter.tree.RouteAttribute;
import org.jbgp.config.filter.tree.StaticAttribute;
import org.jbgp.config.filter.value.FilterType;

/** The route attributes every configuration knows, by name. */
final class AttributeNames {

    private static final int ENGINE = 64;
    private static final int METRICS = ENGINE + 32;

    private static final Map<String, RouteAttribute> KNOWN = new HashMap<>();
    private static final Map<String, String> FOREIGN = new LinkedHashMap<>();

    static {
        for (StaticAttribute attribute : StaticAttribute.values()) {
            KNOWN.put(attribute.label(), attribute);
        }
        dynamic("bgp_origin", FilterType.ENUM_BGP_ORIGIN, 1);
        dynamic("bgp_path", FilterType.PATH, 2);
        dynamic("bgp_next_hop", FilterType.IP, 3);
        dynamic("bgp_med", FilterType.INT, 4);
        dynamic("bgp_local_pref", FilterType.INT, 5);
        dynamic("bgp_atomic_aggr", FilterType.ENUM_EMPTY, 6);
        dynamic("bgp_aggregator", FilterType.ENUM_EMPTY, 7);
        dynamic("bgp_community", FilterType.CLIST, 8);
        dynamic("bgp_originator_id", FilterType.QUAD, 9);
        dynamic("bgp_cluster_list", FilterType.CLIST, 10);
        dynamic("bgp_ext_community", FilterType.ECLIST, 16);
        dynamic("bgp_pmsi_tunnel", FilterType.ENUM_EMPTY, 22);
        dynamic("bgp_aigp", FilterType.ENUM_EMPTY, 26);
        dynamic("bgp_large_community", FilterType.LCLIST, 32);
        dynamic("bgp_otc", FilterType.INT, 35);
        dynamic("igp_metric", FilterType.INT, ENGINE + 5);
        dynamic("krt_source", FilterType.INT, ENGINE + 6);
        dynamic("krt_metric", FilterType.INT, ENGINE + 7);
        dynamic("krt_tunnel", FilterType.STRING, ENGINE + 8);
        dynamic("krt_prefsrc", FilterType.IP, ENGINE + 9);
        dynamic("krt_realm", FilterType.INT, ENGINE + 10);
        dynamic("krt_scope", FilterType.INT, ENGINE + 11);
        // Route metrics by their RTAX_ number (linux/rtnetlink.h); RTAX_LOCK and RTAX_FEATURES are read bit by bit.
        String[] metrics = {
            "mtu",
            "window",
            "rtt",
            "rttvar",
            "ssthresh",
            "cwnd",
            "advmss",
            "reordering",
            "hoplimit",
            "initcwnd",
            null,
            "rto_min",
            "initrwnd",
            "quickack",
            "congctl",
            "fastopen_no_cookie"
        };
        for (int i = 0; i < metrics.length; i++) {
            if (metrics[i] != null) {
                metric(metrics[i], i + 2);
            }
        }
        metric("sstresh", 6);
        KNOWN.put("krt_feature_ecn", new DynamicAttribute("krt_feature_ecn", FilterType.BOOL, METRICS + 12, 0));
        KNOWN.put("krt_feature_allfrag", new DynamicAttribute("krt_feature_allfrag", FilterType.BOOL, METRICS + 12, 3));

        foreign("RIP", "rip_metric", "rip_tag");
        foreign("OSPF", "ospf_metric1", "ospf_metric2", "ospf_tag", "ospf_router_id");
        foreign("Babel", "babel_metric", "babel_router_id", "babel_seqno");
        foreign("router advertisements", "ra_preference", "ra_lifetime");
        foreign("MPLS", "mpls_label", "mpls_policy", "mpls_class", "gw_mpls", "gw_mpls_stack", "bgp_mpls_label_stack");
        foreign("a bridge", "kbr_source");
    }

    private AttributeNames() {}

    private static void dynamic(String label, FilterType type, int slot) {
        KNOWN.put(label, new DynamicAttribute(label, type, slot, -1));
    }

    private static void metric(String label, int number) {
        FilterType type = label.equals("congctl") ? FilterType.STRING : FilterType.INT;
        dynamic("krt_" + label, type, METRICS + number);
        String lock = "krt_lock_" + label;
        KNOWN.put(lock, new DynamicAttribute(lock, FilterType.BOOL, METRICS + 1, number));
    }

    private static void foreign(String protocol, String... names) {
        for (String name : names) {
            FOREIGN.put(name, protocol);
        }
    }

    /** The attribute of that name, or null. */
    static RouteAttribute find(String name) {
        return KNOWN.get(name);
    }

    /** The name of the BGP path attribute of that code; null if filters know it by none. */
    static String nameOfBgp(int code) {
        int slot = DynamicAttribute.ofBgp("", code).slot();
        return KNOWN.values().stream()
                .filter(attribute -> attribute instanceof DynamicAttribute known && known.slot() == slot)
                .map(RouteAttribute::label)
                .findFirst()
                .orElse(null);
    }

    /** The protocol whose attribute this is, if it is one jbgpd does not speak; else null. */
    static String foreignProtocol(String name) {
        return FOREIGN.get(name);
    }

    /** The type of an attribute of a protocol jbgpd does not speak. */
    static FilterType foreignType(String name) {
        return switch (name) {
            case "ospf_router_id" -> FilterType.QUAD;
            case "ra_preference" -> FilterType.ENUM_RA_PREFERENCE;
            case "mpls_policy" -> FilterType.ENUM_MPLS_POLICY;
            default -> name.toLowerCase(Locale.ROOT).endsWith("_stack") ? FilterType.CLIST : FilterType.INT;
        };
    }

    /** All names, for suggestions. */
    static Iterable<String> names() {
        return KNOWN.keySet();
    }
}
