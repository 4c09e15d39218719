package org.jbgp.config.split;

import java.util.Comparator;
import java.util.List;

/**
 * Other words for a part of a text.
 *
 * @param start index of the first character that goes
 * @param end index behind the last one
 * @param words what comes instead
 */
record Edit(int start, int end, String words) {
    /** A part of a text with what is changed in it. Edits must not overlap; those outside of the part are left out. */
    static String apply(String text, int from, int to, List<Edit> edits) {
        StringBuilder result = new StringBuilder();
        int at = from;
        List<Edit> inside = edits.stream()
                .filter(each -> each.start >= from && each.end <= to)
                .sorted(Comparator.comparingInt(Edit::start))
                .toList();
        for (Edit edit : inside) {
            if (edit.start < at) {
                continue;
            }
            result.append(text, at, edit.start).append(edit.words);
            at = edit.end;
        }
        return result.append(text, at, to).toString();
    }
}
