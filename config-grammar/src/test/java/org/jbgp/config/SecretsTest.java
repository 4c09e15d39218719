package org.jbgp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No problem repeats a password, whatever else is wrong around it. */
class SecretsTest {
    private static final String SECRET = "Hunter2Zq";

    private static List<String> messages(String text) {
        LoadResult result = ConfigurationLoader.loadText("t", text, Optional.empty());
        List<String> all = new ArrayList<>();
        result.errors().forEach(problem -> all.add(problem.toString()));
        result.warnings().forEach(problem -> all.add(problem.toString()));
        return all;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password Hunter2Zq;",
                "password 'Hunter2Zq';",
                "password Hunter2Zq",
                "password \"Hunter2Zq;",
                "password Hunter2Zq\";",
                "password \"Hunter2Zq\" x;",
                "password \"Hunter2Zq\" \"Hunter2Zq\";",
                "password \"Hunter2Zq\"{ from };",
                "password \"Hunter2Zq\"\n  neighbor 10.0.0.1 as 65002;",
                "password \"x\"Hunter2Zq\";",
                "password x;Hunter2Zq y;",
                "password x Hunter2Zq y;",
                "password $Hunter2Zq$;",
                "password Hunter2Zq.5;",
                "password = \"Hunter2Zq\";",
                "password: \"Hunter2Zq\";",
                "pasword Hunter2Zq;",
                "Password Hunter2Zq;",
                "passwort \"Hunter2Zq\";",
                "tcp password Hunter2Zq;",
                "secret Hunter2Zq;",
                "key Hunter2Zq;",
                "pw Hunter2Zq;",
                "pw \"Hunter2Zq\" on;",
                "md5 Hunter2Zq;",
                "neighbor password \"Hunter2Zq\";",
                "neighbor 10.0.0.1 as 65002 password Hunter2Zq;",
                "neighbor 10.0.0.1 as \"Hunter2Zq\";",
                "keys { key { id 1; secret \"Hunter2Zq\"; algorithm foo }; };",
                "keys { key { id 1; secret Hunter2Zq; }; };",
                "authentication md5 Hunter2Zq;",
                "\"Hunter2Zq\";",
                "bfd { authentication simple; password Hunter2Zq; };",
                "bfd { authentication simple; password \"Hunter2Zq\" { id 300; } foo; };",
                "bfd { passwords { password \"Hunter2Zq\" };",
                "bfd { passwords { Hunter2Zq \"Hunter2Zq\"; };"
            })
    void aStatementOfBgp(String statement) {
        List<String> messages = messages("""
                protocol device {}
                protocol bgp a {
                  local as 65001; neighbor 10.0.0.1 as 65002;
                  %s
                  ipv4 { import all; export all; };
                }
                """.formatted(statement));

        assertThat(messages).isNotEmpty().noneMatch(message -> message.contains("Hunter2Zq"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "define PASSWORD = Hunter2Zq;",
                "define BGP_PASS_KEY = \"Hunter2Zq\" x;",
                "define peer_secret = \"x\" + Hunter2Zq;",
                "define PASSWORD = \"Hunter2Zq\"; router id PASSWORD;",
                "roa4 table r; protocol rpki r { roa4 { table r; }; remote \"h\"; transport tcp { authentication md5; password Hunter2Zq; }; }",
                "roa4 table r; protocol rpki r { roa4 { table r; }; remote \"h\"; transport tcp { password \"Hunter2Zq\"; }; }"
            })
    void aStatementOutsideOfBgp(String statement) {
        assertThat(messages("protocol device {}\n" + statement + "\n"))
                .isNotEmpty()
                .noneMatch(message -> message.contains(SECRET));
    }

    @Test
    void shortSecretsToo() {
        assertThat(messages("protocol bgp a { local as 1; neighbor 10.0.0.1 as 2; password ab c9;\n ipv4; }"))
                .containsExactly(
                        "t:1:63 expected <string> after 'password', found <hidden> (write it in double quotes)");
    }

    /** A forgotten semicolon makes no secret of what follows. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "password \"Hunter2Zq\" port 5; local port 70000; | t:3:22 unexpected 'port' after 'password \"…\"' (is a ';' missing?) ; t:3:41 a port must be from 1 to 65535, not 70000",
                "password \"abc\" hold time 2; | t:3:16 unexpected 'hold' after 'password \"…\"' (is a ';' missing?)",
                "password \"abc\" multihop 5; | t:3:16 unexpected 'multihop' after 'password \"…\"' (is a ';' missing?)",
                "password \"abc\" Hunter2Zq\"; | t:3:16 unexpected '<hidden>' after 'password \"…\"' (is a ';' missing?) ; t:3:25 the string that starts here is not closed on the same line ; t:4:1 expected ';' before '}'",
                "password \"abc\"Hunter2Zq; | t:3:15 unexpected '<hidden>' after 'password \"…\"' (is a ';' missing?)",
                "password \"abc\" \"Hunter2Zq\" port; | t:3:16 unexpected a string after 'password \"…\"' (is a ';' missing?)"
            })
    void nothingButTheSecretIsHidden(String statement, String expected) {
        assertThat(messages(
                        "protocol bgp a { neighbor 10.0.0.1 as 65002; ipv4 { import all; export all; };\nlocal as 65001;\n"
                                + statement + "\n}\n"))
                .containsExactlyInAnyOrder(expected.split(" ; ", -1));
    }

    /** A configuration that is printed by accident does not print its keys. */
    @Test
    void configurationsDoNotPrintTheirKeys() {
        LoadResult result = ConfigurationLoader.loadText("t", """
                roa4 table r;
                protocol bgp a { local as 1; neighbor 10.0.0.1 as 2; password "Hunter2Zq"; ipv4 { import all; export all; }; }
                protocol rpki r1 { roa4 { table r; }; remote "h"; transport tcp { authentication md5; password "Hunter2Zq"; }; }
                protocol bgp c { local as 1; neighbor 10.0.0.3 as 2; authentication ao; keys { key { id 1; secret "Hunter2Zq"; }; };
                  ipv4 { import all; export all; }; }
                protocol bfd b { multihop { authentication keyed sha1; password "Hunter2Zq"; }; }
                """, Optional.empty());

        assertThat(result.errors()).isEmpty();
        assertThat(result.configuration().orElseThrow().protocols().toString()).doesNotContain(SECRET, "72, 117, 110");
    }

    /** Any one token lost, doubled, or something else. */
    @Test
    void anySlipOfTheHand() {
        String text =
                "protocol bgp a { local as 65001 ; neighbor 10.0.0.1 as 65002 ; description \"x\" ; password \"Hunter2Zq\" ;"
                        + " hold time 90 ; bfd { authentication simple ; password \"Hunter2Zq\" { id 5 ; } ; } ;"
                        + " ipv4 { import all ; export filter { accept ; } ; } ; }";
        List<String> tokens = List.of(text.split(" "));
        List<String> others =
                List.of(";", "{", "}", "\"", "'", "x", "5", "=", "(", "$", "include", "password", "10.0.0.1/8");
        Random random = new Random(7);
        for (int i = 0; i < 4000; i++) {
            List<String> mutated = new ArrayList<>(tokens);
            int at = random.nextInt(mutated.size());
            String other = others.get(random.nextInt(others.size()));
            switch (random.nextInt(4)) {
                case 0 -> mutated.add(at, other);
                case 1 -> mutated.add(at, mutated.get(random.nextInt(mutated.size())));
                case 2 -> mutated.set(at, other);
                default -> mutated.remove(at);
            }
            String wrong = String.join(random.nextInt(3) == 0 ? "\n" : " ", mutated);

            assertThat(messages(wrong)).as(wrong).noneMatch(message -> message.contains(SECRET));
        }
    }
}
