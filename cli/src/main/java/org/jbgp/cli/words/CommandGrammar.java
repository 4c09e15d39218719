package org.jbgp.cli.words;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The daemon's table of commands as this program knows it: which words make a command, and what may stand behind each
 * of
 * them. Words may be abbreviated while they stay unambiguous. Made by {@code CommandListsTest} of the daemon.
 */
public final class CommandGrammar {

    /**
     * What may stand behind a command or behind a word of its arguments.
     *
     * @param tokens words, and kinds of names in angle brackets
     * @param meaning what the command does, empty for what is none
     */
    private record Row(List<String> tokens, String meaning) {}

    /**
     * A place in a command.
     *
     * @param command its words so far, in full
     * @param previous the word of its arguments before the place, empty directly behind the command
     */
    public record Place(String command, String previous) {}

    private final Map<String, Row> rows;

    private CommandGrammar(Map<String, Row> rows) {
        this.rows = rows;
    }

    /** Reads the table, which is part of this program. */
    public static CommandGrammar load() {
        try (InputStream table = CommandGrammar.class.getResourceAsStream("/org/jbgp/cli/grammar.txt")) {
            Map<String, Row> rows = new LinkedHashMap<>();
            new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\t", -1))
                    .forEach(line -> rows.put(line[0], new Row(words(line[1]), line[2])));
            return new CommandGrammar(rows);
        } catch (IOException e) {
            throw new UncheckedIOException("grammar.txt is not in this program", e);
        }
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
    }

    /** The place behind these words. */
    public Place after(List<String> words) {
        Place place = new Place("", "");
        for (String word : words) {
            List<String> expected = expected(place);
            if (expected.contains("<condition>") || expected.contains("<expression>")) {
                // It takes all that follows.
                return place;
            }
            String full = full(word, expected);
            String longer = place.command().isEmpty() ? full : place.command() + ' ' + full;
            boolean command = place.previous().isEmpty() && rows.containsKey(longer);
            place = command ? new Place(longer, "") : new Place(place.command(), full);
        }
        return place;
    }

    /** What may come there: words, and kinds of names in angle brackets. */
    public List<String> expected(Place place) {
        if (place.previous().isEmpty()) {
            return tokens(place.command());
        }
        String key = place.command() + '/' + place.previous();
        return rows.containsKey(key) ? tokens(key) : tokens(place.command() + "/*");
    }

    private List<String> tokens(String key) {
        Row row = rows.get(key);
        return row == null ? List.of() : row.tokens();
    }

    /** What a word means at a place: of a command what it does, of the beginning of several ones which they are. */
    public String meaning(Place place, String word) {
        if (!place.previous().isEmpty()) {
            return "";
        }
        String command = place.command().isEmpty() ? word : place.command() + ' ' + word;
        Row row = rows.get(command);
        if (row == null) {
            return "";
        }
        if (!row.meaning().isEmpty()) {
            return row.meaning();
        }
        List<String> more = new ArrayList<>();
        for (String each : row.tokens()) {
            if (!isKind(each)) {
                more.add(each);
            }
        }
        return more.size() == 1 ? meaning(new Place(command, ""), more.getFirst()) : String.join(", ", more);
    }

    /** True for a kind of names instead of a word. */
    public static boolean isKind(String token) {
        return token.startsWith("<");
    }

    /** The word that this one is or abbreviates, or itself when it is a name, or could be several words. */
    private static String full(String word, List<String> tokens) {
        String found = null;
        for (String token : tokens) {
            if (token.equals(word)) {
                return word;
            }
            if (!word.isEmpty() && token.startsWith(word)) {
                if (found != null) {
                    return word;
                }
                found = token;
            }
        }
        return found == null ? word : found;
    }
}
