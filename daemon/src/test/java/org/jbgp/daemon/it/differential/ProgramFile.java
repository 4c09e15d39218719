package org.jbgp.daemon.it.differential;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A configuration with many programs. Each number has an import filter of a static protocol, a function for the import from a BGP neighbour and
 * one for the export to another. {@link #GROUP} numbers share a neighbour that announces and one that listens, so that a daemon has
 * only some dozens of sessions; neighbours are of all kinds, in all combinations.
 */
final class ProgramFile {
    /** The router's address. */
    static final String ROUTER = "172.16.0.1";

    /** A static route every listening neighbour is told. */
    static final String SENTINEL = "11.0.0.0/8";

    /** BIRD 1.6 forgets the BGP attributes of static routes before it filters. */
    private static final String FLAT_WITNESS = "where source = RTS_BGP || net = " + SENTINEL + ";";

    private static final int GROUP = 50;
    private static final long OWN_AS = 64999;

    /** A neighbour of the router. {@code index} is its group, or -1 for the one that hears everything. */
    record Neighbor(String session, int index, String address, long as, String options) {
        boolean internal() {
            return as == OWN_AS;
        }

        String block(boolean flat, String channel) {
            return "protocol bgp %s { local %s as %d; neighbor %s as %d; passive on; %s %s }\n"
                    .formatted(
                            session,
                            ROUTER,
                            OWN_AS,
                            address,
                            as,
                            options,
                            flat ? channel : "ipv4 { " + channel + " };");
        }
    }

    private final boolean flat;
    private final long seed;
    private final int count;
    private final FilterPrograms programs;

    ProgramFile(boolean flat, long seed, int count) {
        this.flat = flat;
        this.seed = seed;
        this.count = count;
        this.programs = new FilterPrograms(flat, seed);
    }

    /** How many numbers there are, from 0. */
    int count() {
        return count;
    }

    /** Whether it is in the dialect of BIRD 1.6. */
    boolean flat() {
        return flat;
    }

    long seed() {
        return seed;
    }

    private int groups() {
        return (count + GROUP - 1) / GROUP;
    }

    /** Those who announce, one a group. */
    List<Neighbor> sources() {
        List<Neighbor> sources = new ArrayList<>();
        for (int group = 0; group < groups(); group++) {
            String address = "172.16.1." + (group + 1);
            // BIRD 1.6 reflects in its own way: the cluster goes to the end of its list, the originator is there before
            // the filter.
            sources.add(
                    switch (flat ? group % 2 * 2 : group % 4) {
                        case 0 -> new Neighbor("in" + group, group, address, 65101, "");
                        case 1 -> new Neighbor("in" + group, group, address, OWN_AS, "rr client;");
                        case 2 -> new Neighbor("in" + group, group, address, 65102, "rs client;");
                        default -> new Neighbor("in" + group, group, address, OWN_AS, "");
                    });
        }
        return sources;
    }

    /** Those who listen, one a group, and one who is told all that came in. */
    List<Neighbor> sinks() {
        List<Neighbor> sinks = new ArrayList<>();
        sinks.add(new Neighbor("witness", -1, "172.16.3.1", OWN_AS, "rr client;"));
        for (int group = 0; group < groups(); group++) {
            String address = "172.16.2." + (group + 1);
            // To external neighbours BIRD 1.6 prepends its AS and zeroes MED before the filter.
            sinks.add(
                    switch (flat ? 1 : group / 4 % 3) {
                        case 0 -> new Neighbor("out" + group, group, address, 65201, "");
                        case 1 -> new Neighbor("out" + group, group, address, OWN_AS, "rr client;");
                        default -> new Neighbor("out" + group, group, address, 65202, "rs client;");
                    });
        }
        return sinks;
    }

    /** What the neighbour of a group announces. */
    List<BgpRoutes.Route> routes(Neighbor source) {
        List<BgpRoutes.Route> routes = new ArrayList<>();
        for (int number = source.index() * GROUP; number < Math.min(count, (source.index() + 1) * GROUP); number++) {
            String[] parts = source.address().split("\\.", -1);
            StringBuilder nextHop = new StringBuilder();
            for (String part : parts) {
                nextHop.append("%02x".formatted(Integer.parseInt(part)));
            }
            routes.addAll(BgpRoutes.of(seed, number, source.internal(), source.as(), nextHop.toString()));
        }
        return routes;
    }

    /** The configuration. */
    String text() {
        StringBuilder text = new StringBuilder(programs.header());
        for (int number = 0; number < count; number++) {
            text.append(program(number));
        }
        for (Neighbor source : sources()) {
            dispatcher(text, source, "i", FilterPrograms.BGP_NET);
            text.append(source.block(flat, "import filter of_" + source.session() + "; export none;"));
        }
        for (Neighbor sink : sinks()) {
            if (sink.index() < 0) {
                text.append(sink.block(flat, "import none; export " + (flat ? FLAT_WITNESS : "all;")));
            } else {
                int[] networks = {FilterPrograms.BGP_NET, FilterPrograms.STATIC_NET};
                dispatcher(text, sink, "e", flat ? Arrays.copyOf(networks, 1) : networks);
                text.append(sink.block(flat, "import none; export filter of_" + sink.session() + ";"));
            }
        }
        text.append("protocol direct { ").append(flat ? "" : "ipv4; ").append("}\n");
        text.append("protocol static sentinel { ")
                .append(flat ? "import all;" : "ipv4;")
                .append(" route " + SENTINEL + " blackhole; }\n");
        return text.toString();
    }

    /** The three programs of a number. */
    String program(int number) {
        return programs.staticImport(number) + programs.bgpImport(number) + programs.bgpExport(number);
    }

    /** A filter that calls the function of the number whose address it is. */
    private void dispatcher(StringBuilder text, Neighbor neighbor, String function, int... networks) {
        text.append("filter of_").append(neighbor.session()).append(" {\n  case net.ip {\n");
        for (int number = neighbor.index() * GROUP;
                number < Math.min(count, (neighbor.index() + 1) * GROUP);
                number++) {
            for (int network : networks) {
                text.append("    ").append(FilterPrograms.addresses(network, number));
                text.append(": ").append(function).append(number).append("();\n");
            }
        }
        text.append("    11.0.0.0: accept;\n  }\n  reject;\n}\n");
    }
}
