package org.jbgp.config.split;

import org.jbgp.config.grammar.BirdLexer;
import org.jbgp.config.source.SourcePosition;

/**
 * A token, and where it stands in the text that has what is included in its place.
 *
 * @param type of {@link BirdLexer}
 * @param start index of its first character in the text
 * @param end index behind its last one
 * @param position where it stands in its own file
 */
record FlatToken(int type, String text, int start, int end, SourcePosition position) {
    boolean is(String word) {
        return text.equals(word);
    }

    /** The name it stands for, without single quotes. */
    String name() {
        return type == BirdLexer.QUOTED_SYMBOL ? text.substring(1, text.length() - 1) : text;
    }

    /** True if it may be the name of something. */
    boolean isName() {
        return type == BirdLexer.QUOTED_SYMBOL
                || (!text.isEmpty() && (Character.isLetter(text.charAt(0)) || text.charAt(0) == '_'));
    }
}
