package org.jbgp.daemon.it.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jbgp.daemon.lab.BgpPeers;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random paths of the same prefixes from several neighbors, external and internal ones: BIRD and jbgpd choose the same
 * best path for each prefix, with each option of selection. Paths come one after the other, since some choices depend
 * on who was there first.
 *
 * <p>System properties: {@code jbgp.differential.prefixes} (how many in each case, default 300), {@code
 * jbgp.differential.seed}.
 */
class BestPathDifferentialIT {
    private static final int PREFIXES = Integer.getInteger("jbgp.differential.prefixes", 300);
    private static final long SEED = Long.getLong("jbgp.differential.seed", 1);
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private static final String ROUTER = "172.16.0.1";
    private static final long OWN_AS = 65000;
    private static final Pattern BEST = Pattern.compile("^(10\\.\\S+)\\s.*\\[(\\S+) .*\\] \\* .*$");
    private static final Pattern COUNT = Pattern.compile("(\\d+) of \\d+ routes for \\d+ networks in table master4");

    private record Neighbor(String name, String address, long as) {
        boolean internal() {
            return as == OWN_AS;
        }
    }

    private static final List<Neighbor> NEIGHBORS = List.of(
            new Neighbor("ext1", "172.16.1.1", 65101),
            new Neighbor("ext2", "172.16.1.2", 65102),
            new Neighbor("ext3", "172.16.1.3", 65101),
            new Neighbor("int1", "172.16.2.1", OWN_AS),
            new Neighbor("int2", "172.16.2.2", OWN_AS),
            new Neighbor("int3", "172.16.2.3", OWN_AS));

    /** A path of a prefix; it is announced in the round of its place. */
    private record Path(int prefix, Neighbor from, String attributes) {
        String nlri() {
            return "180a%04x".formatted(prefix);
        }

        String shown() {
            return "10." + (prefix >> 8) + "." + (prefix & 255) + ".0/24";
        }
    }

    /**
     * So many paths of each prefix; with 2 again, one of them is announced again with other attributes. Options are of
     * all neighbors, or of ext1 and int1.
     *
     * <p>Again only where any three paths have an order. Elsewhere BIRD takes the new path for the best one if it is
     * better than what the same neighbor announced before, and does not look at the others: with {@code deterministic
     * med} even if it is of another AS and worse. jbgpd always looks at all.
     */
    @ParameterizedTest
    @NeedsPeer(Software.BIRD2)
    @CsvSource(
            delimiter = '|',
            value = {
                "3       | all  | path metric on;",
                "2       | some | med metric;",
                "2 again | all  | med metric;",
                "3       | all  | deterministic med;",
                "2       | some | prefer older;",
                "2 again | all  | prefer older; med metric;",
                "2       | all  | prefer older; deterministic med;",
                "2 again | all  | path metric off; igp metric off; med metric;",
                "2       | some | path metric off; igp metric off;",
                "3       | all  | default bgp_med 7; default bgp_local_pref 95; med metric;",
            })
    void bothChooseTheSame(String paths, String whom, String options) {
        List<List<Path>> rounds = rounds(
                new Random(SEED + Objects.hash(paths, whom, options)), paths.charAt(0) - '0', paths.endsWith("again"));
        String configuration = configuration(whom.equals("all"), options);
        SortedMap<String, String> theirs = run(configuration, rounds, (node, name) -> new Bird(node, name));
        // BIRD before 2.18 accepts AS_SETs, and has no option for it.
        String withSets = configuration.replace(" passive;", " passive; allow as sets;");
        assertThat(withSets).isNotEqualTo(configuration);
        SortedMap<String, String> ours = run(withSets, rounds, (node, name) -> new Jbgpd(node, name));

        assertThat(theirs).hasSize(PREFIXES);
        List<String> different = new ArrayList<>();
        theirs.forEach((prefix, best) -> {
            if (!best.equals(ours.get(prefix))) {
                different.add(
                        prefix + ": BIRD " + best + ", jbgpd " + ours.get(prefix) + "\n" + describe(rounds, prefix));
            }
        });
        assertThat(different).isEmpty();
    }

