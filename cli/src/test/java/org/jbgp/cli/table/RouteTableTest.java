package org.jbgp.cli.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jbgp.cli.words.CommandGrammar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTableTest {

    private static String route(String table, String prefix, boolean primary, String hops, String attributes) {
        return "{\"table\":\"" + table + "\",\"prefix\":\"" + prefix + "\",\"protocol\":\"up1\",\"source\":\"BGP\","
                + "\"preference\":100,\"changed\":\"2026-11-01T18:34:18.2Z\",\"from\":null,\"primary\":" + primary
                + ",\"refused\":false,\"stale\":false,\"destination\":\"blackhole\",\"next_hops\":[" + hops
                + "],\"resolution\":null,\"attributes\":{" + attributes + "}}";
    }

    private static final String HOP =
            "{\"gateway\":\"10.9.1.2\",\"interface_name\":\"eth0\",\"weight\":1,\"onlink\":false}";
    private static final String PATH =
            "\"BGP.origin\":\"IGP\",\"BGP.as_path\":\"65002 65010 65020 65030 65040 65050 65060\",\"BGP.local_pref\":\"200\"";

    private static List<String> lines(int width) {
        RouteTable table = new RouteTable(width);
        List<String> lines = new ArrayList<>();
        lines.addAll(table.add(route("master4", "192.0.2.0/24", true, "", "")));
        lines.addAll(table.add(route("master4", "203.0.113.128/25", false, HOP + "," + HOP, PATH)));
        lines.addAll(table.add(route("master6", "2001:db8:1234:5678::/64", true, "", "")));
        return lines;
    }

    @Test
    void fitsEightyColumns() {
        assertThat(lines(80))
                .containsExactly(
                        "Table master4:",
                        "  Prefix             Next hop        From       AS path",
                        "* 192.0.2.0/24       blackhole       up1",
                        "  203.0.113.128/25   10.9.1.2 +1     up1        65002 65010 65020 65030 65040...",
                        "",
                        "Table master6:",
                        "  Prefix                    Next hop                  From       AS path",
                        "* 2001:db8:1234:5678::/64   blackhole                 up1");
    }

    /** The screen of {@code docs/commands.md}. */
    @Test
    void isAsInTheManual() throws IOException {
        String near = "\"BGP.origin\":\"IGP\",\"BGP.as_path\":\"65002\",\"BGP.local_pref\":\"100\"";
        RouteTable table = new RouteTable(80);
        List<String> lines = new ArrayList<>();
        for (String own : List.of("192.0.2.0/24 blackhole", "198.51.100.0/24 unreachable")) {
            String[] words = own.split(" ", -1);
            lines.addAll(table.add(route("master4", words[0], true, "", "")
                    .replace("\"up1\"", "\"own\"")
                    .replace("blackhole", words[1])));
        }
        lines.addAll(table.add(route("master4", "198.51.100.0/24", false, HOP, near)));
        lines.addAll(table.add(route("master4", "203.0.113.0/24", true, HOP, near)));
        lines.addAll(table.add(route("master4", "203.0.113.128/25", true, HOP, near)));

        List<String> page = Files.readAllLines(Path.of("../docs/commands.md"));
        int begin = page.indexOf(lines.get(1));
        assertThat(begin).as("heading in the manual").isPositive();
        assertThat(page.subList(begin - 1, begin - 1 + lines.size() + 1))
                .isEqualTo(Stream.concat(lines.stream(), Stream.of("```")).toList());
    }

    @Test
    void saysMoreWhereThereIsRoom() {
        assertThat(lines(120).subList(1, 4))
                .containsExactly(
                        "  Prefix             Next hop        From                 Pref   LocPrf      MED    Since  AS path",
                        "* 192.0.2.0/24       blackhole       up1                   100                      11-01",
                        "  203.0.113.128/25   10.9.1.2 +1     up1                   100      200             11-01  65002 65010"
                                + " 65020 65030 65...");
    }

    @Test
    void whatIsNoRouteIsNotShown() {
        assertThat(new RouteTable(80).add("{\"table\":\"r4\",\"prefix\":\"10.0.0.0/8\",\"max_length\":24}"))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "show route, true",
        "sh rou, true",
        "show route 10.0.0.0/8, true",
        "show route for 10.0.0.1 primary, true",
        "show route table t4 protocol up1, true",
        "show route where net.len > 24, true",
        "show route where all, true",
        "show route all, false",
        "show route 10.0.0.0/8 all, false",
        "show route table all, true",
        "show route count, false",
        "show route explain 10.0.0.0/8, false",
        "show protocols, false",
        "show, false",
        "explain route 10.0.0.0/8, false",
    })
    void knowsWhatItShows(String command, boolean shown) {
        assertThat(RouteTable.shows(CommandGrammar.load(), List.of(command.split(" ", -1))))
                .isEqualTo(shown);
    }
}
