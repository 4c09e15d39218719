package org.jbgp.daemon.it.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jbgp.daemon.lab.BgpPeers;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@code roa_check} and, with {@code -Djbgp.differential.language=LATE} and a BIRD of 2.16 or later, {@code
 * aspa_check} say in filters of the running daemon, about routes of a neighbor and static IPv6 routes: the same in BIRD
 * and in jbgpd.
 */
class ValidityDifferentialIT {
    private static final Language LANGUAGE = Language.valueOf(System.getProperty("jbgp.differential.language", "TWO"));
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    @NeedsPeer(Software.BIRD2)
    void sameVerdicts(long seed) {
        ValidityFile file = new ValidityFile(LANGUAGE, seed);

        SortedMap<String, List<String>> theirs = run(file, (node, name) -> new Bird(node, name));
        SortedMap<String, List<String>> ours = run(file, (node, name) -> new Jbgpd(node, name));

        assertThat(theirs).hasSizeGreaterThan(file.routes().size());
        assertThat(theirs.toString()).contains("(1,1)", "(1,2)", "(1,3)");
        assertThat(ours.keySet()).isEqualTo(theirs.keySet());
        assertThat(theirs.keySet().stream()
                        .filter(prefix -> !theirs.get(prefix).equals(ours.get(prefix)))
                        .map(prefix -> prefix + " BIRD " + theirs.get(prefix) + " jbgpd " + ours.get(prefix)))
                .isEmpty();
    }

    private static SortedMap<String, List<String>> run(ValidityFile file, BiFunction<Node, String, Bird> maker) {
        try (Lab lab = new Lab()) {
            Node router = lab.node("router");
            Node outside = lab.node("outside");
            lab.link(router, ProgramFile.ROUTER + "/16", outside, "172.16.1.1/16");
            Bird daemon = maker.apply(router, "daemon");
            daemon.start(daemon instanceof Jbgpd ? ProgramFile.withAsSets(file.text()) : file.text());
            try (BgpPeers peers = new BgpPeers(outside, "peers")) {
                peers.open("sender", "172.16.1.1", ProgramFile.ROUTER, 65101);
                peers.awaitEstablished(1);
                file.routes().forEach(route -> peers.announce("sender", route.attributes(), route.nlri()));
                peers.heard();
                return lab.await(
                        "routes",
                        LIMIT,
                        () -> routes(daemon),
                        routes -> peers.asleep() && daemon.asleep() && routes.equals(routes(daemon)));
            }
        }
    }

    /** The communities of each route. */
    private static SortedMap<String, List<String>> routes(Bird daemon) {
        SortedMap<String, List<String>> routes = new TreeMap<>();
        String prefix = "";
        for (String line : (daemon.command("show route table master4 all")
                        + daemon.command("show route table master6 all"))
                .split("\n", -1)) {
            if (line.matches("[0-9a-f].*/.*")) {
                prefix = line.substring(0, line.indexOf(' '));
                routes.put(prefix, List.of());
            } else if (line.startsWith("\tBGP.community:") || line.startsWith("\t\t")) {
                routes.merge(
                        prefix,
                        List.of(line.replace("BGP.community:", "").strip().split(" ", -1)),
                        (before, more) ->
                                Stream.concat(before.stream(), more.stream()).toList());
            }
        }
        return routes;
    }
}
