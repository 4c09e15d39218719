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
 * of them. Words may be abbreviated while they stay unambiguous, but for those that the table says are not. Made by
 * {@code CommandListsTest} of the daemon.
 */
public final class CommandGrammar {

    /**
     * What may stand behind a command or behind a word of its arguments.
     *
     * @param tokens words, and kinds of names in angle brackets
     * @param exact the words of these that are not abbreviated, so that a short form means another one
     * @param meaning what the command does, empty for what is none
     */
    private record Row(List<String> tokens, List<String> exact, String meaning) {

        private static final Row NONE = new Row(List.of(), List.of(), "");

        /** From its line's columns behind the place. */
        static Row of(String words, String meaning) {
            List<String> tokens = new ArrayList<>();
            List<String> exact = new ArrayList<>();
            for (String word : words.isEmpty() ? List.<String>of() : List.of(words.split(" ", -1))) {
                String token = word.endsWith("!") ? word.substring(0, word.length() - 1) : word;
                tokens.add(token);
                if (!token.equals(word)) {
                    exact.add(token);
                }
            }
            return new Row(List.copyOf(tokens), List.copyOf(exact), meaning);
        }
    }

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
                    .forEach(line -> rows.put(line[0], Row.of(line[1], line[2])));
            return new CommandGrammar(rows);
        } catch (IOException e) {
            throw new UncheckedIOException("grammar.txt is not in this program", e);
        }
    }

    /** The place behind these words. */
    public Place after(List<String> words) {
        Place place = new Place("", "");
        for (String word : words) {
            Row row = row(place);
            List<String> expected = row.tokens();
            if (expected.contains("<condition>") || expected.contains("<expression>")) {
                // It takes all that follows.
                return place;
            }
            String full = full(word, row);
            String longer = place.command().isEmpty() ? full : place.command() + ' ' + full;
            boolean command = place.previous().isEmpty() && rows.containsKey(longer);
            place = command ? new Place(longer, "") : new Place(place.command(), full);
        }
        return place;
    }

    /** What may come there: words, and kinds of names in angle brackets. */
    public List<String> expected(Place place) {
        return row(place).tokens();
    }

    private Row row(Place place) {
        if (place.previous().isEmpty()) {
            return rows.getOrDefault(place.command(), Row.NONE);
        }
        Row behindName = rows.getOrDefault(place.command() + "/*", Row.NONE);
        return rows.getOrDefault(place.command() + '/' + place.previous(), behindName);
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
    private static String full(String word, Row row) {
        String found = null;
        for (String token : row.tokens()) {
            if (token.equals(word)) {
                return word;
            }
            if (!word.isEmpty() && token.startsWith(word) && !row.exact().contains(token)) {
                if (found != null) {
                    return word;
                }
                found = token;
            }
        }
        return found == null ? word : found;
    }
}
