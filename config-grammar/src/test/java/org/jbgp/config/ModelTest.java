package org.jbgp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jbgp.config.base.DebugFlag;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.base.IpPrefix;
import org.jbgp.config.model.BgpConfig;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.model.FilterRef;
import org.jbgp.config.model.Limit;
import org.jbgp.config.model.PipeConfig;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.model.StaticConfig;
import org.jbgp.config.model.StaticRoute;
import org.jbgp.config.model.bgp.BgpCapability;
import org.jbgp.config.model.bgp.BgpChannelOptions.AddPaths;
import org.jbgp.config.model.bgp.BgpChannelOptions.Gateway;
import org.jbgp.config.model.bgp.BgpChannelOptions.NextHopScope;
import org.jbgp.config.model.router.LogClass;
import org.jbgp.config.model.router.LogTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a good file becomes: values, defaults, inheritance, names. */
class ModelTest {

    private static Configuration load(Dialect dialect, String text) {
        LoadResult result = ConfigurationLoader.loadText("t", text, Optional.ofNullable(dialect));
        assertThat(result.errors()).isEmpty();
        return result.configuration().orElseThrow();
    }

    private static BgpConfig bgp(Configuration configuration, String name) {
        return (BgpConfig) configuration.protocol(name).orElseThrow();
    }

    private static IpAddress address(String text) {
        return IpAddress.parse(text).orElseThrow();
    }

    @Test
    void lastValueWinsOverTemplatesOfTemplates() {
        Configuration configuration = load(Dialect.BIRD_2, """
                template bgp base { local as 1; hold time 30; ipv4 { import all; export none; import limit 10; }; }
                template bgp mid from base { hold time 60; ipv4 { export all; }; }
                protocol bgp a from mid { neighbor 10.0.0.1 as 2; hold time 90; hold time 99; }
                """);

        BgpConfig a = bgp(configuration, "a");
        assertThat(a.timers().hold()).isEqualTo(99);
        ChannelConfig channel = a.channels().getFirst();
        assertThat(channel.importFilter()).isEqualTo(new FilterRef.All());
        assertThat(channel.exportFilter()).isEqualTo(new FilterRef.All());
        assertThat(channel.importLimit()).contains(new Limit(10, Limit.Action.DISABLE));
    }

    @ParameterizedTest
    @CsvSource({
        // neighbor AS, options, multihop, gateway
        "2,'',0,DIRECT",
        "1,'',64,RECURSIVE",
        "1,direct;,0,DIRECT",
        "2,multihop;,64,RECURSIVE",
        "2,multihop 5;,5,RECURSIVE",
    })
    void gatewayFollowsMultihop(int as, String options, int multihop, Gateway gateway) {
        BgpConfig config = bgp(
                load(
                        Dialect.BIRD_2,
                        "protocol bgp b { local as 1; neighbor 10.0.0.1 as " + as + "; " + options
                                + " ipv4 { import all; export all; }; }"),
                "b");

        assertThat(config.transport().hops().multihop()).isEqualTo(multihop);
        assertThat(config.channels().getFirst().bgp().orElseThrow().resolution().gateway())
                .isEqualTo(gateway);
    }

    @Test
    void defaultsOfBgp() {
        BgpConfig config =
                bgp(load(Dialect.BIRD_2, "protocol bgp { local as 1; neighbor 10.0.0.1 internal; ipv4; }"), "bgp1");

        assertThat(config.isInternal()).isTrue();
        assertThat(config.neighbor().asn()).hasValue(1);
        assertThat(config.timers().hold()).isEqualTo(240);
        assertThat(config.timers().keepalive()).isZero();
        assertThat(config.timers().dialing().delay()).isEqualTo(5);
        assertThat(config.timers().dialing().retry()).isEqualTo(120);
        assertThat(config.paths().comparison().defaultLocalPref()).isEqualTo(100);
        assertThat(config.capabilities().offers(BgpCapability.FOUR_BYTE_AS)).isTrue();
        ChannelConfig channel = config.channels().getFirst();
        assertThat(channel.table()).isEqualTo("master4");
        assertThat(channel.preference()).isEqualTo(OptionalInt.empty());
        assertThat(channel.importFilter()).isEqualTo(new FilterRef.All());
        assertThat(channel.exportFilter()).isEqualTo(new FilterRef.None());
        assertThat(channel.bgp().orElseThrow().addPaths()).isEqualTo(AddPaths.OFF);
        assertThat(channel.bgp().orElseThrow().nextHops().self()).isEqualTo(NextHopScope.DEFAULT);
    }

