package org.jbgp.config.editor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jbgp.config.source.MemoryFiles;
import org.junit.jupiter.api.Test;

/** Names and what they mean; {@code NAME@line} for each place, the definition first. */
class NameIndexTest {
    private FileScan scan;

    private NameIndex index(String text) {
        return index(Map.of("bird.conf", text), null);
    }

    private NameIndex index(Map<String, String> files, NameIndex former) {
        try {
            scan = FileScan.read("bird.conf", new MemoryFiles(files), Optional.empty());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return new NameIndex(scan, former);
    }

    private List<String> names(NameIndex index) {
        List<String> all = new ArrayList<>();
        for (Name name : index.names()) {
            StringBuilder text = new StringBuilder(name.kind().word() + " " + name.text() + ":");
            index.places(name)
                    .forEach(place ->
                            text.append(' ').append(scan.tokens().get(place).getLine()));
            all.add(text.toString());
        }
        return all;
    }

    @Test
    void everyKind() {
        assertThat(names(index("""
                define LIMIT = 10;
                attribute int mark;
                ipv4 table t1; ipv4 table 't-2';
                function f(int a) int b; { b = a + LIMIT; return b; }
                filter g { mark = f(LIMIT); accept; }
                template bgp base { local as LIMIT; hold time (LIMIT + 80); }
                protocol bgp 'up-1' from base {
                  ipv4 { table t1; import filter g; export where f(3) > 2 && proto = "up-1"; };
                }
                protocol pipe { table t1; peer table 't-2'; import where mark = 1; }
                protocol static { ipv4 { table t1; }; route 10.0.0.0/8 blackhole { mark = LIMIT; }; }
                """)))
                .containsExactly(
                        "constant LIMIT: 1 4 5 6 6 11",
                        "attribute mark: 2 5 10 11",
                        "table t1: 3 8 10 11",
                        "table t-2: 3 10",
                        "function f: 4 5 8",
                        "argument a: 4 4",
                        "variable b: 4 4 4",
                        "filter g: 5 8",
                        "template base: 6 7",
                        "protocol up-1: 7 8");
    }

    @Test
    void theInnermostNameCounts() {
        assertThat(names(index("""
                define x = 1;
                function f(int x) {
                  if x > 1 then {
                    int x = 5;
                    return x;
                  }
                  for int y in bgp_path do x = y;
                  return x;
                }
                function g() { return x; }
                """)))
                .containsExactly(
                        "constant x: 1 10",
                        "function f: 2",
                        "argument x: 2 3 7 8",
                        "variable x: 4 5",
                        "variable y: 7 7",
                        "function g: 10");
    }

    @Test
    void wordsOfOptionsAreNoNames() {
        assertThat(names(index("""
                define all = 1;
                ipv4 table limit;
                define time = 5;
                protocol kernel kernel { ipv4 { import all; import limit time action block; table limit; }; scan time time; }
                """)))
                .containsExactly("constant all: 1", "table limit: 2 4", "constant time: 3 4 4", "protocol kernel: 4");
    }

    @Test
    void alsoInsideOfWhatIsBroken() {
        NameIndex index = index("""
                define A = 1;
                filter f { if net.len > A then accept; reject
                }
                filter g { bgp_med = A; accept; }
                """);

        assertThat(index.isWhole()).isFalse();
        assertThat(names(index)).contains("constant A: 1 2 4", "filter g: 4");
    }

    @Test
    void throughIncludes() {
        NameIndex index = index(
                Map.of(
                        "bird.conf", "include \"a.conf\";\nprotocol static { ipv4 { include \"b.conf\"; }; }\n",
                        "a.conf", "filter f { accept; }\n",
                        "b.conf", "import filter f;\n"),
                null);

        assertThat(names(index)).containsExactly("filter f: 1 1");
    }

    @Test
    void whatWasReadBeforeComesToTheSame() {
        String text = """
                define A = 1;
                filter f { int x; x = A; accept; }
                protocol static s { ipv4 { import filter f; }; }
                """;
        NameIndex before = index(text);
        NameIndex after = index(Map.of("bird.conf", "# moved\n\n" + text.replace("A", "B")), before);

        assertThat(names(after)).isEqualTo(names(index("# moved\n\n" + text.replace("A", "B"))));
        assertThat(names(index(Map.of("bird.conf", text), after))).isEqualTo(names(index(text)));
    }
}
