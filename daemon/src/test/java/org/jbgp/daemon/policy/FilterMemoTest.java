package org.jbgp.daemon.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.daemon.policy.compile.FilterGenerator;
import org.jbgp.daemon.policy.compile.Policies;
import org.jbgp.daemon.wire.AddressFamily;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is remembered of a filter is what it does, and as much is remembered as there are answers. */
class FilterMemoTest {

    private static final Policies POLICIES = new Policies(ValidityTables.NONE);

    private final RouteView view = new RouteView(TestRoute.LINKS);
    private final FilterMemo memo = new FilterMemo();
    private final List<String> results = new ArrayList<>();
    private int runs;

    /** Over 200 prefixes: how often the filter runs. */
    @ParameterizedTest
    @CsvSource(delimiter = '%', textBlock = """
        bgp_local_pref = 50; accept;                                                                     % 1
        if net ~ [ 10.0.0.0/8+ ] then reject; accept;                                                    % 2
        if net ~ 10.0.0.0/8 then reject; accept;                                                         % 2
        if net = 10.1.0.0/16 then reject; if net !~ [ 10.0.0.0/8{8,24} ] then bgp_med = 1; accept;      % 3
        if net.len > 24 || net.len < 10 then reject; accept;                                             % 3
        if net.len >= 20 && net.len <= 24 then bgp_community.add((1, 1)); accept;                        % 3
        if net.len != 16 then bgp_path.prepend(1); accept;                                               % 2
        if bgp_path.len < 9 && net ~ [ 10.0.0.0/8+ ] then bgp_med = 5; if net.len = 16 then reject; accept; % 4
        bgp_med = net.len; accept;                                                                       % 200
        print "a route"; accept;                                                                         % 200
        if 1 / (net.len - net.len) = 1 then reject; accept;                                              % 200
        """)
    void runsOnceForEachCombinationOfAnswers(String text, int expected) {
        Policy policy = POLICIES.compiled(FilterText.filter("filter f { " + text + " }"));
        TestRoute route = TestRoute.typical();
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            check(policy, route, random, text);
        }
        assertThat(runs).isEqualTo(expected);
    }

    @Property(tries = 300)
    void rememberedAsRun(@ForAll long seed) {
        String text = new FilterGenerator(seed).write();
        Optional<Filter> filter = FilterText.tryFilter(text);
        if (filter.isEmpty()) {
            // Something constant failed while it was folded: no filter, nothing to compare.
            return;
        }
        Policy policy = POLICIES.compiled(filter.get());
        Random random = new Random(seed);
        TestRoute route = TestRoute.random(random);
        results.clear();
        memo.clear();
        for (int i = 0; i < 40; i++) {
            check(policy, route, random, text);
        }
    }

    private void check(Policy policy, TestRoute route, Random random, String text) {
        int length = 8 + random.nextInt(25);
        long prefix =
                (random.nextBoolean() ? 0x0A010000L : random.nextLong(1L << 32)) >>> (32 - length) << (32 - length);
        route.prefix(prefix, length);
        int known = memo.find(AddressFamily.IPV4_UNICAST, 0, prefix, length);
        String ran = run(policy, route);
        if (known != FilterMemo.UNKNOWN) {
            assertThat(results.get(known)).as(text).isEqualTo(ran);
            return;
        }
        runs++;
        if (memo.remember(view, results.size())) {
            results.add(ran);
        }
    }

    private String run(Policy policy, TestRoute route) {
        route.printed.clear();
        route.errors.clear();
        boolean accepted = policy.accept(route.load(view), route.log);
        return accepted + " " + (accepted ? TestRoute.attributes(view) : "") + route.printed + route.errors;
    }
}
