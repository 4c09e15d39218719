package org.jbgp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.filter.FilterPlaces;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.model.FilterRef;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.source.MemoryFiles;
import org.jbgp.config.source.SourceFiles;
import org.jbgp.config.source.SourcePosition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A load that knows the one before comes to the same as one that does not, and reads only what changed. */
class LoadMemoryTest {
    private static final Path EXAMPLES = Path.of("../examples/configurations");
    private static final String FILE = "etc/bird.conf";
    private static final long SEED = 20261122;

    private static final String ROUTER = """
            router id 10.0.0.1;
            ipv4 table extra;
            roa4 table r;
            define LOW = 10;
            define NETS = [ 10.0.0.0/8+ ];
            attribute int mark;
            function small() { return bgp_med < LOW; }
            function count(int n) { if n < 1 then return 0; return count(n - 1); }
            filter one { if small() then accept; reject; }
            filter two { if net ~ NETS then accept; mark = 3; reject; }
            filter three { if roa_check(r) = ROA_VALID then accept; reject; }
            template bgp t { local 10.0.0.1 as 65000; hold time 90; ipv4 { import none; export none; }; }
            protocol bgp a from t { neighbor 10.0.0.2 as 65001; ipv4 { import filter one; }; }
            protocol bgp b from t { neighbor 10.0.0.3 as 65001; ipv4 { import filter two; export where small(); }; }
            protocol bgp c { local as 65000; neighbor 10.0.0.4 as LOW; ipv4 { import all; export none; }; }
            protocol static base { ipv4; route 10.3.0.0/16 blackhole; }
            protocol static d from base { route 10.4.0.0/16 blackhole; }
            protocol static { ipv4; route 10.1.0.0/16 blackhole; }
            protocol static { ipv4 { table extra; }; route 10.2.0.0/16 blackhole; }
            """;

    /** What of the file is replaced, with what, and which of its filters and protocols are then read. */
    static Stream<Arguments> changes() {
        return Stream.of(
                change("mark = 3", "mark = 4", "b", "d", "two"),
                change("LOW = 10;", "LOW = 11;", "one", "a", "b", "c", "d"),
                change("LOW = 10;", "LOW = (5 + 5);", "d"),
                change("LOW = 10;", "LOW = 10; # ten", "d"),
                change("bgp_med < LOW", "bgp_med <= LOW", "one", "a", "b", "d"),
                change("router id 10.0.0.1", "router id 10.0.0.9", "a", "b", "base", "c", "d", "static1", "static2"),
                change("hold time 90", "hold time 60", "a", "b", "base", "c", "d", "static1", "static2"),
                change("as LOW", "as 65009", "c", "d"),
                change("10.3.0.0/16", "10.5.0.0/16", "base", "d"),
                change("neighbor 10.0.0.2", "neighbor 10.0.0.7", "a", "d"),
                change(
                        "attribute int mark;",
                        "attribute int other; attribute int mark;",
                        "a",
                        "two",
                        "b",
                        "base",
                        "c",
                        "d",
                        "static1",
                        "static2"),
                change("roa4 table r;", "", "?"),
                change("filter one", "filter uno", "?"),
                change(
                        "define NETS",
                        "# more\n\ndefine NETS",
                        "a",
                        "b",
                        "base",
                        "c",
                        "d",
                        "one",
                        "static1",
                        "static2",
                        "three",
                        "two"),
                change("define NETS", "define bgp_med = 7; define NETS", "one", "a", "b", "d"),
                change("filter two {", "filter two{", "b", "d", "two"),
                change("protocol static {", "protocol static static1 {", "d", "static1", "static2"),
                change(
                        "protocol bgp a",
                        "protocol static { ipv4; }\nprotocol bgp a",
                        "a",
                        "b",
                        "base",
                        "c",
                        "d",
                        "static1",
                        "static2",
                        "static3"));
    }

