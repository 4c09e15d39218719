package org.jbgp.daemon.control.words;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jbgp.config.CommandLanguage;

/**
 * The words of one command line and a position in it. A word is a run of characters without blanks; {@code "…"} makes
 * one word of anything, {@code '…'} a name, and braces and commas stand alone; what follows a {@code #} is a remark.
 * Keywords may be abbreviated as long as they stay unambiguous, as in birdc.
 */
public final class Words {

    private enum Kind {
        WORD,
        STRING,
        MARK
    }

    private record Word(Kind kind, String text, int start) {}

    /** Reads something of another language from that place of a line on. */
    @FunctionalInterface
    public interface Reading<T> {
        CommandLanguage.Phrase<T> read(String line, int from);
    }

    private final String line;
    private final Supplier<CommandLanguage> language;
    private final List<Word> words = new ArrayList<>();
    private int at;

    /** @param language the filter language of the running configuration; asked only by commands that need it */
    public Words(String line, Supplier<CommandLanguage> language) throws CommandException {
        this.line = line;
        this.language = language;
        split(0);
    }

    /** The filter language with everything the running configuration defines. */
    public CommandLanguage language() {
        return language.get();
    }

    private void split(int from) throws CommandException {
        words.clear();
        at = 0;
        int i = from;
        while (i < line.length()) {
            char c = line.charAt(i);
            if (c == '#') {
                return;
            }
            if (c == ' ' || c == '\t') {
                i++;
            } else if (c == '"' || c == '\'') {
                int end = line.indexOf(c, i + 1);
                if (end < 0) {
                    throw CommandException.syntax("Unterminated string");
                }
                words.add(new Word(c == '"' ? Kind.STRING : Kind.WORD, line.substring(i + 1, end), i));
                i = end + 1;
            } else if (isMark(c)) {
                words.add(new Word(Kind.MARK, String.valueOf(c), i));
                i++;
            } else {
                int end = i + 1;
                while (end < line.length() && !endsWord(line.charAt(end))) {
                    end++;
                }
                words.add(new Word(Kind.WORD, line.substring(i, end), i));
                i = end;
            }
        }
    }

    private static boolean isMark(char c) {
        return c == '{' || c == '}' || c == ',' || c == ';';
    }

    private static boolean endsWord(char c) {
        return c == ' ' || c == '\t' || c == '"' || c == '#' || isMark(c);
    }

    /** Takes a phrase of the filter language, which ends where it can go on no more. */
    public <T> T phrase(Reading<T> reading) throws CommandException {
        if (atEnd()) {
            throw unexpected("expression");
        }
        CommandLanguage.Phrase<T> phrase = reading.read(line, words.get(at).start());
        if (phrase.meaning().isEmpty()) {
            throw CommandException.syntax(
                    phrase.problems().isEmpty()
                            ? "syntax error, unexpected " + peek()
                            : phrase.problems()
                                    .getFirst()
                                    .message()
                                    .replace("end of file", "end of command")
                                    .replace(" on line 1 ", " "));
        }
        split(phrase.end());
        return phrase.meaning().get();
    }

    public boolean atEnd() {
        return at == words.size();
    }

    public boolean atString() {
        return !atEnd() && words.get(at).kind() == Kind.STRING;
    }

    public boolean atWord() {
        return !atEnd() && words.get(at).kind() == Kind.WORD;
    }

    /** True if another word or string follows the one at hand, and it is not this keyword or an abbreviation of it. */
    boolean isFollowed(String otherThan) {
        return at + 1 < words.size() && !otherThan.startsWith(words.get(at + 1).text());
    }

    /** Text of the word at hand; only when not at the end. */
    String peek() {
        return words.get(at).text();
    }

    /** Takes any word or string. */
    public String take(String expected) throws CommandException {
        if (atEnd() || words.get(at).kind() == Kind.MARK) {
            throw unexpected(expected);
        }
        return words.get(at++).text();
    }

    /** Takes a mark such as a brace if it is at hand. */
    public boolean takeMark(char mark) {
        if (!atEnd() && words.get(at).kind() == Kind.MARK && peek().charAt(0) == mark) {
            at++;
            return true;
        }
        return false;
    }

    /** Takes the word at hand if it is this one. */
    public boolean takeExactly(String word) {
        if (atWord() && peek().equals(word)) {
            at++;
            return true;
        }
        return false;
    }

    /** Takes this word, which must come now. */
    public void require(String word) throws CommandException {
        if (!takeExactly(word)) {
            throw unexpected(word);
        }
    }

    /** Takes the word at hand if it is exactly this keyword or an abbreviation of it. */
    boolean takeKeyword(String keyword) {
        if (atWord() && !peek().isEmpty() && keyword.startsWith(peek())) {
            at++;
            return true;
        }
        return false;
    }

    /** The keyword at hand, abbreviated or not; taken. */
    public String keyword(List<String> keywords) throws CommandException {
        String found = atWord() ? resolve(peek(), keywords) : null;
        if (found == null) {
            throw unexpected(list(keywords));
        }
        at++;
        return found;
    }

    /** The keyword a word stands for, or null when it stands for none. */
    public static String resolve(String word, List<String> keywords) throws CommandException {
        if (word.isEmpty()) {
            return null;
        }
        String found = null;
        List<String> candidates = new ArrayList<>();
        for (String keyword : keywords) {
            if (keyword.equals(word)) {
                return keyword;
            }
            if (keyword.startsWith(word)) {
                found = keyword;
                candidates.add(keyword);
            }
        }
        if (candidates.size() > 1) {
            throw CommandException.syntax("syntax error, ambiguous " + word + ", could be " + list(candidates));
        }
        return found;
    }

    public void expectEnd() throws CommandException {
        if (!atEnd()) {
            throw unexpected("end of command");
        }
    }

    public CommandException unexpected(String expected) {
        String found = atEnd() ? "end of command" : peek();
        return CommandException.syntax("syntax error, unexpected " + found + ", expecting " + expected);
    }

    static String list(List<String> keywords) {
        if (keywords.size() == 1) {
            return keywords.getFirst();
        }
        return String.join(", ", keywords.subList(0, keywords.size() - 1)) + " or " + keywords.getLast();
    }
}
