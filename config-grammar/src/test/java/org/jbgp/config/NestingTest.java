package org.jbgp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.jbgp.config.filter.run.FilterEnvironment;
import org.jbgp.config.filter.run.Interpreter;
import org.jbgp.config.filter.run.RouteAccess;
import org.jbgp.config.filter.tree.Filter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Deep nesting works as far as anybody may need it, and beyond that is a message. */
class NestingTest {

    private static LoadResult load(String filter) {
        return ConfigurationLoader.loadText(
                "f", "protocol device { }\nfilter f { " + filter + " }\n", Optional.empty());
    }

    private static String elseIfs(int count) {
        StringBuilder text = new StringBuilder("int i = 3; if i = 4 then reject; ");
        for (int n = 0; n < count; n++) {
            text.append("else if i = ").append(n + 10).append(" then reject;\n");
        }
        return text + "else accept;";
    }

    static List<String> bearable() {
        return List.of(
                "if " + "(".repeat(450) + "true" + ")".repeat(450) + " then accept;",
                "if " + "!".repeat(4000) + "true then accept;",
                "{".repeat(450) + "accept;" + "}".repeat(450),
                "if true" + " || false".repeat(4900) + " then accept;",
                "int i = 1" + " + 1".repeat(4900) + "; if i = 4901 then accept;",
                "int i = 1; i = i" + " + i".repeat(4900) + "; if i = 4901 then accept;",
                "if true then ".repeat(4000) + "accept;",
                elseIfs(10_000));
    }

    @ParameterizedTest
    @MethodSource("bearable")
    void deepButBearable(String body) throws InterruptedException {
        LoadResult loaded = load(body);
        assertThat(loaded.errors()).isEmpty();
        Filter filter =
                loaded.configuration().orElseThrow().filters().named("f").orElseThrow();
        boolean[] accepted = new boolean[1];

        // The daemon runs filters on threads with such a stack.
        Thread thread = Thread.ofPlatform().stackSize(32L << 20).start(() -> {
            accepted[0] = new Interpreter().run(filter, RouteAccess.NONE, FilterEnvironment.NONE);
        });
        thread.join();

        assertThat(accepted[0]).isTrue();
    }

    static List<List<String>> refused() {
        return List.of(
                List.of("if " + "(".repeat(100_000) + "true", "brackets are nested more than 500 deep"),
                List.of("{".repeat(100_000), "brackets are nested more than 500 deep"),
                List.of(
                        "}\n" + "protocol bgp {\n".repeat(20_000),
                        "f:4:1 unexpected 'protocol': the '{' on line 3 is not closed"),
                List.of(
                        "}\n" + "protocol bgp { ipv4 { import all; };\n".repeat(20_000),
                        "f:4:1 unexpected 'protocol': the '{' on line 3 is not closed"),
                List.of("if " + "!".repeat(100_000) + "true", "more than 5000 operators in one statement"),
                List.of("if true then ".repeat(100_000), "more than 5000 operators in one statement"),
                List.of("if x" + ".a".repeat(100_000), "more than 5000 operators in one statement"),
                List.of(elseIfs(30_000), "more than 20000 branches of one if, use case instead"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void tooDeep(List<String> row) {
        assertThat(load(row.get(0)).errors()).first().asString().endsWith(row.get(1));
    }

    @Test
    void anonymousFiltersMayDeclareVariables() {
        LoadResult loaded = ConfigurationLoader.loadText(
                "f",
                "router id 1.1.1.1; protocol static { import filter int x; pair p; { x = 1; accept; }; route 10.0.0.0/8 blackhole; }",
                Optional.empty());
        assertThat(loaded.errors()).isEmpty();
    }
}
