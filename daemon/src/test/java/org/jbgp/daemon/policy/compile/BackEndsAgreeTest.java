package org.jbgp.daemon.policy.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.daemon.policy.FilterText;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.RouteView;
import org.jbgp.daemon.policy.TestRoute;
import org.jbgp.daemon.policy.ValidityTables;

/** Random filters over random routes: compiled and interpreted they do the same, to the last message. */
class BackEndsAgreeTest {

    private static final Policies POLICIES = new Policies(ValidityTables.NONE);

    private final RouteView view = new RouteView(TestRoute.LINKS);

    @Property(tries = 400)
    void sameVerdictAttributesAndMessages(@ForAll long seed) {
        String text = new FilterGenerator(seed).write();
        Optional<Filter> filter = FilterText.tryFilter(text);
        if (filter.isEmpty()) {
            // Something constant failed while it was folded: no filter, nothing to compare.
            return;
        }
        Policy compiled = POLICIES.compiled(filter.get());
        Policy interpreted = POLICIES.interpreted(filter.get());
        assertThat(compiled).isInstanceOf(CompiledPolicy.class);
        for (int i = 0; i < 8; i++) {
            assertThat(run(compiled, seed + i)).as(text).isEqualTo(run(interpreted, seed + i));
        }
    }

    private String run(Policy policy, long seed) {
        TestRoute route = TestRoute.random(new Random(seed));
        boolean accepted = policy.accept(route.load(view), route.log);
        return accepted + " " + (accepted ? TestRoute.attributes(view) : "") + route.printed + route.errors;
    }
}
