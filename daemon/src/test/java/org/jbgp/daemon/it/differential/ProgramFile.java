package org.jbgp.daemon.it.differential;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A configuration with many programs. Each number has an import filter of a static protocol, a function for the import
 * from a BGP neighbor and one for the export to another. {@link #GROUP} numbers share a neighbor that announces and one
 * that listens, so that a daemon has only some dozens of sessions; neighbors are of all kinds, in all combinations.
 */
final class ProgramFile {
    /** The router's address. */
    static final String ROUTER = "172.16.0.1";

    /** A static route that every listening neighbor is sent. */
    static final String SENTINEL = "11.0.0.0/8";

    /** BIRD 1.6 forgets the BGP attributes of static routes before it filters. */
    private static final String FLAT_WITNESS = "where source = RTS_BGP || net = " + SENTINEL + ";";

    private static final String AS_SETS = " allow as sets on; ";

    private static final int GROUP = 50;
    private static final long OWN_AS = 64999;

    /** A neighbor of the router. {@code index} is its group, or -1 for the one that hears everything. */
    record Neighbor(String session, int index, String address, long as, String options) {
        boolean internal() {
            return as == OWN_AS;
        }

        String block(Language language, String channel) {
            return "protocol bgp %s { local %s as %d; neighbor %s as %d; passive on; %s %s }\n"
                    .formatted(
                            session,
                            ROUTER,
                            OWN_AS,
                            address,
                            as,
                            options + asSets(language),
                            language.flat() ? channel : "ipv4 { " + channel + " };");
        }
    }

    /** BIRD before 2.18 and 1.6 accept AS_SETs, and have no option for it. */
    static String asSets(Language language) {
        return language.late() ? AS_SETS : language.flat() ? "" : "/*" + AS_SETS + "*/";
    }

    /** A file for jbgpd that accepts AS_SETs as an old BIRD does. */
    static String withAsSets(String text) {
        return text.replace("/*" + AS_SETS + "*/", AS_SETS);
    }

    private final Language language;
    private final boolean flat;
    private final long seed;
    private final int first;
    private final int end;
    private final FilterPrograms programs;

    ProgramFile(Language language, long seed, int count) {
        this(language, seed, 0, count);
    }

    /** The numbers from {@code first} to before {@code end}; each is the same whatever stands beside it. */
    private ProgramFile(Language language, long seed, int first, int end) {
        this.language = language;
        this.flat = language.flat();
        this.seed = seed;
        this.first = first;
        this.end = end;
        this.programs = new FilterPrograms(language, seed);
    }

    /** Both halves of its numbers, of which there are at least two. */
    List<ProgramFile> halves() {
        int middle = (first + end) / 2;
        return List.of(new ProgramFile(language, seed, first, middle), new ProgramFile(language, seed, middle, end));
    }

    /** The lowest number. */
    int first() {
        return first;
    }

    /** How many numbers there are. */
    int count() {
        return end - first;
    }

    /** Whether it is in the dialect of BIRD 1.6. */
    boolean flat() {
        return flat;
    }

    long seed() {
        return seed;
    }

    private IntStream groups() {
        return IntStream.rangeClosed(first / GROUP, (end - 1) / GROUP);
    }

    private IntStream numbers() {
        return IntStream.range(first, end);
    }

    private IntStream numbers(Neighbor neighbor) {
        return numbers().filter(number -> number / GROUP == neighbor.index());
    }

    /** Those who announce, one a group. */
    List<Neighbor> sources() {
        // BIRD 1.6 reflects in its own way: the cluster goes to the end of its list, the originator is there before the
        // filter.
        return groups().mapToObj(group -> {
                    String name = "in" + group;
                    String address = "172.16.1." + (group + 1);
                    return switch (flat ? group % 2 * 2 : group % 4) {
                        case 0 -> new Neighbor(name, group, address, 65101, "");
                        case 1 -> new Neighbor(name, group, address, OWN_AS, "rr client;");
                        case 2 -> new Neighbor(name, group, address, 65102, "rs client;");
                        default -> new Neighbor(name, group, address, OWN_AS, "");
                    };
                })
                .toList();
    }

    /** Those who listen, one a group, and one who is sent all that came in. */
    List<Neighbor> sinks() {
        List<Neighbor> sinks = new ArrayList<>();
        sinks.add(new Neighbor("witness", -1, "172.16.3.1", OWN_AS, "rr client;"));
        groups().forEach(group -> {
            String name = "out" + group;
            String address = "172.16.2." + (group + 1);
            // To external neighbors BIRD 1.6 prepends its AS and zeroes MED before the filter.
            sinks.add(
                    switch (flat ? 1 : group / 4 % 3) {
                        case 0 -> new Neighbor(name, group, address, 65201, "");
                        case 1 -> new Neighbor(name, group, address, OWN_AS, "rr client;");
                        default -> new Neighbor(name, group, address, 65202, "rs client;");
                    });
        });
        return sinks;
    }

    /** What the neighbor of a group announces. */
    List<BgpRoutes.Route> routes(Neighbor source) {
        StringBuilder nextHop = new StringBuilder();
        for (String part : source.address().split("\\.", -1)) {
            nextHop.append("%02x".formatted(Integer.parseInt(part)));
        }
        return numbers(source)
                .boxed()
                .flatMap(number ->
                        BgpRoutes.of(seed, number, source.internal(), source.as(), nextHop.toString()).stream())
                .toList();
    }

    /** The configuration. */
    String text() {
        StringBuilder text = new StringBuilder(programs.header());
        numbers().forEach(number -> text.append(program(number)));
        for (Neighbor source : sources()) {
            dispatcher(text, source, "i", FilterPrograms.BGP_NET);
            text.append(source.block(language, "import filter of_" + source.session() + "; export none;"));
        }
        for (Neighbor sink : sinks()) {
            if (sink.index() < 0) {
                text.append(sink.block(language, "import none; export " + (flat ? FLAT_WITNESS : "all;")));
            } else {
                int[] networks = {FilterPrograms.BGP_NET, FilterPrograms.STATIC_NET};
                dispatcher(text, sink, "e", flat ? Arrays.copyOf(networks, 1) : networks);
                text.append(sink.block(language, "import none; export filter of_" + sink.session() + ";"));
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
        numbers(neighbor).forEach(number -> {
            for (int network : networks) {
                text.append("    ").append(FilterPrograms.addresses(network, number));
                text.append(": ").append(function).append(number).append("();\n");
            }
        });
        text.append("    11.0.0.0: accept;\n  }\n  reject;\n}\n");
    }
}
