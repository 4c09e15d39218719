package org.jbgp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.source.MemoryFiles;
import org.jbgp.config.source.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where BIRD wants no ';', and what tells a file of 1.6. */
class StatementEndsTest {
    private static LoadResult load(String text) {
        return ConfigurationLoader.load("t", new MemoryFiles(Map.of("t", text)), Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ipv4 table a\nprotocol device {}",
                "ipv4 table a sorted protocol device {}",
                "ipv4 table a { sorted; }\nprotocol device {}",
                "ipv4 table a ipv6 table b protocol device {}",
                "debug protocols all\nprotocol device {}",
                "debug protocols off protocol device {}",
                "debug protocols { states, events }\nprotocol device {}",
                "debug protocols { states } debug channels all debug tables off\nprotocol device {}",
                "debug commands 2\nprotocol device {}",
                "debug commands (1 + 1)\nrouter id 1.2.3.4;\nprotocol device {}",
                "debug latency on\ndebug latency limit 5 s\nprotocol device {}",
                "debug latency\nprotocol device {}",
                "watchdog warning 5 s\nwatchdog timeout 30 s\nprotocol device {}",
                "protocol device {}\ndebug protocols all",
                "protocol device {}\nwatchdog warning 100 ms\n",
                "debug protocols all\ntimeformat protocol iso long;\nprotocol device {}"
            })
    void aSemicolonThatMayBeLeftOut(String text) {
        LoadResult result = load(text);

        assertThat(result.errors()).isEmpty();
        assertThat(result.configuration().orElseThrow().dialect()).isEqualTo(Dialect.BIRD_2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "table a;\nprotocol device {}",
                "table a\nprotocol device {}",
                "table a sorted\ntable b\nprotocol device {}",
                "debug protocols all\ntable a\nprotocol device {}",
                "roa table r { roa 10.0.0.0/8 max 16 as 65001; }\nprotocol device {}",
                "roa table r\ntable a protocol device {}",
                "listen bgp port 1179;\nprotocol device {}",
                "protocol device {}\ntable last"
            })
    void aFileOf16(String text) {
        LoadResult result = load(text);

        assertThat(result.errors()).isEmpty();
        assertThat(result.configuration().orElseThrow().dialect()).isEqualTo(Dialect.BIRD_1_6_IPV4);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                protocol device {} log stderr all protocol direct {} | t:1:35 unexpected 'protocol' (is a ';' missing?)
                protocol device { debug all }                        | t:1:29 expected ';' before '}'
                protocol device {} mrtdump protocols { states }      | t:1:47 expected ';' after '}'
                protocol device {} ipv4 table a foo;                 | t:1:33 unexpected 'foo' after 'ipv4 table a' (is a ';' missing?)
                """)
    void aSemicolonThatMayNot(String text, String message) {
        assertThat(load(text).errors()).extracting(Problem::toString).contains(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/** x **/",
                "/***/",
                "/**/",
                "/****/",
                "/* * **/",
                "/** a\n * b\n **/",
                "/* ** / ***/",
                "/*/ **/"
            })
    void aCommentEndsAtTheFirstStarAndSlash(String comment) {
        assertThat(load(comment + "protocol device {}" + comment).errors()).isEmpty();
        assertThat(load("protocol device {}" + comment + " \uD83D\uDE00").errors())
                .extracting(Problem::message)
                .containsExactly("unknown character '\uD83D\uDE00'");
    }

    /** What pages and word processors put into a file. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                FEFF | unknown character U+FEFF, a byte order mark: save the file without it
                00A0 | unknown character U+00A0, a space of another kind: write a plain one
                2007 | unknown character U+2007, a space of another kind: write a plain one
                200B | unknown character U+200B, which cannot be seen: remove it
                0007 | unknown character U+0007, which cannot be seen: remove it
                2028 | unknown character U+2028: write the end of a line
                201C | unknown character '\u201c': write '"'
                201D | unknown character '\u201d': write '"'
                201E | unknown character '\u201e': write '"'
                2019 | unknown character '\u2019': write "'"
                2013 | unknown character '\u2013': write '-'
                E000 | unknown character U+E000
                0026 | unknown character '&': write '&&'
                0000 | a byte that stands for no character: the file is no text, or not UTF-8
                FFFD | a byte that stands for no character: the file is no text, or not UTF-8
                """)
    void aCharacterThatStandsForNothing(String code, String message) {
        String character = Character.toString(Integer.parseInt(code, 16));
        assertThat(load(character + "protocol device {}").errors())
                .extracting(Problem::toString)
                .containsExactly("t:1:1 " + message);
    }

    @Test
    void ofAFileThatIsNoTextOneMessageIsEnough() {
        assertThat(load("\uFFFD\u0001\u0002 \uFFFD\nprotocol device {}\u0000").errors())
                .hasSize(1);
    }

    /** A mistake in a template is reported once, whatever the name of the place it is met in. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                holdd time 5;           | unknown option 'holdd time' in template bgp, did you mean 'hold time'?
                table nn;               | 'table' belongs in a channel of template bgp in BIRD 2.x: ipv4 { … }; or ipv6 { … };
                hold time 1;            | hold time must be 0 or from 3 to 65535, not 1
                ipv4 { importt all; };  | unknown option 'importt' in channel ipv4, did you mean 'import'?
                """)
    void aMistakeInATemplate(String option, String message) {
        assertThat(load("""
                        protocol device {}
                        template bgp t { local as 1; %s }
                        template bgp u from t { }
                        protocol bgp a from t { neighbor 10.0.0.1 as 2; ipv4; }
                        protocol bgp b from u { neighbor 10.0.0.2 as 2; ipv4; }
                        """.formatted(option)).errors())
                .extracting(Problem::message)
                .containsExactly(message);
    }

    /** BIRD refuses these too. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/* a /* b */",
                "/* a /*/",
                "/* a /**/",
                "/*/* a */",
                "/* a //* b\n */",
                "/** a * / /* b **/",
                "/* a /*** b /* c */"
            })
    void aCommentInAComment(String comment) {
        assertThat(load("router id 1.1.1.1;\n" + comment + "\nprotocol device {}")
                        .errors())
                .extracting(Problem::toString)
                .containsExactly("t:2:1 comments do not nest: there is another '/*' in the one that starts here");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/*", "/* * ", "/*/", "/***", "/* ** /"})
    void aCommentThatNeverEnds(String comment) {
        assertThat(load("protocol device {}\n" + comment).errors())
                .extracting(Problem::toString)
                .containsExactly("t:2:1 the comment that starts here is never closed with '*/'");
    }
}
