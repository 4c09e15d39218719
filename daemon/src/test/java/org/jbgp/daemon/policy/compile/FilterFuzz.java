package org.jbgp.daemon.policy.compile;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jbgp.config.ConfigurationLoader;
import org.jbgp.config.LoadResult;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.RouteView;
import org.jbgp.daemon.policy.TestRoute;
import org.jbgp.daemon.policy.ValidityTables;

/**
 * Runs the filters of any bytes, compiled and interpreted, on a route those bytes choose: nothing may be thrown, and
 * both must do the same. The entry point is Jazzer's ({@code bench/fuzz filter}); {@link FilterFuzzTest} calls it too.
 *
 * <p>The first byte chooses how the rest is read: as a configuration (dialect by the byte, 16 bytes for the route, then
 * text), or as the decisions {@link FilterGenerator} takes, so that a change of one byte is a change of one expression.
 */
public final class FilterFuzz {
    private static final int ROUTE_BYTES = 16;
    private static final List<Dialect> DIALECTS = List.copyOf(EnumSet.allOf(Dialect.class));

    private FilterFuzz() {}

    /** One input. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length <= ROUTE_BYTES) {
            return;
        }
        ByteDecisions decisions = new ByteDecisions(Arrays.copyOfRange(data, 1, data.length));
        TestRoute route = TestRoute.random(decisions);
        int mode = data[0] & 3;
        if (mode == 3) {
            filters(new FilterGenerator(decisions).write(), Dialect.BIRD_2).forEach(filter -> bothWays(filter, route));
        } else {
            String text = new String(data, 1 + ROUTE_BYTES, data.length - 1 - ROUTE_BYTES, StandardCharsets.ISO_8859_1);
            filters(text, DIALECTS.get(mode)).forEach(filter -> bothWays(filter, route));
        }
    }

    private static List<Filter> filters(String text, Dialect dialect) {
        LoadResult loaded = ConfigurationLoader.loadText("fuzz", text, Optional.of(dialect));
        return loaded.understood()
                .map(understood -> List.copyOf(understood.filters().filters().values()))
                .orElse(List.of());
    }

    private static void bothWays(Filter filter, TestRoute route) {
        Policies policies = new Policies(ValidityTables.NONE);
        String compiled = run(policies.of(filter), route);
        String interpreted = run(policies.interpreted(filter), route);
        if (!compiled.equals(interpreted)) {
            throw new AssertionError("compiled: " + compiled + "\ninterpreted: " + interpreted);
        }
    }

    private static String run(Policy policy, TestRoute route) {
        RouteView view = new RouteView(TestRoute.LINKS);
        route.printed.clear();
        route.errors.clear();
        boolean accepted = policy.accept(route.load(view), route.log);
        return accepted + " " + (accepted ? TestRoute.attributes(view) : "") + route.printed + route.errors;
    }

    /** Decisions read from bytes, one each; the first choice once they are used up. */
    private static final class ByteDecisions extends Random {
        private static final long serialVersionUID = 1L;

        private final byte[] bytes;
        private int at;

        private ByteDecisions(byte[] bytes) {
            this.bytes = bytes;
        }

        private int octet() {
            return at < bytes.length ? bytes[at++] & 0xFF : 0;
        }

        @Override
        protected int next(int bits) {
            return (octet() << 24 | octet() << 16 | octet() << 8 | octet()) >>> (32 - bits);
        }

        @Override
        public int nextInt(int bound) {
            return octet() % bound;
        }

        @Override
        public boolean nextBoolean() {
            return (octet() & 1) == 1;
        }
    }
}