    /** BIRD 2.18 and later refuse AS_SETs unless the file allows them, 1.6 takes them. */
    @Test
    void asSetsByDialect() {
        String bgp = "router id 1.1.1.1; protocol bgp x { local as 1; neighbor 10.0.0.2 as 2; %s }";
        assertThat(acceptsSets(Dialect.BIRD_1_6_IPV4, bgp.formatted(""))).isTrue();
        String channel = "ipv4 { import all; export all; };";
        assertThat(acceptsSets(Dialect.BIRD_2, bgp.formatted(channel))).isFalse();
        assertThat(acceptsSets(Dialect.BIRD_2, bgp.formatted("allow as sets; " + channel)))
                .isTrue();
    }

    private static boolean acceptsSets(Dialect dialect, String text) {
        BgpConfig bgp = (BgpConfig) load(dialect, text).protocol("x").orElseThrow();
        return bgp.paths().acceptance().asSets();
    }

    @Test
    void flatProtocolsHaveOneChannelOfTheFilesFamily() {
        Configuration configuration = load(Dialect.BIRD_1_6_IPV6, """
                router id 1.2.3.4;
                listen bgp port 180;
                table t;
                protocol bgp b {
                  local as 1; neighbor 2001:db8::1 as 2;
                  table t; preference 120; next hop self; export where source = RTS_STATIC;
                }
                protocol pipe { peer table t; }
                """);

        assertThat(configuration.router().listen().port()).isEqualTo(180);
        ChannelConfig channel = bgp(configuration, "b").channels().getFirst();
        assertThat(channel.name()).isEqualTo("ipv6");
        assertThat(channel.table()).isEqualTo("t");
        assertThat(channel.preference()).hasValue(120);
        assertThat(channel.importFilter()).isEqualTo(new FilterRef.All());
        assertThat(channel.exportFilter()).isInstanceOf(FilterRef.Inline.class);
        assertThat(channel.bgp().orElseThrow().nextHops().self()).isEqualTo(NextHopScope.ALL);
        PipeConfig pipe = (PipeConfig) configuration.protocol("pipe1").orElseThrow();
        assertThat(pipe.peerTable()).isEqualTo("t");
        assertThat(pipe.channels().getFirst().table()).isEqualTo("master");
        assertThat(pipe.channels().getFirst().exportFilter()).isEqualTo(new FilterRef.None());
    }

    @Test
    void staticRoutes() {
        StaticConfig config =
                (StaticConfig) load(Dialect.BIRD_2, """
                        protocol static s {
                          ipv4;
                          route 10.0.0.0/8 via 192.0.2.1 weight 3 via 192.0.2.2%eth0 onlink via "tun0";
                          route 10.1.0.0/16 recursive 192.0.2.9;
                          route 10.2.0.0/16 prohibit { bgp_community.add((65000, 1)); };
                        }
                        """).protocol("s").orElseThrow();

        assertThat(config.routes().get(0))
                .isEqualTo(new StaticRoute(
                        IpPrefix.parse("10.0.0.0/8").orElseThrow(),
                        new StaticRoute.Via(List.of(
                                new StaticRoute.NextHop(
                                        Optional.of(address("192.0.2.1")), Optional.empty(), 3, false, false),
                                new StaticRoute.NextHop(
                                        Optional.of(address("192.0.2.2")), Optional.of("eth0"), 1, true, false),
                                new StaticRoute.NextHop(Optional.empty(), Optional.of("tun0"), 1, false, false))),
                        Optional.empty()));
        assertThat(config.routes().get(1).destination()).isEqualTo(new StaticRoute.Recursive(address("192.0.2.9")));
        assertThat(config.routes().get(2).destination()).isEqualTo(new StaticRoute.Prohibit());
        assertThat(config.routes().get(2).attributes()).isPresent();
    }

