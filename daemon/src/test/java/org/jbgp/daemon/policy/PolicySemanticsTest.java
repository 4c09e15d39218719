package org.jbgp.daemon.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.daemon.policy.compile.AdaptivePolicy;
import org.jbgp.daemon.policy.compile.CompiledPolicy;
import org.jbgp.daemon.policy.compile.Policies;
import org.jbgp.daemon.policy.compile.PolicyCache;
import org.jbgp.daemon.shards.ShardWorker;
import org.jbgp.daemon.wire.Destination;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What filters do to routes: verdicts, changed attributes, run-time errors. */
class PolicySemanticsTest {

    private static final Policies POLICIES = new Policies(ValidityTables.NONE);

    private final RouteView view = new RouteView(TestRoute.LINKS);

    /** The back ends under test. */
    private static List<Policy> backEnds(Filter filter) {
        return List.of(POLICIES.compiled(filter), POLICIES.interpreted(filter));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '@', quoteCharacter = '`', textBlock = """
        net = 10.1.0.0/16                                        @ true
        net != 10.1.0.0/16                                       @ false
        net ~ 10.0.0.0/8                                         @ true
        net ~ 10.1.0.0/24                                        @ false
        net ~ [ 10.0.0.0/8{16,24}, 192.168.0.0/16+ ]             @ true
        net ~ [ 10.1.0.0/16- ]                                   @ true
        net ~ [ 10.1.2.0/24- ]                                   @ true
        net ~ [ 10.1.0.0/16{17,32} ]                             @ false
        net ~ [ 2000::/3+ ]                                      @ false
        net.len = 16 && net.ip = 10.1.0.0                        @ true
        net.type = NET_IP4                                       @ true
        source = RTS_BGP                                         @ true
        source ~ [ RTS_STATIC, RTS_BGP ]                         @ true
        defined(source)                                          @ true
        proto = "peer1"                                          @ true
        proto ~ "peer*"                                          @ true
        from = 10.0.0.2                                          @ true
        bgp_path ~ [= 65002 * =]                                 @ true
        bgp_path ~ [= 65000 * =]                                 @ false
        bgp_path ~ [= * 65003 =]                                 @ true
        bgp_path ~ [= ? 65000..65003 =]                          @ true
        bgp_path ~ [= 65002 ? * ? =]                             @ false
        bgp_path.len = 2 && bgp_path.first = 65002               @ true
        bgp_path.last = 65003                                    @ true
        65003 ~ bgp_path                                         @ true
        bgp_path ~ [65003..65010]                                @ true
        (65002, 1) ~ bgp_community                               @ true
        (65002, 3) ~ bgp_community                               @ false
        bgp_community ~ [(65002, 2..9)]                          @ true
        bgp_community ~ [(*, 2)]                                 @ true
        bgp_community ~ [(*, 3)]                                 @ false
        bgp_community.len = 2                                    @ true
        (1, 2, 3) ~ bgp_large_community                          @ false
        bgp_large_community.len = 0                              @ true
        bgp_ext_community.bandwidth = 0                          @ true
        add(--empty--, (lbw, 1, 3000)).bandwidth = 3000          @ true
        add(add(--empty--, (lbw, 1, 3)), (lbw_transitive, 1, 2)).bandwidth = 2 @ true
        add(--empty--, (unknown 0x4004, 1, 0x42c80000)).bandwidth = 1 @ true
        add(--empty--, (unknown 0x4004, 1, 0xc2c80000)).bandwidth = 0 @ true
        (lbw, 65000, 1000) = (unknown 0x4004, 65000, 1290693416) @ true
        (lbw, 65000, 1000) = (lbw_transitive, 65000, 1000)       @ false
        (lbw, 65000, 1000) ~ [ (lbw, 65000, 500..2000) ]         @ true
        (lbw, 65000, 2001) ~ [ (lbw, 65000, 500..2000) ]         @ false
        (lbw, 65000, 1000) ~ [ (lbw, *, *) ]                     @ true
        (lbw_transitive, 65000, 1000) ~ [ (lbw, *, *) ]          @ false
        format((lbw, 65000, 12345)) = "(lbw, 65000, 12345)"      @ true
        defined(bgp_large_community)                             @ false
        bgp_local_pref = 100                                     @ true
        bgp_local_pref > 99 && bgp_local_pref <= 100             @ true
        defined(bgp_med)                                         @ false
        bgp_med < 1                                              @ true
        bgp_med = 0                                              @ false
        bgp_med != 0                                             @ true
        bgp_med > 0                                              @ false
        1 > bgp_med                                              @ true
        bgp_origin = ORIGIN_IGP                                  @ true
        bgp_next_hop = 10.0.0.2                                  @ true
        bgp_next_hop ~ 10.0.0.0/24                               @ true
        preference = 100                                         @ true
        defined(ifname) && ifname = ""                           @ true
        2147483647 - bgp_local_pref = 2147483547                 @ true
        1 - 2 = 4294967295                                       @ true
        4294967295 + 2 = 1                                       @ true
        4294967295 / 2 = 2147483647                              @ true
        65536 * 65536 = 0                                        @ true
        true || false && false                                   @ false
        false && true || true                                    @ true
        !defined(bgp_med) && true                                @ true
        """)
    void conditions(String condition, boolean expected) {
        for (Policy policy : backEnds(FilterText.body("if " + condition + " then accept; reject;"))) {
            TestRoute route = TestRoute.typical();
            boolean accepted = policy.accept(route.load(view), route.log);
            assertThat(route.errors).isEmpty();
            assertThat(accepted).as(condition).isEqualTo(expected);
            assertThat(view.modified()).isFalse();
        }
    }

