package org.jbgp.config.filter;

import org.jbgp.config.source.SourcePosition;

/**
 * What a name was defined as: the names of one configuration are all different, whatever they stand for.
 *
 * @param kind in the user's words, {@code protocol} or {@code filter}
 * @param position in line 0 if it stands in no file
 */
public record Definition(String kind, SourcePosition position) {
    /** As it stands behind "is already". */
    @Override
    public String toString() {
        boolean vowel = "aeiou".indexOf(kind.charAt(0)) >= 0;
        String what = (vowel ? "an " : "a ") + kind;
        return position.line() == 0 ? what : what + ", defined at " + position;
    }
}
