package org.jbgp.daemon.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --simulate} finds in small networks, and what it says of input that is of no use. */
class SimulateCommandTest {
    private static final String KERNEL = """
            protocol device {}
            protocol kernel { ipv4 { export all; }; }
            protocol kernel { ipv6 { export all; }; }
            """;

    @TempDir
    private Path folder;

    private final List<String> words = new ArrayList<>();
    private int code;
    private String said = "";
    private String complained = "";

    private void router(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name + ".conf"), text);
    }

    private void expect(String text) throws IOException {
        Path file = folder.resolve("expect");
        Files.writeString(file, text);
        words.addAll(List.of("--expect", file.toString()));
    }

    private String simulate(String... more) {
        words.addAll(List.of(more));
        words.add(folder.toString());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        code = new SimulateCommand(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(errors, true, StandardCharsets.UTF_8))
                .run(words);
        said = out.toString(StandardCharsets.UTF_8);
        complained = errors.toString(StandardCharsets.UTF_8).replace(folder + "/", "");
        return said;
    }

    private static String bgp(String name, String local, int as, String neighbor, int other, String more) {
        return "protocol bgp " + name + " { local " + local + " as " + as + "; neighbor " + neighbor + " as " + other
                + "; " + more + " }\n";
    }

    private static String all(String family) {
        return family + " { import all; export all; };";
    }

    private void chain(String importOfC) throws IOException {
        router(
                "a",
                KERNEL + "protocol static { ipv4; route 192.0.2.0/24 blackhole; route 198.51.100.0/24 blackhole; }\n"
                        + bgp("b", "10.0.1.1", 65001, "10.0.1.2", 65002, all("ipv4")));
        router(
                "b",
                KERNEL
                        + bgp("a", "10.0.1.2", 65002, "10.0.1.1", 65001, all("ipv4"))
                        + bgp("c", "10.0.2.1", 65002, "10.0.2.2", 65003, all("ipv4")));
        router("c", KERNEL + bgp("b", "10.0.2.2", 65003, "10.0.2.1", 65002, "ipv4 { " + importOfC + " export all; };"));
    }

    @Test
    void saysWhichLineOfAFilterLosesAPrefix() throws IOException {
        chain("import filter {\n  if net = 198.51.100.0/24 then reject;\n  accept;\n};");
        expect("c 192.0.2.0/24 via b\nc 198.51.100.0/24 unreachable\nb 198.51.100.0/24 not via c\n");
        assertThat(simulate())
                .contains("LOST b -> c: 198.51.100.0/24, at c: by import filter")
                .contains("c.conf:5")
                .contains("BLACK HOLE from c to 198.51.100.0/24: c has no route")
                .contains("3 of 3 expectations met");
        assertThat(code).isEqualTo(SimulateCommand.GOOD);
    }

    @Test
    void aLinkThatFailsTakesWhatIsBehindItAndGivesItBack() throws IOException {
        chain("import all;");
        expect("after link b-a fails\nc 192.0.2.0/24 reachable\n");
        assertThat(simulate("--fail", "link", "b-a"))
                .contains("When link a-b fails")
                .contains("  c: 2 prefixes (192.0.2.0/24, 198.51.100.0/24) away as long as it lasts: ")
                .contains("all of it comes back when it is mended")
                .contains("NOT MET " + folder + "/expect:2 'c 192.0.2.0/24 reachable' after link a-b fails");
        assertThat(code).isEqualTo(SimulateCommand.NOT_MET);
    }

    /** A chain with a session of each family on each of its two cables. */
    private void dualStackChain() throws IOException {
        router(
                "a",
                KERNEL
                        + "protocol static { ipv6; route 2001:db8:a::/48 blackhole; route 2001:db8:b::/48 blackhole; }\n"
                        + bgp("b4", "10.0.1.1", 65001, "10.0.1.2", 65002, all("ipv4"))
                        + bgp("b6", "2001:db8:1::1", 65001, "2001:db8:1::2", 65002, all("ipv6")));
        router(
                "b",
                KERNEL
                        + bgp("a4", "10.0.1.2", 65002, "10.0.1.1", 65001, all("ipv4"))
                        + bgp("a6", "2001:db8:1::2", 65002, "2001:db8:1::1", 65001, all("ipv6"))
                        + bgp("c4", "10.0.2.1", 65002, "10.0.2.2", 65003, all("ipv4"))
                        + bgp("c6", "2001:db8:2::1", 65002, "2001:db8:2::2", 65003, all("ipv6")));
        router(
                "c",
                KERNEL
                        + bgp("b4", "10.0.2.2", 65003, "10.0.2.1", 65002, all("ipv4"))
                        + bgp(
                                "b6",
                                "2001:db8:2::2",
                                65003,
                                "2001:db8:2::1",
                                65002,
                                "ipv6 { import where net != 2001:db8:b::/48; export all; };"));
    }

    @Test
    void bothFamiliesAreOnOneCable() throws IOException {
        dualStackChain();
        assertThat(simulate())
                .contains("  a-b: a eth0 10.0.1.1/24 2001:db8:1::1/64, b eth0 10.0.1.2/24 2001:db8:1::2/64")
                .contains("  b-c: b eth2 10.0.2.1/24 2001:db8:2::1/64, c eth0 10.0.2.2/24 2001:db8:2::2/64")
                .doesNotContain("#2");
    }

    @Test
    void allNetworksOfOneInterfaceAreOnOneLink() throws IOException {
        String peers = KERNEL + "router id 10.0.0.%d;\n";
        router(
                "a",
                peers.formatted(1) + "# simulate: interface eth0 10.0.0.1/24 2001:db8::1/64\n"
                        + "protocol static { ipv4; route 192.0.2.0/24 blackhole; }\n"
                        + bgp("b", "2001:db8::1", 65001, "2001:db8::2", 65002, all("ipv6"))
                        + bgp("c", "10.0.0.1", 65001, "10.0.0.3", 65003, all("ipv4")));
        router(
                "b",
                peers.formatted(2) + "# simulate: interface eth0 10.0.0.2/24 2001:db8::2/64\n"
                        + bgp("a", "2001:db8::2", 65002, "2001:db8::1", 65001, all("ipv6")));
        router(
                "c",
                peers.formatted(3) + "# simulate: interface eth0 10.0.0.3/24\n"
                        + bgp("a", "10.0.0.3", 65003, "10.0.0.1", 65001, all("ipv4")));
        expect("c 192.0.2.0/24 via a\n");
        assertThat(simulate())
                .contains("a eth0 10.0.0.1/24 2001:db8::1/64")
                .contains("c -> a (a): Established")
                .contains("b -> a (a): Established")
                .contains("1 of 1 expectations met")
                .doesNotContain("NOT UP");
    }

    @Test
    void ofTwoSessionsOfOnePairTheRightOneIsAskedWhatItKeepsBack() throws IOException {
        dualStackChain();
        assertThat(simulate()).contains("LOST b -> c: 2001:db8:b::/48, at c: by import filter");
    }

    @Test
    void packetsThatGoInACircleAreNamed() throws IOException {
        router(
                "a",
                KERNEL + "protocol static { ipv4; route 203.0.113.0/24 via 10.0.1.2; }\n"
                        + bgp("b", "10.0.1.1", 65001, "10.0.1.2", 65002, all("ipv4")));
        router(
                "b",
                KERNEL + "protocol static { ipv4; route 203.0.113.0/25 via 10.0.1.1; }\n"
                        + bgp("a", "10.0.1.2", 65002, "10.0.1.1", 65001, "ipv4 { import none; export none; };"));
        router("c", KERNEL + "protocol static { ipv4; route 203.0.113.0/26 blackhole; }\n");
        assertThat(simulate()).contains("LOOP from a to 203.0.113.0/26: a -> b -> a");
        assertThat(complained).contains("c.conf: it has no 'router id', and no IPv4 address is known");
    }

    /** Two reflectors that set themselves as next hop give half of the packets to each other, as daemons do. */
    @Test
    void aCircleByOneOfSeveralWaysIsSaidToBeThat() throws IOException {
        String self = "ipv4 { import all; export all; next hop self; };";
        for (int n = 1; n <= 2; n++) {
            router(
                    "rr" + n,
                    KERNEL.replace("kernel { ipv4", "kernel { merge paths on; ipv4")
                            + "protocol direct { ipv4; }\n"
                            + bgp("other", "10.0.0." + n, 65000, "10.0.0." + (3 - n), 65000, self)
                            + bgp("node", "10.0.0." + n, 65000, "10.0.0.9", 65000, "rr client; " + self));
        }
        router(
                "node",
                KERNEL + "protocol static { ipv4; route 192.0.2.0/24 blackhole; }\n"
                        + bgp("rr1", "10.0.0.9", 65000, "10.0.0.1", 65000, self)
                        + bgp("rr2", "10.0.0.9", 65000, "10.0.0.2", 65000, self));
        assertThat(simulate()).contains("LOOP from rr1 to 192.0.2.0/24: rr1 -> rr2 -> rr1, by 1 of 2 ways of rr");
    }

    @Test
    void aNextHopThatLeadsNowhereIsNamed() throws IOException {
        router(
                "a",
                KERNEL + "protocol static { ipv4; route 192.0.2.0/24 blackhole; }\n"
                        + bgp(
                                "b",
                                "10.0.1.1",
                                65001,
                                "10.0.1.2",
                                65001,
                                "ipv4 { import all; export filter {" + " bgp_next_hop = 172.16.0.1; accept; }; };"));
        router("b", KERNEL + bgp("a", "10.0.1.2", 65001, "10.0.1.1", 65001, all("ipv4")));
        assertThat(simulate()).contains("UNRESOLVED b: next hop 172.16.0.1 of 192.0.2.0/24 from a");
    }

    @Test
    void loopbacksNeedAnUnderlay() throws IOException {
        String ends =
                KERNEL.replace("protocol kernel { ipv4 { export all", "protocol kernel { learn; ipv4 { export all");
        for (int n = 1; n <= 2; n++) {
            router(
                    "r" + n,
                    ends + "protocol static { ipv4; route 192.0." + n + ".0/24 blackhole; }\n"
                            + "# simulate: interface eth0 10.0.0." + n + "/30\n"
                            + bgp(
                                    "o",
                                    "10.255.0." + n,
                                    65000,
                                    "10.255.0." + (3 - n),
                                    65000,
                                    "multihop; " + all("ipv4")));
        }
        assertThat(simulate()).contains("r1 has no route to 10.255.0.2 (where an IGP brings such routes, '--underlay'");
        words.clear();
        expect("r1 192.0.2.0/24 via r2\n");
        simulate("--underlay");
        assertThat(said).contains("1 of 1 expectations met");
        assertThat(code).isEqualTo(SimulateCommand.GOOD);
    }

    /** A ring with an internal session between the loopbacks of each two. */
    private void ring(String exports) throws IOException {
        for (int n = 1; n <= 3; n++) {
            StringBuilder text = new StringBuilder(KERNEL.replace("kernel { ipv4", "kernel { learn; ipv4"));
            text.append("protocol static { ipv4; route 192.0." + n + ".0/24 blackhole; }\n");
            for (int other = 1; other <= 3; other++) {
                if (other != n) {
                    int net = n * other;
                    text.append("# simulate: interface to" + other + " 10.0." + net + "." + n + "/24\n");
                    text.append(bgp(
                            "r" + other,
                            "10.255.0." + n,
                            65000,
                            "10.255.0." + other,
                            65000,
                            "multihop; ipv4 { import all; " + exports + " };"));
                }
            }
            router("r" + n, text.toString());
        }
    }

    /** Who gives routes of the IGP to BGP has next hops that lead to themselves, for ever and a millisecond each. */
    @Test
    void whatDoesNotComeToRestIsNamedSoon() throws IOException {
        ring("export all;");
        assertThat(simulate("--underlay", "--fail", "link", "r1-r2"))
                .contains("  the network does not come to rest: routes still change to ")
                .doesNotContain("NOT QUIET");
        assertThat(code).isEqualTo(SimulateCommand.NOT_MET);
    }

    @Test
    void theUnderlayFindsOtherWaysAndComesBack() throws IOException {
        ring("export where source = RTS_STATIC;");
        expect("""
                r1 192.0.2.0/24 not via r3
                after link r1-r2 fails
                r1 192.0.2.0/24 via r3
                after switch r1-r2 fails
                r1 192.0.2.0/24 via r3
                after router r2 fails
                r1 192.0.3.0/24 reachable
                """);
        assertThat(simulate("--underlay"))
                .contains("4 of 4 expectations met")
                .containsPattern("When link r2-r1 fails\\n(  r[12]: 3 prefixes .* away for 1\\.0 s\\n){2}  r")
                .containsPattern("When switch r2-r1 fails\\n(  r[12]: .* away for 41\\.0 s\\n){2}When router")
                .contains("  r1: 192.0.2.0/24 away for 5.0 s when it is mended\n")
                .doesNotContain("10.0.6.2/32, at r1: rejected by the export filter; " + folder + "/r1.conf:6")
                .doesNotContain("DO NOT COME BACK");
    }

    @Test
    void linkLocalNeighborsRangesAndBothFamiliesWork() throws IOException {
        router(
                "leaf",
                KERNEL + "router id 1.1.1.1;\nprotocol static { ipv6; route 2001:db8:1::/48 blackhole; }\r\n"
                        + bgp("spine", "fe80::1", 65001, "fe80::2%eth0", 65002, all("ipv6")));
        router(
                "spine",
                KERNEL + "router id 1.1.1.1;\n" + bgp("leaf", "fe80::2", 65002, "fe80::1%swp1", 65001, all("ipv6"))
                        + "protocol bgp hosts { local 2001:db8::1 as 65002; neighbor range 2001:db8::/64 external; "
                        + all("ipv6") + " }\n");
        router(
                "host",
                KERNEL
                        + bgp("up", "2001:db8::9", 65009, "2001:db8::1", 65002, all("ipv6"))
                                .replace("protocol bgp", "router id 9.9.9.9;\nprotocol bgp"));
        expect("host 2001:db8:1::/48 via spine\nspine 2001:db8:1::1 via leaf\n");
        assertThat(simulate()).contains("2 of 2 expectations met");
    }

    @Test
    void oneLineOfJsonSaysTheSame() throws IOException {
        chain("import all;");
        assertThat(simulate("--json", "--fail", "each"))
                .startsWith("{\"quiet\":true,")
                .contains("\"what\":\"router b\"")
                .hasLineCount(1);
    }

    @Test
    void internalNeighborsOfARouterWithoutLinksAreOnOneWithIt() throws IOException {
        String direct = KERNEL + "protocol direct { ipv4; }\n";
        router(
                "a",
                direct + "protocol static { ipv4; route 192.0.2.0/24 blackhole; }\n"
                        + bgp("b", "10.0.1.1", 65001, "10.0.1.2", 65001, all("ipv4")));
        router(
                "b",
                direct
                        + bgp("a", "10.0.1.2", 65001, "10.0.1.1", 65001, all("ipv4"))
                        + bgp("c", "10.0.2.1", 65001, "10.0.2.2", 65003, all("ipv4")));
        router("c", KERNEL + bgp("b", "10.0.2.2", 65003, "10.0.2.1", 65001, all("ipv4")));
        expect("c 192.0.2.0/24 via a\n");
        assertThat(simulate()).contains("1 of 1 expectations met");
        assertThat(complained).contains("10.0.1.1 and 10.0.1.2 are taken to be on one link");
    }

    @Test
    void linesMayEndAsOfDosAndNeighborsMayBeUnknown() throws IOException {
        String stranger = "protocol bgp x { local 10.0.1.1 as 65001; neighbor 10.0.1.77 as 65009; " + all("ipv4")
                + " }\n" + "# simulate: interface eth7 172.20.0.1/24\n";
        router(
                "a",
                (KERNEL + bgp("b", "10.0.1.1", 65001, "10.0.1.2", 65001, all("ipv4")) + stranger)
                        .replace("\n", "\r\n"));
        router("b", KERNEL + bgp("a", "10.0.1.2", 65001, "10.0.1.1", 65001, all("ipv4")));
        expect("a 10.0.1.2/32 reachable\r\n\r\nafter link a-b fails\r\na 10.0.1.2 unreachable\r\n");
        assertThat(simulate())
                .contains("a eth7 172.20.0.1/24")
                .contains("a -> 10.0.1.77 (x): ")
                .contains("the neighbor is none of the routers given")
                .contains("2 of 2 expectations met");
    }

    @Test
    void rangesOfNobodyAreNamed() throws IOException {
        String range = """
                neighbor table peers;
                protocol radv { neighbors { table peers; }; interface "eth*" { router discovery yes; }; }
                protocol bgp fabric { local as %d; neighbor range fe80::/10 external; strict bind;
                  interface range "eth*"; neighbors { table peers; export all; }; ipv6 { import all; export all; }; }
                """;
        router("a", KERNEL + "router id 192.0.2.1;\n" + range.formatted(65001));
        router("b", KERNEL + "router id 192.0.2.2;\n" + range.formatted(65002));
        assertThat(simulate())
                .contains("a -> fe80::/10 (fabric): ")
                .contains(", none of the routers given comes from this range\n")
                .contains("NOT UP: 2 of 2 sides of sessions")
                .contains("no neighbor is found by router advertisements ('neighbor fe80::2%eth0' on both sides makes");
    }

    /** A route server in front of a cache: the ROAs are those of a static protocol. */
    @Test
    void staticRoasStandForThoseOfACache() throws IOException {
        router("rs", KERNEL + """
                roa4 table r4;
                protocol rpki { roa4 { table r4; }; remote 10.0.0.250 port 3323; }
                protocol static { roa4 { table r4; }; route 192.0.2.0/24 max 24 as 65001; }
                protocol bgp m { local 10.0.0.1 as 65000; neighbor 10.0.0.2 as 65002; rs client;
                  ipv4 { import filter { if roa_check(r4) = ROA_INVALID then reject; accept; }; export all; }; }
                """);
        router(
                "m",
                KERNEL + "protocol static { ipv4; route 192.0.2.0/24 blackhole; route 198.51.100.0/24 blackhole; }\n"
                        + bgp("rs1", "10.0.0.2", 65002, "10.0.0.1", 65000, all("ipv4")));
        expect("rs 198.51.100.0/24 via m\nrs 192.0.2.0/24 unreachable\n");
        assertThat(simulate())
                .contains("no cache is asked, so its tables have no ROA of it ('protocol static' with such a table and")
                .contains("LOST m -> rs: 192.0.2.0/24, at rs: by import filter")
                .contains("2 of 2 expectations met");
    }

    @Test
    void secretsAreNotShown() throws IOException {
        router("a", bgp("b", "10.0.1.1", 65001, "10.0.1.2", 65002, "password \"hush\"; " + all("ipv4")));
        router("b", bgp("a", "10.0.1.2", 65002, "10.0.1.1", 65001, "password \"hash\"; " + all("ipv4")));
        assertThat(simulate("-v"))
                .contains("or another password")
                .contains("NOT UP: 2 of 2 sides of sessions")
                .doesNotContain("hush")
                .doesNotContain("hash");
    }

    @Test
    void whatCannotBeSimulatedIsSaidWithTheWayToMendIt() throws IOException {
        assertThat(simulate()).isEmpty();
        assertThat(code).isEqualTo(SimulateCommand.BAD_INPUT);
        assertThat(complained).contains("no file in it ends with .conf or .cfg");
        words.clear();
        router("a", "protocol bgp { neighbor; }\n# simulate: interface eth0\n");
        simulate();
        assertThat(complained).contains("a.conf:1:").contains("a.conf:2:1 'interface eth0' is not understood");
        words.clear();
        router("a", bgp("b", "10.0.1.1", 65001, "10.0.1.2", 65002, all("ipv4")));
        router("b", bgp("a", "10.0.1.1", 65002, "10.0.1.2", 65001, all("ipv4")));
        simulate();
        assertThat(complained).contains("two routers cannot have one address");
        words.clear();
        router("b", bgp("a", "10.0.1.2", 65002, "10.0.1.1", 65001, all("ipv4")));
        simulate("--fail", "link", "a-c");
        assertThat(complained).contains("there is no link a-c that could fail; there are a-b");
        words.clear();
        expect("a 10.0.0.0/8 reachabel\nx 10.0.0.0/8 reachable\n");
        simulate();
        assertThat(complained).contains("expect:1 'a 10.0.0.0/8 reachabel' is not understood: write '");
        words.clear();
        expect("no expectation\n".repeat(500));
        simulate();
        assertThat(complained)
                .startsWith("expect:1 'no expectation' is not understood: write '")
                .contains("\nexpect:2 'no expectation' is not understood\n")
                .endsWith("expect: 490 more lines are not understood\n");
        words.clear();
        expect("x 10.0.0.0/8 reachable\nafter link a-z fails\na 10.0.0.0/8 reachable\n");
        simulate();
        assertThat(complained)
                .contains("expect:1 there is no router x")
                .contains("expect:3 there is no link a-z that could fail; there are a-b");
        assertThat(code).isEqualTo(SimulateCommand.BAD_INPUT);
    }
}
