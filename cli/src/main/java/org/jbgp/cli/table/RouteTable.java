package org.jbgp.cli.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jbgp.cli.client.JsonText;
import org.jbgp.cli.words.CommandGrammar;

/** Routes, a line each: what everyday use of {@code show route} asks for, from its answer in JSON. One thread. */
public final class RouteTable {

    /** Words of {@code show route} that ask for something else than routes, a line each. */
    private static final Set<String> OTHER_FORMS = Set.of("all", "stats", "count", "explain");

    /** Code of lines in JSON. */
    public static final int JSON = 1097;

    private static final int WIDE = 110;

    private final int width;
    private String table;
    private boolean ipv6;

    /** @param width of the terminal in characters */
    public RouteTable(int width) {
        this.width = Math.max(40, width);
    }

    /** True if a command asks for routes as this table shows them; words may be abbreviated. */
    public static boolean shows(CommandGrammar grammar, List<String> words) {
        if (words.size() < 2
                || !grammar.after(words.subList(0, 2)).equals(new CommandGrammar.Place("show route", ""))) {
            return false;
        }
        for (int i = 2; i < words.size(); i++) {
            CommandGrammar.Place before = grammar.after(words.subList(0, i));
            CommandGrammar.Place place = grammar.after(words.subList(0, i + 1));
            if (place.equals(before)) {
                // The rest is an expression.
                return true;
            }
            boolean name =
                    before.previous().equals("table") && !words.get(i - 1).equals("all");
            if (!name
                    && (OTHER_FORMS.contains(place.previous())
                            || !place.command().equals("show route"))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Lines for one route, with headings where another table begins.
     *
     * @param json an object of {@code json show route}
     * @return null if it is no route, but an authorization or a neighbor, or nothing in JSON
     */
    public List<String> add(String json) {
        Map<String, Object> route;
        try {
            route = JsonText.object(json);
        } catch (IllegalArgumentException e) {
            return null;
        }
        if (!route.containsKey("destination")) {
            return null;
        }
        List<String> lines = new ArrayList<>();
        String prefix = text(route.get("prefix"));
        if (!text(route.get("table")).equals(table)) {
            if (table != null) {
                lines.add("");
            }
            table = text(route.get("table"));
            ipv6 = prefix.indexOf(':') >= 0;
            lines.add("Table " + table + ":");
            lines.add(line("", "Prefix", "Next hop", "From", List.of("Pref", "LocPrf", "MED", "Since"), "AS path"));
        }
        Map<?, ?> attributes = route.get("attributes") instanceof Map<?, ?> map ? map : Map.of();
        String mark = truth(route, "refused") ? "!" : truth(route, "primary") ? "*" : truth(route, "stale") ? "s" : "";
        lines.add(line(
                mark,
                prefix,
                nextHop(route),
                text(route.get("protocol")),
                List.of(
                        number(route.get("preference")),
                        attribute(attributes, "local_pref"),
                        attribute(attributes, "med"),
                        since(text(route.get("changed")))),
                path(attributes)));
        return lines;
    }

    private String line(String mark, String prefix, String nextHop, String from, List<String> numbers, String path) {
        StringBuilder line = new StringBuilder();
        column(line, mark, 2);
        column(line, prefix, ipv6 ? 26 : 19);
        column(line, nextHop, ipv6 ? 26 : 16);
        column(line, from, width < WIDE ? 11 : 17);
        if (width >= WIDE) {
            for (String each : numbers) {
                line.append(" ".repeat(Math.max(0, 8 - each.length())))
                        .append(each)
                        .append(' ');
            }
            line.append(' ');
        }
        line.append(path);
        String all = line.toString().stripTrailing();
        return all.length() > width ? all.substring(0, width - 3) + "..." : all;
    }

    /** A blank follows in any case, and what is too long goes over into the next column. */
    private static void column(StringBuilder line, String text, int width) {
        line.append(text).append(" ".repeat(Math.max(1, width - text.length())));
    }

    private String nextHop(Map<String, Object> route) {
        List<?> hops = route.get("next_hops") instanceof List<?> list ? list : List.of();
        if (hops.isEmpty()) {
            return text(route.get("destination"));
        }
        Map<?, ?> first = hops.getFirst() instanceof Map<?, ?> map ? map : Map.of();
        String gateway = text(first.get("gateway"));
        String link = text(first.get("interface_name"));
        String more = hops.size() > 1 ? " +" + (hops.size() - 1) : "";
        return (gateway.isEmpty() ? link : gateway) + more;
    }

    private static String path(Map<?, ?> attributes) {
        String path = attribute(attributes, "as_path");
        String origin = attribute(attributes, "origin");
        String letter = switch (origin) {
            case "IGP" -> "i";
            case "EGP" -> "e";
            case "" -> "";
            default -> "?";
        };
        return (path + ' ' + letter).strip();
    }

    /** Whatever the layout calls BGP's attributes: {@code BGP.as_path}, {@code bgp_as_path}. */
    private static String attribute(Map<?, ?> attributes, String name) {
        for (String prefix : List.of("BGP.", "bgp_")) {
            if (attributes.get(prefix + name) != null) {
                return text(attributes.get(prefix + name));
            }
        }
        return "";
    }

    /** The time of day of today, else the day; in UTC, as JSON has it. */
    private static String since(String time) {
        int t = time.indexOf('T');
        if (t < 0) {
            return "";
        }
        boolean today = time.startsWith(
                java.time.LocalDate.now(java.time.ZoneOffset.UTC).toString());
        return today ? time.substring(t + 1, Math.min(time.length(), t + 6)) : time.substring(Math.min(5, t), t);
    }

    private static boolean truth(Map<String, Object> of, String key) {
        return Boolean.TRUE.equals(of.get(key));
    }

    private static String number(Object value) {
        return value instanceof Double number ? Long.toString(number.longValue()) : "";
    }

    private static String text(Object value) {
        return value == null ? "" : value.toString();
    }
}
