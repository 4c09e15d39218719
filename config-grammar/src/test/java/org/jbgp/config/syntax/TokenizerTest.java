package org.jbgp.config.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenSource;
import org.jbgp.config.grammar.BirdLexer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tokenizer and the lexer made of the grammar give the same tokens at the same places. */
class TokenizerTest {

    /** Pieces that make tokens longer, shorter or something else, depending on what they touch. */
    private static final String[] PIECES = {
        "a",
        "f",
        "z",
        "_",
        "0",
        "1",
        "10",
        "255",
        "0x",
        "x",
        "1f",
        "abc",
        "deadbeef",
        "0123456789abcdef0123",
        "define",
        "filter",
        "flow4",
        "flow6",
        "flow5",
        "merge",
        "by",
        "else",
        "else:",
        "hex",
        "hex:",
        "if",
        "int",
        "route",
        "bt_assert",
        ":",
        "::",
        ".",
        "..",
        "/",
        "//",
        "/*",
        "*/",
        "*",
        "**",
        "**/",
        "#",
        "\"",
        "'",
        " ",
        "\t",
        "\r",
        "\f",
        "\n",
        "[",
        "[=",
        "=",
        "=]",
        "]",
        "!",
        "!=",
        "!~",
        "~",
        "<",
        "<=",
        ">",
        ">=",
        "&",
        "&&",
        "|",
        "||",
        "-",
        "->",
        "+",
        "++",
        "{",
        "}",
        "(",
        ")",
        ";",
        ",",
        "%",
        "?",
        "$",
        "@",
        "\\",
        "é",
        "€",
        "10.0.0.1",
        "10.0.0.0/8",
        "2001:db8::/32",
        "00:11:22:33:44:55",
        "65000:1",
        "10.0.0.1:5",
        "'a-b'"
    };

    @Property(tries = 3000)
    void agreesWithTheGrammar(@ForAll("texts") String text) {
        agreesOn(text);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(PIECES).list().ofMaxSize(25).map(pieces -> String.join("", pieces));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "protocol bgp a { neighbor 10.0.0.1 as 65000; } # comment",
                "route 10.0.0.0/8 via 2001:db8::1;\n\n  route 1.2.3.4/32 blackhole;",
                "case x { 1: accept; else: reject; }",
                "merge paths on; merge\n by { accept; }",
                "/* a */ b /** c **/ d /* e\nf */ g",
                "/* a /* b */ c /*/* d */ e /* f /*/ g /*h*//*i*/ j /* k /**/ l /* m /*** n */ o",
                "define R = 65000:1; (65000,1) 0xFF 0xfg 0x 00 1..5",
                "\"open\n\"closed\" 'a.b:c' 'bad name' &",
                "\uD83D\uDE00 name \uD83D\uDE00 10.0.0.1\n x"
            })
    void agreesOn(String text) {
        assertThat(tokens(new Tokenizer("t", text)))
                .isEqualTo(tokens(new BirdLexer(CharStreams.fromString(text, "t"))));
    }

    private static List<String> tokens(TokenSource source) {
        if (source instanceof BirdLexer lexer) {
            lexer.removeErrorListeners();
        }
        List<String> found = new ArrayList<>();
        Token token;
        do {
            token = source.nextToken();
            found.add(token.getType() + " " + token.getStartIndex() + "-" + token.getStopIndex() + " " + token.getLine()
                    + ":" + token.getCharPositionInLine() + " " + token.getText());
        } while (token.getType() != Token.EOF);
        return found;
    }
}