    /** The function sets what the other side reads; BIRD evaluates the right side of {@code >} and {@code >=} first. */
    @ParameterizedTest
    @CsvSource(delimiter = '@', quoteCharacter = '`', textBlock = """
        bgp_med > put(7, 5)                     @ true
        bgp_med >= put(7, 5)                    @ true
        put(7, 5) > bgp_med                     @ true
        put(7, 5) < bgp_med                     @ true
        bgp_med < put(7, 5)                     @ true
        bgp_med = put(7, 7)                     @ false
        (1, bgp_med) > (1, put(7, 5))           @ true
        (rt, 1, bgp_med) >= (rt, 1, put(7, 7))  @ true
        put(7, 0) + bgp_med = 7                 @ true
        bgp_path.len + put(7, 0) >= bgp_med     @ true
        """)
    void evaluationOrder(String condition, boolean expected) {
        String put = "function put(int med; int result) -> int { bgp_med = med; return result; }\n";
        for (Policy policy :
                backEnds(FilterText.filter(put + "filter f { if " + condition + " then accept; reject; }"))) {
            TestRoute route = TestRoute.typical();
            boolean accepted = policy.accept(route.load(view), route.log);
            assertThat(route.errors).isEmpty();
            assertThat(accepted).as(condition).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
        bgp_local_pref = 200;                        | 5:000000c8
        bgp_med = 7;                                 | 4:00000007
        bgp_path.prepend(65001);                     | 2:02030000fde90000fdea0000fdeb
        bgp_path = prepend(bgp_path, 1);             | 2:0203000000010000fdea0000fdeb
        bgp_path.delete(65002);                      | 2:02010000fdeb
        bgp_path.empty;                              | 2:
        bgp_community.add((65000,100));              | 8:fdea0001fdea0002fde80064
        bgp_community.delete([(65002,1)]);           | 8:fdea0002
        bgp_community.filter([(65002,1)]);           | 8:fdea0001
        bgp_community = -empty-;                     | 8:
        bgp_large_community.add((1,2,3));            | 32:000000010000000200000003
        bgp_ext_community.add((rt,10,20));           | 16:0002000a00000014
        bgp_ext_community.add((lbw,65000,1000));     | 16:4004fde84cee6b28
        bgp_ext_community.add((lbw_transitive,70000,bgp_local_pref * 10)); | 16:00045ba04cee6b28
        bgp_ext_community.add((lbw,65000,3)); bgp_ext_community.delete([(lbw,*,*)]); bgp_ext_community.add((rt,10,20)); | 16:0002000a00000014
        bgp_origin = ORIGIN_INCOMPLETE;              | 1:02
        bgp_next_hop = 10.0.0.9;                     | 3:0a000009
        bgp_originator_id = 1.2.3.4;                 | 9:01020304
        bgp_cluster_list.add(1.2.3.4);               | 10:01020304
        bgp_otc = 65001;                             | 35:0000fde9
        krt_metric = 2147483647 - bgp_local_pref;    | 71:7fffff9b
        krt_tunnel = "tunl0";                        | 72:74756e6c30
        krt_lock_mtu = true; krt_mtu = 1400;         | 97:00000004 98:00000578
        preference = 250;                            | 65:000000fa
        dest = RTD_BLACKHOLE;                        | 66:02
        gw = 10.0.0.7;                               | 66:01 67:000000010000040a000007
        ifname = "cali123";                          | 66:01 67:00000002000000
        """)
    void changes(String statements, String expected) {
        for (Policy policy : backEnds(FilterText.body(statements + " accept;"))) {
            TestRoute route = TestRoute.typical();
            assertThat(policy.accept(route.load(view), route.log))
                    .as("%s", route.errors)
                    .isTrue();
            assertThat(view.modified()).isTrue();
            String now = TestRoute.attributes(view);
            for (String each : expected.split(" ", -1)) {
                assertThat(" " + now + " ").contains(" " + each + " ");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        bgp_local_pref = bgp_med - 1;           | t:1:37 filter f: - needs int, got an undefined value
        if bgp_med ~ [1] then accept;           | t:1:23 filter f: ~ does not work on an undefined value and set
        bgp_med = 1 / (bgp_local_pref - 100);   | t:1:24 filter f: Division by zero
        preference = 70000;                     | t:1:12 filter f: preference 70000 is out of range, the greatest is 65535
        gw = 192.0.2.1;                         | t:1:12 filter f: no interface leads directly to gw 192.0.2.1
        ifname = "eth9";                        | t:1:12 filter f: there is no interface "eth9"
        dest = RTD_UNICAST;                     | t:1:12 filter f: dest can only become blackhole, unreachable or prohibit
        if (bgp_med, 2) ~ bgp_community then {} | t:1:15 filter f: a pair needs int, got an undefined value
        bgp_med = 1;                            | t:1:8 filter f: The filter did not say accept or reject
        if roa_check(nowhere) = ROA_VALID then  { } | t:1:15 filter f: there is no table nowhere
        """)
    void runTimeErrors(String statements, String message) {
        for (Policy policy : backEnds(FilterText.filter("filter f { " + statements + " }"))) {
            TestRoute route = TestRoute.typical();
            assertThat(policy.accept(route.load(view), route.log)).isFalse();
            assertThat(route.errors).containsExactly(message);
        }
    }

    @Test
    void acceptInsideAFunctionEndsTheFilter() {
        String text = "function inner(bool yes) { if yes then accept; }"
                + "function outer(bool yes) { inner(yes); bgp_med = 1; }"
                + "filter f { outer(net.len = 16); reject; }";
        for (Policy policy : backEnds(FilterText.filter(text, Dialect.BIRD_1_6_IPV4))) {
            TestRoute route = TestRoute.typical();
            assertThat(policy.accept(route.load(view), route.log)).isTrue();
            assertThat(view.modified()).isFalse();
            assertThat(policy.accept(route.prefix(0x0A000000L, 8).load(view), route.log))
                    .isFalse();
            assertThat(route.errors).isEmpty();
        }
    }

    @Test
    void presetsAreSeenButNotWritten() {
        for (Policy policy : backEnds(FilterText.body("if bgp_local_pref = 100 then { bgp_med = 5; accept; }"))) {
            TestRoute route = new TestRoute().from(TestRoute.STATIC);
            route.load(view);
            view.presetU32(AttributeSlot.LOCAL_PREF, 100);
            assertThat(policy.accept(view, route.log)).isTrue();
            assertThat(TestRoute.attributes(view)).isEqualTo("4:00000005");
        }
    }

    @Test
    void nextHopIsSeen() {
        String condition = "if ifname ~ \"cali*\" && ifindex = 2 && dest = RTD_UNICAST && igp_metric = 20"
                + " && gw = 10.0.0.3 && weight = 1 && !onlink then accept; reject;";
        for (Policy policy : backEnds(FilterText.body(condition))) {
            TestRoute route = TestRoute.typical().via(new TestRoute.Hop(Destination.UNICAST, 2, 0x0A000003));
            assertThat(policy.accept(route.load(view), route.log)).isTrue();
        }
    }

    @Test
    void customAttributesTravelInTheirOwnSpace() {
        String text = "attribute int mark; attribute lclist tags;"
                + "filter f { if !defined(mark) then mark = 7; mark = mark + 1; tags.add((1,2,3));"
                + " if mark = 8 && (1,2,3) ~ tags then accept; }";
        for (Policy policy : backEnds(FilterText.filter(text))) {
            TestRoute route = TestRoute.typical();
            assertThat(policy.accept(route.load(view), route.log))
                    .as("%s", route.errors)
                    .isTrue();
            assertThat(TestRoute.attributes(view)).endsWith("128:100000000000000008 129:29000000010000000200000003");
        }
    }

    /**
     * On a thread as the shards': 512 calls take 800 KiB where the JVM interprets the interpreter, and a thread of
     * JUnit has a mebibyte for all.
     */
    @Test
    void endlessRecursionIsARunTimeError() throws InterruptedException {
        String text = "function again(int n) -> int { return again(n + 1); } filter f { if again(0) = 1 then accept; }";
        for (Policy policy : backEnds(FilterText.filter(text))) {
            TestRoute route = TestRoute.typical();
            AtomicBoolean accepted = new AtomicBoolean();
            Thread thread = Thread.ofPlatform()
                    .stackSize(ShardWorker.STACK)
                    .start(() -> accepted.set(policy.accept(route.load(view), route.log)));
            thread.join();
            assertThat(accepted).isFalse();
            assertThat(route.errors).containsExactly("t:1:39 filter f: Functions call each other more than 512 deep");
        }
    }

    @Test
    void largeFiltersAreCutIntoMethods() {
        StringBuilder text = new StringBuilder("function prefixes() {");
        for (int i = 0; i < 4000; i++) {
            text.append("if net = 10.")
                    .append(i / 256)
                    .append('.')
                    .append(i % 256)
                    .append(".0/24 then { bgp_med = ");
            text.append(i).append("; accept; }\n");
        }
        text.append("} filter f { prefixes(); ");
        for (int i = 0; i < 4000; i++) {
            text.append("if net = 11.")
                    .append(i / 256)
                    .append('.')
                    .append(i % 256)
                    .append(".0/24 then reject;\n");
        }
        text.append("bgp_med = 77; accept; }");
        Filter filter = FilterText.filter(text.toString());
        assertThat(POLICIES.compiled(filter)).isInstanceOf(CompiledPolicy.class);
        for (Policy policy : backEnds(filter)) {
            TestRoute route = TestRoute.typical();
            assertThat(policy.accept(route.prefix(0x0A010200L, 24).load(view), route.log))
                    .isTrue();
            assertThat(view.u32(AttributeSlot.MULTI_EXIT_DISC)).isEqualTo(258);
            assertThat(policy.accept(route.prefix(0x0B0F9F00L, 24).load(view), route.log))
                    .isFalse();
            assertThat(policy.accept(route.prefix(0x0C000000L, 24).load(view), route.log))
                    .isTrue();
            assertThat(view.u32(AttributeSlot.MULTI_EXIT_DISC)).isEqualTo(77);
            assertThat(route.errors).isEmpty();
        }
    }

    @Test
    void printsLines() {
        String text = "printn \"a \", net; print \" b\"; print bgp_path, bgp_community; accept \"done\", 1;";
        for (Policy policy : backEnds(FilterText.body(text))) {
            TestRoute route = TestRoute.typical();
            assertThat(policy.accept(route.load(view), route.log)).isTrue();
            assertThat(route.printed)
                    .containsExactly("a 10.1.0.0/16 b", "(path 65002 65003)(clist (65002,1) (65002,2))", "done1");
        }
    }

    @Test
    void afterManyRunsItDoesTheSame() {
        Policy policy =
                POLICIES.of(FilterText.body("if bgp_path ~ [ 65003 ] then { bgp_med = net.len + 1; accept; } reject;"));
        for (int i = 0; i < 3 * AdaptivePolicy.PATIENCE; i++) {
            TestRoute route = TestRoute.typical();
            assertThat(policy.accept(route.load(view), route.log)).isTrue();
            assertThat(view.u32(AttributeSlot.MULTI_EXIT_DISC)).isEqualTo(17);
        }
    }

    @Test
    void aReloadKeepsWhatIsTheSameAndForgetsWhatIsGone() {
        PolicyCache cache = new PolicyCache();
        Policies policies = new Policies(ValidityTables.NONE, cache);
        String text = "if net.len > 24 then reject; accept;";
        Filter filter = FilterText.body(text);
        Policy first = policies.of(filter);
        Policy code = policies.compiled(filter);
        cache.turn();
        assertThat(policies.of(FilterText.body("\n" + text))).isSameAs(first);
        assertThat(policies.compiled(FilterText.body(text))).isSameAs(code);
        cache.turn();
        assertThat(policies.of(FilterText.body("accept;"))).isNotSameAs(first);
        cache.turn();
        assertThat(policies.of(FilterText.body(text))).isNotSameAs(first);
        assertThat(policies.compiled(FilterText.body(text))).isNotSameAs(code).isEqualTo(code);
    }

    @Test
    void equalFiltersAreEqualPolicies() {
        Policy one = POLICIES.of(FilterText.body("if net.len > 24 then reject; accept;"));
        Policy moved = POLICIES.of(FilterText.filter("\n\n filter f { if net.len > 24\n then reject; accept; }"));
        Policy other = POLICIES.of(FilterText.body("if net.len > 25 then reject; accept;"));
        assertThat(one).isEqualTo(moved).hasSameHashCodeAs(moved).isNotEqualTo(other);
    }
}
