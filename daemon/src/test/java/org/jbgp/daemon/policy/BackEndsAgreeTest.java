package org.jbgp.daemon.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jbgp.config.filter.Filter;

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
        TestRoute route = route(new Random(seed));
        boolean accepted = policy.accept(route.load(view), route.log);
        return accepted + " " + (accepted ? TestRoute.attributes(view) : "") + route.printed + route.errors;
    }

    private static TestRoute route(Random random) {
        TestRoute route = TestRoute.typical();
        if (random.nextBoolean()) {
            route.with(AttributeSlot.MED, random.nextBoolean() ? "00000001" : "FFFFFFFF");
        }
        if (random.nextBoolean()) {
            route.with(AttributeSlot.AS_PATH, "0201 0000FDEA 0102 00000001 0000FDEB 0201 00000007");
        }
        if (random.nextInt(3) == 0) {
            route.without(AttributeSlot.AS_PATH);
        }
        if (random.nextInt(3) == 0) {
            route.without(AttributeSlot.COMMUNITY);
        }
        if (random.nextInt(3) == 0) {
            route.without(AttributeSlot.LOCAL_PREF);
        }
        if (random.nextBoolean()) {
            route.with(AttributeSlot.LARGE_COMMUNITY, "0000FDEA 00000001 00000001");
        }
        if (random.nextBoolean()) {
            route.with(AttributeSlot.EXT_COMMUNITY, "0002000A00000014");
        }
        if (random.nextBoolean()) {
            route.via(new TestRoute.Hop(1, random.nextInt(4), 0x0A000003));
        }
        if (random.nextInt(3) == 0) {
            route.from(TestRoute.STATIC);
        }
        int length = 8 + random.nextInt(24);
        return route.prefix(0x0A010000L >>> (32 - length) << (32 - length), length);
    }
}
