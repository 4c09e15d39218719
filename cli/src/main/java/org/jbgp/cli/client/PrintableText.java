package org.jbgp.cli.client;

import java.util.Locale;

/**
 * Text that a terminal shows as it is. What a neighbor wrote (the message with which it shut a session down) or what
 * another user left (a message of {@code disable}) must not move the cursor, change colours, or answer in the
 * terminal's name.
 */
final class PrintableText {

    private PrintableText() {}

    /**
     * The text with control characters and those that turn the direction of writing as {@code \}{@code u001b}, which
     * means the same inside of a text in JSON. Tabs stay.
     */
    static String of(String text) {
        int first = 0;
        while (first < text.length() && isShown(text.charAt(first))) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isShown(c)) {
                clean.append(c);
            } else {
                clean.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        return clean.toString();
    }

    private static boolean isShown(char c) {
        boolean turns = (c >= '\u202a' && c <= '\u202e') || (c >= '\u2066' && c <= '\u2069');
        return c == '\t' || !(turns || Character.isISOControl(c));
    }
}
