package org.jbgp.config.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenSource;
import org.jbgp.config.source.MemoryFiles;
import org.jbgp.config.source.Problems;
import org.junit.jupiter.api.Test;

/** Packed tokens say what the tokens said that were packed. */
class PackedTokensTest {
    private static final String[] PIECES = {
        "define A = [ 10.0.0.0/8{16,24}, 1.2.3.4/32 ];",
        "\n",
        "\n\n  ",
        " ",
        "table t\n",
        "attribute\n bgp 5 int a;",
        "2001:db8::/32",
        "\"text\"",
        "# 😀\n",
        "/* two\nlines */",
        "include \"other\";",
        "x".repeat(300),
        "}",
        "\"open\n",
    };

    @Provide
    Arbitrary<List<String>> pieces() {
        return Arbitraries.of(PIECES).list().ofMinSize(1).ofMaxSize(200);
    }

    @Property(tries = 200)
    void sayTheSame(@ForAll("pieces") List<String> pieces) {
        List<String> expected = new ArrayList<>();
        TokenSource source = source(String.join("", pieces));
        for (int index = 0; index == 0 || !expected.getLast().startsWith("-1 "); index++) {
            CommonToken token = (CommonToken) source.nextToken();
            token.setTokenIndex(index);
            expected.add(describe(token));
        }

        FileTokenStream stream = new FileTokenStream(source(String.join("", pieces)));

        assertThat(stream.getTokens()).extracting(PackedTokensTest::describe).isEqualTo(expected);
        // Backwards, too: chunks are made again.
        for (int i = expected.size() - 1; i >= 0; i -= 7) {
            assertThat(describe(stream.get(i))).isEqualTo(expected.get(i));
        }
    }

    @Test
    void takeAFewBytesEach() {
        PackedTokens tokens = new PackedTokens();
        TokenSource source = source("define A = [\n" + "    10.20.0.0/16{16,24},\n".repeat(10_000) + "];");
        for (Token token = source.nextToken(); token.getType() != Token.EOF; token = source.nextToken()) {
            tokens.add(token);
        }
        assertThat(tokens).hasSize(4 + 7 * 10_000 + 2);
        assertThat(tokens.bytes()).isLessThan(4 * tokens.size());
    }

    @Test
    void thereIsNoneBehindTheLast() {
        PackedTokens tokens = new PackedTokens();
        tokens.add(source("a").nextToken());
        assertThat(tokens.get(0).getText()).isEqualTo("a");
        assertThatThrownBy(() -> tokens.get(1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> tokens.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static TokenSource source(String text) {
        return new StatementEnds(new IncludingTokens(
                "root", text, new MemoryFiles(Map.of("other", "protocol device\n{ }\n 1.2.3.4")), new Problems()));
    }

    private static String describe(Token token) {
        return token.getType() + " '" + token.getText() + "' "
                + token.getInputStream().getSourceName() + ":"
                + token.getLine() + ":" + token.getCharPositionInLine() + " " + token.getStartIndex() + "-"
                + token.getStopIndex() + " #" + token.getTokenIndex() + " channel " + token.getChannel();
    }
}
