package org.jbgp.config.editor;

import java.util.ArrayList;
import java.util.List;

/**
 * What stands between two tokens: blanks and comments. Immutable.
 *
 * @param pieces the comments, in order
 * @param breaks ends of lines behind the last comment, or all if there is none
 * @param blanks the blanks before the first comment on its line, or all if there is none
 */
record Gap(List<Comment> pieces, int breaks, String blanks) {
    /**
     * A comment.
     *
     * @param text without blanks around it and without the end of its line
     * @param breaks ends of lines between it and what stands before it
     * @param column blanks between the beginning of its line, or what stands before it on the line, and it
     */
    record Comment(String text, int breaks, int column) {
        boolean isOfLine() {
            return text.startsWith("#");
        }
    }

    /** Takes a text that holds nothing but blanks and comments. */
    static Gap of(String text) {
        List<Comment> comments = new ArrayList<>();
        int breaks = 0;
        int column = 0;
        int first = -1;
        for (int i = 0; i < text.length(); ) {
            char c = text.charAt(i);
            if (c == '#' || c == '/') {
                if (first < 0) {
                    first = i;
                }
                int end = c == '#' ? text.indexOf('\n', i) : text.indexOf("*/", i + 2) + 2;
                if (end < 0) {
                    end = text.length();
                }
                comments.add(new Comment(text.substring(i, end).stripTrailing(), breaks, column));
                breaks = 0;
                column = 0;
                i = end;
            } else {
                if (SourceText.endsLine(text, i)) {
                    breaks++;
                    column = 0;
                } else if (c != '\r') {
                    column++;
                }
                i++;
            }
        }
        return new Gap(List.copyOf(comments), breaks, text.substring(0, first < 0 ? text.length() : first));
    }

    /** True if the next token stands on another line. */
    boolean endsLine() {
        return breaks > 0 || pieces.stream().anyMatch(each -> each.breaks() > 0);
    }
}
