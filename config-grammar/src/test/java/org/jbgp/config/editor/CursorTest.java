package org.jbgp.config.editor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.antlr.v4.runtime.Token;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.options.OptionBlocks;
import org.jbgp.config.syntax.FileTokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the end of a text is. */
class CursorTest {
    private static Cursor behind(String text) {
        List<Token> tokens = FileTokens.of("", text);
        return Cursor.behind(tokens, tokens.size(), new OptionBlocks(Dialect.BIRD_2));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            protocol bgp b { hold                                      | false | protocol bgp | hold
            protocol bgp b { ipv4 { import                             | false | channel ipv4 | import
            protocol bgp b { ipv4 { import where net ~ [10.0.0.0/8{8,9 | true  | channel ipv4 | import where net ~ [ 10.0.0.0/8 8 , 9
            protocol bgp b { ipv4 { import where net ~ [10.0.0.0/8{8,9}]; export | false | channel ipv4 | export
            define A = [10.0.0.0/8{8,9}, 11.0.0.0/8{                   | true  | ``           | define A = [ 10.0.0.0/8 8 , 9 , 11.0.0.0/8
            define A = [10.0.0.0/8{8,9}]; router                       | false | ``           | router
            filter f { if (a = (1                                      | true  | ``           | if ( a = ( 1
            filter f { if (a) then { x = 1; } y                        | true  | ``           | y
            """)
    void whatIsGoingOn(String text, boolean code, String title, String statement) {
        Cursor cursor = behind(text);

        assertThat(cursor.code()).isEqualTo(code);
        assertThat(cursor.block().title()).isEqualTo(title);
        assertThat(String.join(
                        " ", cursor.statement().stream().map(Token::getText).toList()))
                .isEqualTo(statement);
    }

    @Test
    void anItemAtTheBeginningOfItsLineEndsWhatIsOpenAbove() {
        Cursor cursor = behind("protocol bgp a {\n ipv4 {\ndefine A = 1;\nprotocol static s { check");

        assertThat(cursor.block().title()).isEqualTo("protocol static");
    }

    @Test
    void aLongSetTakesNoLongerThanItsLength() {
        // By the square of its length this would be minutes.
        Cursor cursor = behind("define A = [" + "10.0.0.0/8{8,24},".repeat(100_000) + "10.0.0.0/8];\nrouter ");

        assertThat(cursor.words()).containsExactly("router");
    }
}
