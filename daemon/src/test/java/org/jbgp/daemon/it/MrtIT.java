package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.MrtReader;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.jbgp.daemon.lab.TwoRouters;
import org.junit.jupiter.api.Test;

/** MRT files of jbgpd, and of BIRD of the same routes. */
@NeedsPeer(Software.BIRD2)
class MrtIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final String SOURCE =
            """
            router id 10.0.0.1;
            log stderr all;
            protocol device { }
            protocol static s4 {
              ipv4 { import filter {
                bgp_med = 7; bgp_community.add((65001,1)); bgp_large_community.add((65001,2,3));
                if net.len = 32 then bgp_path.prepend(4200000000);
                accept; }; };
              route 0.0.0.0/0 blackhole; route 20.0.0.0/8 blackhole; route 20.1.0.0/17 blackhole;
              route 20.1.2.3/32 blackhole;
            }
            protocol static s6 {
              ipv6; route 2001:db8::/32 blackhole; route 2001:db8:1:2::/64 blackhole; route ::/0 blackhole;
            }
            """ + session("a", "1", "2", 65001, 65000, "") + session("b", "1", "3", 65001, 65000, "");

    /** IPv4 over IPv4, IPv6 over it. */
    private static String session(String name, String own, String other, long ownAs, long as, String options) {
        return "protocol bgp " + name + " { local 10.0.0." + own + " as " + ownAs + "; neighbor 10.0.0." + other
                + " as "
                + as + "; connect delay time 1; error wait time 1, 2; " + options
                + "\n  ipv4 { import all; export all; add paths on; };"
                + "\n  ipv6 { import all; export all; next hop address fd00::" + own + "; }; }\n";
    }

    private static String collector(String own, String options) {
        return "router id 10.0.0.9;\nlog stderr all;\nprotocol device { }\nprotocol direct { ipv4; ipv6; }\n"
                + session("origin", own, "1", 65000, 65001, options)
                + "protocol static { ipv4; route 30.0.0.0/8 blackhole; }\n";
    }

    private static Node plugged(Lab lab, Node hub, String number) {
        Node node = lab.node("n" + number);
        lab.plug(node, hub, "10.0.0." + number + "/24", "fd00::" + number + "/64");
        return node;
    }

    /** Without what is local to a router. */
    private static List<String> learned(Path file) {
        return MrtReader.routes(file).stream()
                .filter(line -> !line.contains(" 0.0.0.0 0:0:0:0:0:0:0:0 0"))
                .sorted()
                .toList();
    }

    @Test
    void dumpsAreWhatBirdDumps() {
        try (Lab lab = new Lab()) {
            Node hub = lab.ethernetSwitch("hub");
            Bird source = new Bird(plugged(lab, hub, "1"), "source");
            Jbgpd jbgpd = new Jbgpd(plugged(lab, hub, "2"), "jbgpd");
            Bird bird = new Bird(plugged(lab, hub, "3"), "bird");
            source.start(SOURCE);
            jbgpd.start(collector("2", ""));
            bird.start(collector("3", ""));
            lab.eventually("routes", LIMIT, () -> {
                for (Bird router : List.of(jbgpd, bird)) {
                    assertThat(router.command("show route count"))
                            .contains("master4", "6 of 6 routes", "master6", "4 of 4 routes");
                }
            });
            for (String table : List.of("master4", "master6")) {
                Path ours = jbgpd.file(table + ".mrt");
                Path theirs = bird.file(table + ".mrt");
                assertThat(jbgpd.command("mrt dump table " + table + " to \"" + ours + "\""))
                        .isBlank();
                assertThat(bird.command("mrt dump table " + table + " to \"" + theirs + "\""))
                        .isBlank();

                assertThat(MrtReader.peers(ours)).isEqualTo(MrtReader.peers(theirs));
                // BIRD up to 2.0 writes NEXT_HOP and LOCAL_PREF of external routes without their flags.
                assertThat(learned(ours))
                        .isNotEmpty()
                        .isEqualTo(learned(theirs).stream()
                                .map(line -> line.replaceAll(" 00(0[35])", " 40$1"))
                                .toList());
                assertThat(MrtReader.routes(ours)).hasSameSizeAs(MrtReader.routes(theirs));
            }
        }
    }

    @Test
    void filtersNamesAndProblems() throws IOException {
        try (TwoRouters routers = TwoRouters.withBird()) {
            Lab lab = routers.lab();
            Jbgpd jbgpd = routers.jbgpd();
            String tables = "router id 10.0.0.1; log stderr all; ipv4 table more; ipv6 table six; roa4 table r;\n"
                    + "protocol device { }\nprotocol static a { ipv4; route 20.0.0.0/8 blackhole;"
                    + " route 20.1.0.0/16 blackhole; }\n"
                    + "protocol static b { ipv4 { table more; }; route 30.0.0.0/8 blackhole; }\n";
            jbgpd.start(tables);
            Path folder = jbgpd.file("dumps");
            Files.createDirectory(folder);
            lab.await("routes", LIMIT, () -> jbgpd.command("show route count"), text -> text.contains("2 of 2"));

            // Several tables by a pattern, a filter that changes what it accepts, compressed.
            assertThat(jbgpd.command("mrt dump table \"m*\" filter { if net.len > 8 then reject;"
                            + " bgp_med = 9; accept; } to \"" + folder + "/%N.%Y.gz\""))
                    .isBlank();
            assertThat(names(folder)).hasSize(3).allMatch(name -> name.matches("m(ore|aster[46])\\.20\\d\\d\\.gz"));
            for (String name : names(folder)) {
                String network = name.startsWith("more") ? "30" : "20";
                assertThat(MrtReader.routes(folder.resolve(name)))
                        .isEqualTo(
                                name.startsWith("master6")
                                        ? List.of()
                                        : List.of(network + ".0.0.0/8 0.0.0.0 0:0:0:0:0:0:0:0 0 80040400000009"));
            }

            // What cannot be written says why, and leaves nothing.
            assertThat(jbgpd.tryCommand("mrt dump table more to \"/dev/full\"").output())
                    .contains("Unable to write MRT file '/dev/full': No space left on device");
            assertThat(jbgpd.tryCommand("mrt dump table more to \"" + folder + "/no/x\"")
                            .output())
                    .contains("Unable to write MRT file '" + folder + "/no/x': No such file or directory");
            assertThat(jbgpd.tryCommand("mrt dump table more to \"" + folder + "\"")
                            .output())
                    .contains("Is a directory");
            assertThat(jbgpd.tryCommand("mrt dump table r to \"" + folder + "/r\"")
                            .output())
                    .contains("r holds no routes");
            assertThat(jbgpd.tryCommand("mrt dump table none to \"" + folder + "/r\"")
                            .output())
                    .contains("none is not a table");
            assertThat(jbgpd.tryCommand("mrt dump table more").output()).contains("File not specified");
            assertThat(jbgpd.tryCommand("mrt dump to \"x\"").output()).contains("Table not specified");
            assertThat(names(folder)).hasSize(3);

            // By period; another period and another file under way.
            String dumps = "protocol mrt dumps { table more; where net ~ 30.0.0.0/8; period 1; filename \"";
            jbgpd.reconfigure(tables + dumps + folder + "/at-%s\"; }\n");
            lab.await("two dumps", LIMIT, () -> count(folder, "at-") >= 2);
            jbgpd.reconfigure(tables + dumps + folder + "/no/x\"; }\n");
            lab.eventually(
                    "a failure",
                    LIMIT,
                    () -> assertThat(jbgpd.command("show protocols all dumps"))
                            .contains("MRT ", "Tables:         more", "Last problem:   Unable to write MRT file"));
            lab.await(
                    "more failures",
                    LIMIT,
                    () -> jbgpd.json("show protocols dumps"),
                    text -> !text.contains("\"failures\":1,"));
            assertThat(jbgpd.log().split("dumps: Unable to write MRT file", -1)).hasSize(2);
            jbgpd.reconfigure(tables + dumps.replace("where", "always add path; where") + folder + "/last\"; }\n");
            lab.await("written again", LIMIT, () -> count(folder, "last") == 1);
            assertThat(jbgpd.log()).doesNotContain("Restarting protocol dumps");
            jbgpd.command("disable dumps");
            lab.eventually(
                    "a whole file",
                    LIMIT,
                    () -> assertThat(MrtReader.records(folder.resolve("last")))
                            .anyMatch(record -> record.subtype() == 8));
        }
    }

    private static String near(String global, String options, String add) {
        return "router id 10.0.0.1; log stderr all;\n" + global + "\nprotocol device { }\n"
                + "protocol bgp b { local 10.0.0.1 as 65000; neighbor 10.0.0.2 as 4200000002; connect delay time 1;\n"
                + "  error wait time 1, 1; " + options + "\n  ipv4 { import all; export all; " + add + " }; }\n";
    }

    private static String far(String routes) {
        return "router id 10.0.0.2; log stderr all; protocol device { }\n"
                + "protocol static st { ipv4; " + routes + " }\n"
                + "protocol bgp b { local 10.0.0.2 as 4200000002; neighbor 10.0.0.1 as 65000; connect delay time 1;\n"
                + "  error wait time 1, 1; ipv4 { import all; export all; add paths tx; }; }\n";
    }

    private static List<String> updates(Path file, String beginning) {
        try {
            return Files.exists(file)
                    ? MrtReader.updates(file).stream()
                            .filter(line -> line.matches(beginning + ".*"))
                            .toList()
                    : List.of();
        } catch (UncheckedIOException e) {
            throw new AssertionError("a part that is not whole yet", e);
        }
    }

    /** The message's length and type, then what is in it. */
    private static final String ENDS = "4200000002 65000 10.0.0.2 10.0.0.1 ";

    private static final String ROUTE_20 = ".*0814$";

    @Test
    void whatComesIsWritten() throws IOException {
        try (TwoRouters routers = TwoRouters.withBird()) {
            Lab lab = routers.lab();
            Jbgpd jbgpd = routers.jbgpd();
            Bird bird = routers.bird();
            Path folder = jbgpd.file("updates");
            Files.createDirectory(folder);
            Path file = folder.resolve("all");
            jbgpd.start(near("mrtdump \"" + file + "\"; mrtdump protocols all;", "", ""));
            bird.start(far("route 20.0.0.0/8 blackhole;"));
            lab.eventually("the session", LIMIT, () -> {
                assertThat(updates(file, "4 " + ENDS + "....01")).as("OPEN").isNotEmpty();
                assertThat(updates(file, "4 " + ENDS + "001304"))
                        .as("KEEPALIVE")
                        .isNotEmpty();
                assertThat(updates(file, "4 " + ENDS + "....02" + ROUTE_20)).hasSize(1);
                assertThat(updates(file, "5 " + ENDS + "\\d \\d"))
                        .anyMatch(line -> line.endsWith(" 4 5"))
                        .anyMatch(line -> line.endsWith(" 5 6"));
            });

            // A file that somebody moved away is made again; what was written stays readable.
            Path moved = folder.resolve("moved");
            Files.move(file, moved);
            lab.await("another file", LIMIT, () -> Files.exists(file));
            bird.reconfigure(far("route 30.0.0.0/8 blackhole;"));
            lab.eventually("changes in it", LIMIT, () -> {
                assertThat(updates(file, "4 " + ENDS + "....02.*081e$")).hasSize(1);
                assertThat(updates(file, "4 " + ENDS + "....02.*0814.*")).hasSize(1);
            });
            assertThat(updates(moved, "4 " + ENDS + "....02" + ROUTE_20)).hasSize(1);

            // Compressed, with microseconds, path identifiers and 2-byte AS numbers; messages alone.
            Path small = folder.resolve("small.gz");
            String extended = "mrtdump \"" + small + "\"; mrtdump extended timestamps;";
            jbgpd.reconfigure(near(extended, "mrtdump { messages };", "add paths rx;"));
            lab.eventually("identifiers", LIMIT, () -> {
                assertThat(updates(small, "9 " + ENDS + "....02.*081e$")).hasSize(1);
                assertThat(updates(small, "4 " + ENDS + "001304")).isNotEmpty();
                assertThat(updates(small, "5 ")).isEmpty();
            });
            lab.eventually(
                    "a whole part",
                    LIMIT,
                    () -> assertThat(updates(small, "[49]")).isNotEmpty());
            assertThat(MrtReader.records(small)).allMatch(record -> record.type() == 17);
            jbgpd.reconfigure(near(extended, "enable as4 off; mrtdump { messages };", "add paths rx;")
                    .replace("4200000002", "65002"));
            bird.reconfigure(far("route 30.0.0.0/8 blackhole;").replace("4200000002", "65002"));
            lab.eventually(
                    "2 bytes",
                    LIMIT,
                    () -> assertThat(updates(small, "8 65002 65000 10.0.0.2 10.0.0.1 ....02.*081e$"))
                            .hasSize(1));

            // What ends a file is in it, whole.
            jbgpd.stop();
            assertThat(updates(small, "8 65002 65000 10.0.0.2 10.0.0.1 ....02.*081e$"))
                    .hasSize(1);
            jbgpd.restart();
            lab.await("a session again", LIMIT, () -> jbgpd.established("10.0.0.2"));

            // By command, until the file is read again.
            jbgpd.command("mrtdump b { states }");
            bird.command("restart b");
            lab.eventually(
                    "states", LIMIT, () -> assertThat(updates(small, "5 .*6 1")).hasSize(1));
            jbgpd.command("mrtdump all off");

            // Nothing suffers from a file that cannot be written, and it is tried again.
            Path away = folder.resolve("no/x");
            String missing = "mrtdump \"" + away + "\"; mrtdump protocols all;";
            bird.reconfigure(far("route 30.0.0.0/8 blackhole;"));
            jbgpd.reconfigure(near(missing, "", ""));
            lab.await(
                    "the log",
                    LIMIT,
                    () -> jbgpd.log()
                            .contains("mrtdump: Unable to write MRT file '" + away + "': No such file or directory"));
            lab.await("a session", LIMIT, () -> jbgpd.established("10.0.0.2"));
            Files.createDirectory(folder.resolve("no"));
            lab.await("the file", LIMIT, () -> Files.exists(away));
            jbgpd.reconfigure(near("mrtdump \"/dev/full\"; mrtdump protocols all;", "", ""));
            bird.command("restart b");
            lab.await("no space", LIMIT, () -> jbgpd.log().contains("'/dev/full': No space left on device"));
            lab.await("a session beside it", LIMIT, () -> jbgpd.established("10.0.0.2"));
            jbgpd.reconfigure(near("", "", ""));
            lab.says(jbgpd, "show route count", "1 of 1");
        }
    }

    /** The library that most other readers are held against. */
    @Test
    @NeedsPeer(Software.BGPDUMP)
    void bgpdumpReadsIt() {
        try (TwoRouters routers = TwoRouters.withBird()) {
            Lab lab = routers.lab();
            Jbgpd jbgpd = routers.jbgpd();
            Path updates = jbgpd.file("updates");
            jbgpd.start(near("mrtdump \"" + updates + "\"; mrtdump protocols all;", "", ""));
            routers.bird().start(far("route 20.0.0.0/8 blackhole;"));
            lab.await("route", LIMIT, () -> jbgpd.command("show route count"), text -> text.contains("1 of 1"));
            Path table = jbgpd.file("table");
            jbgpd.command("mrt dump table master4 to \"" + table + "\"");

            assertThat(routers.near().exec("bgpdump", "-m", table.toString()))
                    .containsPattern("TABLE_DUMP2\\|\\d+\\|B\\|10.0.0.2\\|4200000002\\|20.0.0.0/8\\|4200000002\\|IGP"
                            + "\\|10.0.0.2\\|100\\|0\\|\\|NAG");
            lab.eventually(
                    "what came",
                    LIMIT,
                    () -> assertThat(routers.near().exec("bgpdump", "-m", updates.toString()))
                            .containsPattern("BGP4MP\\|\\d+\\|STATE\\|10.0.0.2\\|4200000002\\|5\\|6")
                            .containsPattern(
                                    "BGP4MP\\|\\d+\\|A\\|10.0.0.2\\|4200000002\\|20.0.0.0/8\\|4200000002\\|IGP"));
        }
    }

    /** What Python's reader makes of each record. */
    private static final String MRTPARSE = """
            import sys
            from mrtparse import Reader, MRT_T, MRT_ST, BGP_ATTR_T, BGP_MSG_T
            for file in sys.argv[1:]:
                for record in Reader(file):
                    mrt = record.mrt
                    if mrt.err:
                        print("error:", mrt.err_msg)
                        continue
                    words = ["fine", MRT_T[mrt.type], MRT_ST[mrt.type][mrt.subtype]]
                    if mrt.rib:
                        words += ["%s/%d" % (mrt.rib.prefix, mrt.rib.plen)]
                        words += ["path %s" % ",".join(BGP_ATTR_T[a.type] for a in each.attr) for each in mrt.rib.entry]
                    if mrt.bgp and mrt.bgp.msg:
                        words += [BGP_MSG_T[mrt.bgp.msg.type]]
                        words += ["%s/%d" % (each.prefix, each.plen) for each in mrt.bgp.msg.nlri or []]
                    print(*words)
            """;

    /** Another independent reader, here of compressed files. */
    @Test
    @NeedsPeer(Software.MRTPARSE)
    void mrtparseReadsIt() {
        try (TwoRouters routers = TwoRouters.withBird()) {
            Lab lab = routers.lab();
            Jbgpd jbgpd = routers.jbgpd();
            Path updates = jbgpd.file("updates.gz");
            jbgpd.start(near("mrtdump \"" + updates + "\"; mrtdump protocols all;", "", ""));
            routers.bird().start(far("route 20.0.0.0/8 blackhole;"));
            lab.await("route", LIMIT, () -> jbgpd.command("show route count"), text -> text.contains("1 of 1"));
            Path table = jbgpd.file("table.gz");
            jbgpd.command("mrt dump table master4 to \"" + table + "\"");
            String code = jbgpd.write("read.py", MRTPARSE).toString();

            assertThat(routers.near().exec(Software.MRTPARSE.program(), code, table.toString()))
                    .contains(
                            "fine TABLE_DUMP_V2 PEER_INDEX_TABLE\n",
                            "fine TABLE_DUMP_V2 RIB_IPV4_UNICAST 20.0.0.0/8 path ORIGIN,AS_PATH,NEXT_HOP")
                    .doesNotContain("error");
            lab.eventually(
                    "what came",
                    LIMIT,
                    () -> assertThat(routers.near().exec(Software.MRTPARSE.program(), code, updates.toString()))
                            .contains(
                                    "fine BGP4MP BGP4MP_STATE_CHANGE_AS4\n",
                                    "fine BGP4MP BGP4MP_MESSAGE_AS4 OPEN\n",
                                    "fine BGP4MP BGP4MP_MESSAGE_AS4 KEEPALIVE\n",
                                    "fine BGP4MP BGP4MP_MESSAGE_AS4 UPDATE 20.0.0.0/8\n")
                            .doesNotContain("error"));
        }
    }

    /** {@code bench/replay} in the place of the neighbor whose routes were dumped. */
    private static void replay(TwoRouters routers, Path file, Runnable meanwhile) {
        CompletableFuture<String> replay = CompletableFuture.supplyAsync(() -> routers.far()
                .exec(
                        "python3",
                        Path.of("..", "bench", "replay").toString(),
                        file.toString(),
                        "--router",
                        "10.0.0.1",
                        "--as",
                        "4200000002",
                        "--stay",
                        "5"));
        meanwhile.run();
        assertThat(replay.join()).contains(" in ");
    }

    @Test
    void whatWasWrittenIsAnnouncedAgain() {
        try (TwoRouters routers = TwoRouters.withBird()) {
            Lab lab = routers.lab();
            Jbgpd jbgpd = routers.jbgpd();
            Bird bird = routers.bird();
            Path sent = jbgpd.file("sent");
            String both = "}; ipv6 { import all; export all; next hop address fd00::2; ";
            jbgpd.start(near("mrtdump \"" + sent + "\"; mrtdump protocols { messages };", "passive;", both));
            bird.start("""
                    router id 10.0.0.2;
                    log stderr all;
                    protocol device { }
                    protocol static s4 {
                      ipv4 { import filter { bgp_community.add((1,2)); accept; }; };
                      route 20.0.0.0/8 blackhole; route 20.1.0.0/17 blackhole;
                    }
                    protocol static s6 { ipv6; route 2001:db8::/32 blackhole; route ::/0 blackhole; }
                    protocol bgp b {
                      local 10.0.0.2 as 4200000002; neighbor 10.0.0.1 as 65000; connect delay time 1;
                      ipv4 { import none; export all; };
                      ipv6 { import none; export all; next hop address fd00::2; };
                    }
                    """);
            List<Path> dumps = List.of(jbgpd.file("dump4"), jbgpd.file("dump6"));
            lab.eventually(
                    "routes",
                    LIMIT,
                    () -> assertThat(jbgpd.command("show route count"))
                            .contains(
                                    "2 of 2 routes for 2 networks in table master4",
                                    "2 of 2 routes for 2 networks in table master6"));
            for (int i = 0; i < 2; i++) {
                jbgpd.command("mrt dump table master" + (i == 0 ? 4 : 6) + " to \"" + dumps.get(i) + "\"");
            }
            bird.stop();
            lab.await(
                    "no routes",
                    LIMIT,
                    () -> jbgpd.command("show route count"),
                    text -> text.contains("0 of 0 routes for 0 networks in 2"));

            for (int i = 0; i < 2; i++) {
                Path dump = dumps.get(i);
                Path again = jbgpd.file("again" + i);
                String table = "master" + (i == 0 ? 4 : 6);
                replay(routers, dump, () -> {
                    lab.await(
                            table,
                            LIMIT,
                            () -> jbgpd.command("show route count table " + table),
                            text -> text.contains("2 of 2"));
                    jbgpd.command("mrt dump table " + table + " to \"" + again + "\"");
                });
                assertThat(learned(again)).isNotEmpty().isEqualTo(learned(dump));
            }
            replay(
                    routers,
                    sent,
                    () -> lab.await(
                            "all of it",
                            LIMIT,
                            () -> jbgpd.command("show route count"),
                            text -> text.contains("4 of 4 routes for 4 networks in 2")));
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static long count(Path folder, String prefix) {
        try {
            return names(folder).stream()
                    .filter(name -> name.startsWith(prefix))
                    .count();
        } catch (IOException e) {
            return 0;
        }
    }
}
