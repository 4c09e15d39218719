package org.jbgp.daemon.it.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jbgp.daemon.lab.BgpPeers;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Bird1;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.Test;

/**
 * Random filters, run by BIRD and by jbgpd from the same file on the same routes, static ones and those of BGP
 * neighbors: verdicts, attributes in the table, what they print, and every byte of every attribute other neighbors
 * receive must be the same.
 *
 * <p>System properties: {@code jbgp.differential.programs} (how many, default 2000) {@code jbgp.differential.seed}, and
 * {@code jbgp.differential.language}: {@code LATE} for BIRD 2.14 and later, and {@code jbgp.differential.report}, a
 * file for counts and for what differs. Programs with which BIRD itself crashes or hangs are left out, and the report
 * says so; more than a handful of them fail the test. Decisions to differ are in docs/filters.md; {@link
 * FilterPrograms} writes nothing that meets them.
 */
class FilterDifferentialIT {
    /** Each number has three programs. */
    private static final int NUMBERS = (Integer.getInteger("jbgp.differential.programs", 2000) + 2) / 3;

    private static final long SEED = Long.getLong("jbgp.differential.seed", 1);
    private static final Language LANGUAGE = Language.valueOf(System.getProperty("jbgp.differential.language", "TWO"));
    private static final int BATCH = 700;
    private static final int SHOWN = Integer.getInteger("jbgp.differential.shown", 3);
    private static final String REPORT = System.getProperty("jbgp.differential.report", "");
    private static final int SAME = 4;

    /** How many numbers with which BIRD crashes or hangs may be left out. */
    private static final int SKIPPED = Math.max(1, NUMBERS / 2000);

    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final List<String> trouble = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();

    @Test
    @NeedsPeer(Software.BIRD2)
    void sameAsBird2() {
        for (int first = 0; first < NUMBERS; first += BATCH) {
            // Every batch has its own seed, so that numbers, and with them prefixes, stay small.
            compare(
                    new ProgramFile(LANGUAGE, SEED + first, Math.min(BATCH, NUMBERS - first)),
                    (node, name) -> new Bird(node, name));
        }
        assertThat(trouble).isEmpty();
    }

    /** A fifth of them in the flat dialect. */
    @Test
    @NeedsPeer(Software.BIRD1)
    void sameAsBird1() {
        for (int first = 0; first < NUMBERS; first += BATCH) {
            compare(
                    new ProgramFile(Language.FLAT, SEED + first, Math.max(1, Math.min(BATCH, NUMBERS - first) / 5)),
                    (node, name) -> new Bird1(node, name, false));
        }
        assertThat(trouble).isEmpty();
    }

    /** Compares; where BIRD crashes or hangs, its halves, and so on to the number that does it, which is skipped. */
    private void compare(ProgramFile file, BiFunction<Node, String, Bird> maker) {
        Outcome theirs;
        try {
            theirs = run(file, maker);
        } catch (AssertionError | IllegalStateException e) {
            if (file.count() > 1) {
                file.halves().forEach(half -> compare(half, maker));
            } else {
                skip(file, e);
            }
            return;
        }
        Outcome ours = run(file, (node, name) -> new Jbgpd(node, name));

        SortedSet<Integer> different = theirs.different(ours);

        // At least the sentinel, and of many numbers some.
        assertThat(theirs.routes()).hasSizeGreaterThan(file.count() / 2);
        assertThat(theirs.heard()).hasSizeGreaterThan(file.count() / 2);
        keep("seed " + file.seed() + ", numbers from " + file.first() + ": " + file.count() + " compared, routes "
                + theirs.routes().size() + ", heard " + theirs.heard().size() + ", prints "
                + theirs.prints().values().stream().mapToInt(List::size).sum() + ", different " + different.size()
                + "\n");
        if (!different.isEmpty()) {
            trouble.add(report(file, different, theirs, ours));
        }
    }

    private void skip(ProgramFile file, Throwable cause) {
        String number = "seed " + file.seed() + ", number " + file.first();
        skipped.add(number);
        keep(number + " skipped, with it BIRD fails: " + cause + "\n" + file.program(file.first()));
        if (skipped.size() > SKIPPED) {
            throw new AssertionError("BIRD fails too often: " + skipped, cause);
        }
    }

    private static Outcome run(ProgramFile file, BiFunction<Node, String, Bird> maker) {
        try (Lab lab = new Lab()) {
            Node router = lab.node("router");
            Node outside = lab.node("outside");
            String link = lab.link(router, ProgramFile.ROUTER + "/16", outside, "172.16.255.254/16");
            List<ProgramFile.Neighbor> neighbors = new ArrayList<>(file.sinks());
            neighbors.addAll(file.sources());
            outside.ipBatch(neighbors.stream()
                    .map(neighbor -> "addr add " + neighbor.address() + "/16 dev " + link + "\n")
                    .reduce("", String::concat));
            Bird daemon = maker.apply(router, "daemon");
            daemon.start(daemon instanceof Jbgpd ? ProgramFile.withAsSets(file.text()) : file.text());
            try (BgpPeers peers = new BgpPeers(outside, "peers")) {
                for (ProgramFile.Neighbor neighbor : neighbors) {
                    peers.open(neighbor.session(), neighbor.address(), ProgramFile.ROUTER, neighbor.as());
                }
                peers.awaitEstablished(neighbors.size());
                for (ProgramFile.Neighbor source : file.sources()) {
                    file.routes(source)
                            .forEach(route -> peers.announce(source.session(), route.attributes(), route.nlri()));
                }
                SortedMap<String, String> heard = settled(
                        lab,
                        "what neighbors hear",
                        peers::heard,
                        now -> peers.asleep()
                                && daemon.asleep()
                                && file.sinks().stream()
                                        .allMatch(
                                                sink -> now.containsKey(sink.session() + " " + ProgramFile.SENTINEL)));
                SortedMap<String, List<String>> routes = Outcome.routes(daemon.command("show route all"));
                assertThat(peers.troubles()).isEmpty();
                daemon.stop();
                heard.replaceAll((route, attributes) -> Outcome.canonical(route, attributes, file.flat()));
                if (file.flat()) {
                    // The two layouts differ too much for anything but blackholes.
                    routes.keySet().removeIf(prefix -> !prefix.startsWith("10."));
                }
                return new Outcome(routes, Outcome.prints(daemon.log()), heard);
            }
        }
    }

    /** The value once it has passed the test for a while and not changed. */
    private static <M> M settled(Lab lab, String what, Supplier<M> value, Predicate<M> test) {
        Deque<M> seen = new ArrayDeque<>();
        return lab.await(what, LIMIT, value, now -> {
            if (!test.test(now) || !seen.stream().allMatch(now::equals)) {
                seen.clear();
                return false;
            }
            seen.add(now);
            return seen.size() > SAME;
        });
    }

    private static String report(ProgramFile file, SortedSet<Integer> different, Outcome theirs, Outcome ours) {
        StringBuilder text = new StringBuilder(
                "seed " + file.seed() + ", programs that differ: " + different.size() + ": " + different + "\n");
        for (int number : different.stream().limit(SHOWN).toList()) {
            text.append(file.program(number));
            text.append(theirs.differences(ours, number));
        }
        keep(text.toString());
        return text.toString();
    }

    private static void keep(String report) {
        if (!REPORT.isEmpty()) {
            try {
                Files.writeString(Path.of(REPORT), report, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write " + REPORT, e);
            }
        }
    }
}
