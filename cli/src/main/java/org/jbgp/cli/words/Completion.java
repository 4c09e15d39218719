package org.jbgp.cli.words;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What may come next in a line: words of commands, and names that the router knows. */
public final class Completion {

    /**
     * One of them.
     *
     * @param text as it is typed
     * @param meaning a few words, or empty
     */
    public record Offer(String text, String meaning) {}

    /**
     * All of them at one place.
     *
     * @param words of commands
     * @param names by kind, in angle brackets as {@code help} writes it; a kind without names is there too
     * @param files whether a file's name may stand there
     */
    public record Offers(List<Offer> words, Map<String, List<Offer>> names, boolean files) {

        /** Words and names in one list. */
        public List<Offer> all() {
            List<Offer> all = new ArrayList<>(words);
            names.values().forEach(all::addAll);
            return all;
        }
    }

    private static final Pattern PROTOCOL = Pattern.compile("protocol");
    private static final Pattern TABLE = Pattern.compile("(routing|ROA|ASPA|neighbor) table");
    private static final Pattern FILTER = Pattern.compile("filter");
    private static final Pattern ANY = Pattern.compile(".*");

    private final CommandGrammar grammar;
    private final KnownNames known;

    /**
     * @param grammar of commands
     * @param known asked only where a name may stand
     */
    public Completion(CommandGrammar grammar, KnownNames known) {
        this.grammar = grammar;
        this.known = known;
    }

    /**
     * What may stand behind the words.
     *
     * @param words before the place, quotes included
     * @param begun what stands at the place already, perhaps nothing
     */
    public Offers offers(List<String> words, String begun) {
        CommandGrammar.Place place = grammar.after(words);
        List<Offer> offered = new ArrayList<>();
        Map<String, List<Offer>> names = new LinkedHashMap<>();
        boolean files = false;
        for (String token : grammar.expected(place)) {
            if (token.equals("<file>")) {
                files = true;
            } else if (CommandGrammar.isKind(token)) {
                names.put(token, names(token, begun));
            } else if (token.startsWith(begun)) {
                offered.add(new Offer(token, grammar.meaning(place, token)));
            }
        }
        return new Offers(offered, names, files);
    }

    /** True if the words end in the middle of an expression of the filter language, which nothing is offered for. */
    public boolean isInsideExpression(List<String> words) {
        if (words.isEmpty()) {
            return false;
        }
        CommandGrammar.Place place = grammar.after(words);
        List<String> expected = grammar.expected(place);
        return (expected.contains("<condition>") || expected.contains("<expression>"))
                && place.equals(grammar.after(words.subList(0, words.size() - 1)));
    }

    private List<Offer> names(String kind, String begun) {
        return switch (kind) {
            case "<protocol>", "<p>" -> symbols(PROTOCOL, begun);
            case "<p>.<c>" -> channels(begun);
            case "<t>" -> symbols(TABLE, begun);
            case "<f>" -> symbols(FILTER, begun);
            case "<symbol>" -> symbols(ANY, begun);
            case "<name>" -> starting(known.interfaces(), begun, "interface");
            case "<prefix>" -> starting(known.prefixes(begun), begun, "");
            default -> List.of();
        };
    }

    private List<Offer> symbols(Pattern kind, String begun) {
        List<Offer> offers = new ArrayList<>();
        for (KnownNames.Symbol symbol : known.symbols()) {
            if (kind.matcher(symbol.kind()).matches() && symbol.name().startsWith(begun)) {
                offers.add(new Offer(symbol.name(), symbol.kind()));
            }
        }
        return offers;
    }

    private List<Offer> channels(String begun) {
        List<Offer> offers = new ArrayList<>();
        for (Offer protocol : symbols(PROTOCOL, begun.contains(".") ? begun.substring(0, begun.indexOf('.')) : begun)) {
            for (String family : List.of("ipv4", "ipv6")) {
                String channel = protocol.text() + '.' + family;
                if (channel.startsWith(begun)) {
                    offers.add(new Offer(channel, "channel"));
                }
            }
        }
        return offers;
    }

    private static List<Offer> starting(List<String> names, String begun, String meaning) {
        return names.stream()
                .filter(name -> name.startsWith(begun))
                .map(name -> new Offer(name, meaning))
                .toList();
    }
}
