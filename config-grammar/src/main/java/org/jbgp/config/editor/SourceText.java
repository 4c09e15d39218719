package org.jbgp.config.editor;

import java.util.Arrays;

/**
 * A text with its lines as editors count them: a line ends with LF, CR LF or a CR of its own, and a column is counted
 * in UTF-16 units (Language Server Protocol 3.17, "Text Documents"). Tokens and problems of the configuration count
 * otherwise: lines end with LF only, and a character outside of the Basic Multilingual Plane is one column. Immutable.
 */
public final class SourceText {
    private final String text;
    private final int[] lineStarts;
    /** Where each character begins; null if characters and UTF-16 units are the same. */
    private final int[] characterStarts;

    /**
     * A place between two characters.
     *
     * @param line 0 for the first
     * @param column UTF-16 units before it on the line
     */
    public record Place(int line, int column) {}

    /** Takes the whole text. */
    public SourceText(String text) {
        this.text = text;
        lineStarts = lineStarts(text);
        characterStarts = characterStarts(text);
    }

    private static int[] lineStarts(String text) {
        int[] starts = new int[16];
        int count = 1;
        for (int i = 0; i < text.length(); i++) {
            if (endsLine(text, i)) {
                if (count == starts.length) {
                    starts = Arrays.copyOf(starts, count * 2);
                }
                starts[count++] = i + 1;
            }
        }
        return Arrays.copyOf(starts, count);
    }

    /** Whether a line ends with the character at an offset. */
    static boolean endsLine(String text, int at) {
        char c = text.charAt(at);
        return c == '\n' || (c == '\r' && (at + 1 == text.length() || text.charAt(at + 1) != '\n'));
    }

    private static int[] characterStarts(String text) {
        int characters = text.codePointCount(0, text.length());
        if (characters == text.length()) {
            return null;
        }
        int[] starts = new int[characters + 1];
        int at = 0;
        for (int i = 0; i < characters; i++) {
            starts[i] = at;
            at += Character.charCount(text.codePointAt(at));
        }
        starts[characters] = at;
        return starts;
    }

    /** The text itself. */
    public String text() {
        return text;
    }

    /** How many lines it has: one more than it has ends of lines. */
    public int lines() {
        return lineStarts.length;
    }

    /** Where an offset in UTF-16 units is; outside of the text it is the nearer end. */
    public Place place(int offset) {
        int inside = Math.clamp(offset, 0, text.length());
        int found = Arrays.binarySearch(lineStarts, inside);
        int line = found >= 0 ? found : -found - 2;
        return new Place(line, inside - lineStarts[line]);
    }

    /** The offset of a place in UTF-16 units; behind the end of its line it is that end. */
    public int offset(Place place) {
        if (place.line() < 0) {
            return 0;
        }
        if (place.line() >= lineStarts.length) {
            return text.length();
        }
        int start = lineStarts[place.line()];
        int end = place.line() + 1 < lineStarts.length ? lineStarts[place.line() + 1] : text.length();
        while (end > start && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return Math.clamp((long) start + place.column(), start, end);
    }

    /** The offset in UTF-16 units of a character by its number, as tokens have it. */
    public int offsetOfCharacter(int number) {
        if (characterStarts == null) {
            return Math.clamp(number, 0, text.length());
        }
        return characterStarts[Math.clamp(number, 0, characterStarts.length - 1)];
    }

    /**
     * The offset of a place as a problem has it.
     *
     * @param line 1 for the first
     * @param column 1 for the first character
     */
    public int offsetAt(int line, int column) {
        int at = 0;
        for (int i = 1; i < line; i++) {
            int end = text.indexOf('\n', at);
            if (end < 0) {
                return text.length();
            }
            at = end + 1;
        }
        int end = text.indexOf('\n', at);
        int most = end < 0 ? text.length() : end;
        if (characterStarts == null) {
            return Math.clamp((long) at + column - 1, at, most);
        }
        for (int i = 1; i < column && at < most; i++) {
            at += Character.charCount(text.codePointAt(at));
        }
        return at;
    }
}
