package org.jbgp.daemon.policy.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.daemon.policy.FilterText;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.RouteView;
import org.jbgp.daemon.policy.TestRoute;
import org.jbgp.daemon.policy.ValidityTables;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Filters at and beyond what one JVM method can hold; those beyond are interpreted. Both ways of running them say the
 * same.
 */
class LargeFiltersTest {
    private static final Policies POLICIES = new Policies(ValidityTables.NONE);

    static List<Arguments> filters() {
        return List.of(
                Arguments.of("126 int arguments", function(126, "int", "arg125 = 125"), true),
                Arguments.of("127 int arguments", function(127, "int", "arg126 = 126"), false),
                Arguments.of("253 bool arguments", function(253, "bool", "arg252"), true),
                Arguments.of("254 bool arguments", function(254, "bool", "arg253"), false),
                Arguments.of(
                        "255 variables",
                        "filter f { "
                                + repeat(255, i -> "int v" + i + " = " + i + "; ")
                                + "if v254 = 254 then accept; reject; }",
                        true),
                Arguments.of(
                        "a statement of many terms",
                        "filter f { int a = 1; if "
                                + IntStream.range(0, 1000).mapToObj(i -> "a").collect(Collectors.joining(" + "))
                                + " = 1000 then accept; reject; }",
                        true),
                Arguments.of(
                        "many statements beside a variable",
                        "filter f { int a = 0; " + repeat(20_000, i -> "a = a + 1; ")
                                + "if a = 20000 then accept; reject; }",
                        false),
                Arguments.of(
                        "many statements without",
                        "filter f { " + repeat(20_000, i -> "if net.len = " + (i % 7) + " then reject; ") + "accept; }",
                        true),
                Arguments.of(
                        "many different constants",
                        "filter f { " + repeat(20_000, i -> "if proto = \"p" + i + "\" then reject; ") + "accept; }",
                        true),
                Arguments.of(
                        "many labels",
                        "filter f { case bgp_path.len { " + repeat(20_000, i -> (i + 10) + ": reject; ")
                                + "2: accept; } reject; }",
                        false),
                Arguments.of(
                        "many functions",
                        repeat(3000, i -> "function g" + i + "() -> int { return " + i + "; } ")
                                + "filter f { " + repeat(3000, i -> "if g" + i + "() != " + i + " then reject; ")
                                + "accept; }",
                        true),
                Arguments.of(
                        "a large set",
                        "filter f { if net ~ [ "
                                + IntStream.range(0, 60_000)
                                        .mapToObj(i -> "11." + (i >> 8) + "." + (i & 255) + ".0/24")
                                        .collect(Collectors.joining(", "))
                                + ", 10.0.0.0/8+ ] && 65003 ~ [ "
                                + IntStream.range(0, 60_000)
                                        .mapToObj(i -> "" + 2 * i)
                                        .collect(Collectors.joining(", "))
                                + ", 65003 ] then accept; reject; }",
                        true));
    }

    private static String repeat(int times, IntFunction<String> text) {
        return IntStream.range(0, times).mapToObj(text).collect(Collectors.joining());
    }

    private static String function(int arguments, String type, String condition) {
        return "function g("
                + IntStream.range(0, arguments).mapToObj(i -> type + " arg" + i).collect(Collectors.joining("; "))
                + ") -> bool { return " + condition + "; } filter f { if g("
                + IntStream.range(0, arguments)
                        .mapToObj(i -> type.equals("int") ? "" + i : "true")
                        .collect(Collectors.joining(", "))
                + ") then accept; reject; }";
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("filters")
    void bothWaysAgree(String what, String text, boolean compiled) {
        Filter filter = FilterText.filter(text);
        assertThat(POLICIES.compiled(filter) instanceof CompiledPolicy).isEqualTo(compiled);
        RouteView view = new RouteView(TestRoute.LINKS);
        for (Policy policy : List.of(POLICIES.interpreted(filter), POLICIES.compiled(filter))) {
            TestRoute route = TestRoute.typical();
            boolean accepted = policy.accept(route.load(view), route.log);
            assertThat(route.errors).isEmpty();
            assertThat(accepted).as(what).isTrue();
        }
    }
}
