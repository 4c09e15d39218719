package org.jbgp.config.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What users read about mistakes in filters, word for word. */
class FilterMessagesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '@', quoteCharacter = '`', textBlock = """
        if bgp_med + true = 1 then accept;      @ 14 the right side of + must be int, not bool
        if 1 then accept;                       @ 4 the condition of if must be bool, not int
        if !bgp_med then accept;                @ 5 the operand of ! must be bool, not int
        if net && true then accept;             @ 4 the left side of && must be bool, not prefix
        if bgp_med < "a" then accept;           @ 12 < cannot compare int with string
        if 1 = 2 = 3 then accept;               @ 10 comparisons cannot be chained, use parentheses or &&
        if bgp_med % 2 = 1 then accept;         @ 12 filters have no operator %
        if 1 ~ 2 then accept;                   @ 6 ~ does not work on int and int
        int x = "a";                            @ 9 variable x must be int, not string
        int x = 1 / 0;                          @ 11 Division by zero
        int x; int x;                           @ 12 variable x is already defined in this block
        x = 1;                                  @ 1 unknown name x
        bgp_locl_pref = 1;                      @ 1 unknown name bgp_locl_pref, did you mean bgp_local_pref?
        if sorce = RTS_BGP then accept;         @ 4 unknown name sorce, did you mean source?
        if source = RTS_BPG then accept;        @ 13 unknown name RTS_BPG, did you mean RTS_BGP?
        bgp_local_pref = "high";                @ 18 attribute bgp_local_pref must be int, not string
        bgp_community = bgp_path;               @ 17 attribute bgp_community must be clist, not bgppath
        net = 10.0.0.0/8;                       @ 1 attribute net cannot be set
        bgp_aggregator = 1;                     @ 1 attribute bgp_aggregator cannot be set
        helper = 1;                             @ 1 helper is a function and cannot be set
        C = 1;                                  @ 1 C is a constant and cannot be set
        unset(net);                             @ 7 net cannot be unset, only attributes can
        unset(nothing);                         @ 7 unknown name nothing
        helper();                               @ 1 function helper takes 1 arguments, not 0
        helper("x");                            @ 8 argument a of helper must be int, not string
        hleper(1);                              @ 1 unknown function hleper, did you mean helper?
        aspa_chek(1);                           @ 1 unknown function aspa_chek, did you mean aspa_check?
        C(1);                                   @ 1 C is a constant, not a function
        if helper then accept;                  @ 4 helper is a function, a value is needed here
        bgp_community.delte((1,2));             @ 15 unknown method delte, did you mean delete?
        bgp_community.add(net);                 @ 19 the argument of .add must be int or pair or quad or ip or clist, not prefix
        bgp_community.add;                      @ 15 .add of clist takes 1 argument
        bgp_path.add(1);                        @ 10 bgppath has no method add
        bgp_path.len;                           @ 10 attribute bgp_path must be bgppath, not int
        int x = net.len(1);                     @ 13 .len of prefix takes no argument
        return 1;                               @ 1 return stands only in functions, a filter ends with accept or reject
        for int i in net do { }                 @ 14 for walks over a path or a list, not prefix
        for pair i in bgp_path do { }           @ 5 the elements of bgppath are int, not pair
        case bgp_med { (1,2): accept; }         @ 16 case over int cannot have a label of pair
        if net ~ [ 10.0.0.0/8{9,7} ] then {}    @ 12 invalid prefix length range {9,7}
        if net ~ [ 10.0.0.0/8, 2000::/3 ] then {} @ 24 a prefix set cannot mix IPv4 and IPv6
        if net ~ [ 10.0.0.0/8, 5 ] then {}      @ 24 a set holds either prefixes or other values, not both
        if net = 10.0.0.1/8 then {}             @ 10 10.0.0.1/8 has bits set behind its length, did you mean 10.0.0.0/8?
        if net = 10.0.0.0/33 then {}            @ 10 invalid prefix length 33 in 10.0.0.0/33, the longest is 32
        if from = 10.0.0.256 then {}            @ 11 invalid address 10.0.0.256
        if 1 ~ [5..1] then {}                   @ 9 the range is empty: its first value is greater than its last
        if 1 ~ [1, (1,2)] then {}               @ 12 a set of int cannot hold pair
        if 1 ~ [bgp_med] then {}                @ 9 a set can hold only constants, bgp_med is not one
        if (1, 65536) = (1,2) then {}           @ 4 (1,65536) is out of range, both must be below 65536
        if (1,2) ~ [(65536,*)] then {}          @ 14 number 65536 is out of range, the greatest is 65535
        if (1,2,3) ~ [(*,1,*)] then {}          @ 15 behind a range or * in a large community there can only be *
        if (rt, 65536, 65536) ~ [] then {}      @ 4 value 65536 is out of range, only 16 bits stand beside a 4-byte AS number
        if (lbw, 1.2.3.4, 5) ~ [] then {}       @ 4 the key of a bandwidth is an AS number, not an address
        if (lbw, 1, 5) ~ [(lbw, 1.2.3.4, *)] then {} @ 19 the key of a bandwidth is an AS number, not an address
        if bgp_med = 4294967296 then {}         @ 14 number 4294967296 is out of range, the greatest is 4294967295
        if bgp_path ~ [= + 1 =] then {}         @ 18 + needs something before it to repeat
        if bgp_path ~ [= net =] then {}         @ 18 an AS path mask holds int or a set of int, not prefix
        prefix p = 1:2 10.0.0.0/8;              @ 12 jbgpd does not carry VPN prefixes
        enum colour e;                          @ 1 there is no enum colour
        string set s;                           @ 1 there are no sets of string
        route r; print r.bgp_pth;               @ 18 a route has no attribute bgp_pth, did you mean bgp_path?
        route r; print r.net(1);                @ 18 net of a route takes no parentheses
        route set r;                            @ 1 there are no sets of route
        if roa_check() = ROA_VALID then {}      @ 4 roa_check takes (table) or (table, prefix, asn)
        int x = prepend(bgp_path, 1);           @ 9 variable x must be int, not bgppath
        int x = format(1, 2);                   @ 9 format takes 1 argument, not 2
        """)
    void mistakes(String statements, String expected) {
        FilterSource source = FilterSource.of("define C = 5;\nfunction helper(int a) -> int { return a; }\nfilter f {\n"
                + statements + "\naccept; }");

        int blank = expected.indexOf(' ');
        assertThat(source.errors())
                .containsExactly("test:4:" + expected.substring(0, blank) + expected.substring(blank));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '@', quoteCharacter = '`', textBlock = """
        define A = 1; define A = 2;                          @ 1:22 'A' is already a constant, defined at test:1:8
        define A = net;                                      @ 1:12 No route to access
        define A = B;                                        @ 1:12 unknown name B
        filter f { } function f() { }                        @ 1:23 'f' is already a filter, defined at test:1:8
        function f(int a; int a) { }                         @ 1:19 argument a is already defined
        function f() -> int { return "x"; }                  @ 1:30 the result of f must be int, not string
        attribute int set a;                                 @ 1:19 an attribute cannot be set
        bt_test_suite(nothing, "x");                         @ 1:15 unknown function nothing
        function f() { } bt_test_suite(f);                   @ 1:18 expected bt_test_suite(function, "description")
        """)
    void mistakesInDefinitions(String text, String expected) {
        assertThat(FilterSource.of(text).errors()).containsExactly("test:" + expected);
    }

    @Test
    void allMistakesAreToldAtOnce() {
        FilterSource source = FilterSource.of("filter f {\n x = 1;\n if 1 then accept;\n bgp_med = \"a\";\n}");

        assertThat(source.errors())
                .containsExactly(
                        "test:2:2 unknown name x",
                        "test:3:5 the condition of if must be bool, not int",
                        "test:4:12 attribute bgp_med must be int, not string");
    }

    @Test
    void typesAreOnlyWarningsInFlatFiles() {
        FilterSource source = FilterSource.flat("filter f { if 1 then accept; bgp_med = \"a\"; }");

        assertThat(source.errors()).isEmpty();
        assertThat(source.warnings())
                .containsExactly(
                        "test:1:15 the condition of if must be bool, not int; the filter will fail here",
                        "test:1:40 attribute bgp_med must be int, not string; the filter will fail here");
    }

    @Test
    void foreignAttributesAreToldOnce() {
        FilterSource source = FilterSource.of("filter f { ospf_tag = 1; if ospf_tag = 2 then accept; }");

        assertThat(source.errors()).isEmpty();
        assertThat(source.warnings())
                .containsExactly("test:1:12 jbgpd does not speak OSPF: no route will come with ospf_tag");
    }

    @Test
    void aFilterIsTheSameWhereverItStands() {
        FilterLanguage one = FilterSource.of("function g(int a) -> int { return a + 1; }"
                        + "filter f { int x = g(1); if x > 1 then accept; reject; }")
                .language();
        FilterLanguage other = FilterSource.of("# moved\n\nfunction h(int b) -> int {\n return b + 1; }"
                        + "filter f { int y = h(1);\n if y > 1 then accept; reject; }")
                .language();
        FilterLanguage changed = FilterSource.of("function g(int a) -> int { return a + 2; }"
                        + "filter f { int x = g(1); if x > 1 then accept; reject; }")
                .language();

        assertThat(one.filters().get("f")).isEqualTo(other.filters().get("f"));
        assertThat(one.filters().get("f")).isNotEqualTo(changed.filters().get("f"));
        assertThat(List.copyOf(one.filters().keySet())).containsExactly("f");
    }

    @Test
    void deepNestingAndLongChainsAreRead() {
        String chain = "bgp_med = 1" + " || bgp_med = 2".repeat(5000);
        assertThat(FilterSource.of("filter f { if " + chain + " then accept; reject; }")
                        .errors())
                .isEmpty();
    }
}