    private static String describe(List<List<Path>> rounds, String prefix) {
        StringBuilder text = new StringBuilder();
        rounds.forEach(round -> round.stream()
                .filter(path -> path.shown().equals(prefix))
                .forEach(path -> text.append("  ")
                        .append(path.from().name())
                        .append(' ')
                        .append(path.attributes())
                        .append('\n')));
        return text.toString();
    }

    private static List<List<Path>> rounds(Random random, int paths, boolean again) {
        List<List<Path>> rounds = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            rounds.add(new ArrayList<>());
        }
        for (int prefix = 0; prefix < PREFIXES; prefix++) {
            List<Neighbor> chosen = new ArrayList<>(NEIGHBORS);
            Collections.shuffle(chosen, random);
            List<Neighbor> order = new ArrayList<>(chosen.subList(0, paths));
            if (again) {
                order.add(chosen.get(random.nextInt(2)));
            }
            for (int round = 0; round < order.size(); round++) {
                Neighbor from = order.get(round);
                rounds.get(round).add(new Path(prefix, from, attributes(random, from)));
            }
        }
        return rounds;
    }

    /** Few values of each, and the early steps mostly alike, so that every step decides some. */
    private static String attributes(Random random, Neighbor from) {
        StringBuilder hex = new StringBuilder("400101" + one(random, "00", "00", "00", "00", "01", "02"));
        List<Long> path = new ArrayList<>();
        if (!from.internal()) {
            path.add(from.as());
        } else if (random.nextInt(8) > 0) {
            path.add(random.nextBoolean() ? 65101L : 65102L);
        }
        for (int more = random.nextInt(4) / 2; more > 0 && !path.isEmpty(); more--) {
            path.add(64900L + random.nextInt(2));
        }
        StringBuilder segments = new StringBuilder();
        if (!path.isEmpty()) {
            segments.append("02%02x".formatted(path.size()));
            path.forEach(as -> segments.append("%08x".formatted(as)));
            if (random.nextInt(8) == 0) {
                segments.append("01020000fe000000fe01");
            }
        }
        hex.append("4002%02x".formatted(segments.length() / 2)).append(segments);
        String nextHop = from.internal() && random.nextInt(3) == 0
                ? one(random, "198.18.1.1", "198.18.2.1", "198.18.2.2")
                : from.address();
        hex.append("400304").append(address(nextHop));
        if (random.nextInt(3) == 0) {
            hex.append("800404").append(one(random, "00000000", "00000005", "0000000a", "ffffffff"));
        }
        if (from.internal()) {
            hex.append("400504").append(one(random, "00000064", "00000064", "00000064", "0000005f", "0000006e"));
        }
        if (random.nextInt(16) == 0) {
            hex.append("c00804ffff0006");
        }
        if (from.internal() && random.nextBoolean()) {
            hex.append("800904").append(address(one(random, "1.1.1.1", "172.16.2.1", "201.9.9.9")));
            int clusters = 1 + random.nextInt(2);
            hex.append("800a%02x".formatted(4 * clusters)).append("01010101".repeat(clusters));
        }
        return hex.toString();
    }

    private static String one(Random random, String... values) {
        return values[random.nextInt(values.length)];
    }

    private static String address(String dotted) {
        StringBuilder hex = new StringBuilder();
        for (String part : dotted.split("\\.", -1)) {
            hex.append(HexFormat.of().toHexDigits(Integer.parseInt(part), 2));
        }
        return hex.toString();
    }

    private static String configuration(boolean all, String options) {
        StringBuilder text =
                new StringBuilder("router id " + ROUTER + ";\nprotocol device { }\n" + "protocol direct { ipv4; }\n");
        for (int metric : new int[] {1, 2}) {
            text.append("protocol static hops%d { ipv4 { import filter { igp_metric = %d; accept; }; };"
                    .formatted(metric, 10 * metric));
            text.append(" route 198.18.%d.0/24 via 172.16.2.1; }\n".formatted(metric));
        }
        for (Neighbor neighbor : NEIGHBORS) {
            text.append("protocol bgp ")
                    .append(neighbor.name())
                    .append(" { local ")
                    .append(ROUTER);
            text.append(" as ").append(OWN_AS).append("; neighbor ").append(neighbor.address());
            text.append(" as ").append(neighbor.as()).append("; passive; ");
            text.append(all || neighbor.name().endsWith("1") ? options : "");
            text.append(" ipv4 { import all; export none; }; }\n");
        }
        return text.toString();
    }

    /** The protocol of the best path of each prefix. */
    private static SortedMap<String, String> run(
            String configuration, List<List<Path>> rounds, BiFunction<Node, String, Bird> maker) {
        try (Lab lab = new Lab()) {
            Node router = lab.node("router");
            Node outside = lab.node("outside");
            String link = lab.link(router, ROUTER + "/16", outside, "172.16.255.254/16");
            for (Neighbor neighbor : NEIGHBORS) {
                outside.address(link, neighbor.address() + "/16");
            }
            Bird daemon = maker.apply(router, "daemon");
            daemon.start(configuration);
            try (BgpPeers peers = new BgpPeers(outside, "peers")) {
                NEIGHBORS.forEach(neighbor -> peers.open(neighbor.name(), neighbor.address(), ROUTER, neighbor.as()));
                peers.awaitEstablished(NEIGHBORS.size());
                int before = count(daemon);
                int expected = before;
                for (int round = 0; round < rounds.size(); round++) {
                    for (Path path : rounds.get(round)) {
                        peers.announce(path.from().name(), path.attributes(), path.nlri());
                    }
                    expected += sentinels(peers, round) + fresh(rounds, round);
                    peers.flush();
                    int all = expected;
                    lab.await(
                            "routes of round " + round,
                            LIMIT,
                            () -> count(daemon),
                            count -> count == all && peers.asleep() && daemon.asleep());
                }
                assertThat(peers.troubles()).isEmpty();
                return best(daemon.command("show route primary"));
            }
        }
    }

    /** Each neighbor ends its round with a prefix of its own; returns how many. */
    private static int sentinels(BgpPeers peers, int round) {
        for (int i = 0; i < NEIGHBORS.size(); i++) {
            Neighbor neighbor = NEIGHBORS.get(i);
            String path = neighbor.internal() ? "400200" : "4002060201%08x".formatted(neighbor.as());
            String local = neighbor.internal() ? "40050400000064" : "";
            peers.announce(
                    neighbor.name(),
                    "40010100" + path + "400304" + address(neighbor.address()) + local,
                    "180b%02x%02x".formatted(round, i));
        }
        return NEIGHBORS.size();
    }

    /** How many paths of this round are of neighbors that had none of the prefix yet. */
    private static int fresh(List<List<Path>> rounds, int round) {
        return (int) rounds.get(round).stream()
                .filter(path -> rounds.subList(0, round).stream()
                        .flatMap(List::stream)
                        .noneMatch(other ->
                                other.prefix() == path.prefix() && other.from().equals(path.from())))
                .count();
    }

    private static int count(Bird daemon) {
        Matcher count = COUNT.matcher(daemon.command("show route count"));
        return count.find() ? Integer.parseInt(count.group(1)) : -1;
    }

    private static SortedMap<String, String> best(String shown) {
        SortedMap<String, String> best = new TreeMap<>();
        shown.lines()
                .map(BEST::matcher)
                .filter(Matcher::matches)
                .forEach(line -> best.put(line.group(1), line.group(2)));
        return best;
    }
}
