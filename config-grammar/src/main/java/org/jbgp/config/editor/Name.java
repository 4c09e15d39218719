package org.jbgp.config.editor;

/**
 * Something that has a name in a configuration.
 *
 * @param text without quotes
 * @param definition index of the token that gives the name
 * @param first index of the first token of the item or statement that defines it
 * @param end index of the token behind that item; of a variable the one where its scope ends
 */
public record Name(String text, Kind kind, int definition, int first, int end) {
    /** What a name may stand for. */
    public enum Kind {
        FILTER("filter"),
        FUNCTION("function"),
        CONSTANT("constant"),
        ATTRIBUTE("attribute"),
        PROTOCOL("protocol"),
        TEMPLATE("template"),
        TABLE("table"),
        VARIABLE("variable"),
        ARGUMENT("argument");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** In the user's words. */
        public String word() {
            return word;
        }

        /** True of what only one function or filter knows. */
        public boolean isLocal() {
            return this == VARIABLE || this == ARGUMENT;
        }
    }

    /** Whether a variable means something at a token; all other names do everywhere. */
    public boolean isVisibleAt(int token) {
        return !kind.isLocal() || (token > definition && token < end);
    }
}
