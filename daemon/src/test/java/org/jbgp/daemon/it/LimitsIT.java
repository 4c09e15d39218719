package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.Test;

/**
 * Limits, kept routes and reloads: jbgpd and a BIRD 2 with the same file are neighbors of the same third router, and
 * everything that is said of them must be the same on both, in their own words and in those of the neighbor.
 */
@NeedsPeer(Software.BIRD2)
class LimitsIT {
    private static final String LIMIT_RECEIVED = "Received: Maximum number of prefixes reached";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final List<String> WATCHED =
            List.of("BGP state:", "Last error:", " limit:", "Action:", "Routes:", "State:");

    /** Options of the channel, and what must be seen of them at last. */
    private record Row(String options, String seen) {}

    private static final List<Row> ROWS = List.of(
            new Row("import all; export all;", "10 imported, 6 exported"),
            new Row("import all; import limit 5 action block; export all;", "5 imported, 6 exported"),
            new Row("import all; import limit 5 action warn; export all;", "10 imported, 6 exported"),
            new Row("import all; receive limit 4 action block; export all;", "4 imported, 6 exported"),
            new Row("import all; export all; export limit 3 action block;", "10 imported, 3 exported"),
            new Row(
                    "import keep filtered; import where net ~ [ 20.0.0.0/14+ ]; export all; receive limit 20 action block;",
                    "4 imported, 6 filtered, 6 exported"),
            new Row(
                    "import keep filtered; import all; import limit 3 action block; export all;",
                    "3 imported, 7 filtered, 6 exported"),
            new Row("import all; import limit 5 action disable; export all;", "Route limit exceeded"),
            new Row("import all; import limit 5 action restart; export all;", "Route limit exceeded"),
            new Row("import all; export all; export limit 3 action disable;", "Route limit exceeded"));

    private static String speaker(String address, String options) {
        StringBuilder text = new StringBuilder(
                "router id " + address + ";\nlog stderr all;\nprotocol device { }\n" + "protocol static { ipv4;\n");
        for (int i = 0; i < 6; i++) {
            text.append("  route 30.").append(i).append(".0.0/16 blackhole;\n");
        }
        return text.append("}\nprotocol bgp them {\n  local ")
                .append(address)
                .append(" as 65001;\n  neighbor 10.0.0.3 as 65002;\n  connect delay time 1; error wait time 50, 60;\n"
                        + "  ipv4 { ")
                .append(options)
                .append(" };\n}\n")
                .toString();
    }

    private static String neighbor() {
        StringBuilder text = new StringBuilder("""
                router id 10.0.0.3;
                log stderr all;
                protocol device { }
                protocol static { ipv4;
                """);
        for (int i = 0; i < 10; i++) {
            text.append("  route 20.").append(i).append(".0.0/16 blackhole;\n");
        }
        text.append("}\n");
        for (String address : List.of("10.0.0.1", "10.0.0.2")) {
            text.append("protocol bgp n")
                    .append(address.charAt(7))
                    .append(" {\n  local 10.0.0.3 as 65002; passive;\n  neighbor ")
                    .append(address)
                    .append("""
                             as 65001;
                              error wait time 1, 2;
                              ipv4 { import all; export where source = RTS_STATIC; };
                            }
                            """);
        }
        return text.toString();
    }

