package org.jbgp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.jbgp.config.source.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of names that mean nothing where they stand, and what no longer follows from another mistake. */
class UnknownNamesTest {
    private static List<String> errors(String text) {
        return ConfigurationLoader.loadText("t", text, Optional.empty()).errors().stream()
                .map(Problem::toString)
                .toList();
    }

    private static String neighbor(String channel) {
        return "protocol bgp p { local as 1; neighbor 10.0.0.1 as 2; ipv4 { " + channel + " }; }\n";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                import filter f; export all;  | filter f { accept; }            | t:1:75 the filter 'f' is defined further down, at t:2:8: move it above this line
                import where f(); export all; | function f() { return true; }   | t:1:74 the function 'f' is defined further down, at t:2:10: move it above this line
                import where K = 1; export all; | define K = 1;                 | t:1:74 the constant 'K' is defined further down, at t:2:8: move it above this line
                table t4; import all; export all; | ipv4 table t4;              | t:1:67 the table 't4' is defined further down, at t:2:12: move it above this line
                """)
    void definedFurtherDown(String channel, String definition, String message) {
        assertThat(errors(neighbor(channel) + definition + "\n")).containsExactly(message);
    }

    @Test
    void aTemplateFurtherDown() {
        assertThat(errors("protocol static s from t1 { ipv4; }\ntemplate static t1 { }\n"))
                .containsExactly(
                        "t:1:24 the template 't1' is defined further down, at t:2:17: move it above this line");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                filter f { bgp_local_pref 200; accept; }  | import filter f; export all;   | t:1:27 expected '=', '(' or '.' after 'bgp_local_pref', found '200'
                filter f { if then accept; }              | import filter f; export all;   | t:1:15 unexpected 'then'
                function f() { x y; }                     | import where f(); export all;  | t:1:18 expected '=', '(' or '.' after 'x', found 'y'
                filter f { acept; }                       | import filter f; export all;   | t:1:17 expected '=', '(' or '.' after 'acept', found ';', did you mean 'accept'?
                filter f { prnit "x"; accept; }           | import filter f; export all;   | t:1:18 expected '=', '(' or '.' after 'prnit', found a string, did you mean 'print'?
                define K = ;                              | import where K = 1; export all; | t:1:12 unexpected ';'
                """)
    void aBrokenDefinitionIsOneMistake(String definition, String channel, String message) {
        assertThat(errors(definition + "\n" + neighbor(channel))).containsExactly(message);
    }

    @Test
    void aBrokenTemplateIsOneMistake() {
        assertThat(errors(
                        "template bgp t1 { local as [ ; }\nprotocol bgp p from t1 { neighbor 10.0.0.1 as 2; ipv4; }\n"))
                .containsExactly("t:1:28 unexpected '[' (is a ';' missing?)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                protocol l3vpn v { vpn4 { table v4; }; rd 1:1; import target [(rt, 1, 1)]; } | t:2:10 protocol 'l3vpn' is not supported: jbgpd carries IPv4 and IPv6 unicast routes only
                protocol ospf v3 o { area 0 { interface "e" { type ptp; networks { !1; }; }; }; } | t:2:10 protocol 'ospf' is not supported: jbgpd is a BGP router and knows no other routing protocol
                protocol bpg p { local as [1]; }                                             | t:2:10 there is no protocol 'bpg', did you mean 'bgp'?
                """)
    void aProtocolThatIsRefusedIsOneMistake(String protocol, String message) {
        assertThat(errors("protocol device {}\n" + protocol + "\nprotocol static s { ipv4; }\n"))
                .containsExactly(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                65001:200 ~ bgp_community     | ~ does not work on rd and clist; the filter will fail here: a community is written in parentheses, (65001,200)
                bgp_community ~ (65001, 200)  | ~ does not work on clist and pair; the filter will fail here
                bgp_path ~ 65001              | ~ does not work on bgppath and int; the filter will fail here
                (1, 2, 3) ~ bgp_community     | ~ does not work on lc and clist; the filter will fail here
                (rt, 1, 2) ~ bgp_large_community | ~ does not work on ec and lclist; the filter will fail here
                """)
    void aMatchTheWrongWayRound(String condition, String warning) {
        LoadResult result = ConfigurationLoader.loadText(
                "t", "protocol device {}\nfilter f { if " + condition + " then accept; reject; }\n", Optional.empty());

        assertThat(result.errors()).isEmpty();
        assertThat(result.warnings()).extracting(Problem::message).containsExactly(warning);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                (65001,200) ~ bgp_community
                10.0.0.1 ~ bgp_community
                bgp_community ~ [(65001,*)]
                65001 ~ bgp_path
                bgp_path ~ [= * 1 =]
                bgp_path ~ [1..5]
                net ~ [10.0.0.0/8+]
                net ~ 10.0.0.0/8
                from ~ 10.0.0.0/8
                from ~ [10.0.0.1]
                (1,2,3) ~ bgp_large_community
                (rt,1,2) ~ bgp_ext_community
                ifname ~ "eth*"
                source ~ [RTS_BGP]
                net ~ []
                """)
    void aMatchThatWorks(String condition) {
        LoadResult result = ConfigurationLoader.loadText(
                "t", "protocol device {}\nfilter f { if " + condition + " then accept; reject; }\n", Optional.empty());

        assertThat(result.errors()).isEmpty();
        assertThat(result.warnings()).isEmpty();
    }
}
