package org.jbgp.daemon.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jbgp.daemon.it.PageScreens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --simulate --neighbor}: files that play neighbors. */
class PlayedNeighborsTest {
    private static final String KERNEL = """
            router id 192.0.2.1;
            protocol device {}
            protocol kernel { ipv4 { export all; }; }
            protocol kernel { ipv6 { export all; }; }
            """;

    @TempDir
    private Path folder;

    private int code;
    private String said = "";
    private String complained = "";

    private void router(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name + ".conf"), text);
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    private void append(String more, String to) throws IOException {
        Files.write(file(to), Files.readAllBytes(file(more)), StandardOpenOption.APPEND);
    }

    private void simulate(String... words) {
        List<String> all = new ArrayList<>();
        for (String word : words) {
            all.add(word.replace("FOLDER", folder.toString()));
        }
        all.add(folder.toString());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        code = new SimulateCommand(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(errors, true, StandardCharsets.UTF_8))
                .run(all);
        said = out.toString(StandardCharsets.UTF_8).replace(folder + "/", "");
        complained = errors.toString(StandardCharsets.UTF_8).replace(folder + "/", "");
    }

    /** A border router with an upstream that is none of the files, and a router behind it. */
    private void border(String importFilter) throws IOException {
        router(
                "border",
                KERNEL + "protocol static { ipv4; route 192.0.2.0/24 blackhole; }\n"
                        + "protocol bgp upstream { local as 65001; neighbor 10.0.0.2 as 65010;\n"
                        + "  ipv4 { import " + importFilter + "; export where source = RTS_STATIC; }; }\n"
                        + "protocol bgp inside { local 10.0.1.1 as 65001; neighbor 10.0.1.2 as 65002;\n"
                        + "  ipv4 { import all; export all; }; }\n");
        router(
                "inside",
                KERNEL.replace("192.0.2.1", "192.0.2.2")
                        + "protocol static { ipv4; route 198.51.100.0/24 blackhole; }\n"
                        + "protocol bgp border { local 10.0.1.2 as 65002; neighbor 10.0.1.1 as 65001;\n"
                        + "  ipv4 { import all; export all; }; }\n");
    }

    private Path dump(String name) throws IOException {
        return new MrtText()
                .peer("203.0.113.1", 65010)
                .peer("203.0.113.2", 65020)
                .route("20.0.0.0/24", "0=65010 65030", "1=65020 65030")
                .route("20.0.1.0/24", "1=65020 65031", "0=65010 65020 65031")
                .route("10.7.0.0/16", "0=65010 65666")
                .route("20.0.2.0/24", "1=65020 65032")
                .write(file(name));
    }

    @Test
    void aDumpPlaysThePeerOfTheNeighborsAs() throws IOException {
        border("filter {\n  if net ~ [ 10.0.0.0/8+ ] then\n    reject;\n  accept;\n}");
        dump("rib.mrt.gz");
        Files.writeString(file("expected"), """
                inside 20.0.0.0/24 via upstream
                inside 20.0.1.0/24 via border
                * 10.7.0.0/16 unreachable
                border 20.0.2.0/24 unreachable
                after link border-upstream fails
                inside 20.0.0.0/24 unreachable
                after router upstream fails
                inside 20.0.0.0/24 unreachable
                """);
        simulate("-v", "--neighbor", "upstream=FOLDER/rib.mrt.gz", "--expect", "FOLDER/expected");
        assertThat(complained).isEmpty();
        assertThat(said)
                .contains("""
                          upstream (rib.mrt.gz), plays a neighbor with the routes of 203.0.113.1 (AS 65010)
                            advertised to border: 3 routes of 3 prefixes
                        """)
                .contains("  border-upstream: border eth0 10.0.0.1/24, upstream eth0 10.0.0.2/24")
                .contains("  border -> upstream (upstream): Established, ipv4 1\n      192.0.2.0/24\n")
                .contains("  upstream -> border (border): Established, ipv4 3\n")
                .contains("20.0.0.0/24 * upstream via 10.0.0.2 dev eth0")
                .contains("LOST upstream -> border: 10.7.0.0/16, at border: by import filter")
                .contains("border.conf:8")
                .contains("LOST border -> upstream: 198.51.100.0/24, at border: ")
                .contains("BLACK HOLE from border to 10.7.0.0/16: border has no route")
                .contains("all of it comes back when it is mended")
                .contains("6 of 6 expectations met");
        assertThat(code).isEqualTo(SimulateCommand.GOOD);
    }

    @Test
    void aWholeDumpIsOneNeighborWhoseAsStandsInFront() throws IOException {
        border("filter { if bgp_path.first != 65010 then reject; accept; }");
        dump("rib.mrt");
        simulate("-v", "--neighbor", "border:upstream=FOLDER/rib.mrt@all");
        assertThat(said).contains("""
                          upstream (rib.mrt), plays a neighbor with the routes of all peers
                            advertised to border: 4 routes of 4 prefixes
                        """).doesNotContain("LOST upstream");
    }

    @Test
    void anotherPeerOfTheDumpMayBeAsked() throws IOException {
        border("all");
        dump("rib.mrt");
        for (String peer : List.of("203.0.113.2", "AS65020", "65020")) {
            simulate("--json", "--neighbor", "upstream=FOLDER/rib.mrt@" + peer);
            assertThat(said)
                    .contains("\"plays\":\"203.0.113.2 (AS 65020)\",\"tables\":[{\"name\":\"advertised to"
                            + " border\",\"networks\":3,\"paths\":3");
        }
    }

    @Test
    void aRecordedSessionPlaysWhatWasThereAtItsEnd() throws IOException {
        border("all");
        new MrtText()
                .peer("10.0.0.2", 65010)
                .peer("10.0.0.3", 65010)
                .update(0, "20.9.0.0/16", "65010 65099")
                .message(0, 3, new byte[] {6, 4})
                .message(0, 1, new byte[10])
                .update(0, "20.0.0.0/24", "65010 65030")
                .update(0, "20.0.1.0/24", "65010 65031")
                .update(1, "20.0.3.0/24", "65010 65031")
                .update(0, "20.0.0.0/24", "65010 65033 65030")
                .update(0, "20.0.1.0/24", "")
                .write(file("updates.mrt"));
        simulate("-v", "--neighbor", "upstream=FOLDER/updates.mrt");
        assertThat(said).contains("""
                          upstream (updates.mrt), plays a neighbor with the routes of 10.0.0.2 (AS 65010)
                            advertised to border: 1 routes of 1 prefixes
                              20.0.0.0/24
                        """).contains("Quiet after");
        assertThat(complained).isEmpty();
    }

    /** Hold timers end sessions without a message, and a file may begin or end with any of it. */
    @Test
    void ofSeveralRecordedSessionsTheLastOneCounts() throws IOException {
        border("all");
        new MrtText()
                .peer("10.0.0.2", 65010)
                .update(0, "20.8.0.0/16", "65010 65099")
                .state(0, 6, 1)
                .update(0, "20.9.0.0/16", "65010 65099")
                .state(0, 1, 2)
                .update(0, "20.9.1.0/24", "65010 65099")
                .state(0, 5, 6)
                .update(0, "20.0.0.0/24", "65010 65030")
                .message(0, 3, new byte[] {6, 2})
                .state(0, 6, 1)
                .write(file("updates.mrt"));
        simulate("-v", "--neighbor", "upstream=FOLDER/updates.mrt");
        assertThat(said).contains("""
                            advertised to border: 1 routes of 1 prefixes
                              20.0.0.0/24
                        """);
        assertThat(complained).isEmpty();
    }

    @Test
    void whatIsRecordedBehindADumpGoesOnFromItsRoutes() throws IOException {
        border("all");
        new MrtText()
                .peer("203.0.113.1", 65010)
                .peer("203.0.113.2", 65020)
                .route("20.0.0.0/24", "0=65010 65030", "1=65020 65030")
                .route("20.0.1.0/24", "0=65010 65030")
                .update(0, "20.0.0.0/24", "")
                .update(0, "20.0.9.0/24", "65010 65031")
                .update(1, "20.0.8.0/24", "65020 65031")
                .write(file("both.mrt"));
        simulate("-v", "--neighbor", "upstream=FOLDER/both.mrt");
        assertThat(said).contains("""
                            advertised to border: 2 routes of 2 prefixes
                              20.0.1.0/24
                              20.0.9.0/24
                        """);
    }

    /** As where several tables are dumped into one file: each has an index of peers. */
    @Test
    void eachTableOfAFileHasItsOwnPeers() throws IOException {
        border("all");
        new MrtText()
                .table("master4")
                .peer("203.0.113.1", 65010)
                .peer("203.0.113.2", 65020)
                .route("20.0.0.0/24", "0=65010 65030", "1=65020 65030")
                .write(file("rib.mrt"));
        new MrtText()
                .table("other4")
                .peer("203.0.113.2", 65020)
                .peer("203.0.113.1", 65010)
                .route("20.0.1.0/24", "0=65020 65030")
                .route("20.0.2.0/24", "1=65010 65030")
                .write(file("second"));
        append("second", "rib.mrt");
        simulate("-v", "--neighbor", "upstream=FOLDER/rib.mrt");
        assertThat(said).contains("""
                            advertised to border: 2 routes of 2 prefixes
                              20.0.0.0/24
                              20.0.2.0/24
                        """);
    }

    /** As where a router appends each dump to the file of the day. */
    @Test
    void theLastDumpOfATableCounts() throws IOException {
        border("all");
        new MrtText()
                .peer("203.0.113.1", 65010)
                .route("20.0.0.0/24", "0=65010 65030")
                .write(file("rib.mrt"));
        new MrtText()
                .peer("203.0.113.1", 65010)
                .route("20.0.1.0/24", "0=65010 65030")
                .write(file("second"));
        append("second", "rib.mrt");
        simulate("-v", "--neighbor", "upstream=FOLDER/rib.mrt");
        assertThat(said).contains("""
                            advertised to border: 1 routes of 1 prefixes
                              20.0.1.0/24
                        """);
    }

    /** RFC 8950: the session that is played need not be of that kind. */
    @Test
    void ipv4RoutesMayHaveBeenRecordedWithIpv6NextHops() throws IOException {
        border("all");
        new MrtText()
                .peer("2001:db8::2", 65010)
                .route("20.0.0.0/24", "0=65010 65030")
                .write(file("rib.mrt"));
        byte[] update = HexFormat.of()
                .parseHex("0000" + "0028" + "400101004002060201" + "0000fdf2" + "800e18" + "0001" + "01" + "10"
                        + "20010db8000000000000000000000002" + "00" + "10140b");
        new MrtText().peer("10.0.0.2", 65010).message(0, 2, update).write(file("updates.mrt"));
        simulate("-v", "--neighbor", "upstream=FOLDER/rib.mrt");
        assertThat(complained).isEmpty();
        assertThat(said).contains("20.0.0.0/24 * upstream via 10.0.0.2 dev eth0");
        simulate("-v", "--neighbor", "upstream=FOLDER/updates.mrt");
        assertThat(complained).isEmpty();
        assertThat(said).contains("20.11.0.0/16 * upstream via 10.0.0.2 dev eth0");
    }

    @Test
    void routesOfAFamilyThatTheSessionDoesNotCarryAreNotCounted() throws IOException {
        border("all");
        new MrtText()
                .peer("203.0.113.1", 65010)
                .route("20.0.0.0/24", "0=65010 65030")
                .route("2001:db8:7::/48", "0=65010 65030")
                .write(file("rib.mrt"));
        simulate("--neighbor", "upstream=FOLDER/rib.mrt");
        assertThat(said).contains("advertised to border: 1 routes of 1 prefixes");
    }

    /** RFC 5065 §4.1: a member puts itself into a sequence of members, which no path's length counts. */
    @Test
    void aMemberOfAConfederationIsInFrontAsAMember() throws IOException {
        router(
                "r",
                KERNEL + "protocol bgp member { local 10.0.0.1 as 65501; neighbor 10.0.0.2 as 65502;\n"
                        + "  confederation 65000; confederation member yes;\n"
                        + "  ipv4 { import where bgp_path.len = 2 || bgp_path.len = 3; export none; }; }\n");
        new MrtText()
                .peer("203.0.113.1", 65010)
                .peer("203.0.113.2", 65020)
                .route("20.0.0.0/24", "0=65010 65030 65031")
                .route("20.0.1.0/24", "1=65020 65030")
                .write(file("rib.mrt"));
        simulate("-v", "--neighbor", "member=FOLDER/rib.mrt@all");
        assertThat(said)
                .contains("20.0.0.0/24 * member via 10.0.0.2 dev eth0")
                .contains("20.0.1.0/24 * member via 10.0.0.2 dev eth0")
                .doesNotContain("LOST");
    }

    /** The halves of such an address cancel each other out where an identifier is made of them. */
    @Test
    void everyAddressMakesABgpIdentifier() throws IOException {
        router(
                "r",
                KERNEL + "protocol bgp six { local 2001:db8:0:1::2 as 65001; neighbor 2001:db8:0:1::1 as 65010;\n"
                        + "  ipv6 { import all; export all; }; }\n");
        dump("rib.mrt");
        simulate("--neighbor", "six=FOLDER/rib.mrt@all");
        assertThat(said).contains("  r -> six (six): Established");
    }

    @Test
    void severalPeersOfTheNeighborsAsAreSaidWhereNotAllOfTheirPathsAreSent() throws IOException {
        String server = """
                protocol bgp server { local 10.0.0.1 as 65001; neighbor 10.0.0.2 as 65001;
                  ipv4 { import all; export none; %s}; }
                """;
        new MrtText()
                .peer("203.0.113.1", 65001)
                .peer("203.0.113.2", 65001)
                .route("20.0.0.0/24", "0=65030", "1=65040 65030")
                .write(file("rib.mrt"));
        router("r", KERNEL + server.formatted(""));
        simulate("--neighbor", "server=FOLDER/rib.mrt");
        assertThat(said).contains("advertised to r: 1 routes of 1 prefixes");
        assertThat(complained).contains("the first route of each prefix is taken");
        router("r", KERNEL + server.formatted("add paths rx; "));
        simulate("--neighbor", "server=FOLDER/rib.mrt");
        assertThat(said).contains("advertised to r: 2 routes of 1 prefixes");
        assertThat(complained).isEmpty();
    }

    @Test
    void severalPathsOfAPrefixAreSentToWhoTakesThem() throws IOException {
        router(
                "r",
                KERNEL + "protocol bgp server { local 10.0.0.1 as 65001; neighbor 10.0.0.2 as 65001;\n"
                        + "  ipv4 { import all; export none; add paths rx; }; }\n");
        dump("rib.mrt");
        simulate("--neighbor", "server=FOLDER/rib.mrt@all");
        assertThat(said)
                .contains("advertised to r: 6 routes of 4 prefixes")
                .contains("    master4: 6 routes of 4 prefixes");
    }

    @Test
    void bothFamiliesFarNeighborsRolesAndPasswordsFit() throws IOException {
        router(
                "r",
                KERNEL + "protocol bgp far { local 10.255.0.1 as 65001; neighbor 203.0.113.9 as 65010; multihop 9;\n"
                        + "  password \"secret\"; local role customer; require roles;\n"
                        + "  ipv4 { import all; export all; };\n"
                        + "  ipv6 { import all; export all; }; }\n"
                        + "protocol bgp six { local as 65001; neighbor fe80::2%eth7 as 65010;\n"
                        + "  ipv6 { import all; export all; };\n"
                        + "  ipv4 { extended next hop; import all; export all; }; }\n");
        new MrtText()
                .peer("203.0.113.1", 65010)
                .route("20.0.0.0/24", "0=65010 65030")
                .route("2001:db8:7::/48", "0=65010 65030")
                .write(file("rib.mrt"));
        simulate("-v", "--neighbor", "far=FOLDER/rib.mrt", "--neighbor", "six=FOLDER/rib.mrt");
        assertThat(said)
                .contains("  r-far: r eth0, far eth0\n")
                .contains("r -> far (far): Established, ipv4 1")
                .contains("  far -> r (r): Established, ipv4 1, ipv6 1")
                .contains("  six -> r (r): Established, ipv4 1, ipv6 1")
                .contains("20.0.0.0/24 * six via fe80::2 dev eth7")
                .contains("2001:db8:7::/48 * six via fe80::2 dev eth7");
    }

    @Test
    void oneNeighborOfTwoRoutersIsOneMachine() throws IOException {
        for (int n = 1; n <= 2; n++) {
            router(
                    "r" + n,
                    KERNEL.replace("192.0.2.1", "192.0.2." + n) + "protocol bgp rs { local 10.0.0." + n + " as 6500" + n
                            + "; neighbor 10.0.0.9 as 65010; ipv4 { import all; export all; }; }\n");
        }
        dump("rib.mrt");
        simulate("--neighbor", "r1:rs=FOLDER/rib.mrt", "--neighbor", "r2:rs=FOLDER/rib.mrt@65020");
        assertThat(said)
                .contains("  rs (rib.mrt), plays a neighbor with the routes of 203.0.113.1 (AS 65010);"
                        + " 203.0.113.2 (AS 65020)\n")
                .contains("  rs -> r1 (r1): Established, ipv4 3\n")
                .contains("  rs -> r2 (r2): Established, ipv4 3\n")
                .contains("  r2-r1-rs: ");
        simulate("--neighbor", "rs=FOLDER/rib.mrt");
        assertThat(complained).contains("there are several of that name; write one of r1:rs, r2:rs");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "upstream                     | names no neighbor and file: write --neighbor NAME=FILE",
                "upstream=FOLDER/none.mrt     | none.mrt: No such file or directory",
                "upstream=FOLDER/border.conf  | this is no MRT file",
                "upstream=FOLDER/old.mrt      | old.mrt: a record of type 12, expected TABLE_DUMP_V2 (13), BGP4MP (16) or",
                "upstream=FOLDER/rib.bz2      | rib.bz2: it is compressed by bzip2: unpack it, or use gzip",
                "upstream=FOLDER/empty.mrt    | empty.mrt: it has neither a table's peers nor messages of a session",
                "upstream=FOLDER/cut.mrt      | cut.mrt: the file ends in a record of",
                "upstream=/dev/null           | /dev/null: it is no regular file, and has to be read twice: write it to one",
                "upstream=FOLDER/broken.gz    | broken.gz: ",
                "upstrea=FOLDER/rib.mrt       | no router has a neighbor of that name; a file can play border:upstream",
                "inside=FOLDER/rib.mrt        | 10.0.1.2 is inside, which is simulated (inside.conf): a file can play only",
                "off=FOLDER/rib.mrt           | this protocol is disabled in its file",
                "range=FOLDER/rib.mrt         | its neighbors are a range, and a file can play only one that has an address",
                "upstream=FOLDER/rib.mrt@9    | no peer in it is 9; there are 203.0.113.1 (AS 65010), 203.0.113.2 (AS 65020)",
                "other=FOLDER/rib.mrt         | no peer in it has AS 64999, which other has; there are 203.0.113.1 (AS 65010),",
                "any=FOLDER/rib.mrt           | which of its peers is any is not clear; there are 203.0.113.1 (AS 65010),",
                "any=FOLDER/rib.mrt@all       | says 'external' and no AS number, and the routes of the file are of several",
            })
    void whatCannotBePlayedIsSaidWithTheWayToMendIt(String option, String message) throws IOException {
        border("all");
        String more = "protocol bgp %s { local as 65001; neighbor %s; ipv4 { import all; export all; }; }\n";
        Files.writeString(
                file("border.conf"),
                Files.readString(file("border.conf"))
                        + more.formatted("off", "10.0.2.2 as 65010; disabled")
                        + more.formatted("range", "range 10.0.3.0/24 as 65010")
                        + more.formatted("other", "10.0.4.2 as 64999")
                        + more.formatted("any", "10.0.5.2 external"));
        dump("rib.mrt");
        Files.write(file("old.mrt"), new byte[] {0, 0, 0, 0, 0, 12, 0, 1, 0, 0, 0, 0});
        Files.writeString(file("rib.bz2"), "BZh91AY&SY");
        Files.write(file("empty.mrt"), new byte[0]);
        Files.write(file("cut.mrt"), Arrays.copyOf(Files.readAllBytes(file("rib.mrt")), 40));
        byte[] whole = Files.readAllBytes(dump("rib.mrt.gz"));
        Files.write(file("broken.gz"), Arrays.copyOf(whole, 15));
        simulate("--neighbor", option);
        assertThat(complained).contains(message);
        assertThat(code).isEqualTo(SimulateCommand.BAD_INPUT);
        assertThat(said).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rib.mrt", "rib.mrt.gz"})
    void aDumpThatIsCutIsPlayedAsFarAsItIsWhole(String name) throws IOException {
        border("all");
        MrtText text = new MrtText().peer("203.0.113.1", 65010);
        for (int i = 0; i < 5_000; i++) {
            text.route("20.%d.%d.0/24".formatted(i / 256, i % 256), "0=65010 " + (65100 + i * 7919 % 50_000));
        }
        text.write(file(name));
        byte[] whole = Files.readAllBytes(file(name));
        Files.write(file(name), Arrays.copyOf(whole, whole.length / 2));
        simulate("--neighbor", "upstream=FOLDER/" + name);
        assertThat(complained)
                .containsPattern(
                        "^rib.mrt(.gz)?: the file ends in the middle of record [12]\\d{3}, which begins at byte"
                                + " \\d+( of what it unpacks to)?: what is whole before is taken\\n$");
        assertThat(said).containsPattern("advertised to border: ([12]\\d{3}) routes of \\1 prefixes");
        assertThat(code).isEqualTo(SimulateCommand.GOOD);
    }

    @Test
    void aBigDumpIsPlayed() throws IOException {
        border("where net !~ [ 20.0.0.0/10+ ]");
        MrtText text = new MrtText().peer("203.0.113.1", 65010);
        for (int i = 0; i < 100_000; i++) {
            text.route(
                    "%d.%d.%d.0/24".formatted(20 + i / 65536, i / 256 % 256, i % 256), "0=65010 " + (65100 + i % 5000));
        }
        text.write(file("rib.mrt.gz"));
        simulate("--neighbor", "upstream=FOLDER/rib.mrt.gz");
        assertThat(said)
                .contains("advertised to border: 100000 routes of 100000 prefixes")
                .contains("border -> inside (inside): Established, ipv4 83617")
                .contains("LOST upstream -> border: 16384 prefixes (20.0.0.0/24, ");
    }

    /** The example of the page. */
    @Test
    void screensOfThePage() throws IOException {
        String border = """
                router id 192.0.2.1;
                protocol device {}
                protocol kernel { ipv4 { export all; }; }
                protocol static { ipv4; route 198.51.100.0/24 blackhole; }
                protocol bgp transit {
                  local as 65001; neighbor 10.0.0.2 as 65010;
                  ipv4 {
                    import filter {
                      if net.len > 24 then reject;
                      if bgp_path ~ [= * 65666 * =] then reject;
                      accept;
                    };
                    export where source = RTS_STATIC;
                  };
                }
                """;
        router("border", border);
        MrtText text = new MrtText().peer("203.0.113.1", 65010).peer("203.0.113.2", 65020);
        for (int i = 0; i < 40; i++) {
            text.route("20.0.%d.0/24".formatted(i), "0=65010 65030", "1=65020 65030");
        }
        text.route("20.1.0.0/25", "0=65010 65031").route("20.2.0.0/16", "0=65010 65666 65031");
        text.write(file("rib.gz"));
        simulate("--neighbor", "transit=FOLDER/rib.gz");
        assertThat(complained).isEmpty();
        PageScreens screens = new PageScreens(Path.of("../docs/simulate.md"));
        screens.add("border", border);
        screens.add("played", "$ jbgpd --simulate --neighbor transit=rib.gz border.conf\n" + said);
        screens.check();
    }
}
