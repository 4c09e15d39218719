package org.jbgp.daemon.glass;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jbgp.daemon.control.layout.AttributeText;
import org.jbgp.daemon.control.layout.AttributeTitles;
import org.jbgp.daemon.control.layout.Json;
import org.jbgp.daemon.control.layout.LineBound;
import org.jbgp.daemon.control.layout.ReplyText;
import org.jbgp.daemon.control.view.RouteEntry;

/** Routes as birdwatcher has them of {@code show route all}. The HTTP thread. */
final class BirdwatcherRoutes {
    private static final String BGP = "BGP.";

    private final AttributeText attributes;
    private Instant lastTime;
    private String lastText = "";

    /** @param customNames see {@code RouterView.customAttributes} */
    BirdwatcherRoutes(List<String> customNames) {
        attributes = new AttributeText(customNames, LineBound.NONE, AttributeTitles.BIRD_2);
    }

    /** Appends a route as an object. */
    void write(StringBuilder out, RouteEntry route) {
        Map<String, String> values = values(route);
        String learnt = route.from() == null ? "" : ReplyText.address(route.from());
        out.append('{');
        text(out, "network", ReplyText.prefix(route.prefix()));
        text(out.append(','), "from_protocol", route.protocol());
        text(out.append(','), "age", age(route.changed()));
        text(out.append(','), "learnt_from", learnt);
        out.append(",\"primary\":").append(route.primary());
        out.append(",\"metric\":").append(route.preference());
        RouteEntry.NextHop hop =
                route.nextHops().isEmpty() ? null : route.nextHops().getFirst();
        String nextHop = values.getOrDefault(BGP + "next_hop", "");
        if (hop != null && hop.gateway() != null) {
            text(out.append(','), "gateway", ReplyText.address(hop.gateway()));
        } else if (!nextHop.isEmpty()) {
            // A rejected route has none, but Alice-LG knows by it which neighbor it is of.
            text(out.append(','), "gateway", nextHop.split(" ", -1)[0]);
        }
        if (hop != null && hop.interfaceName() != null) {
            text(out.append(','), "interface", hop.interfaceName());
        }
        out.append(",\"type\":[");
        Json.string(out, route.kind().label());
        out.append(',');
        Json.string(out, route.scope().label());
        out.append(']');
        bgp(out, values);
        out.append('}');
    }

    private Map<String, String> values(RouteEntry route) {
        try {
            return attributes.values(route.attributes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String age(Instant changed) {
        // Routes of one UPDATE carry one time.
        if (!changed.equals(lastTime)) {
            lastTime = changed;
            lastText = BirdwatcherTimes.text(changed);
        }
        return lastText;
    }

    private static void bgp(StringBuilder out, Map<String, String> values) {
        String separator = ",\"bgp\":{";
        boolean any = false;
        for (Map.Entry<String, String> each : values.entrySet()) {
            // Attributes it has no name for have none there either.
            if (each.getKey().startsWith(BGP) && each.getKey().matches("BGP\\.[a-z]\\w+")) {
                out.append(separator);
                attribute(out, each.getKey().substring(BGP.length()), each.getValue());
                separator = ",";
                any = true;
            }
        }
        if (any) {
            out.append('}');
        }
    }

    private static void attribute(StringBuilder out, String name, String value) {
        switch (name) {
            case "as_path" ->
                list(out, name, value.isBlank() ? List.of() : List.of(value.split(" ", -1)), BirdwatcherRoutes::quoted);
            case "community" -> list(out, "communities", sets(value), BirdwatcherRoutes::numbers);
            case "large_community" -> list(out, "large_communities", sets(value), BirdwatcherRoutes::numbers);
            case "ext_community" -> list(out, "ext_communities", sets(value), BirdwatcherRoutes::words);
            default -> text(out, name, value);
        }
    }

    /** The insides of {@code (1, 2) (3, 4)}. */
    private static List<String> sets(String value) {
        return value.isBlank() ? List.of() : List.of(value.strip().substring(1).split("\\)?\\s*\\(|\\)"));
    }

    private static String numbers(String inside) {
        return "[" + inside.replace(" ", "") + "]";
    }

    private static String words(String inside) {
        StringBuilder out = new StringBuilder("[");
        String[] words = inside.split(",\\s*", -1);
        for (int i = 0; i < words.length; i++) {
            out.append(i == 0 ? "" : ",").append(quoted(words[i]));
        }
        return out.append(']').toString();
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder();
        Json.string(out, text);
        return out.toString();
    }

    private static void list(StringBuilder out, String key, List<String> values, Function<String, String> form) {
        Json.string(out, key);
        String separator = ":[";
        for (String each : values) {
            out.append(separator).append(form.apply(each));
            separator = ",";
        }
        out.append(values.isEmpty() ? ":[]" : "]");
    }

    private static void text(StringBuilder out, String key, String value) {
        Json.string(out, key);
        out.append(':');
        Json.string(out, value);
    }
}
