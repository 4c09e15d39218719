package org.jbgp.daemon.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.jbgp.config.ConfigurationLoader;
import org.jbgp.config.LoadResult;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.model.BgpConfig;
import org.jbgp.config.model.Configuration;
import org.jbgp.daemon.bgp.BgpPlanner;
import org.jbgp.daemon.instance.ReloadPlan;
import org.jbgp.daemon.instance.TestAssembly;
import org.jbgp.daemon.session.OpenNegotiation;
import org.jbgp.daemon.session.settings.NeighborSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One row for each option: what its change does to the protocol it stands in. */
class ReloadPlanTest {

    private static final Map<String, Integer> PLACES = Map.of(
            "filter", 0, "device", 1, "roa", 2, "direct", 3, "kernel", 4, "static", 5, "pipe", 6, "bgp", 7, "channel",
            8);

    private static String file(String place, String options) {
        Object[] holes = new String[] {"", "", "", "", "", "", "export none;", "", ""};
        if (PLACES.containsKey(place)) {
            holes[PLACES.get(place)] = options;
        }
        String file = """
                router id 10.0.0.1;
                ipv4 table other; ipv4 table igp; roa4 table r4; roa4 table q4;
                function g(int a) { return a > 24; }
                filter f { %s if net ~ [ 10.0.0.0/8+ ] then accept; reject; }
                filter roa { if roa_check(r4, net, 65000) = ROA_INVALID then reject; accept; }
                protocol device { %s }
                protocol static r { roa4 { table r4; }; %s }
                protocol direct d { ipv4; %s }
                protocol kernel k { ipv4 { export all; }; %s }
                protocol static s { ipv4 { import filter f; }; %s }
                protocol pipe p { table master4; peer table other; %s }
                protocol bgp b { local 10.0.0.1 as 65000; neighbor 10.0.0.2 as 65001; %s
                  ipv4 { import all; export none; %s }; }
                """.formatted(holes);
        return (place.equals("global") ? options : "") + file;
    }

    private static Configuration load(String text) {
        LoadResult loaded = ConfigurationLoader.loadText("t", text, Optional.of(Dialect.BIRD_2));
        assertThat(loaded.errors()).isEmpty();
        return loaded.configuration().orElseThrow();
    }

    private static ReloadPlan plan(Configuration former, Configuration next, boolean soft, boolean reimportable) {
        return new ReloadPlanner(former, 0x0A000001, next, 0x0A000001, soft, (protocol, channel) -> reimportable)
                .plan();
    }