    /** What a router says of a protocol, without what depends on time. */
    private static String state(Bird router, String protocol) {
        return router.command("show protocols all " + protocol)
                .lines()
                .map(String::strip)
                .filter(line -> WATCHED.stream().anyMatch(line::contains))
                .map(line -> line.replaceAll(", \\d+ preferred", ""))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void sameAsBird() {
        try (Lab lab = new Lab()) {
            List<Node> nodes = lab.atOneSwitch("us", "ref", "them");
            Bird far = new Bird(nodes.get(2), "far");
            far.start(neighbor());
            Jbgpd jbgpd = new Jbgpd(nodes.get(0), "jbgpd").oneShard();
            Bird bird = new Bird(nodes.get(1), "bird");
            jbgpd.start(speaker("10.0.0.1", ROWS.getFirst().options()));
            bird.start(speaker("10.0.0.2", ROWS.getFirst().options()));
            for (Row row : ROWS) {
                jbgpd.reconfigure(speaker("10.0.0.1", row.options()));
                bird.reconfigure(speaker("10.0.0.2", row.options()));
                jbgpd.tryCommand("enable them");
                bird.tryCommand("enable them");
                // From the start: BIRD counts what was there before a limit was set, too, but says so at other moments.
                jbgpd.command("restart them");
                bird.command("restart them");
                lab.await(
                        "bird with " + row.options(),
                        LIMIT,
                        () -> state(bird, "them"),
                        text -> text.contains(row.seen()));
                // Both move until they have said and heard everything; the same at one moment is where they have
                // arrived.
                lab.eventually("both with " + row.options(), LIMIT, () -> {
                    String expected = state(bird, "them");
                    assertThat(expected).contains(row.seen());
                    assertThat(state(jbgpd, "them")).isEqualTo(expected);
                    String theirs = state(far, "n2").replaceFirst("Routes:.*", "");
                    // BIRD closes with our neighbor's UPDATEs unread, and its NOTIFICATION may be lost over the reset.
                    assertThat(state(far, "n1").replaceFirst("Routes:.*", ""))
                            .as("the neighbor's view")
                            .isIn(theirs, theirs.replace("Socket: Connection reset by peer", LIMIT_RECEIVED));
                    if (row.options().contains("where net")) {
                        assertThat(prefixes(jbgpd)).isEqualTo(prefixes(bird)).hasSize(6);
                    }
                });
            }
        }
    }

    /**
     * Limits changed by a reload: what they kept out comes, whom they stopped starts. And 'reload out' sends everything
     * again.
     */
    @Test
    void widerLimits() {
        try (Lab lab = new Lab()) {
            Node us = lab.node("us");
            Node them = lab.node("them");
            lab.link(us, "10.0.0.1/24", them, "10.0.0.3/24");
            Bird far = new Bird(them, "far");
            far.start(neighbor());
            Jbgpd jbgpd = new Jbgpd(us, "jbgpd");
            jbgpd.start(speaker("10.0.0.1", "import all; import limit 5 action block; export all;"));
            lab.await("blocked", LIMIT, () -> jbgpd.prefixes().size(), count -> count == 5);
            String session = jbgpd.command("show protocols them");
            jbgpd.reconfigure(speaker("10.0.0.1", "import all; import limit 8 action block; export all;"));
            lab.await("three more", LIMIT, () -> jbgpd.prefixes().size(), count -> count == 8);
            jbgpd.reconfigure(speaker("10.0.0.1", "import all; export all;"));
            lab.await("all", LIMIT, () -> jbgpd.prefixes().size(), count -> count == 10);
            jbgpd.reconfigure(speaker("10.0.0.1", "import all; receive limit 4 action block; export all;"));
            jbgpd.command("restart them");
            lab.await("received less", LIMIT, () -> jbgpd.prefixes().size(), count -> count == 4);
            jbgpd.reconfigure(speaker("10.0.0.1", "import all; receive limit 40 action block; export all;"));
            lab.await("all received", LIMIT, () -> jbgpd.prefixes().size(), count -> count == 10);
            assertThat(session).contains("Established");

            jbgpd.reconfigure(speaker("10.0.0.1", "import all; import limit 5 action disable; export all;"));
            lab.await("stopped", LIMIT, () -> state(jbgpd, "them"), text -> text.contains("Route limit exceeded"));
            lab.eventually(
                    "the reason",
                    LIMIT,
                    () -> assertThat(jbgpd.command("show route explain 20.0.0.0/16 them"))
                            .contains("the protocol is disabled: a route limit with `action disable` was reached"));
            jbgpd.reconfigure(speaker("10.0.0.1", "import all; import limit 50 action disable; export all;"));
            lab.await("started again", LIMIT, () -> jbgpd.prefixes().size(), count -> count == 10);
            // What an operator disabled stays so.
            jbgpd.command("disable them");
            jbgpd.reconfigure(speaker("10.0.0.1", "import all; import limit 60 action disable; export all;"));
            lab.await("disabled", LIMIT, () -> jbgpd.command("show protocols them"), text -> text.contains("down"));
            jbgpd.command("enable them");
            lab.await(
                    "our routes there",
                    LIMIT,
                    () -> far.command("show protocols all n1"),
                    text -> text.contains("6 imported"));

            long before = received(far);
            jbgpd.command("reload out them");
            lab.await("sent again", LIMIT, () -> received(far), count -> count >= before + 6);
        }
    }

    @Test
    void widerLimitsOfAStaticProtocol() {
        try (Lab lab = new Lab()) {
            Jbgpd jbgpd = new Jbgpd(lab.node("us"), "jbgpd");
            jbgpd.start(limitedStatic("2 action block"));
            lab.await("blocked", LIMIT, () -> total(jbgpd), total -> total.startsWith("2 of 2"));
            jbgpd.reconfigure(limitedStatic("3 action block"));
            lab.await("one more", LIMIT, () -> total(jbgpd), total -> total.startsWith("3 of 3"));
            jbgpd.reconfigure(limitedStatic("1 action disable"));
            lab.await("stopped", LIMIT, () -> total(jbgpd), total -> total.startsWith("0 of 0"));
            jbgpd.reconfigure(limitedStatic("9 action disable"));
            lab.await("started again", LIMIT, () -> total(jbgpd), total -> total.startsWith("4 of 4"));
        }
    }

    /** The first restart may be; the next one comes too soon. */
    @Test
    void tooFrequentRestarts() {
        try (Lab lab = new Lab()) {
            Jbgpd jbgpd = new Jbgpd(lab.node("us"), "jbgpd");
            jbgpd.start(limitedStatic("2 action restart")
                    .replace("static own {", "static own { restart time limit 3600 s;"));
            lab.eventually("disabled", LIMIT, () -> {
                assertThat(jbgpd.log()).contains("own: too frequent restarts, disabling");
                assertThat(jbgpd.command("show protocols own")).contains(" down ");
            });
            assertThat(jbgpd.log().split("too frequent", -1)).hasSize(2);
        }
    }

    private static String limitedStatic(String limit) {
        return """
                router id 10.0.0.1;
                log stderr all;
                protocol static own {
                  ipv4 { import limit %s; };
                  route 10.1.0.0/24 blackhole; route 10.2.0.0/24 blackhole;
                  route 10.3.0.0/24 blackhole; route 10.4.0.0/24 blackhole;
                }
                """.formatted(limit);
    }

    private static String total(Jbgpd router) {
        return router.command("show route count").replaceFirst("(?s).*Total: ", "");
    }

    private static long received(Bird router) {
        return router.command("show protocols all n1")
                .lines()
                .filter(line -> line.contains("Import updates:"))
                .mapToLong(line -> Long.parseLong(line.replaceFirst("^\\D+(\\d+).*", "$1")))
                .sum();
    }

    private static List<String> prefixes(Bird router) {
        return router.command("show route filtered")
                .lines()
                .filter(line -> line.contains("/16"))
                .map(line -> line.replaceAll("\\d\\d:\\d\\d:\\d\\d.\\d+", "TIME"))
                .sorted()
                .toList();
    }
}
