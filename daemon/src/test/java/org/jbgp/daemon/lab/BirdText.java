package org.jbgp.daemon.lab;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what BIRD 1.6 and 2 print for {@code show … all}. */
final class BirdText {
    private static final Pattern PROTOCOL = Pattern.compile("^(\\S+)\\s+BGP\\s.*");
    private static final Pattern STATE = Pattern.compile("^\\s+BGP state:\\s+(\\S+).*");
    private static final Pattern NEIGHBOR = Pattern.compile("^\\s+Neighbor address:\\s+(\\S+).*");
    private static final Pattern ROUTE =
            Pattern.compile("^(\\S+/\\d+)?\\s+(?:unicast|via|dev|unreachable|blackhole|prohibit|multipath)\\b.*");
    private static final Pattern ATTRIBUTE = Pattern.compile("^\\s+([A-Za-z][\\w. ]*):\\s*(.*)$");
    private static final Pattern COMMUNITY = Pattern.compile("\\(([\\d, ]+)\\)");

    private BirdText() {}

    /** BGP state of the neighbor with this address; empty when there is none. */
    static String session(String showProtocolsAll, String neighbor) {
        String state = "";
        for (String line : showProtocolsAll.split("\n", -1)) {
            Matcher stateLine = STATE.matcher(line);
            Matcher neighborLine = NEIGHBOR.matcher(line);
            if (PROTOCOL.matcher(line).matches()) {
                state = "";
            } else if (stateLine.matches()) {
                state = stateLine.group(1);
            } else if (neighborLine.matches()
                    && neighborLine.group(1).split("%", -1)[0].equals(neighbor)) {
                return state;
            }
        }
        return "";
    }

    /** Every path whose type is BGP. */
    static SortedSet<PeerRoute> bgpRoutes(String showRouteAll) {
        SortedSet<PeerRoute> routes = new TreeSet<>();
        String prefix = "";
        Map<String, String> attributes = new HashMap<>();
        for (String line : showRouteAll.split("\n", -1)) {
            Matcher route = ROUTE.matcher(line);
            Matcher attribute = ATTRIBUTE.matcher(line);
            if (route.matches() && line.contains("[")) {
                keep(prefix, attributes, routes);
                attributes.clear();
                prefix = route.group(1) == null ? prefix : route.group(1);
            } else if (attribute.matches()) {
                attributes.put(attribute.group(1), attribute.group(2).strip());
            }
        }
        keep(prefix, attributes, routes);
        return Collections.unmodifiableSortedSet(routes);
    }

    private static void keep(String prefix, Map<String, String> attributes, SortedSet<PeerRoute> routes) {
        if (attributes.getOrDefault("Type", "").startsWith("BGP")) {
            SortedSet<String> communities = new TreeSet<>();
            for (String name : new String[] {"BGP.community", "BGP.large_community"}) {
                Matcher found = COMMUNITY.matcher(attributes.getOrDefault(name, ""));
                while (found.find()) {
                    communities.add(found.group(1).replace(" ", "").replace(',', ':'));
                }
            }
            routes.add(new PeerRoute(
                    prefix,
                    attributes.getOrDefault("BGP.next_hop", "").split(" ", -1)[0],
                    attributes.getOrDefault("BGP.as_path", ""),
                    communities));
        }
    }
}
