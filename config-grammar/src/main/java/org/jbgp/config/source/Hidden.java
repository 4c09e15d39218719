package org.jbgp.config.source;

import java.util.HashSet;
import java.util.Set;

/** Secrets of a configuration, taken out of what is said about it. */
final class Hidden {
    /** What stands in their place. */
    private static final String INSTEAD = "<hidden>";
    /** A text of fewer characters is found by chance in any message. */
    private static final int LONG = 4;

    private final Set<String> texts = new HashSet<>();
    /** Those that are also looked for as words of their own, however short. */
    private final Set<String> words = new HashSet<>();

    void add(String text, boolean asWord) {
        if (!text.isEmpty()) {
            texts.add(text);
            if (asWord && text.length() < LONG && Character.isLetterOrDigit(text.charAt(0))) {
                words.add(text);
            }
        }
    }

    /** The message without any of them. */
    String remove(String message) {
        String rest = message;
        for (String text : texts) {
            if (rest.contains(text)) {
                rest = text.length() < LONG
                        ? rest.replace("'" + text + "'", INSTEAD).replace("\"" + text + "\"", INSTEAD)
                        : rest.replace(text, INSTEAD);
            }
        }
        for (String word : words) {
            rest = removeWord(rest, word);
        }
        return rest;
    }

    private static String removeWord(String message, String word) {
        StringBuilder rest = new StringBuilder();
        int from = 0;
        for (int at = message.indexOf(word); at >= 0; at = message.indexOf(word, at + 1)) {
            if (at >= from && isBoundary(message, at - 1) && isBoundary(message, at + word.length())) {
                rest.append(message, from, at).append(INSTEAD);
                from = at + word.length();
            }
        }
        return rest.append(message, from, message.length()).toString();
    }

    private static boolean isBoundary(String message, int at) {
        return at < 0 || at >= message.length() || !Character.isLetterOrDigit(message.charAt(at));
    }
}