    private static Arguments change(String what, String with, String... read) {
        return Arguments.of(what, with, new TreeSet<>(List.of(read)));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void readsWhatChanged(String what, String with, Set<String> read) {
        LoadMemory memory = new LoadMemory();
        LoadResult before = load(ROUTER, memory);
        assertThat(before.errors()).isEmpty();
        String changed = ROUTER.replaceFirst(java.util.regex.Pattern.quote(what), with);
        LoadResult after = load(changed, memory);
        assertThat(describe(after)).isEqualTo(describe(load(changed, new LoadMemory())));
        if (!read.contains("?")) {
            assertThat(fresh(before, after)).isEqualTo(read);
        }
        // From that it comes back to the first.
        assertThat(describe(load(ROUTER, memory))).isEqualTo(describe(before));
    }

    /** Names of filters and protocols that are not the objects they were. */
    private static Set<String> fresh(LoadResult before, LoadResult after) {
        Configuration old = before.configuration().orElseThrow();
        Set<Object> known = Collections.newSetFromMap(new IdentityHashMap<>());
        known.addAll(old.filters().filters().values());
        known.addAll(old.protocols());
        Set<String> names = new TreeSet<>();
        Configuration now = after.configuration().orElseThrow();
        now.filters().filters().forEach((name, filter) -> {
            if (!known.contains(filter)) {
                names.add(name);
            }
        });
        for (ProtocolConfig protocol : now.protocols()) {
            if (!known.contains(protocol)) {
                names.add(protocol.name());
            }
        }
        return names;
    }

    /** Each row: a file that includes another. */
    @ParameterizedTest
    @MethodSource("includes")
    void readsWhatIsIncluded(String root, String first, String second) {
        LoadMemory memory = new LoadMemory();
        ConfigurationLoader.load(FILE, files(root, first), Optional.empty(), memory);
        LoadResult after = ConfigurationLoader.load(FILE, files(root, second), Optional.empty(), memory);
        LoadResult alone = ConfigurationLoader.load(FILE, files(root, second), Optional.empty());
        assertThat(describe(after)).isEqualTo(describe(alone));
    }

    static Stream<Arguments> includes() {
        String filter =
                "filter f {\ninclude \"more\";\naccept; }\nprotocol bgp p { local as 1; neighbor 10.0.0.1 as 2; ipv4 { import filter f; }; }";
        return Stream.of(
                Arguments.of(filter, "", "reject;"),
                Arguments.of(filter, "bgp_med = 1;", "bgp_med = 2;"),
                Arguments.of("include \"more\";\nprotocol device {}", "define A = 1;", "define A = 2;"),
                Arguments.of(
                        "include \"more\";\nprotocol bgp p { local as 1; neighbor 10.0.0.1 as 2; ipv4 { import filter f; }; }",
                        "filter f { accept; }",
                        "\nfilter f { accept; }"),
                Arguments.of(
                        "include \"more\";\nprotocol static { ipv4; route 10.0.0.0/8 via A; }",
                        "define A = 10.0.0.1;",
                        "define A = 10.0.0.2;"));
    }

    private static final String NEIGHBOR =
            "protocol bgp p { local as 1; neighbor 10.0.0.1 as 2; ipv4 { import all; export all; }; }";

    /** Each row: what there is at first, what there is then, and whether anything else can come of it. */
    @ParameterizedTest
    @MethodSource("wholeFiles")
    void readsNothingAgainIfNothingChanged(Map<String, String> first, Map<String, String> second, boolean same) {
        LoadMemory memory = new LoadMemory();
        LoadResult before = load(first, memory);
        assertThat(before.errors()).isEmpty();
        LoadResult after = load(second, memory);
        if (same) {
            assertThat(after).isSameAs(before);
        } else {
            assertThat(describe(after)).isEqualTo(describe(load(second, new LoadMemory())));
            assertThat(after).isNotSameAs(before);
            assertThat(load(second, memory).configuration().isPresent())
                    .isEqualTo(after.configuration().isPresent());
        }
    }

    static Stream<Arguments> wholeFiles() {
        Map<String, String> plain = Map.of(FILE, NEIGHBOR);
        Map<String, String> including = Map.of(FILE, "include \"part*\";\n" + NEIGHBOR, "etc/part1", "define A = 1;");
        return Stream.of(
                Arguments.of(plain, plain, true),
                Arguments.of(including, including, true),
                Arguments.of(plain, Map.of(FILE, NEIGHBOR + "\n"), false),
                Arguments.of(plain, Map.of(FILE, NEIGHBOR + " nonsense"), false),
                Arguments.of(including, with(including, "etc/part1", "define A = 2;"), false),
                Arguments.of(including, with(including, "etc/part2", "define B = 2;"), false),
                Arguments.of(including, with(including, "etc/other", "define B = 2;"), true),
                Arguments.of(plain, with(plain, "/etc/iproute2/rt_tables", "254 main"), false));
    }

    private static Map<String, String> with(Map<String, String> files, String name, String text) {
        Map<String, String> more = new HashMap<>(files);
        more.put(name, text);
        return more;
    }

    private static LoadResult load(Map<String, String> files, LoadMemory memory) {
        return ConfigurationLoader.load(FILE, new MemoryFiles(files), Optional.empty(), memory);
    }

    @Test
    void anotherLanguageIsAnotherConfiguration() {
        LoadMemory memory = new LoadMemory();
        LoadResult before = load(Map.of(FILE, "protocol device { }"), memory);
        LoadResult after = ConfigurationLoader.load(
                FILE, new MemoryFiles(Map.of(FILE, "protocol device { }")), Optional.of(Dialect.BIRD_1_6_IPV6), memory);
        assertThat(after).isNotSameAs(before);
    }

    private static SourceFiles files(String root, String more) {
        return new MemoryFiles(Map.of(FILE, root, "etc/more", more));
    }

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".conf"))
                    .sorted()
                    .toList();
        }
    }

    /** Lines of real files change, vanish, and come twice. */
    @ParameterizedTest
    @MethodSource("examples")
    void comesToTheSame(Path example) throws IOException {
        Random random = new Random(SEED);
        String text = Files.readString(example);
        LoadMemory memory = new LoadMemory();
        load(text, memory);
        for (int i = 0; i < 60; i++) {
            String changed = changed(text, random);
            assertThat(describe(load(changed, memory)))
                    .as("%s", changed)
                    .isEqualTo(describe(load(changed, new LoadMemory())));
        }
    }

    private static String changed(String text, Random random) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(lines.size());
            String line = lines.get(at);
            switch (random.nextInt(4)) {
                case 0 -> lines.remove(at);
                case 1 -> lines.add(random.nextInt(lines.size()), line);
                case 2 -> lines.set(at, line.replaceFirst("[1-9]", Integer.toString(random.nextInt(9))));
                default -> lines.add(at, "# " + line);
            }
        }
        return String.join("\n", lines);
    }

    private static LoadResult load(String text, LoadMemory memory) {
        return ConfigurationLoader.load(FILE, new MemoryFiles(Map.of(FILE, text)), Optional.empty(), memory);
    }

    /** Filters are equal wherever they stand; their messages are not. */
    private static List<List<SourcePosition>> places(Configuration configuration) {
        return Stream.concat(
                        configuration.filters().filters().values().stream(),
                        configuration.protocols().stream()
                                .flatMap(protocol -> protocol.channels().stream())
                                .flatMap(channel -> Stream.of(channel.importFilter(), channel.exportFilter()))
                                .flatMap(LoadMemoryTest::filter))
                .map(FilterPlaces::of)
                .toList();
    }

    private static Stream<Filter> filter(FilterRef reference) {
        return switch (reference) {
            case FilterRef.All all -> Stream.empty();
            case FilterRef.None none -> Stream.empty();
            case FilterRef.Named named -> Stream.of(named.filter());
            case FilterRef.Inline inline -> Stream.of(inline.filter());
        };
    }

    /** All of a result that compares by meaning. */
    private static List<Object> describe(LoadResult result) {
        List<Object> all = new ArrayList<>(List.of(result.errors(), result.warnings()));
        result.configuration()
                .ifPresent(configuration -> all.addAll(List.of(
                        configuration.dialect(),
                        configuration.router(),
                        configuration.logs(),
                        configuration.tables(),
                        configuration.protocols(),
                        configuration.templates(),
                        configuration.positions(),
                        configuration.files(),
                        configuration.filters().kinds(),
                        configuration.filters().filters(),
                        places(configuration),
                        configuration.filters().customAttributes())));
        return all;
    }
}