    @Test
    void logsAndDebugging() {
        Configuration configuration = load(Dialect.BIRD_2, """
                log "/var/log/a.log" 20000 "/var/log/a.old" { warning, error };
                log syslog name "r1" all;
                protocol direct before {}
                debug protocols { states };
                protocol direct after {}
                protocol direct own { debug { routes, filters }; }
                """);

        assertThat(configuration.logs().get(0))
                .isEqualTo(new LogTarget(
                        new LogTarget.File("/var/log/a.log", 20000, Optional.of("/var/log/a.old")),
                        Set.of(LogClass.WARNING, LogClass.ERROR)));
        assertThat(configuration.logs().get(1).sink()).isEqualTo(new LogTarget.Syslog(Optional.of("r1")));
        assertThat(configuration.logs().get(1).classes()).hasSize(9);
        assertThat(configuration.protocols())
                .extracting(protocol -> protocol.common().debug())
                .containsExactly(Set.of(), Set.of(DebugFlag.STATES), Set.of(DebugFlag.ROUTES, DebugFlag.FILTERS));
    }

    @Test
    void madeUpNamesAvoidGivenOnes() {
        assertThat(load(Dialect.BIRD_2, "protocol direct direct1 {}\nprotocol direct {}\nprotocol direct {}")
                        .protocols())
                .extracting(ProtocolConfig::name)
                .containsExactly("direct1", "direct2", "direct3");
    }

    @Test
    void equalFilesAreEqualWhereverTheirOptionsStand() {
        String text = "template bgp t { local as 1; ipv4 { import filter { accept; }; export none; }; }\n"
                + "protocol bgp b from t { neighbor 10.0.0.1 as 2; }";
        Configuration one = load(Dialect.BIRD_2, text);
        Configuration other = load(Dialect.BIRD_2, "# moved\n\n  " + text.replace("; ", ";\n   "));

        assertThat(one.protocols()).isEqualTo(other.protocols());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    protocol device {}                                                            | BIRD_2
                    ipv4 table t; protocol device {}                                              | BIRD_2
                    protocol static { ipv6; }                                                     | BIRD_2
                    protocol static { import all; }                                               | BIRD_1_6_IPV4
                    protocol bgp { import all; local as 1; neighbor 10.0.0.1 as 2; }              | BIRD_1_6_IPV4
                    router id 1.2.3.4; protocol bgp { import all; local as 1; neighbor ::1 as 2; } | BIRD_1_6_IPV6
                    ipv4 table t; protocol pipe { table master4; peer table t; import all; }      | BIRD_2
                    """)
    void dialectIsToldFromTheContents(String text, Dialect dialect) {
        assertThat(load(null, text).dialect()).isEqualTo(dialect);
    }

    /** Under {@code bird6}: what stands in both dialects is 1.6. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    protocol device {}                                           | BIRD_1_6_IPV6
                    protocol static { import all; }                              | BIRD_1_6_IPV6
                    protocol static { ipv6; }                                    | BIRD_2
                    ipv4 table t; protocol device {}                             | BIRD_2
                    roa4 table r; protocol rpki { remote 10.0.0.1; roa4 { table r; }; } | BIRD_2
                    """)
    void anOldNameStandsForItsDialectUnlessTheFileSaysOtherwise(String text, Dialect dialect, @TempDir Path folder)
            throws IOException {
        Path file = Files.writeString(folder.resolve("f"), "router id 1.2.3.4; " + text);
        assertThat(ConfigurationLoader.loadUnderOldName(
                                file, Dialect.BIRD_1_6_IPV6, new LoadMemory(), new LoadProgress())
                        .configuration()
                        .orElseThrow()
                        .dialect())
                .isEqualTo(dialect);
    }
}
