package org.jbgp.config.split;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What stands on both sides of the kernel tables that join them.
 *
 * @param igps which of them there are
 * @param protocols names of each side's routing protocols, with the families of their channels
 */
record Joint(Set<Igp> igps, Map<SplitSide, Map<String, Set<String>>> protocols) {
    Joint {
        igps = igps.isEmpty() ? Set.of() : EnumSet.copyOf(igps);
    }

    /** All values of {@code source} that routes of the IGPs have. */
    List<String> igpSources() {
        return igps.stream().flatMap(each -> each.sources().stream()).toList();
    }

    /** {@code OSPF}, {@code OSPF and RIP}. */
    String titles() {
        return String.join(" and ", igps.stream().map(Igp::title).toList());
    }

    /** True if these are all protocols of a side that have a channel of the families of these. */
    boolean areAll(SplitSide side, Set<String> names) {
        Map<String, Set<String>> all = protocols.get(side);
        return all.keySet().stream()
                .allMatch(name -> names.contains(name)
                        || names.stream().noneMatch(hit -> all.get(hit).stream().anyMatch(all.get(name)::contains)));
    }
}
