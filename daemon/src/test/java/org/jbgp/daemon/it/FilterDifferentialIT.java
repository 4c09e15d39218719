package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Bird1;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.Test;

/**
 * Random filters, run by BIRD and by jbgpd from the same file on the same routes: verdicts, attributes and what they print must be
 * the same.
 *
 * <p>System properties: {@code jbgp.differential.programs} (how many, default 2000) and {@code jbgp.differential.seed}. Decisions to
 * differ are in docs/filters.md; {@link FilterPrograms} writes nothing that meets them.
 */
class FilterDifferentialIT {
    private static final int PROGRAMS = Integer.getInteger("jbgp.differential.programs", 2000);
    private static final long SEED = Long.getLong("jbgp.differential.seed", 1);
    private static final int BATCH = 2000;
    private static final int SHOWN = 3;
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private static final Pattern ROUTE =
            Pattern.compile("^(\\d+\\.\\d+\\.\\d+\\.\\d+)/(\\d+)\\s+(\\S+) \\[(\\S+) \\S+\\](.*)$");
    private static final Pattern PRINT = Pattern.compile("@(\\d+) .*$");

    /** What became of each route, by prefix, and what each program printed, in order of the text. */
    private record Outcome(SortedMap<String, List<String>> routes, Map<Integer, List<String>> prints) {}

    @Test
    @NeedsPeer(Software.BIRD2)
    void sameAsBird2() {
        for (int first = 0; first < PROGRAMS; first += BATCH) {
            // Every batch has its own seed, so that numbers, and with them prefixes, stay small.
            FilterPrograms programs = new FilterPrograms(false, SEED + first);
            compare(programs, Math.min(BATCH, PROGRAMS - first), lab -> new Bird(lab.node("bird"), "bird"), "ipv4;");
        }
    }

    /** A fifth of them in the flat dialect. */
    @Test
    @NeedsPeer(Software.BIRD1)
    void sameAsBird1() {
        int count = Math.max(1, Math.min(BATCH, PROGRAMS) / 5);
        compare(
                new FilterPrograms(true, SEED),
                count,
                lab -> new Bird1(lab.node("bird"), "bird", false),
                "import all;");
    }

    private static void compare(FilterPrograms programs, int count, Function<Lab, Bird> maker, String channel) {
        StringBuilder text = new StringBuilder(programs.header());
        for (int i = 0; i < count; i++) {
            text.append(programs.program(i));
        }
        text.append("protocol static sentinel { %s route 11.0.0.0/8 blackhole; }\n".formatted(channel));
        try (Lab lab = new Lab()) {
            Outcome theirs = run(lab, maker.apply(lab), text.toString());
            Outcome ours = run(lab, new Jbgpd(lab.node("jbgpd"), "jbgpd"), text.toString());

            SortedSet<Integer> different = different(theirs, ours);

            assertThat(theirs.routes()).hasSizeGreaterThan(count / 2);
            assertThat(different)
                    .as(() -> report(programs, different, theirs, ours))
                    .isEmpty();
        }
    }

    private static Outcome run(Lab lab, Bird daemon, String text) {
        daemon.start(text);
        List<Integer> sizes = new ArrayList<>();
        SortedMap<String, List<String>> routes =
                lab.await("routes in " + daemon, LIMIT, () -> routes(daemon.command("show route all")), found -> {
                    sizes.add(found.size());
                    int size = sizes.size();
                    return found.containsKey("11.0.0.0/8")
                            && size > 2
                            && sizes.get(size - 3).equals(found.size())
                            && sizes.get(size - 2).equals(found.size());
                });
        daemon.stop();
        return new Outcome(routes, prints(daemon.log()));
    }

    private static SortedMap<String, List<String>> routes(String shown) {
        SortedMap<String, List<String>> routes = new TreeMap<>();
        List<String> current = new ArrayList<>();
        for (String line : shown.split("\n", -1)) {
            Matcher route = ROUTE.matcher(line);
            if (route.matches()) {
                current = new ArrayList<>();
                current.add(route.group(3) + " " + route.group(4) + route.group(5));
                routes.put(route.group(1) + "/" + route.group(2), current);
            } else if (line.startsWith("\t") && !line.startsWith("\tType:")) {
                current.add(line.strip());
            }
        }
        return routes;
    }

    private static Map<Integer, List<String>> prints(String log) {
        Map<Integer, List<String>> prints = new TreeMap<>();
        for (String line : log.split("\n", -1)) {
            Matcher print = PRINT.matcher(line);
            if (print.find()) {
                prints.computeIfAbsent(Integer.valueOf(print.group(1)), number -> new ArrayList<>())
                        .add(print.group());
            }
        }
        // Routes of one protocol come in no particular order.
        prints.values().forEach(Collections::sort);
        return prints;
    }

    private static SortedSet<Integer> different(Outcome theirs, Outcome ours) {
        SortedSet<Integer> different = new TreeSet<>();
        SortedSet<String> prefixes = new TreeSet<>(theirs.routes().keySet());
        prefixes.addAll(ours.routes().keySet());
        for (String prefix : prefixes) {
            if (!theirs.routes()
                    .getOrDefault(prefix, List.of())
                    .equals(ours.routes().getOrDefault(prefix, List.of()))) {
                different.add(program(prefix));
            }
        }
        SortedSet<Integer> printing = new TreeSet<>(theirs.prints().keySet());
        printing.addAll(ours.prints().keySet());
        for (Integer number : printing) {
            if (!theirs.prints()
                    .getOrDefault(number, List.of())
                    .equals(ours.prints().getOrDefault(number, List.of()))) {
                different.add(number);
            }
        }
        return different;
    }

    /** The program whose /22 of 10.0.0.0/8 it is. */
    private static int program(String prefix) {
        String[] parts = prefix.split("[./]", -1);
        return (Integer.parseInt(parts[1]) << 16 | Integer.parseInt(parts[2]) << 8) >> 10;
    }

    private static String report(FilterPrograms programs, SortedSet<Integer> different, Outcome theirs, Outcome ours) {
        StringBuilder text = new StringBuilder("programs that differ: " + different + "\n");
        for (int number : different.stream().limit(SHOWN).toList()) {
            text.append(programs.program(number));
            show(text, "BIRD ", number, theirs);
            show(text, "jbgpd", number, ours);
        }
        return text.toString();
    }

    private static void show(StringBuilder text, String who, int number, Outcome outcome) {
        outcome.routes().forEach((prefix, lines) -> {
            if (program(prefix) == number) {
                text.append(who)
                        .append(' ')
                        .append(prefix)
                        .append(' ')
                        .append(lines)
                        .append('\n');
            }
        });
        text.append(who).append(" prints ").append(outcome.prints().get(number)).append('\n');
    }
}
