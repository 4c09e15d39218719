package org.jbgp.daemon.it.differential;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a daemon made of a {@link ProgramFile}.
 *
 * @param routes what {@code show route all} says, by prefix
 * @param prints what the programs printed, by number, sorted
 * @param heard attributes of the routes its neighbors received, by session and prefix
 */
record Outcome(
        SortedMap<String, List<String>> routes, Map<Integer, List<String>> prints, SortedMap<String, String> heard) {
    /**
     * An optional attribute nobody knows that is not transitive: BIRD shows it until it drops it on export, jbgpd drops
     * it at once.
     */
    private static final String UNKNOWN = "\tBGP.c9:";

    /** Hexadecimal digits of an element of communities, extended and large communities. */
    private static final Map<String, Integer> WIDTHS = Map.of("8", 8, "16", 16, "32", 24);

    private static final Pattern ROUTE =
            Pattern.compile("^(\\d+\\.\\d+\\.\\d+\\.\\d+)/(\\d+)\\s+(.*?) ?\\[(\\S+) \\S+( from \\S+)?\\](.*)$");
    private static final Pattern PRINT = Pattern.compile("@(\\d+) .*$");

    /** Reads what BIRD's client prints; what the type of a route is follows from the rest. */
    static SortedMap<String, List<String>> routes(String shown) {
        SortedMap<String, List<String>> routes = new TreeMap<>();
        List<String> current = new ArrayList<>();
        for (String line : shown.split("\n", -1)) {
            Matcher route = ROUTE.matcher(line);
            if (route.matches()) {
                current = new ArrayList<>();
                current.add(route.group(3) + " " + route.group(4) + Objects.requireNonNullElse(route.group(5), "")
                        + route.group(6));
                routes.put(route.group(1) + "/" + route.group(2), current);
            } else if (line.startsWith("\t") && !line.startsWith("\tType:") && !line.startsWith(UNKNOWN)) {
                current.add(line.strip());
            }
        }
        return routes;
    }

    /**
     * Finds in a log what programs printed; routes come in no particular order, and may be filtered again when their
     * next hop is found.
     */
    static Map<Integer, List<String>> prints(String log) {
        Map<Integer, List<String>> prints = new TreeMap<>();
        for (String line : log.split("\n", -1)) {
            Matcher print = PRINT.matcher(line);
            if (print.find()) {
                prints.computeIfAbsent(Integer.valueOf(print.group(1)), number -> new ArrayList<>())
                        // BIRD 1.6 writes the sets of a path with blanks.
                        .add(print.group().replace("{ ", "{").replace(" }", "}"));
            }
        }
        prints.replaceAll((number, lines) -> lines.stream().sorted().distinct().toList());
        return prints;
    }

    /**
     * Attributes as {@link org.jbgp.daemon.lab.BgpPeers} reports them, the elements of community lists in order: BIRD
     * sorts them.
     *
     * @param withoutPartial whether the Partial bit is left out, which BIRD 1.6 never sets
     */
    static String canonical(String route, String attributes, boolean withoutPartial) {
        // Whether BIRD passes the MED of a static route on to an external neighbor depends on what is in its attribute
        // cache.
        boolean withoutMed = !attributes.contains(" 5/") && route.contains(" 10.");
        return Arrays.stream(attributes.split(" ", -1))
                .filter(attribute -> !(withoutMed && attribute.startsWith("4/")))
                .map(attribute -> withoutPartial ? attribute.replaceFirst("/e0:", "/c0:") : attribute)
                .map(attribute -> {
                    int value = attribute.indexOf(':') + 1;
                    int width = WIDTHS.getOrDefault(attribute.substring(0, attribute.indexOf('/')), 0);
                    List<String> elements = new ArrayList<>();
                    for (int at = value; width > 0 && at + width <= attribute.length(); at += width) {
                        elements.add(attribute.substring(at, at + width));
                    }
                    Collections.sort(elements);
                    return width == 0 ? attribute : attribute.substring(0, value) + String.join("", elements);
                })
                .collect(Collectors.joining(" "));
    }

    /** The programs that did not do the same. */
    SortedSet<Integer> different(Outcome other) {
        SortedSet<Integer> different = new TreeSet<>();
        differentKeys(routes, other.routes).forEach(prefix -> different.add(FilterPrograms.programOf(prefix)));
        differentKeys(heard, other.heard).forEach(key -> different.add(programOfHeard(key)));
        different.addAll(differentKeys(prints, other.prints));
        return different;
    }

    private static <K, V> List<K> differentKeys(Map<K, V> one, Map<K, V> other) {
        SortedSet<K> keys = new TreeSet<>(one.keySet());
        keys.addAll(other.keySet());
        return keys.stream()
                .filter(key -> !Objects.equals(one.get(key), other.get(key)))
                .toList();
    }

    private static int programOfHeard(String key) {
        return FilterPrograms.programOf(key.substring(key.indexOf(' ') + 1));
    }

    /** Where two daemons differ about one program. */
    String differences(Outcome other, int number) {
        StringBuilder text = new StringBuilder();
        for (String prefix : differentKeys(routes, other.routes)) {
            if (FilterPrograms.programOf(prefix) == number) {
                line(text, prefix, routes.get(prefix), other.routes.get(prefix));
            }
        }
        for (String key : differentKeys(heard, other.heard)) {
            if (programOfHeard(key) == number) {
                line(text, key, heard.get(key), other.heard.get(key));
            }
        }
        if (!Objects.equals(prints.get(number), other.prints.get(number))) {
            line(text, "prints", prints.get(number), other.prints.get(number));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String what, Object theirs, Object ours) {
        text.append("  ").append(what).append("\n    BIRD  ").append(theirs);
        text.append("\n    jbgpd ").append(ours).append('\n');
    }
}
