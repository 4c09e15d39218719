package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.Test;

/** {@code configure plan routes} says what {@code configure} then does: with real neighbors and a real kernel. */
@NeedsPeer(Software.BIRD2)
class RoutePlanIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int NEIGHBORS = 4;
    private static final int PREFIXES = 24;
    /** The neighbor that is sent all paths. */
    private static final int ALL_PATHS = 4;

    private static final Pattern CHANNEL = Pattern.compile("\"protocol\":\"(\\w+)\",\"channel\":\"ipv4\",\"direction\":"
            + "\"(\\w+)\",\"added\":(\\d+),\"removed\":(\\d+),\"changed\":(\\d+)");
    private static final Pattern TABLE = Pattern.compile(
            "\"table\":\"master4\",\"moved\":(\\d+),\"added\":(\\d+),\"removed\":(\\d+),\"changed\":(\\d+),\"undecided\":0");
    private static final Pattern ROUTE =
            Pattern.compile("\"prefix\":\"([^\"]+)\",\"protocol\":\"(\\w+)\".*\"preference\":(\\d+).*\"primary\":(\\w+)"
                    + ".*\"attributes\":(\\{.*})}");

    /** Added, removed, changed (of best paths also moved), by what they are about. */
    private static String counts(long added, long removed, long changed) {
        return added + "+ " + removed + "- " + changed + "~";
    }

    private static Bird neighbor(Lab lab, Node ethernet, int number) {
        Node node = lab.node("n" + number);
        lab.plug(node, ethernet, "10.0.0." + number + "/24");
        Bird bird = new Bird(node, "n" + number);
        StringBuilder text = new StringBuilder("router id 10.0.0." + number + ";\nlog stderr all;\n"
                + "protocol device { }\nprotocol static { ipv4;\n");
        for (int i = 0; i < PREFIXES; i++) {
            if (i % NEIGHBORS == number - 1 || i % 3 == 0) {
                text.append("  route 20.0.").append(i).append(".0/24 blackhole;\n");
            }
        }
        bird.start(text + """
                }
                protocol bgp centre { local 10.0.0.%d as 6500%d; neighbor 10.0.0.9 as 65009;
                  connect delay time 1; error wait time 1, 2;
                  ipv4 { %simport all; export filter {
                    if source != RTS_STATIC then reject;
                    if net ~ [ 20.0.0.0/21+ ] then bgp_community.add((1, 1));
                    accept; }; }; }
                """.formatted(number, number, number == ALL_PATHS ? "add paths rx; " : ""));
        return bird;
    }

    /** A file with filters that the numbers decide, or ({@code null}) that accept all. */
    private static String centre(Random random) {
        StringBuilder text = new StringBuilder("""
                router id 10.0.0.9;
                ipv4 table master4 sorted;
                log stderr all;
                protocol device { }
                protocol kernel { ipv4 { export filter { %s }; }; }
                """.formatted(filter(random, false)));
        for (int i = 1; i <= NEIGHBORS; i++) {
            text.append("""
                    protocol bgp n%d { local 10.0.0.9 as 65009; neighbor 10.0.0.%d as 6500%d;
                      passive on;
                      ipv4 { import table on; %s import filter { %s }; export filter { %s }; }; }
                    """.formatted(
                            i,
                            i,
                            i,
                            i == 3 ? "secondary on;" : i == ALL_PATHS ? "add paths tx;" : "",
                            filter(random, true),
                            filter(random, true)));
        }
        return text.toString();
    }

    private static String filter(Random random, boolean bgp) {
        if (random == null) {
            return "accept;";
        }
        StringBuilder text = new StringBuilder();
        int statements = random.nextInt(3);
        for (int i = 0; i < statements; i++) {
            int length = 19 + random.nextInt(6);
            String prefixes =
                    "net ~ [ 20.0." + (random.nextInt(PREFIXES) & 0xff << (24 - length)) + ".0/" + length + "+ ]";
            String condition = switch (random.nextInt(bgp ? 3 : 1)) {
                case 0 -> prefixes;
                case 1 -> "(1, 1) ~ bgp_community";
                default -> "bgp_path ~ [= * 6500" + (1 + random.nextInt(NEIGHBORS)) + " =]";
            };
            String action = switch (random.nextInt(bgp ? 5 : 1)) {
                case 0 -> "reject;";
                case 1 -> "bgp_community.add((2, " + random.nextInt(3) + "));";
                case 2 -> "bgp_path.prepend(6410" + random.nextInt(9) + ");";
                case 3 -> "bgp_local_pref = " + (100 + random.nextInt(3)) + ";";
                default -> "preference = " + (100 + random.nextInt(3)) + ";";
            };
            text.append("if ")
                    .append(condition)
                    .append(" then { ")
                    .append(action)
                    .append(" } ");
        }
        return text.append(random.nextInt(12) == 0 ? "reject;" : "accept;").toString();
    }

    /** What everybody has, as names of things to what they are. */
    private record Moment(Map<String, Map<String, String>> parts) {
        static Moment of(Jbgpd jbgpd, List<Bird> neighbors) {
            Map<String, Map<String, String>> parts = new TreeMap<>();
            Map<String, String> best = new HashMap<>();
            jbgpd.json("show route table master4").lines().forEach(line -> {
                Matcher route = ROUTE.matcher(line);
                if (route.find()) {
                    String attributes = route.group(3) + route.group(5);
                    parts.computeIfAbsent(route.group(2) + " import", key -> new HashMap<>())
                            .put(route.group(1), attributes);
                    if (route.group(4).equals("true")) {
                        best.put(route.group(1), route.group(2) + " " + attributes);
                    }
                }
            });
            parts.put("best", best);
            for (int i = 0; i < neighbors.size(); i++) {
                Map<String, String> sent = new HashMap<>();
                boolean all = i + 1 == ALL_PATHS;
                neighbors
                        .get(i)
                        .routes()
                        .forEach(route -> sent.put(
                                // Who announced it first is at the end of its path.
                                all ? route.prefix() + " of " + route.asPath().replaceAll(".* ", "") : route.prefix(),
                                route.toString()));
                parts.put("n" + (i + 1) + " export", sent);
            }
            parts.put(
                    "kernel1 kernel",
                    jbgpd.node().kernelRoutes().stream()
                            .filter(line -> line.contains("proto bird"))
                            .collect(Collectors.toMap(line -> first(line), line -> line)));
            return new Moment(parts);
        }

        /** Number of paths that others brought than a neighbor, or of their prefixes. */
        long pathsOfOthers(int neighbor, boolean all) {
            List<String> prefixes = IntStream.rangeClosed(1, NEIGHBORS)
                    .filter(other -> other != neighbor)
                    .mapToObj(other -> parts.getOrDefault("n" + other + " import", Map.of()))
                    .flatMap(routes -> routes.keySet().stream())
                    .toList();
            return all ? prefixes.size() : prefixes.stream().distinct().count();
        }

        private static String first(String words) {
            int blank = words.indexOf(' ');
            return blank < 0 ? words : words.substring(0, blank);
        }

        /** Whether a neighbor has all routes of which another one brought the best. */
        boolean hasOthers(int neighbor) {
            return parts.get("n" + neighbor + " export").size()
                    == parts.get("best").values().stream()
                            .filter(best -> !best.startsWith("n" + neighbor + " "))
                            .count();
        }

        Map<String, String> to(Moment after) {
            Map<String, String> differences = new TreeMap<>();
            TreeSet<String> names = new TreeSet<>(parts.keySet());
            names.addAll(after.parts.keySet());
            for (String name : names) {
                Map<String, String> now = parts.getOrDefault(name, Map.of());
                Map<String, String> then = after.parts.getOrDefault(name, Map.of());
                List<String> both =
                        now.keySet().stream().filter(then::containsKey).toList();
                long changed = both.stream()
                        .filter(key -> !now.get(key).equals(then.get(key)))
                        .count();
                long moved = both.stream()
                        .filter(key -> !first(now.get(key)).equals(first(then.get(key))))
                        .count();
                String text = counts(then.size() - both.size(), now.size() - both.size(), changed)
                        + (name.equals("best") ? " " + moved + " moved" : "");
                if (!text.startsWith("0+ 0- 0~")) {
                    differences.put(name, text);
                }
            }
            return differences;
        }
    }

    private static Map<String, String> planned(String json) {
        Map<String, String> planned = new TreeMap<>();
        for (String line : json.lines().toList()) {
            Matcher channel = CHANNEL.matcher(line);
            Matcher table = TABLE.matcher(line);
            if (channel.find()) {
                planned.put(
                        channel.group(1) + " " + channel.group(2),
                        channel.group(3) + "+ " + channel.group(4) + "- " + channel.group(5) + "~");
            } else if (table.find()) {
                long moved = Long.parseLong(table.group(1));
                planned.put(
                        "best",
                        table.group(2) + "+ " + table.group(3) + "- " + (Long.parseLong(table.group(4)) + moved) + "~ "
                                + moved + " moved");
            }
        }
        return planned;
    }

    @Test
    void whatIsPlannedHappens() throws IOException {
        long seed = Long.getLong("jbgp.seed", 20261130L);
        Random random = new Random(seed);
        try (Lab lab = new Lab()) {
            Node ethernet = lab.ethernetSwitch("sw");
            Node node = lab.node("centre");
            lab.plug(node, ethernet, "10.0.0.9/24");
            Jbgpd jbgpd = new Jbgpd(node, "centre");
            jbgpd.start(centre(null));
            List<Bird> neighbors = new ArrayList<>();
            for (int i = 1; i <= NEIGHBORS; i++) {
                neighbors.add(neighbor(lab, ethernet, i));
            }
            lab.await(
                    "all routes",
                    LIMIT,
                    () -> Moment.of(jbgpd, neighbors),
                    now -> now.parts().getOrDefault("best", Map.of()).size() == PREFIXES
                            && IntStream.of(1, 2).allMatch(now::hasOthers)
                            && now.parts().get("n3 export").size() == now.pathsOfOthers(3, false)
                            && now.parts().get("n4 export").size() == now.pathsOfOthers(4, true)
                            && now.parts().get("kernel1 kernel").size() == PREFIXES);
            Path file = Path.of(jbgpd.control()).resolveSibling("conf");
            int changes = 0;
            for (int round = 0; round < 12; round++) {
                Moment before = Moment.of(jbgpd, neighbors);
                String next = centre(random);
                write(file, next);
                String plan = jbgpd.json("configure plan routes");
                assertThat(Moment.of(jbgpd, neighbors)).isEqualTo(before);
                Map<String, String> planned = planned(plan);
                changes += planned.size();
                jbgpd.reconfigure(next);
                lab.await(
                        "plan " + round + " of seed " + seed + ", which says " + planned + " of " + next,
                        LIMIT,
                        () -> before.to(Moment.of(jbgpd, neighbors)),
                        planned::equals);
                // Nothing is left to do.
                assertThat(planned(jbgpd.json("configure plan routes"))).isEmpty();
            }
            assertThat(changes).isGreaterThan(40);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
