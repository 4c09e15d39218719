package org.jbgp.cli.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is offered at the end of a line, by the daemon's table of commands and a router with one name of each kind. */
class CompletionTest {

    private static final KnownNames KNOWN = new KnownNames() {
        @Override
        public List<Symbol> symbols() {
            return List.of(
                    new Symbol("up1", "protocol"),
                    new Symbol("t4", "routing table"),
                    new Symbol("r4", "ROA table"),
                    new Symbol("f1", "filter"),
                    new Symbol("fn", "function"));
        }

        @Override
        public List<String> interfaces() {
            return List.of("eth0");
        }

        @Override
        public List<String> prefixes(String beginning) {
            return beginning.isEmpty() ? List.of() : List.of("10.0.0.0/8", "10.1.0.0/16");
        }
    };

    private final Completion completion = new Completion(CommandGrammar.load(), KNOWN);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sh | show",
                "show s | status static symbols",
                "show protocols '' | all up1",
                "sh pr '' | all up1",
                "show protocols a | all",
                "show route ex | explain export exported",
                "show route export '' | table up1",
                "show route export table up1.ipv4 fil | filter filtered",
                "show route import table u | up1.ipv4 up1.ipv6",
                "show route preexport '' | up1",
                "show route table '' | all t4 r4 up1.ipv4 up1.ipv6",
                "show route table up1. | up1.ipv4 up1.ipv6",
                "show route table t4 fil | filter filtered",
                "sh rou ta t4 fil | filter filtered",
                "sh ro ta t4 fil | filter filtered",
                "sh ro | route roa",
                "configure apply 7 '' | timeout",
                "show route filter '' | f1",
                "show route where '' | ''",
                "show route where net ~ '' | ''",
                "eval 1 + '' | ''",
                "show route 10. | 10.0.0.0/8 10.1.0.0/16",
                "show route in 10.1 | 10.1.0.0/16",
                "show route for 10.0 | 10.0.0.0/8",
                "show roa table '' | t4 r4",
                "show symbols f | filter function f1 fn",
                "show bfd sessions interface '' | eth0",
                "explain route 10.0 | 10.0.0.0/8",
                "explain route 10.0.0.0/8 '' | up1 table",
                "explain route 10.0.0.0/8 up1 '' | table up1",
                "conf und | undo :files",
                "configure ch | check changes :files",
                "configure check '' | :files",
                "disable '' | all up1",
                "reload '' | in out all up1",
                "reload in '' | all up1",
                "debug '' | all up1",
                "debug up1 '' | all off",
                "echo '' | all off",
                "dump r | resources routes",
                "dump routes '' | :files",
                "graceful '' | restart",
                "timeformat iso '' | short long",
                "help e | enable explain eval echo",
                "nothing '' | ''",
            })
    void offers(String line, String expected) {
        List<String> words = new ArrayList<>();
        for (String word : line.split(" ", -1)) {
            words.add(word.equals("''") ? "" : word);
        }
        String begun = words.removeLast();
        Completion.Offers offers = completion.offers(words, begun);
        List<String> texts = new ArrayList<>(
                offers.all().stream().map(Completion.Offer::text).distinct().toList());
        if (offers.files()) {
            texts.add(":files");
        }
        assertThat(String.join(" ", texts).split(" ", -1))
                .containsExactlyInAnyOrder(expected.replace("''", "").split(" ", -1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | show | status, protocols, neighbors, load, progress, route, changes, diff, flaps, rejected, roa, interfaces, memory, bfd, static, symbols",
                "show | status | Show router status",
                "show | bfd | Show information about BFD sessions",
                "show protocols | all | ''",
            })
    void saysWhatAWordMeans(String before, String word, String meaning) {
        CommandGrammar grammar = CommandGrammar.load();
        List<String> words = before.isEmpty() ? List.of() : List.of(before.split(" ", -1));
        assertThat(grammar.meaning(grammar.after(words), word)).isEqualTo(meaning);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "show route where | false",
                "show route where net | true",
                "sh rou wh net | true",
                "eval | false",
                "eval 1 | true",
                "show route | false",
            })
    void knowsExpressions(String line, boolean inside) {
        assertThat(completion.isInsideExpression(List.of(line.split(" ", -1)))).isEqualTo(inside);
    }

    /** The prefix whose routes are asked for; no question goes to a whole table but for {@code ::}. */
    @ParameterizedTest
    @CsvSource({
        "10., 10.0.0.0/8",
        "10.2, 10.0.0.0/8",
        "10.20.3, 10.20.0.0/16",
        "192.0.2.0, 192.0.2.0/24",
        "192.0.2.0/2, 192.0.2.0/32",
        "192.0.2.0/, 192.0.2.0/32",
        "2001:db8:, 2001:db8::/32",
        "2001:db8:1, 2001:db8::/32",
        "2001:DB8::, 2001:db8::/32",
        "2001:db8::/3, 2001:db8::/32",
        "::, ::/0",
        "10,",
        "2001,",
        "'',",
        "up1,",
    })
    void asksForRoutesWithin(String beginning, String prefix) {
        assertThat(DaemonNames.enclosing(beginning)).isEqualTo(prefix);
    }
}
