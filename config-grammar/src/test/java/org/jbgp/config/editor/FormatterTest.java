package org.jbgp.config.editor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.antlr.v4.runtime.Token;
import org.jbgp.config.syntax.FileTokens;
import org.junit.jupiter.api.Test;

class FormatterTest {
    private static final Formatter.Style STYLE = new Formatter.Style(4, true);

    private static Optional<String> format(String text) {
        return new Formatter(text, STYLE).replacements().map(replacements -> Replacement.apply(text, replacements));
    }

    @Test
    void laysOut() {
        assertThat(format("""
                # top
                define   A=[10.0.0.0/8{ 16 , 24 },
                  192.168.0.0/16+   ,
                     1.2.3.0/24 ];   # trailing
                table   t1
                protocol device
                {
                }
                filter f   # why
                {
                int x;
                if net~A&&
                bgp_path.len>3 then
                { reject; }
                else if  a then
                accept;
                case x {
                1,2: accept;
                   print "x  y";
                3..5: {
                reject;
                }
                else: reject;
                }
                /* multi
                     line */  accept   ;
                #commented out
                   # indented
                }



                protocol bgp x from t { debug {states,routes}; ipv4 { import where net ~ [ 10.0.0.0/8{8,24} ] && (65000,1)~c; }; }

                """)).hasValue("""
                # top
                define A = [10.0.0.0/8{16,24},
                    192.168.0.0/16+,
                    1.2.3.0/24 ];   # trailing
                table t1
                protocol device
                {
                }
                filter f   # why
                {
                    int x;
                    if net ~ A &&
                        bgp_path.len > 3 then
                    { reject; }
                    else if a then
                        accept;
                    case x {
                        1, 2: accept;
                            print "x  y";
                        3..5: {
                            reject;
                        }
                        else: reject;
                    }
                    /* multi
                     line */ accept;
                #commented out
                    # indented
                }


                protocol bgp x from t { debug { states, routes }; ipv4 { import where net ~ [ 10.0.0.0/8{8,24} ] && (65000, 1) ~ c; }; }
                """);
    }

    @Test
    void keepsTheEndsOfLinesAndUsesTabs() {
        String text = "filter f {\r\naccept; }";

        assertThat(new Formatter(text, new Formatter.Style(8, false))
                        .replacements()
                        .map(all -> Replacement.apply(text, all)))
                .hasValue("filter f {\r\n\taccept; }\r\n");
        assertThat(format("filter f {\raccept;\r\r}\r")).hasValue("filter f {\n    accept;\n\n}\n");
        assertThat(format("")).hasValue("");
    }

    @Test
    void leavesAloneWhatItDoesNotUnderstand() {
        for (String text : List.of("filter f {", "a }", "x \"open", "/* open", "a = $;", "f(1];", "a [1};", "a {1)")) {
            assertThat(format(text)).as(text).isEmpty();
        }
        // Together they would be other tokens.
        assertThat(format("define A = [ = 1 ];\n")).hasValue("define A = [ = 1 ];\n");
    }

    /** Every configuration of examples and tests: tokens and comments stay, and a second time nothing changes. */
    @Test
    void tokensStayAndTheSecondTimeNothingChanges() {
        List<Path> files = new ArrayList<>();
        for (String place :
                List.of("../examples", "src/test/resources", "../daemon/src/test/resources", "../../shared/corpus")) {
            files.addAll(configurations(Path.of(place)));
        }
        int formatted = 0;
        for (Path file : files) {
            String text = read(file);
            Optional<String> once = format(text);
            if (once.isPresent()) {
                formatted++;
                assertThat(tokens(once.get())).as(file.toString()).isEqualTo(tokens(text));
                assertThat(comments(once.get())).as(file.toString()).isEqualTo(comments(text));
                assertThat(format(once.get())).as(file.toString()).isEqualTo(once);
                String windows = text.replace("\n", "\r\n");
                assertThat(format(windows).map(each -> each.replace("\r\n", "\n")))
                        .as(file.toString())
                        .isEqualTo(once);
            }
        }
        assertThat(formatted).isGreaterThan(100);
    }

    /** The same with blanks and comments of all kinds wherever they may stand. */
    @Test
    void tokensStayAlsoAmongOddComments() {
        String[] gaps = {
            " ",
            "\t",
            "  \n",
            "\n\n\n\n\n",
            "\f",
            "/* in the middle of a line */",
            "/* over\n  two */",
            "/**/",
            " # end\n",
            "\n#begins\n",
            "\n   # indented /* \"open\n",
            "/* # { ( \" */",
            "# // ; }\n",
            "/* a *//* b */",
            "#\n#\n"
        };
        Random random = new Random(14);
        List<Path> files = new ArrayList<>(configurations(Path.of("../examples")));
        files.addAll(configurations(Path.of("src/test/resources")));
        int formatted = 0;
        for (Path file : files) {
            StringBuilder odd = new StringBuilder();
            for (Token token : FileTokens.of("", read(file))) {
                for (int i = random.nextInt(3); i >= 0; i--) {
                    odd.append(gaps[random.nextInt(4) > 0 ? 0 : random.nextInt(gaps.length)]);
                }
                odd.append(token.getText());
            }
            String text = odd.toString();
            Optional<String> once = format(text);
            if (once.isPresent()) {
                formatted++;
                assertThat(tokens(once.get())).as(text).isEqualTo(tokens(text));
                assertThat(comments(once.get())).as(text).isEqualTo(comments(text));
                assertThat(format(once.get())).as(text).isEqualTo(once);
            }
        }
        assertThat(formatted).isGreaterThan(10);
    }

    private static List<Path> configurations(Path place) {
        if (!Files.isDirectory(place)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(place)) {
            return all.filter(file -> file.toString().matches(".*\\.(conf|cfg)"))
                    .filter(Files::isRegularFile)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> tokens(String text) {
        return FileTokens.of("", text).stream()
                .map(token -> token.getType() + " " + token.getText())
                .toList();
    }

    /** What stands between the tokens, without blanks. */
    private static List<String> comments(String text) {
        List<String> comments = new ArrayList<>();
        int[] characters = text.codePoints().toArray();
        int at = 0;
        for (Token token : FileTokens.of("", text)) {
            comments.add(new String(characters, at, token.getStartIndex() - at).replaceAll("\\s", ""));
            at = token.getStopIndex() + 1;
        }
        comments.add(new String(characters, at, characters.length - at).replaceAll("\\s", ""));
        return comments;
    }
}
