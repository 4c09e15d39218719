package org.jbgp.config.split;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The routing protocols that stay with BIRD. */
enum Igp {
    OSPF("OSPF", 150, "ospf_metric1", "RTS_OSPF", "RTS_OSPF_IA", "RTS_OSPF_EXT1", "RTS_OSPF_EXT2"),
    RIP("RIP", 120, "rip_metric", "RTS_RIP"),
    BABEL("Babel", 130, "babel_metric", "RTS_BABEL");

    /** The source of routes whose metric says nothing about a distance. */
    static final String FAR = "RTS_OSPF_EXT2";

    private final String title;
    private final int preference;
    private final String metric;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> sources;

    Igp(String title, int preference, String metric, String... sources) {
        this.title = title;
        this.preference = preference;
        this.metric = metric;
        this.sources = List.of(sources);
    }

    static Optional<Igp> of(String word) {
        return Arrays.stream(values())
                .filter(each -> each.name().equalsIgnoreCase(word))
                .findFirst();
    }

    String title() {
        return title;
    }

    /** What BIRD gives its routes unless the file says otherwise. */
    int preference() {
        return preference;
    }

    /** The attribute that is the distance. */
    String metric() {
        return metric;
    }

    /** The values of {@code source} of its routes. */
    List<String> sources() {
        return sources;
    }
}
