package org.jbgp.daemon.policy.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jbgp.config.ConfigurationLoader;
import org.jbgp.config.LoadResult;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.model.FilterRef;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.daemon.lab.Corpus;
import org.jbgp.daemon.policy.AttributeSlot;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.RouteView;
import org.jbgp.daemon.policy.TestRoute;
import org.jbgp.daemon.policy.ValidityTables;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.Destination;
import org.junit.jupiter.api.Test;

/** Policies made from whole configurations. */
class ConfiguredPoliciesTest {

    private final RouteView view = new RouteView(TestRoute.LINKS);

    private static Configuration load(String text) {
        LoadResult result = ConfigurationLoader.loadText("t", text, Optional.of(Dialect.BIRD_2));
        assertThat(result.errors()).isEmpty();
        return result.configuration().orElseThrow();
    }

    @Test
    void staticRoasAnswerRoaCheck() {
        Configuration configuration = load("""
                router id 1.2.3.4;
                roa4 table r4;
                protocol static {
                  roa4 { table r4; import where net ~ [ 10.0.0.0/8+ ]; };
                  route 10.1.0.0/16 max 24 as 65003;
                  route 11.0.0.0/8 max 24 as 65003;
                }
                filter f {
                  if roa_check(r4) = ROA_VALID && roa_check(r4, 10.1.0.0/25, 65003) = ROA_INVALID
                    && roa_check(r4, 11.0.0.0/8, 65003) = ROA_UNKNOWN then accept;
                  reject;
                }
                """);
        Policies policies = new Policies(new ConfiguredValidity(configuration));
        TestRoute route = TestRoute.typical();

        Policy policy = policies.of(configuration.filters().named("f").orElseThrow());

        assertThat(policy.accept(route.load(view), route.log))
                .as("%s", route.errors)
                .isTrue();
    }

    /** What a Calico node exports and imports, over a static aggregate, a workload route and a BGP route. */
    @Test
    void everyCalicoFilterCompilesAndAgreesWithTheInterpreter() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path place : Corpus.cluster()) {
            try (Stream<Path> all = Files.walk(place)) {
                all.filter(file -> file.endsWith("bird.cfg")).sorted().forEach(files::add);
            }
        }
        Policies policies = new Policies(ValidityTables.NONE);
        int filters = 0;
        for (Path file : files) {
            Configuration configuration = ConfigurationLoader.load(file, Dialect.BIRD_1_6_IPV4)
                    .configuration()
                    .orElseThrow();
            for (ProtocolConfig protocol : configuration.protocols()) {
                for (ChannelConfig channel : protocol.channels()) {
                    filters += check(policies, channel.importFilter());
                    filters += check(policies, channel.exportFilter());
                }
            }
        }
        assertThat(filters).isGreaterThan(40);
    }

    private int check(Policies policies, FilterRef reference) {
        Filter filter;
        switch (reference) {
            case FilterRef.All all -> {
                return 0;
            }
            case FilterRef.None none -> {
                return 0;
            }
            case FilterRef.Named named -> filter = named.filter();
            case FilterRef.Inline inline -> filter = inline.filter();
        }
        Policy compiled = policies.compiled(filter);
        assertThat(compiled).isInstanceOf(CompiledPolicy.class);
        Policy interpreted = policies.interpreted(filter);
        for (int i = 0; i < 6; i++) {
            assertThat(run(compiled, i)).isEqualTo(run(interpreted, i));
        }
        return 1;
    }

    private String run(Policy policy, int kind) {
        TestRoute route = switch (kind) {
            case 0 -> TestRoute.typical();
            case 1 -> new TestRoute().from(TestRoute.STATIC).prefix(0x0A000000L, 30);
            case 2 -> new TestRoute().from(TestRoute.STATIC).via(new TestRoute.Hop(Destination.UNICAST, 2, 0));
            case 3 -> TestRoute.typical().prefix(0xC0A80000L, 16);
            case 4 ->
                TestRoute.typical().with(AttributeSlot.of(AttributeBlob.ENGINE, AttributeBlob.KRT_METRIC), "00000400");
            default ->
                TestRoute.typical().prefix(0x0A410000L, 26).via(new TestRoute.Hop(Destination.UNICAST, 3, 0x0A000003));
        };
        boolean accepted = policy.accept(route.load(view), route.log);
        return accepted + TestRoute.attributes(view) + route.errors;
    }
}