    /** Everything that is not kept, e.g. {@code b refiltered: ipv4: import}. */
    private static String text(ReloadPlan plan) {
        StringBuilder text = new StringBuilder();
        for (ReloadPlan.Entry entry : plan.entries()) {
            if (entry.action() != ReloadPlan.Action.KEPT) {
                text.append(text.isEmpty() ? "" : "; ")
                        .append(entry.protocol())
                        .append(' ')
                        .append(entry.action().label());
                if (!entry.reasons().isEmpty()) {
                    text.append(": ").append(String.join(", ", entry.reasons()));
                }
            }
        }
        return text.toString();
    }

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "global  | define X = 1;                     | define X = 2;                      | -",
                "bgp     | description \"a\";                | description \"b\";                 | b updated: description",
                "bgp     | -                                 | password \"new\";                  | b updated: password",
                "bgp     | password \"old\";                 | password \"new\";                  | b updated: password",
                "bgp     | -                                 | debug all;                         | b updated: debug",
                "bgp     | -                                 | router id 10.0.0.9;                | b restarted: router id",
                "bgp     | -                                 | disabled;                          | b disabled",
                "bgp     | disabled;                         | -                                  | b enabled",
                "bgp     | disabled;                         | hold time 30;                      | b restarted: hold time",
                "bgp     | -                                 | hold time 30;                      | b restarted: hold time",
                "bgp     | -                                 | neighbor as 65002;                 | b renewed: neighbor",
                "bgp     | -                                 | local as 64999;                    | b renewed: local",
                "bgp     | -                                 | neighbor as 65000; multihop;       | b restarted: multihop, check link, neighbor, ipv4: aigp",
                "bgp     | multihop;                         | multihop; neighbor as 65000;       | b renewed: neighbor, ipv4: aigp",
                "bgp     | -                                 | neighbor as 65002; hold time 30;   | b restarted: hold time, neighbor",
                "bgp     | -                                 | local 10.0.0.9 as 65000;           | b restarted: local",
                "bgp     | neighbor as 65000; multihop;      | neighbor as 65000; multihop; rr client; | b renewed: rr client",
                "bgp     | -                                 | startup hold time 30;              | b updated: startup hold time",
                "bgp     | -                                 | keepalive time 10;                 | b restarted: keepalive time",
                "bgp     | -                                 | connect delay time 1;              | b updated: connect delay time",
                "bgp     | -                                 | connect retry time 9;              | b updated: connect retry time",
                "bgp     | -                                 | error wait time 1, 9;              | b updated: error wait time",
                "bgp     | -                                 | error forget time 9;               | b updated: error forget time",
                "bgp     | -                                 | disable after error;               | b updated: disable after error",
                "bgp     | -                                 | disable after cease;               | b updated: disable after cease",
                "bgp     | -                                 | tx size warning 1000;              | b updated: tx size warning",
                "bgp     | -                                 | free bind;                         | b restarted: free bind",
                "bgp     | -                                 | disable rx;                        | b restarted: disable rx",
                "bgp     | -                                 | passive;                           | b restarted: passive",
                "bgp     | -                                 | multihop 3;                        | b restarted: multihop, check link",
                "bgp     | -                                 | ttl security;                      | b restarted: ttl security",
                "bgp     | -                                 | strict bind;                       | b restarted: strict bind",
                "bgp     | -                                 | rs client;                         | b restarted: rs client",
                "bgp     | -                                 | local role peer;                   | b restarted: local role",
                "bgp     | local role peer;                  | local role peer; require roles;    | b restarted: require roles",
                "bgp     | -                                 | advertise hostname;                | b restarted: advertise hostname",
                "bgp     | -                                 | hostname \"x\";                     | b restarted: hostname",
                "bgp     | -                                 | allow local as 2;                  | b restarted: allow local as",
                "bgp     | -                                 | enforce first as;                  | b restarted: enforce first as",
                "bgp     | -                                 | med metric;                        | b restarted: med metric",
                "bgp     | -                                 | prefer older;                      | b restarted: prefer older",
                "bgp     | -                                 | path metric off;                   | b restarted: path metric",
                "bgp     | -                                 | deterministic med;                 | b restarted: deterministic med",
                "bgp     | -                                 | default bgp_med 3;                 | b restarted: default bgp_med",
                "bgp     | -                                 | default bgp_local_pref 3;          | b restarted: default bgp_local_pref",
                "bgp     | -                                 | interpret communities off;         | b refiltered: interpret communities",
                "bgp     | -                                 | enable as4 off;                    | b restarted: enable as4",
                "bgp     | -                                 | enable route refresh off;          | b restarted: enable route refresh",
                "bgp     | -                                 | enable extended messages;          | b restarted: enable extended messages",
                "bgp     | -                                 | graceful restart;                  | b restarted: graceful restart, ipv4: graceful restart",
                "channel | import all;                       | import none;                       | b refiltered: ipv4: import",
                "channel | import filter f;                  | import where net ~ 10.0.0.0/8;     | b refiltered: ipv4: import",
                "channel | export none;                      | export all;                        | b refiltered: ipv4: export",
                "channel | -                                 | preference 3;                      | b refiltered: ipv4: preference",
                "channel | -                                 | table other;                       | b restarted: ipv4: table",
                "channel | -                                 | import limit 5;                    | b updated: ipv4: import limit",
                "channel | import limit 5 action block;      | import limit 5 action restart;     | b updated: ipv4: import limit",
                "channel | -                                 | receive limit 5;                   | b updated: ipv4: receive limit",
                "channel | -                                 | export limit 5;                    | b updated: ipv4: export limit",
                "channel | -                                 | import keep filtered;              | b updated: ipv4: import keep filtered",
                "channel | -                                 | next hop self;                     | b refiltered: ipv4: next hop self",
                "channel | -                                 | next hop keep;                     | b refiltered: ipv4: next hop keep",
                "channel | -                                 | next hop address 10.0.0.5;         | b refiltered: ipv4: next hop address",
                "channel | gateway direct;                   | gateway recursive;                 | b refiltered: ipv4: next hop prefer, ipv4: gateway",
                "channel | gateway recursive;                | gateway recursive; igp table igp;  | b restarted: ipv4: igp table",
                "channel | -                                 | conditional export all while exist all; | b refiltered: ipv4: conditional export",
                "channel | conditional export all while exist all; | conditional export all while exist filter f; | b refiltered: ipv4: conditional export",
                "channel | -                                 | mandatory;                         | b restarted: ipv4: mandatory",
                "channel | -                                 | import table;                      | b restarted: ipv4: import table",
                "channel | -                                 | export table;                      | b updated: ipv4: export table",
                "channel | -                                 | extended next hop;                 | b restarted: ipv4: extended next hop",
                "channel | import all;                       | }; ipv6 { import all; export all;  | b restarted: ipv6: added",
                "filter  | -                                 | if net.len > 24 then reject;       | s refiltered: ipv4: import",
                "device  | -                                 | scan time 5;                       | device1 updated: scan time",
                "direct  | -                                 | interface \"eth*\";                | d restarted: interface",
                "direct  | -                                 | check link;                        | d restarted: check link",
                "kernel  | -                                 | scan time 5;                       | k updated: scan time",
                "kernel  | -                                 | netlink rx buffer 100000;          | k updated: netlink rx buffer",
                "kernel  | -                                 | persist;                           | k updated: persist",
                "kernel  | -                                 | learn;                             | k restarted: learn",
                "kernel  | -                                 | merge paths;                       | k restarted: merge paths",
                "kernel  | -                                 | kernel table 5;                    | k restarted: kernel table",
                "static  | -                                 | route 10.0.0.0/8 blackhole;        | s updated: route",
                "static  | -                                 | check link;                        | s restarted: check link",
                "static  | -                                 | igp table igp;                     | s restarted: igp table",
                "pipe    | export none;                      | export all;                        | p refiltered: ipv4: export",
                "pipe    | import none; export none;         | import all; export none;           | p refiltered: ipv4: import",
            })
    void eachOption(String place, String former, String next, String expected) {
        Configuration before = load(file(place, former == null ? "" : former));
        Configuration after = load(file(place, next == null ? "" : next));

        assertThat(text(plan(before, after, false, true))).isEqualTo(expected == null ? "" : expected);
        assertThat(text(plan(before, before, false, true))).isEmpty();
    }

    /** What the plan calls live is not in the OPEN that the neighbor has, nor in what the sockets are bound to. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bgp     | description \"b\";",
                "bgp     | password \"new\";",
                "bgp     | startup hold time 30;",
                "bgp     | min hold time 30;",
                "bgp     | connect delay time 1;",
                "bgp     | connect retry time 9;",
                "bgp     | error wait time 1, 9;",
                "bgp     | error forget time 9;",
                "bgp     | disable after error;",
                "bgp     | disable after cease;",
                "bgp     | tx size warning 1000;",
                "channel | export table;",
                "channel | conditional export all while absent in other where net.len < 9;",
                "bgp     | interpret communities off;",
                "channel | import none;",
                "channel | import all; export all; import limit 3 action block; next hop self; preference 3;",
            })
    void sessionAgrees(String place, String option) {
        NeighborSettings former = settings(file("", ""));
        NeighborSettings next = settings(file(place, option));

        assertThat(new OpenNegotiation(next).localOpen()).isEqualTo(new OpenNegotiation(former).localOpen());
        assertThat(next.ends()).isEqualTo(former.ends());
        assertThat(next.transport().hops()).isEqualTo(former.transport().hops());
        assertThat(next.transport().binding()).isEqualTo(former.transport().binding());
    }

    private static NeighborSettings settings(String text) {
        Configuration configuration = load(text);
        return BgpPlanner.of(TestAssembly.of(configuration))
                .plan((BgpConfig) configuration.protocol("b").orElseThrow())
                .settings();
    }

    @Test
    void anotherHostnameMattersWhereItIsAdvertised() {
        String advertised = file("bgp", "advertise hostname;");
        String own = file("bgp", "advertise hostname; hostname \"own\";");
        for (String text : new String[] {file("", ""), advertised, own}) {
            assertThat(text(plan(load(text), load("hostname \"new\";\n" + text), false, true)))
                    .isEqualTo(text.equals(advertised) ? "b restarted: hostname" : "");
        }
    }

    @Test
    void withoutRouteRefreshAChangedImportFilterRestarts() {
        Configuration before = load(file("channel", "import all;"));
        Configuration after = load(file("channel", "import none;"));

        assertThat(text(plan(before, after, false, false)))
                .isEqualTo("b restarted: ipv4: import, and the neighbor cannot send its routes again");
        assertThat(text(plan(before, after, true, false))).isEqualTo("b refiltered: ipv4: import");
    }

    /** What a table holds is settled while the router runs, as when a cache says something new. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "import filter roa; export all;",
                "conditional export all while exist filter roa;",
            })
    void changedRoasTouchOnlyWhoListsThem(String channel) {
        Configuration before = load(file("channel", channel));
        Configuration after = load(
                file("channel", channel).replace("{ table r4; };", "{ table r4; }; route 10.0.0.0/8 max 24 as 1;"));

        assertThat(text(plan(before, after, false, true))).isEqualTo("r updated: route");
    }

    /** A table of the same name for another family is another one. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "import filter roa; export all; | import (another table)",
                "import all; export filter roa; | export (another table)",
                "conditional export all while exist filter roa; | conditional export (another table)",
            })
    void anotherTableTouchesWhoAsksIt(String channel, String expected) {
        Configuration before = load(file("channel", channel));
        Configuration after = load(file("channel", channel)
                .replace("roa4 table r4;", "roa6 table r4;")
                .replace("{ roa4 {", "{ roa6 {"));

        assertThat(text(plan(before, after, false, true)))
                .contains("r restarted: ")
                .contains("b refiltered: ipv4: " + expected);
    }

    /** A table of the same name that holds something else is another one. */
    @Test
    void anotherTableOfAConditionRestarts() {
        Configuration before = load(file("channel", "conditional export all while exist in igp all;"));
        Configuration after = load(file("channel", "conditional export all while exist in igp all;")
                .replace("ipv4 table igp", "ipv6 table igp"));

        assertThat(text(plan(before, after, false, true)))
                .contains("b restarted: ")
                .contains("ipv4: table igp");
    }

    /** What a cache has said is never dropped for a change of its options, but for that of a channel's table. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "remote 192.0.2.1; | remote 192.0.2.2; | c updated: remote",
                "remote 192.0.2.1; | remote 192.0.2.1 port 99; | c updated: port",
                "remote 192.0.2.1; | remote 192.0.2.1; transport ssh { user \"u\"; }; port 323; | c updated: transport",
                "remote 192.0.2.1; | remote 192.0.2.1; refresh 9; retry keep 9; | c updated: refresh, retry",
                "remote 192.0.2.1; | remote 192.0.2.1; ignore max length; max version 1; | c updated: ignore max length, max version",
                "remote 192.0.2.1; | remote 192.0.2.1; disabled; | c disabled",
                "roa4 { table r4; }; | roa4 { table r4; import none; }; | c refiltered: roa4: import",
                "roa4 { table r4; }; | roa4 { table r4; preference 5; }; | c refiltered: roa4: preference",
                "roa4 { table r4; }; | roa4 { table q4; }; | c restarted: roa4: table",
            })
    void caches(String former, String next, String expected) {
        String file = "router id 10.0.0.1; roa4 table r4; roa4 table q4; protocol device { }\nprotocol rpki c { %s }\n";
        Configuration before = load(file.formatted(cache(former)));
        Configuration after = load(file.formatted(cache(next)));

        assertThat(text(plan(before, after, false, true))).isEqualTo(expected);
    }

    private static String cache(String options) {
        return options.startsWith("roa4") ? "remote 192.0.2.1; " + options : "roa4 { table r4; }; " + options;
    }

    @Test
    void placesAndNamesDoNotMatter() {
        Configuration before = load(file("channel", "import filter f;"));
        Configuration after = load("# a line more\n\n"
                + file("channel", "import filter h;")
                        .replace("filter f {", "filter h {")
                        .replace("import filter f;", "import filter h;"));

        assertThat(text(plan(before, after, false, true))).isEmpty();
    }

    @Test
    void anotherRouterIdRestartsNeighborsThatUseIt() {
        Configuration before = load(file("", ""));
        Configuration after = load(file("", "").replace("router id 10.0.0.1", "router id 10.0.0.2"));
        ReloadPlan plan =
                new ReloadPlanner(before, 0x0A000001, after, 0x0A000002, false, (protocol, channel) -> true).plan();

        assertThat(text(plan)).isEqualTo("b restarted: router id");
        assertThat(plan.summary()).isEqualTo("6 kept, 1 restarted");
    }

    @Test
    void protocolsComeAndGo() {
        Configuration before = load(file("", ""));
        Configuration after = load(file("", "").replace("protocol bgp b", "protocol bgp c"));

        assertThat(text(plan(before, after, false, true))).isEqualTo("c added; b removed");
    }

    /** A thousand neighbors with a filter each, of which one changes. */
    @Test
    void oneChangedFilterOfAThousandTouchesNothingElse() {
        ReloadPlan plan = plan(load(thousand(1)), load(thousand(2)), false, true);

        assertThat(text(plan)).isEqualTo("n500 refiltered: ipv4: import");
        assertThat(plan.summary()).isEqualTo("1001 kept, 1 refiltered");
    }

    private static String thousand(int med) {
        StringBuilder text = new StringBuilder("router id 10.0.0.1;\nprotocol device { }\nprotocol static { ipv4; }\n");
        for (int n = 0; n < 1000; n++) {
            text.append("filter in%d { if net ~ [ 10.%d.0.0/16+ ] then reject; %s accept; }%n"
                    .formatted(n, n % 250, n == 500 ? "bgp_med = " + med + ";" : ""));
            text.append("protocol bgp n%d { local 10.0.0.1 as 65000; neighbor 10.0.%d.%d as %d; multihop;%n"
                    .formatted(n, n / 250 + 1, n % 250 + 1, 65001 + n));
            text.append("  ipv4 { import filter in%d; export all; }; }%n".formatted(n));
        }
        return text.toString();
    }
}
