package org.jbgp.daemon.glass;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jbgp.daemon.control.layout.AttributeText;
import org.jbgp.daemon.control.layout.AttributeTitles;
import org.jbgp.daemon.control.layout.LineBound;
import org.jbgp.daemon.control.layout.ReplyText;
import org.jbgp.daemon.control.view.RouteEntry;

/** Routes as birdwatcher has them of {@code show route all}. The HTTP thread. */
final class BirdwatcherRoutes {
    /** Of those it has no name for none is there. */
    private static final Pattern BGP = Pattern.compile("BGP\\.([a-z]\\w+)");

    private static final Pattern BLANK = Pattern.compile(" ");
    /** Between what stands in {@code (1, 2) (3, 4)}. */
    private static final Pattern BRACKETS = Pattern.compile("\\)?\\s*\\(|\\)");

    private static final Pattern COMMA = Pattern.compile(",\\s*");

    private final AttributeText attributes;
    private final BirdwatcherTimes times = new BirdwatcherTimes();

    /** @param customNames see {@code RouterView.customAttributes} */
    BirdwatcherRoutes(List<String> customNames) {
        attributes = new AttributeText(customNames, LineBound.NONE, AttributeTitles.BIRD_2);
    }

    /** A route as an object. */
    Map<String, Object> object(RouteEntry route) {
        Map<String, String> values = attributes.values(route.attributes());
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("network", ReplyText.prefix(route.prefix()));
        object.put("from_protocol", route.protocol());
        object.put("age", times.text(route.changed()));
        object.put("learnt_from", route.from() == null ? "" : ReplyText.address(route.from()));
        object.put("primary", route.primary());
        object.put("metric", route.preference());
        RouteEntry.NextHop hop =
                route.nextHops().isEmpty() ? null : route.nextHops().getFirst();
        String nextHop = values.getOrDefault("BGP.next_hop", "");
        if (hop != null && hop.gateway() != null) {
            object.put("gateway", ReplyText.address(hop.gateway()));
        } else if (!nextHop.isEmpty()) {
            // A rejected route has none, but Alice-LG knows by it which neighbor it is of.
            object.put("gateway", BLANK.split(nextHop, -1)[0]);
        }
        if (hop != null && hop.interfaceName() != null) {
            object.put("interface", hop.interfaceName());
        }
        object.put("type", List.of(route.kind().label(), route.scope().label()));
        Map<String, Object> bgp = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            Matcher known = BGP.matcher(name);
            if (known.matches()) {
                attribute(bgp, known.group(1), value);
            }
        });
        if (!bgp.isEmpty()) {
            object.put("bgp", bgp);
        }
        return object;
    }

    private static void attribute(Map<String, Object> bgp, String name, String value) {
        switch (name) {
            case "as_path" -> bgp.put(name, value.isBlank() ? List.of() : List.of(BLANK.split(value, -1)));
            case "community" ->
                bgp.put(
                        "communities",
                        sets(value).map(BirdwatcherRoutes::numbers).toList());
            case "large_community" ->
                bgp.put(
                        "large_communities",
                        sets(value).map(BirdwatcherRoutes::numbers).toList());
            case "ext_community" ->
                bgp.put("ext_communities", sets(value).map(List::of).toList());
            default -> bgp.put(name, value);
        }
    }

    /** The words of each of {@code (1, 2) (3, 4)}. */
    private static Stream<String[]> sets(String value) {
        return value.isBlank()
                ? Stream.empty()
                : BRACKETS.splitAsStream(value.strip().substring(1)).map(inside -> COMMA.split(inside, -1));
    }

    private static List<Long> numbers(String[] words) {
        return Arrays.stream(words).map(Long::valueOf).toList();
    }
}
