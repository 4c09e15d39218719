package org.jbgp.daemon.policy.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.jbgp.config.ConfigurationLoader;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.config.model.Configuration;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.RouteView;
import org.jbgp.daemon.policy.TestRoute;
import org.jbgp.daemon.policy.ValidityTables;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a policy says after a reload in which its filter does the same in another place. */
class PolicyCacheTest {
    private static final String FILTERS = """
            function bad(int n) { if n = 0 then return 1; return 7 / (n - 1); }
            filter f {
              if bgp_med = 9 then reject;
              bgp_local_pref = bad(1);
              accept;
            }
            protocol device {}
            """;

    @ParameterizedTest
    @ValueSource(ints = {1, AdaptivePolicy.PATIENCE + 10})
    void speaksOfThePresentFile(int runsBefore) {
        PolicyCache cache = new PolicyCache();
        AdaptivePolicy policy = cache.get(filter(FILTERS), ValidityTables.NONE);
        for (int i = 0; i < runsBefore; i++) {
            assertThat(error(policy)).startsWith("bird.conf:1:56 filter f: ");
        }
        cache.turn();
        String moved = FILTERS.replace("if bgp_med", "# not 9\n  if bgp_med").replace("return 7", "\n  return 7");

        assertThat(cache.get(filter(moved), ValidityTables.NONE)).isSameAs(policy);
        assertThat(error(policy)).startsWith("bird.conf:2:12 filter f: ");
    }

    private static String error(Policy policy) {
        TestRoute route = TestRoute.typical();
        RouteView view = new RouteView(TestRoute.LINKS);
        assertThat(policy.accept(route.load(view), route.log)).isFalse();
        return route.errors.getFirst();
    }

    private static Filter filter(String text) {
        Configuration configuration = ConfigurationLoader.loadText("bird.conf", text, Optional.of(Dialect.BIRD_2))
                .configuration()
                .orElseThrow();
        return configuration.filters().filters().get("f");
    }
}
