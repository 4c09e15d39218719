package org.jbgp.config.editor;

import java.util.List;

/**
 * A change of a text.
 *
 * @param start UTF-16 units before what is replaced
 * @param end UTF-16 units up to its end
 * @param text what stands there afterwards
 */
public record Replacement(int start, int end, String text) {
    /** The text with replacements, which are in its order. */
    public static String apply(String text, List<Replacement> replacements) {
        StringBuilder result = new StringBuilder();
        int at = 0;
        for (Replacement each : replacements) {
            result.append(text, at, each.start()).append(each.text());
            at = each.end();
        }
        return result.append(text, at, text.length()).toString();
    }
}
